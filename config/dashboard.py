"""The first page of the admin: how many, how it goes, what failed. Each number leads to its list, and nobody sees what they may not open.

Each section of `SECTIONS` asks the database once; `config/tests/test_dashboard.py` counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.db.models import Count, Model, Q, Sum
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from billing.models import Funnel, UpgradeRequest
from billing.services import funnel
from boq.templatetags.figures import cost, plain_figure
from config.figures.admin import MAY_SEE
from jobs.models import Job
from jobs.models import Status as JobStatus
from llm.models import LedgerEntry
from support.models import Status as TicketStatus
from support.models import Ticket
from webhooks.models import Delivery
from webhooks.models import Status as DeliveryStatus
from website.experiments import EXPERIMENTS
from website.models import DailyCount, Exposure, Flag

OWN_PAGES = (
    (gettext_lazy("Business figures"), "admin:website_figures"),
    (gettext_lazy("Slow queries"), "admin:website_queries"),
)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
FAILURES = 5
POISONED = "job.poisoned"
STEPS = {
    "signed_up_at": gettext_lazy("Signed up"),
    "first_upload_at": gettext_lazy("First upload"),
    "first_receipt_at": gettext_lazy("First receipt"),
    "first_export_at": gettext_lazy("First export"),
    "upgrade_asked_at": gettext_lazy("Asked for a plan"),
    "paid_at": gettext_lazy("Paid"),
}  # fmt: skip


class Number(msgspec.Struct, frozen=True):
    """One line: what it is, how much, where its list is. `bad` when somebody should look."""

    label: str
    value: str
    url: str
    bad: bool = False


class Card(msgspec.Struct, frozen=True):
    """One section of the page. `nothing` is said when there are no numbers."""

    title: str
    numbers: tuple[Number, ...]
    nothing: str = ""


def styles(request: HttpRequest) -> str:
    """The style of our own pages in the admin."""
    return str(static("mizan/admin.css"))


def icon(request: HttpRequest) -> str:
    """The scales on the tab of the browser."""
    return str(static("mizan/scales.svg"))


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Put `cards` and `links` into what the page knows (`UNFOLD["DASHBOARD_CALLBACK"]`)."""
    now = timezone.now()
    cards = [make(now) for model, make in SECTIONS if request.user.has_perm(_may_see(model))]
    places = (("Flower", settings.ANALYTICS.flower_url), ("Grafana", settings.ANALYTICS.grafana_url))
    own = OWN_PAGES if request.user.has_perm(MAY_SEE) else ()
    links = [(label, reverse(route)) for label, route in own] + [(name, url) for name, url in places if url]
    return {**context, "cards": cards, "links": links}


def _may_see(model: type[Model]) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"


def _list(model: type[Model], **wanted: object) -> str:
    """The address of the admin's list, narrowed."""
    place = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{place}?{urlencode(wanted)}" if wanted else place


def _number(label: str | Promise, count: int, model: type[Model], bad: bool = False, /, **wanted: object) -> Number:
    return Number(str(label), plain_figure(count), _list(model, **wanted), bad and count > 0)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _people(now: datetime) -> Card:
    since = _midnight(now - WEEK)
    found = User.objects.aggregate(
        all=Count("pk"),
        new=Count("pk", filter=Q(date_joined__gte=since)),
        came=Count("pk", filter=Q(last_login__gte=since)),
    )
    return Card(
        _("People"),
        (
            _number(_("Accounts"), found["all"], User),
            _number(_("New in 7 days"), found["new"], User, date_joined__gte=since),
            _number(_("Signed in within 7 days"), found["came"], User, last_login__gte=since),
        ),
    )


def _tickets(now: datetime) -> Card:
    live = (TicketStatus.NEW, TicketStatus.OPEN)
    found = Ticket.objects.aggregate(
        new=Count("pk", filter=Q(status=TicketStatus.NEW)),
        open=Count("pk", filter=Q(status=TicketStatus.OPEN)),
        nobody=Count("pk", filter=Q(status__in=live, assignee=None)),
    )
    unassigned = {"status__in": ",".join(live), "assignee__isnull": "True"}
    return Card(
        _("Tickets"),
        (
            _number(_("New"), found["new"], Ticket, status=TicketStatus.NEW.value),
            _number(_("Wait for us"), found["open"], Ticket, status=TicketStatus.OPEN.value),
            _number(_("Nobody's yet"), found["nobody"], Ticket, True, **unassigned),
        ),
    )


