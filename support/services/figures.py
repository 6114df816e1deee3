"""How support does: what waits, how long until the first answer and until it is solved, how content people are."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from django.db.models import Avg, Count, F, Q
from django.db.models.aggregates import Aggregate
from django.db.models.expressions import CombinedExpression, ExpressionWrapper
from django.db.models.fields import DurationField
from django.utils import timezone

from support.models import LIVE, Status, Ticket

LOOKED_BACK = timedelta(days=30)


class Figures(msgspec.Struct, frozen=True):
    """Counts of now; medians and the mean score of tickets of the last 30 days, None where there are none."""

    new: int
    open: int
    waiting: int
    unassigned: int
    first_answer: timedelta | None
    solved_in: timedelta | None
    score: float | None
    scores: int


class _Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def figures() -> Figures:
    """The figures of now."""
    recent = Q(created_at__gte=timezone.now() - LOOKED_BACK)

    def took(name: str) -> ExpressionWrapper[CombinedExpression]:
        return ExpressionWrapper(F(name) - F("created_at"), output_field=DurationField())

    found = Ticket.objects.aggregate(
        new=Count("pk", filter=Q(status=Status.NEW)),
        open=Count("pk", filter=Q(status=Status.OPEN)),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
        unassigned=Count("pk", filter=Q(status__in=LIVE, assignee=None)),
        first_answer=_Median(took("first_response_at"), filter=recent, output_field=DurationField()),
        solved_in=_Median(took("solved_at"), filter=recent, output_field=DurationField()),
        mean=Avg("score", filter=recent),
        scores=Count("score", filter=recent),
    )
    mean = found.pop("mean")
    return Figures(**found, score=None if mean is None else round(float(mean), 1))
