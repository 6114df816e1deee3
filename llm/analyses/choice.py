"""Which works are worth a question: what rules can decide is not asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from math import log
from statistics import median

from boq.engine.units import parse_unit
from llm.offline.classify import classify
from llm.offline.text import folded
from llm.values import Line, Work, distinct_works

SURE = 0.5
LETTERS = 8
MOST_RATES = 400
FEWEST_TO_COMPARE = 4
UNUSUAL = 3.5  # modified z-score above which a value is called an outlier: Iglewicz and Hoaglin 1993
_SCRIPTS = (
    re.compile("[A-Za-z]"),
    re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufeff]"),
    re.compile("[\u0400-\u04ff]"),
)
# how works of a trade are usually measured; any other unit is looked at
_USUAL = {
    "earthworks": "m3 m2", "piling": "m nr m3", "concrete": "m3 m2", "masonry": "m2 m3", "steelwork": "t kg", "waterproofing": "m2",
    "roofing": "m2", "openings": "nr m2", "plaster": "m2", "finishes": "m2", "ceilings": "m2", "painting": "m2", "plumbing": "m nr",
    "drainage": "m nr", "hvac": "nr m2 m", "fire": "nr m", "electrical": "m nr", "low-current": "nr m", "lifts": "nr", "roads": "m2 m3",
    "landscaping": "m2 nr m3", "pipelines": "m nr", "fittings": "nr",
}  # fmt: skip
_WHATEVER = {"item", "sum", "ls", "set", "lot", "job", "hour", "day", "month", "%"}
_DUTIES = re.compile(
    "|".join(
        (
            r"\b(?:contractor|tenderer|bidder|supplier) (?:shall|must|is to|will|to)\b",
            r"\b(?:at|on) (?:his|its|their|the contractor'?s) (?:own )?(?:risk|cost|expense|account)",
            r"\bno (?:extra|additional|claim|payment)|\bdeemed\b|\bwhatsoever\b|\bwhatever\b|\bregardless|\bsole discretion",
            r"\bguarantee|\bwarrant|\bliquidated|\bpenalt|\bretention|\binsuranc|\bindemni|\bperformance bond|\bpermit|\bauthorit",
            r"\bas many times|\buntil (?:accept|hand|complet|approv)|\bto the (?:entire )?satisfaction|\bnominated|\bdesign(?:ed)? by",
            r"\bexisting services|\bground conditions|\brock\b",
            r"подрядчик (?:обязан|долж|нес|за сво)|за свой сч|за счет подрядчик|гаранти|неустойк|штраф|страхован|риск",
            r"согласовани|разрешени|независимо от|до сдачи|до приемк|на усмотрение|без дополнительн",
            r"على (?:نفقه|حساب|مسؤوليه|عاتق|المقاول)|يتحمل|يلتزم|ضمان|كفاله|غرام|تامين|تصاريح|موافقه|الجهات المختصه|مهما",
            r"دون (?:اي )?(?:زياده|تكلفه|مقابل)|حتى (?:الاستلام|التسليم)|محمل",
        )
    )
)


def every(lines: tuple[Line, ...]) -> tuple[Work, ...]:
    """Every distinct work."""
    return distinct_works(lines)


def odd_units(lines: tuple[Line, ...]) -> tuple[Work, ...]:
    """Works measured in another unit than their trade usually is, and those whose trade is not plain."""
    return tuple(work for work in distinct_works(line for line in lines if line.unit) if not _is_usual(work))


def _is_usual(work: Work) -> bool:
    unit = parse_unit(work.unit).code
    if unit in _WHATEVER:
        return True
    trade, sure, _step = classify(work)
    return sure >= SURE and unit in _USUAL.get(trade, "").split()


def in_two_languages(lines: tuple[Line, ...]) -> tuple[Work, ...]:
    """Works whose text is written in at least two scripts."""
    return distinct_works(
        line for line in lines if sum(len(found.findall(line.text)) >= LETTERS for found in _SCRIPTS) > 1
    )


def with_duties(lines: tuple[Line, ...]) -> tuple[Work, ...]:
    """Works whose text speaks of duties, risks or terms."""
    return distinct_works(line for line in lines if _DUTIES.search(folded(line.text)))


def unusual_rates(lines: tuple[Line, ...]) -> tuple[Work, ...]:
    """Works whose rate stands out among those of the same trade and unit in this bill, the most unusual first in number."""
    found = sorted(_outliers(lines), key=lambda pair: -pair[0])[:MOST_RATES]
    chosen = {line.key for _score, line in found}
    return distinct_works((line for line in lines if line.key in chosen), with_rates=True)


def _outliers(lines: tuple[Line, ...]) -> Iterator[tuple[float, Line]]:
    """(how unusual, line) by the modified z-score of the logarithms of rates."""
    priced = [line for line in lines if line.rate is not None and line.rate > Decimal(0)]
    kinds = [((_trade(line), parse_unit(line.unit).code or folded(line.unit)), line) for line in priced]
    kinds.sort(key=lambda pair: pair[0])
    for _kind, group in groupby(kinds, key=lambda pair: pair[0]):
        rows = [(log(line.rate), line) for _, line in group if line.rate is not None]
        if len(rows) < FEWEST_TO_COMPARE:
            continue
        middle = median(value for value, _ in rows)
        spread = median(abs(value - middle) for value, _ in rows)
        for value, line in rows:
            score = 0.6745 * abs(value - middle) / max(spread, 0.05)
            if score > UNUSUAL:
                yield score, line


def _trade(line: Line) -> str:
    return classify(Work(line.text, line.unit, line.section, line.ref, ()))[0]