def _jobs(now: datetime) -> Card:
    since = now - DAY
    failed = Q(status=JobStatus.FAILED, finished_at__gte=since)
    found = Job.objects.filter(Q(status__in=[JobStatus.QUEUED, JobStatus.RUNNING]) | failed).aggregate(
        queued=Count("pk", filter=Q(status=JobStatus.QUEUED)),
        running=Count("pk", filter=Q(status=JobStatus.RUNNING)),
        failed=Count("pk", filter=failed),
        parked=Count("pk", filter=failed & Q(error_code=POISONED)),
    )
    lately = {"status": JobStatus.FAILED.value, "finished_at__gte": since.isoformat(timespec="seconds")}
    return Card(
        _("Jobs"),
        (
            _number(_("Waiting"), found["queued"], Job, status=JobStatus.QUEUED.value),
            _number(_("Running"), found["running"], Job, status=JobStatus.RUNNING.value),
            _number(_("Failed in 24 hours"), found["failed"], Job, True, **lately),
            _number(
                _("Parked in 24 hours, after every try"), found["parked"], Job, True, **lately, error_code=POISONED
            ),
        ),
    )


def _costs(now: datetime) -> Card:
    """By currency: what was paid at different providers is not added up."""
    today, month = _midnight(now), _midnight(now).replace(day=1)
    rows = LedgerEntry.objects.filter(created_at__gte=month, cost__gt=0).values("currency").order_by("currency")
    rows = rows.annotate(month=Sum("cost"), today=Sum("cost", filter=Q(created_at__gte=today)))
    numbers: list[Number] = []
    for row in rows:
        money, wanted = row["currency"], {"currency": row["currency"]}
        day, all_of_it = cost(row["today"] or 0), cost(row["month"])
        numbers.append(Number(_("Today"), f"{day} {money}", _list(LedgerEntry, **wanted, created_at__gte=today)))
        numbers.append(
            Number(_("This month"), f"{all_of_it} {money}", _list(LedgerEntry, **wanted, created_at__gte=month))
        )
    return Card(_("Language models"), tuple(numbers), _("Nothing was spent this month."))


def _visits(now: datetime) -> Card:
    today = now.date()
    since = today - timedelta(days=6)
    found = DailyCount.objects.filter(day__gte=since).aggregate(
        today=Sum("opened", filter=Q(day=today), default=0),
        week=Sum("opened", default=0),
        landing=Sum("opened", filter=Q(page="home"), default=0),
        doors=Sum("opened", filter=Q(page="account_signup"), default=0),
    )
    week = {"day__gte": since}
    return Card(
        _("Public pages"),
        (
            _number(_("Opened today"), found["today"], DailyCount, day=today),
            _number(_("Opened in 7 days"), found["week"], DailyCount, **week),
            _number(_("of these the start page"), found["landing"], DailyCount, **week, page="home"),
            _number(_("of these the sign-up"), found["doors"], DailyCount, **week, page="account_signup"),
        ),
    )


def _funnel(now: datetime) -> Card:
    counts = funnel.counts()
    return Card(
        _("From signing up to paying: organizations, counted every hour"),
        tuple(_number(label, counts[step], Funnel, **{f"{step}__isnull": "False"}) for step, label in STEPS.items()),
    )


def _requests(now: datetime) -> Card:
    waiting = UpgradeRequest.objects.filter(status=UpgradeRequest.Status.OPEN).count()
    wanted = {"status": UpgradeRequest.Status.OPEN.value}
    return Card(_("Requests for plans"), (_number(_("Wait for an answer"), waiting, UpgradeRequest, True, **wanted),))


def _flags(now: datetime) -> Card:
    found = [
        Number(one.name, _flag_words(one), reverse("admin:website_flag_change", args=[one.pk]))
        for one in Flag.objects.order_by("name")
    ]
    return Card(_("Flags"), tuple(found), _("There are no flags."))


def _flag_words(flag: Flag) -> str:
    if flag.everyone is not None:
        return _("on for everybody") if flag.everyone else _("off")
    return f"{plain_figure(flag.percent)} %" if flag.percent else _("only for those it names")


def _experiments(now: datetime) -> Card:
    seen = dict(Exposure.objects.values_list("experiment").annotate(Count("pk")))
    place = reverse("admin:website_experiments")
    return Card(
        _("Experiments, seen by"),
        tuple(Number(one.key, plain_figure(seen.get(one.key, 0)), place) for one in EXPERIMENTS),
    )


def _webhooks(now: datetime) -> Card:
    """The last failures, each by itself."""
    failed = (DeliveryStatus.FAILED, DeliveryStatus.GIVEN_UP)
    rows = Delivery.objects.filter(status__in=failed, created_at__gte=now - WEEK).select_related("endpoint")
    numbers = tuple(
        Number(
            f"{one.endpoint.name} · {one.kind}",
            f"{one.error} {one.status_code or ''}".strip(),
            reverse("admin:webhooks_delivery_change", args=[one.pk]),
            True,
        )
        for one in rows.order_by("-created_at")[:FAILURES]
    )
    return Card(_("Webhooks that failed lately"), numbers, _("None failed in 7 days."))


SECTIONS: tuple[tuple[type[Model], Callable[[datetime], Card]], ...] = (
    (User, _people),
    (Ticket, _tickets),
    (Job, _jobs),
    (LedgerEntry, _costs),
    (Delivery, _webhooks),
    (UpgradeRequest, _requests),
    (Funnel, _funnel),
    (DailyCount, _visits),
    (Flag, _flags),
    (Exposure, _experiments),
)
