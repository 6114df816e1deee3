"""Looking into the audit trail: search, and a table of all that was found."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import Action, Actor, require_here
from accounts.models import ApiKey, AuditEntry, AuditOrigin, Organization
from accounts.services.trail import record

COLUMNS = (
    "time", "actor_kind", "actor_id", "name", "email", "impersonator_id", "action", "target_type", "target_id", "address", "user_agent",
    "note", "request_id", "facts",
)  # fmt: skip
AT_ONCE = 2_000


class Wanted(msgspec.Struct, frozen=True):
    """What to look for; what is empty does not narrow. `text` is an object's id or a request's; dates are whole days, both included."""

    actor: UUID | None = None
    action: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None


class Seen(msgspec.Struct, frozen=True):
    """One entry with what is still known of who did it. Names are "" once the person has been erased."""

    entry: AuditEntry
    name: str
    email: str
    address: str
    user_agent: str
    note: str


def search(by: Actor, wanted: Wanted) -> QuerySet[AuditEntry]:
    """The organization's entries that fit, newest first. Raises Forbidden unless `by` may look into the trail."""
    require_here(by, Action.VIEW_AUDIT)
    rows = AuditEntry.objects.visible_to(by)
    if wanted.actor:
        rows = rows.filter(actor_id=wanted.actor)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.text:
        rows = rows.filter(Q(target_id=wanted.text) | Q(request_id=wanted.text))
    if wanted.since:
        rows = rows.filter(created_at__gte=_start(wanted.since))
    if wanted.until and wanted.until < date.max:  # after which no day begins
        rows = rows.filter(created_at__lt=_start(wanted.until + timedelta(days=1)))
    return rows.order_by("-created_at", "-pk")


def actions_seen(by: Actor) -> list[str]:
    """Every action code in the organization's trail."""
    return list(AuditEntry.objects.visible_to(by).order_by("action").values_list("action", flat=True).distinct())


def with_persons(entries: list[AuditEntry]) -> list[Seen]:
    """The entries with names; keys have the name that they were given."""
    origins = AuditOrigin.objects.in_bulk({one.origin_id for one in entries if one.origin_id})
    keys = dict(ApiKey.objects.filter(pk__in={one.actor_id for one in entries}).values_list("pk", "name"))
    return [_seen(entry, origins.get(entry.origin_id), keys) for entry in entries]


def _seen(entry: AuditEntry, origin: AuditOrigin | None, keys: dict[UUID, str]) -> Seen:
    name = keys.get(entry.actor_id, "") if entry.actor_id else ""
    if origin is None:
        return Seen(entry, name, "", "", "", "")
    return Seen(entry, name or origin.name, origin.email, origin.address or "", origin.user_agent, origin.note)


def table(*, by: Actor, wanted: Wanted) -> Iterator[str]:
    """The lines of a CSV of all that fits, headings first. Taking it out is itself recorded."""
    rows = search(by, wanted)
    record(by=by, action="audit.exported", target=_organization(by))
    return _lines(rows)


class _Line:
    """What csv writes to: hands the line on."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    last: AuditEntry | None = None
    while True:
        older = rows if last is None else rows.filter(_before(last.created_at, last.pk))
        batch = list(older[:AT_ONCE])
        for one in with_persons(batch):
            yield writer.writerow([_cell(value) for value in _values(one)])
        if len(batch) < AT_ONCE:
            return
        last = batch[-1]


def _before(moment: datetime, pk: int) -> Q:
    return Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk)


def older_than(rows: QuerySet[AuditEntry], entry: AuditEntry) -> QuerySet[AuditEntry]:
    """Those that come after `entry` in the order of `search`."""
    return rows.filter(_before(entry.created_at, entry.pk))


def _values(one: Seen) -> tuple[Any, ...]:
    entry = one.entry
    return (
        entry.created_at.isoformat(), entry.actor_kind, entry.actor_id, one.name, one.email, entry.impersonator_id, entry.action,
        entry.target_type, entry.target_id, one.address, one.user_agent, one.note,
        entry.request_id,
        json.dumps(entry.facts, ensure_ascii=False, sort_keys=True) if entry.facts else "",
    )  # fmt: skip


def _cell(value: Any) -> str:
    """Text that a spreadsheet cannot take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _organization(by: Actor) -> Organization:
    return Organization.objects.get(pk=require_here(by, Action.VIEW_AUDIT))
