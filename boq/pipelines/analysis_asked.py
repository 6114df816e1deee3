"""What an analysis asks: the kinds of its wish, the lines of the bill that they ask about, and the language of the answers."""

from __future__ import annotations

from uuid import UUID

import msgspec

from boq.models import Analysis, Boq, Item, Price, Section
from llm import standards
from llm.analyses import OWN, Ask, Kind, kind
from llm.analyses.wishes import LANGUAGES, Wish
from llm.masking import Names
from llm.models import OwnQuestion
from llm.values import Line

RERUN = "#"
SUMMARY = "summary"


class Asked(msgspec.Struct, frozen=True):
    """One kind of a wish, with what it is asked with."""

    kind: Kind
    ask: Ask

    def in_run(self, run: int) -> Asked:
        """The same in another run: a rerun has a name of its own, and its answers are compared, not saved."""
        if run == 1:
            return self
        name = f"{self.kind.name}{RERUN}{run}"
        return Asked(msgspec.structs.replace(self.kind, name=name), msgspec.structs.replace(self.ask, run=run))


def plain_name(step: str) -> str:
    """The kind of a step: "own" of "own:…", "review" of a rerun of it."""
    return step.partition(":")[0].partition(RERUN)[0]


def asked(analysis: Analysis, wish: Wish) -> list[Asked]:
    """What the wish asks for, in its order. A question of the organization's own that is no longer there is left out."""
    ask = Ask(language=wish.language or language_of(analysis), standard=standards.load(wish.standard))
    own = {str(one.pk): one for one in OwnQuestion.objects.filter(organization_id=analysis.organization_id)}
    found: list[Asked] = []
    for name in wish.kinds:
        one = kind(name)
        if one.name != OWN:
            found.append(Asked(one, ask))
        elif written := own.get(name.partition(":")[2]):
            theirs = msgspec.structs.replace(ask, title=written.title, instruction=written.instruction)
            found.append(Asked(msgspec.structs.replace(one, name=name), theirs))
    return found


def language_of(analysis: Analysis) -> str:
    """The language that reasons and summaries are written in: the person's, else the bill's, else English."""
    if chosen := analysis.options.get("language"):
        return str(chosen)
    wanted = (analysis.requested_by.language if analysis.requested_by else "") or analysis.boq.language
    return wanted[:2] if wanted[:2] in LANGUAGES else "en"


def load_lines(boq: Boq, names: Names) -> tuple[Line, ...]:
    """All items of the bill in its order, with the titles and preambles above them, and without the names in `names`."""
    paths = section_paths(boq.pk)
    rates = dict(
        Price.objects.filter(price_set__boq=boq, price_set__position=0, rate__isnull=False)
        .values_list("item_id", "rate")
        .iterator(5_000)
    )
    rows = Item.objects.filter(boq=boq).order_by("position")
    wanted = ("pk", "key", "description", "resolved", "preamble", "unit", "section", "ref")
    return tuple(
        Line(
            key,
            names.masked(resolved or text),
            unit,
            names.masked(" / ".join(part for part in (paths.get(section, ""), preamble) if part)),
            ref,
            rate=rates.get(pk),
        )
        for pk, key, text, resolved, preamble, unit, section, ref in rows.values_list(*wanted).iterator(5_000)
    )


def section_paths(boq_id: UUID) -> dict[int, str]:
    """Section position -> its titles from the bill down."""
    paths: dict[int, str] = {}
    for position, parent, title in (
        Section.objects.filter(boq_id=boq_id).order_by("position").values_list("position", "parent", "title")
    ):
        above = paths.get(parent, "")
        paths[position] = f"{above} / {title}" if above else title
    return paths
