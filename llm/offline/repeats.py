"""The same work in other words within one bill: pairs that agree in unit and figures and say the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz import fuzz

from llm.offline.text import folded, forms, words
from llm.values import Claim, Work

if TYPE_CHECKING:
    from llm.offline.embeddings import Vectors

CODE = "analysis.same-work"
WORDS, MEANING = "words", "meaning"
ALIKE = 90.0  # of 100: nearly the same words, in any order
CLOSE, OVERLAP = 0.945, 55.0  # the same meaning by vectors, and at least so many words in common
SHORTEST = 12
MOST = 200
BUCKET = 400  # works with the same unit and figures: beyond that the bill repeats itself by design
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_MARKS = re.compile(r"\b[a-zа-я]\d{1,3}\b|\b\d{1,3}[a-zа-я]\b")
# two texts that differ in such a pair speak of two works, however alike they are
_CONTRASTS = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        (
            "internal internally inside внутренних внутренние внутренней داخلي داخليه",
            "external externally outside наружных наружные наружной خارجي خارجيه",
        ),
        ("cold холодной холодного بارده", "hot горячей горячего ساخنه"),
        ("supply поставка توريد", "install installation fix laying монтаж установка تركيب"),
        ("left слева", "right справа"),
        ("male", "female"),
        ("horizontal горизонтальная горизонтальной افقي", "vertical вертикальная вертикальной راسي"),
        ("new", "existing"),
        ("ground", "first second third upper"),
        ("first", "second third"),
        ("second", "third"),
        ("wall walls стен стены جدران حوائط", "floor floors ceiling ceilings пола полов потолка потолков ارضيات سقف اسقف"),
        ("column columns колонн اعمده", "beam beams slab slabs балок перекрытий كمرات بلاطات"),
        ("single", "double triple twin"),
        ("excavate excavation разработка حفر", "backfill backfilling filling засыпка ردم"),
        (
            "demolish remove removal dismantle демонтаж разборка ازاله فك",
            "install supply provide монтаж установка устройство توريد تركيب",
        ),
    )
)  # fmt: skip


class Pair(msgspec.Struct, frozen=True):
    """Two works, by their places, that say the same. `how`: their words or their meaning. `alike` is in percent."""

    first: int
    second: int
    how: str
    alike: int


def pairs(works: Sequence[Work], vectors: Vectors | None = None) -> tuple[Pair, ...]:
    """Pairs of works that say the same, the most alike first, at most MOST. Without `vectors` words alone are compared."""
    found = [pair for places in _buckets(works).values() for pair in _within(places, works, vectors)]
    found.sort(key=lambda pair: (-pair.alike, pair.first, pair.second))
    return tuple(found[:MOST])


def claims(works: Sequence[Work], vectors: Vectors | None = None) -> tuple[Claim, ...]:
    """A claim for each pair: it points at the later item and names the earlier."""
    return tuple(
        Claim(
            CODE,
            (works[pair.second].keys[0], works[pair.first].keys[0]),
            {"other": works[pair.first].text[:160], "alike": pair.alike, "how": pair.how},
        )
        for pair in pairs(works, vectors)
    )


def _buckets(works: Sequence[Work]) -> dict[tuple[str, ...], list[int]]:
    """Places of works that agree in unit, figures and marks (C30, 4x): only these can be the same work."""
    buckets: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        text = folded(work.text)
        if len(text) >= SHORTEST:
            figures = sorted(figure.replace(",", ".") for figure in _FIGURE.findall(text))
            buckets[folded(work.unit).strip(". "), *figures, *sorted(_MARKS.findall(text))].append(place)
    return {key: places for key, places in buckets.items() if 1 < len(places) <= BUCKET}


def _within(places: list[int], works: Sequence[Work], vectors: Vectors | None) -> Iterator[Pair]:
    said = {place: " ".join(words(works[place].text)) for place in places}
    for index, first in enumerate(places):
        for second in places[index + 1 :]:
            if said[first] == said[second] or contrast(said[first], said[second]):
                continue  # the same words under another heading are a repetition by design
            alike = fuzz.token_sort_ratio(said[first], said[second])
            if alike >= ALIKE:
                yield Pair(first, second, WORDS, round(alike))
            elif vectors is not None and fuzz.token_set_ratio(said[first], said[second]) >= OVERLAP:
                close = float(vectors[first] @ vectors[second])
                if close >= CLOSE:
                    yield Pair(first, second, MEANING, round(100 * close))


def contrast(one: str, other: str) -> bool:
    """True when what is in one text only and what is in the other only are opposites."""
    left, right = _forms(one), _forms(other)
    only_left, only_right = left - right, right - left
    return any(
        (here & only_left and there & only_right) or (here & only_right and there & only_left)
        for here, there in _CONTRASTS
    )


def _forms(text: str) -> frozenset[str]:
    return frozenset(form for word in text.split() for form in forms(word))
