"""Earlier classifications of an organization as its history: what a person, a model or a number in the bill decided, never mere guesses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db.models import Q

from boq.models import Analysis, Classification, Item
from boq.pipelines.analysis_asked import section_paths
from llm import prompts
from llm.analyses import wishes
from llm.history import DatabaseHistory
from llm.hybrid.values import (
    ASKED_BEFORE,
    EXAMPLES,
    KEYWORDS,
    LEARNED,
    NEAR_HISTORY,
    OWN_HISTORY,
    SECTION,
    History,
    Past,
)
from llm.standards.base import Standard
from llm.steps.classify import PROMPT

ANALYSES = 90  # the newest are looked through; older decisions speak through them
# Or the machine would believe itself.
GUESSES = (KEYWORDS, SECTION, EXAMPLES, OWN_HISTORY, NEAR_HISTORY, LEARNED, ASKED_BEFORE)
PERSON = "person"
LEAST = 0.6  # what a model says with less is no decision: it only keeps that model from being asked about nearly the same again


def history_of(analysis: Analysis) -> Callable[[Standard], History]:
    """The history of the analysis's organization, for each standard."""
    organization_id, project_id, model = analysis.organization_id, analysis.boq.project_id, analysis.model
    return lambda standard: DatabaseHistory(
        lambda most: past_decisions(organization_id, standard.code, most, project_id, model)
    )


def past_decisions(
    organization_id: UUID, standard: str, most: int, project_id: UUID | None = None, model: str = ""
) -> Iterator[Past]:
    """At most `most` earlier decisions for `standard`, those of the newest analyses first, and what `model` said in doubt when it
    was asked as it would be now.

    What was decided in a narrowed project speaks in that project alone, and what was read from a file that is kept from models nowhere:
    the texts are shown as evidence.
    """
    left = most
    shared = Q(boq__project__narrowed=False) | Q(boq__project_id=project_id)
    shared &= Q(boq__upload__llm_opt_out=False)
    analyses = Analysis.objects.filter(shared, organization_id=organization_id, finished_at__isnull=False)
    for analysis in analyses.order_by("-created_at").only("boq_id", "options", "model")[:ANALYSES]:
        if analysis.options.get("standard", wishes.STANDARD) != standard:
            continue
        doubting = prompts.load(PROMPT).label if model and analysis.model == model else ""
        for past in _of_analysis(analysis, left, doubting):
            left -= 1
            yield past
        if left <= 0:
            return


def _of_analysis(analysis: Analysis, most: int, doubting: str) -> Iterator[Past]:
    counts = Q(confidence__gte=LEAST) | Q(step=doubting)
    rows = Classification.objects.filter(counts, analysis=analysis).exclude(step__in=GUESSES).order_by("pk")
    decided = {
        key: (group, sure, step)
        for key, group, sure, step in rows.values_list("item_key", "group", "confidence", "step")[:most]
    }
    if not decided:
        return
    paths = section_paths(analysis.boq_id)
    items = Item.objects.filter(boq_id=analysis.boq_id).order_by("position")
    wanted = ("key", "description", "resolved", "preamble", "unit", "section")
    for key, text, resolved, preamble, unit, place in items.values_list(*wanted).iterator(5_000):
        if key in decided:
            group, sure, step = decided[key]
            section = " / ".join(part for part in (paths.get(place, ""), preamble) if part)
            yield Past(resolved or text, unit, group, step == PERSON, float(sure), unsure=sure < LEAST, section=section)
