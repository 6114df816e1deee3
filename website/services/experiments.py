"""Showing variants, noting who saw which, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
import waffle
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format

from website.experiments import BY_KEY, EXPERIMENTS, Experiment
from website.intervals import difference, wilson
from website.models import Exposure
from website.visitors import left_out, share_of, subject_of, visitor_name


def _percent(share: float, *, sign: bool = False) -> str:
    """In percent with one decimal, as the reader's language writes it."""
    number = number_format(Decimal(f"{share * 100:.1f}"), 1)
    return f"+{number}" if sign and share > 0 else str(number)


class Shown(msgspec.Struct, frozen=True):
    """One variant: how many of those who saw it converted, and between which shares the true one lies."""

    variant: str
    seen: int
    converted: int
    lower: float
    upper: float

    @property
    def percent(self) -> str:
        """The share as it is shown, "" of nobody."""
        return _percent(self.converted / self.seen) if self.seen else ""

    @property
    def range(self) -> str:
        return f"{_percent(self.lower)} – {_percent(self.upper)}"


class Gap(msgspec.Struct, frozen=True):
    """How much a variant differs from the first. It `tells` something when nought lies outside."""

    variant: str
    gap: float
    lower: float
    upper: float

    @property
    def points(self) -> str:
        return _percent(self.gap, sign=True)

    @property
    def range(self) -> str:
        return f"{_percent(self.lower, sign=True)} … {_percent(self.upper, sign=True)}"

    @property
    def tells(self) -> bool:
        return self.lower > 0 or self.upper < 0


class Result(msgspec.Struct, frozen=True):
    """`gaps` is empty until every variant was seen by enough people, and each of them had the time to convert."""

    experiment: Experiment
    variants: tuple[Shown, ...]
    gaps: tuple[Gap, ...]

    @property
    def enough(self) -> bool:
        return bool(self.gaps)


def variant_of(experiment: Experiment, subject: str) -> str:
    """The variant of a subject: always the same one."""
    return experiment.variants[int(share_of(f"experiment:{experiment.key}", subject) * len(experiment.variants))]


def show(request: HttpRequest, key: str) -> str:
    """The variant to show, noted when it is seen for the first time. The first one where the experiment does not run or nobody counts."""
    experiment = BY_KEY[key]
    if left_out(request) or not waffle.flag_is_active(request, experiment.flag):
        return experiment.variants[0]
    subject = subject_of(request)
    if not subject:
        return experiment.variants[0]
    variant = variant_of(experiment, subject)
    _note(experiment, variant, subject)
    return variant


def _whose(subject: str) -> dict[str, str | UUID]:
    return {"user_id": UUID(subject[5:])} if subject.startswith("user:") else {"subject": subject}


def _note(experiment: Experiment, variant: str, subject: str) -> None:
    """Once for each, and no more than are looked at: what comes later could only tempt to look again."""
    rows = Exposure.objects.filter(experiment=experiment.key)
    whose = _whose(subject)
    if rows.filter(**whose).exists() or rows.filter(variant=variant).count() >= experiment.least:
        return
    try:
        with transaction.atomic():
            Exposure.objects.create(experiment=experiment.key, variant=variant, **whose)
    except IntegrityError:
        return  # noted a moment ago, in another tab


def convert(request: HttpRequest, metric: str) -> None:
    """Whoever comes did what experiments with that metric hope for. The first time counts, and only in time."""
    whose = {
        subject for subject in (subject_of(request), visitor_name(request)) if subject
    }  # a visitor becomes a person
    if not whose:
        return
    now = timezone.now()
    for experiment in EXPERIMENTS:
        if experiment.metric != metric:
            continue
        mine = Q(pk__in=[])
        for subject in whose:
            mine |= Q(**_whose(subject))
        since = now - timedelta(days=experiment.days)
        rows = Exposure.objects.filter(mine, experiment=experiment.key, converted_at=None, seen_at__gte=since)
        rows.update(converted_at=now)


def result(experiment: Experiment) -> Result:
    """What is known. The first `least` of each variant are looked at, and nothing is concluded before they are there."""
    over = timezone.now() - timedelta(days=experiment.days)
    shown, complete = [], True
    for variant in experiment.variants:
        rows = list(
            Exposure.objects.filter(experiment=experiment.key, variant=variant)
            .order_by("seen_at", "pk")
            .values_list("seen_at", "converted_at")[: experiment.least]
        )
        hits = sum(1 for _seen, converted in rows if converted is not None)
        shown.append(Shown(variant, len(rows), hits, *wilson(hits, len(rows))))
        complete = complete and len(rows) >= experiment.least and rows[-1][0] <= over
    first = shown[0]
    gaps = tuple(
        Gap(one.variant, *difference((first.converted, first.seen), (one.converted, one.seen)))
        for one in shown[1:]
        if complete
    )
    return Result(experiment, tuple(shown), gaps)
