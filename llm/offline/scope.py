"""Work that usually stands beside other work and is nowhere in the bill: rules that a quantity surveyor would recite."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from llm.offline.text import folded
from llm.values import Claim, Classified, Work

EVIDENCE = 5


class Rule(msgspec.Struct, frozen=True):
    """Works of `trade` whose text fits `implies` need what `answers` would find anywhere in the bill. `least`: works that imply it."""

    code: str  # of `words.SCOPES`
    group: str  # of the missing work
    trade: str
    answers: str
    implies: str = ""
    least: int = 2


RULES: tuple[Rule, ...] = (
    Rule("formwork", "concrete", "concrete", r"formwork|shutter|form work|centering|опалуб|شد[هة]|شدات|طوبار|mould",
         r"\bslab|\bbeam|column|\bwall|stair|suspended|колонн|балк|плит|стен|перекрыт|اعمده|بلاط|جسور|كمر|جدران|سقف"),
    Rule("reinforcement", "concrete", "concrete",
         r"reinforc|rebar|steel bar|\brcc\b|mesh|tor steel|\btmt\b|high yield|арматур|армир|железобет|تسليح|مسلح|حديد",
         r"\bslab|\bbeam|column|footing|\braft|колонн|балк|плит|фундамент|اعمده|بلاط|جسور|قواعد|كمر"),
    Rule("excavation", "earthworks", "concrete", r"excavat|earthwork|\bdig|выемк|разработк|земл|котлован|транше|حفر",
         r"footing|foundation|\braft|фундамент|قواعد|اساس|لبشه"),
    Rule("backfill", "earthworks", "earthworks", r"fill|засып|обратн|ردم|دفان", r"excavat|котлован|транше|выемк|حفر"),
    Rule("disposal", "earthworks", "earthworks",
         r"dispos|cart|remov|surplus|haul|away|вывоз|отвал|перевоз|транспорт|ترحيل|نقل|تخلص|ازال", r"excavat|котлован|транше|выемк|حفر"),
    Rule("plaster", "plaster", "masonry",
         r"plaster|render|skim|cladd|tiling|gypsum|fair.?face|pointing|штукат|облицов|гипсокар|لياس|بياض|محار|بلاستر|قصار|مساح|تكسي|لباس"),
    Rule("painting", "painting", "plaster", r"paint|emulsion|wallpaper|distemper|wash|"
         r"окраск|покрас|окраш|малярн|обо[ияе]|دهان|طلاء|صبغ|بوي"),
    Rule("roof-waterproofing", "waterproofing", "concrete",
         r"water.?proof|membrane|roofing|bitum|tanking|insulat|гидроизол|кровл|мембран|рубероид|عزل|عازل|ممبرين",
         r"\broof|кровл|покрыти[ея] здан|سطح|سقف", least=1),
    Rule("ironmongery", "openings", "openings",
         r"ironmong|hardware|lock|hinge|handle|accessor|complete|фурнитур|замк|замок|ручк|комплект|اكسسوار|كالون|مفصل|قفل|خردوات|كامل",
         r"\bdoors?\b|двер|باب|ابواب", least=3),
    Rule("soil-pipes", "drainage", "plumbing", r"drain|waste|soil|sewer|trap|канализ|слив|сифон|выпуск|صرف|مجار|سيفون",
         r"\bwc\b|water closet|basin|\bsink|shower|toilet|urinal|унитаз|раковин|умываль|душ|مرحاض|مراحيض|مغسل|حوض|دش"),
    Rule("water-pipes", "plumbing", "plumbing", r"pipe|piping|plumbing|труб|развод|водопровод|مواسير|انابيب|تغذيه|مياه",
         r"\bwc\b|water closet|basin|\bsink|shower|toilet|urinal|унитаз|раковин|умываль|душ|مرحاض|مراحيض|مغسل|حوض|دش"),
    Rule("pipe-testing", "plumbing", "plumbing", r"test|commission|flush|disinfect|"
         r"испытан|промывк|опрессов|пусконалад|اختبار|تجرب|فحص|تشغيل",
         r"pipe|труб|مواسير|انابيب", least=3),
    Rule("main-testing", "pipelines", "pipelines", r"test|commission|disinfect|"
         r"испытан|промывк|опрессов|дезинф|اختبار|تجرب|فحص|تعقيم", least=3),
    Rule("earthing", "electrical", "electrical", r"earth|ground|lightning|заземл|молние|тарид|تاريض|ارضي|صواعق",
         r"cable|board|panel|кабел|щит|كابل|كيبل|لوح", least=3),
    Rule("balancing", "hvac", "hvac", r"balanc|commission|\btest|пусконалад|налад|испытан|балансир|اختبار|موازن|تشغيل|فحص",
         r"duct|ahu|fcu|air handling|fan coil|chiller|diffuser|воздуховод|приточн|вытяжн|دكت|مجاري هواء|مكيف|وحد", least=3),
    Rule("road-base", "roads", "roads",
         r"base|crushed|granular|aggregate|gravel|wmm|gsb|macadam|"
         r"основан|щебен|щебн|гравий|اساس|حصوي|حصمه|بيسكورس|سبيس", r"asphalt|асфальт|اسفلت"),
    Rule("tack-coat", "roads", "roads", r"tack|prime|\bmc ?\d|\brc ?\d|emulsion|битум|розлив|подгрунт|لاصق|تشريب|\bmc|\brc|بيتومين",
         r"asphalt|асфальт|اسفلت"),
    Rule("pipe-trenches", "earthworks", "pipelines", r"excavat|trench|транше|выемк|разработк|земл|حفر|خندق|خنادق", least=3),
    Rule("steel-protection", "steelwork", "steelwork",
         r"paint|galvani|coat|primer|powder|stainless|"
         r"окраск|окраш|грунт|оцинк|антикор|огнезащ|нержав|دهان|جلفن|مجلفن|طلاء|ستانلس", least=3),
)  # fmt: skip


def missing_scope(works: tuple[Work, ...], rows: tuple[Classified, ...]) -> tuple[Claim, ...]:
    """What is probably missing from the whole bill, in the order of `RULES`. Short bills (below ten works) say too little."""
    if len(works) < 10:
        return ()
    group_of = {row.key: row.group for row in rows}
    texts = [folded(f"{work.text} {work.section}") for work in works]
    whole = "\n".join(texts)
    by_trade: dict[str, list[int]] = {}
    for index, work in enumerate(works):
        by_trade.setdefault(group_of.get(work.keys[0], ""), []).append(index)
    found: list[Claim] = []
    for rule in RULES:
        implying = _implying(rule, by_trade.get(rule.trade, []), texts)
        if len(implying) >= rule.least and not re.search(rule.answers, whole):
            keys = tuple(works[index].keys[0] for index in implying[:EVIDENCE])
            facts: dict[str, str | int] = {"scope_code": rule.code, "group": rule.group, "count": len(implying)}
            found.append(Claim("analysis.missing-scope", keys, facts))
    if not _has_preliminaries(group_of, whole) and len(by_trade) >= 7:
        keys = tuple(work.keys[0] for work in works[:EVIDENCE])
        found.append(
            Claim(
                "analysis.missing-scope",
                keys,
                {"scope_code": "preliminaries", "group": "preliminaries", "count": len(works)},
            )
        )
    return tuple(found)


def _implying(rule: Rule, indexes: list[int], texts: list[str]) -> list[int]:
    pattern = re.compile(rule.implies)
    return [index for index in indexes if pattern.search(texts[index])]


def _has_preliminaries(group_of: dict[str, str], whole: str) -> bool:
    counts = Counter(group_of.values())
    return bool(counts["preliminaries"]) or bool(
        re.search(r"prelim|general requirement|mobili|подготовител|تجهيز", whole)
    )
