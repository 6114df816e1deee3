"""The ledger in the database: an answered question is never paid for again, one on its way is not asked twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from config.metrics import events
from llm import budget, kept
from llm.booking import ABANDONED, Busy, Claimed, Denied, Endpoint, Heard, Hold, Key, Reservation, Stored, Wanted
from llm.client import Answer, Failure
from llm.models import LedgerEntry
from llm.providers.base import BadReply, Usage
from llm.values import Answered, Replied

Status = LedgerEntry.Status
_BOOK = """
UPDATE llm_ledgerentry AS entry SET
  status = booked.status, answered_by = booked.answered_by, reply = booked.reply, error_code = booked.error_code,
  input_tokens = booked.input_tokens, output_tokens = booked.output_tokens, cached_input_tokens = booked.cached_input_tokens,
  estimated = booked.estimated, cost = booked.cost, calls = booked.calls, milliseconds = booked.milliseconds,
  held = '{}', settled_at = booked.settled_at
FROM json_to_recordset(%s::json) AS booked (
  id uuid, token uuid, status text, answered_by text, reply text, error_code text, input_tokens int, output_tokens int,
  cached_input_tokens int, estimated bool, cost numeric, calls int, milliseconds int, settled_at timestamptz
)
WHERE entry.id = booked.id AND entry.token = booked.token AND entry.status = 'reserved'
RETURNING entry.id
"""


class _Standing(NamedTuple):
    """The one reserved or answered entry of a question."""

    pk: UUID
    prompt: str
    model: str
    input_hash: str
    status: str
    subject_id: UUID | None
    expires_at: datetime | None
    reply: str


class DatabaseLedger:
    """The ledger of one organization, written for one subject (an analysis). Calls take at most `longest_seconds`, retries included.

    `apart` is the narrowed project that it asks for: its answers are kept for itself, and it is given nobody else's, or a reused
    reply would tell others what it holds.

    The same subject takes its own reservation over at once: it was left behind by a worker that died. Locks are taken in one order
    by all: entries, then purses, then kept answers. A claim starts with the purses, and waits for no entry after them.
    """

    def __init__(
        self,
        *,
        organization_id: UUID,
        subject_id: UUID | None,
        longest_seconds: float = 300,
        apart: UUID | None = None,
    ) -> None:
        self._organization_id = organization_id
        self._apart = apart
        self._subject_id = subject_id
        self._longest = timedelta(seconds=longest_seconds)

    def known(self, question: str, models: Iterable[str], digests: Iterable[str]) -> dict[str, Answered]:
        """See `Ledger.known`."""
        looked_for = list(digests)
        found = kept.known(self._organization_id, self._own(question), models, looked_for)
        events.kept_looked_up(len(found), len(set(looked_for)) - len(found))
        return found

    def _own(self, text: str) -> str:
        """What a question or its input is known by: in a narrowed project not what it is known by elsewhere."""
        return hashlib.sha256(f"{text} {self._apart}".encode()).hexdigest() if self._apart else text

    def _own_key(self, key: Key) -> Key:
        return msgspec.structs.replace(key, input_hash=self._own(key.input_hash))

    def claim(self, key: Key, endpoint: Endpoint, *, likely: Usage, most: Usage) -> Claimed:
        """See `Ledger.claim`."""
        return self.claim_all([Wanted(key, endpoint, likely, most)])[0]

    def claim_all(self, wanted: Sequence[Wanted]) -> list[Claimed]:
        """See `Ledger.claim_all`. Committed at once, so that others see it while the calls run."""
        wanted = [msgspec.structs.replace(one, key=self._own_key(one.key)) for one in wanted]
        while wanted:
            with transaction.atomic():
                purses = budget.Purses(self._organization_id, (one.endpoint for one in wanted))
                standing = self._standing([one.key for one in wanted])
                left_behind = [one.pk for one in standing.values() if self._may_take_over(one)]
                if not left_behind:
                    return self._claims(wanted, standing, purses)
            for entry in LedgerEntry.objects.defer("reply").filter(pk__in=left_behind).order_by("pk"):
                close_abandoned(entry)
        return []

    def settle(self, reservation: Reservation, got: Answer[Replied] | Failure, question: str) -> Decimal | None:
        """See `Ledger.settle`."""
        return self.settle_all([Heard(reservation, got, question)])[0]

    def settle_all(self, heard: Sequence[Heard]) -> list[Decimal | None]:
        """See `Ledger.settle_all`. A reservation that was taken over meanwhile is booked beside it, as late."""
        if not heard:
            return []
        booked = [_booking(one) for one in heard]
        with transaction.atomic():
            mine = self._book(booked)
            used = []
            for one, row in zip(heard, booked, strict=True):
                hold = one.reservation.hold
                if row["id"] not in mine:
                    _book_late(row)
                    hold = hold.without_amounts()
                used.append((hold, row["cost"], one.got.usage.input_tokens + one.got.usage.output_tokens))
            budget.settle(self._organization_id, used)
            kept.keep(
                self._organization_id,
                [
                    (self._own(one.question), one.reservation.endpoint.model, one.got.value.answers)
                    for one in heard
                    if isinstance(one.got, Answer)
                ],
            )
        for one, row in zip(heard, booked, strict=True):
            events.llm_answered(one.reservation.endpoint, one.got, row["cost"], answered=isinstance(one.got, Answer))
        return [row["cost"] for row in booked]

    def discard(self, key: Key) -> None:
        """See `Ledger.discard`. What it cost stays on the account."""
        stored = LedgerEntry.objects.filter(
            organization_id=self._organization_id,
            prompt=key.prompt,
            model=key.model,
            input_hash=self._own(key.input_hash),
            status=Status.ANSWERED,
        )
        stored.update(status=Status.FAILED, error_code=BadReply.code)

    def _standing(self, keys: Sequence[Key]) -> dict[Key, _Standing]:
        rows = LedgerEntry.objects.filter(
            organization_id=self._organization_id,
            prompt__in={key.prompt for key in keys},
            model__in={key.model for key in keys},
            input_hash__in={key.input_hash for key in keys},
            status__in=[Status.RESERVED, Status.ANSWERED],
        )
        found = map(_Standing._make, rows.values_list(*_Standing._fields))
        return {Key(one.prompt, one.model, one.input_hash): one for one in found}

    def _claims(self, wanted: Sequence[Wanted], standing: dict[Key, _Standing], purses: budget.Purses) -> list[Claimed]:
        """What each gets, written down. The organization's purses are locked: nobody else asks the same meanwhile."""
        claims: list[Claimed] = []
        entries: list[LedgerEntry] = []
        reserved: set[Key] = set()
        for one in wanted:
            there = standing.get(one.key)
            if there is not None and there.status == Status.ANSWERED:
                entries.append(self._reuse(one))
                events.llm_not_asked(one.endpoint, "reused")
                claims.append(Stored(there.reply))
            elif there is not None or one.key in reserved:
                claims.append(Busy())
            else:
                hold = purses.hold(one.endpoint, one.most)
                if isinstance(hold, budget.Refusal):
                    claims.append(Denied(hold.code))
                    events.llm_not_asked(one.endpoint, "refused")
                    continue
                entries.append(self._reservation(one, hold))
                claims.append(Reservation(entries[-1].pk, entries[-1].token, one.endpoint, hold))
                reserved.add(one.key)
        if entries:
            LedgerEntry.objects.bulk_create(entries)
        purses.save()
        return claims

    def _entry(self, one: Wanted, **more: Any) -> LedgerEntry:
        return LedgerEntry(
            organization_id=self._organization_id,
            prompt=one.key.prompt,
            model=one.key.model,
            input_hash=one.key.input_hash,
            subject_id=self._subject_id,
            provider=one.endpoint.host,
            endpoint=one.endpoint.id,
            currency=one.endpoint.prices.currency,
            **more,
        )

    def _reservation(self, one: Wanted, hold: Hold) -> LedgerEntry:
        return self._entry(
            one,
            status=Status.RESERVED,
            expires_at=timezone.now() + self._longest,
            reserved_tokens=one.most.input_tokens + one.most.output_tokens,
            held=msgspec.to_builtins(hold),
            likely_tokens=one.likely.input_tokens,
            likely_cost=one.endpoint.prices.cost(one.likely),
        )

    def _reuse(self, one: Wanted) -> LedgerEntry:
        return self._entry(one, status=Status.REUSED, cached=True, cost=Decimal(0), settled_at=timezone.now())

    def _may_take_over(self, standing: _Standing) -> bool:
        if standing.status != Status.RESERVED:
            return False
        abandoned = standing.expires_at is not None and standing.expires_at < timezone.now()
        return abandoned or (self._subject_id is not None and standing.subject_id == self._subject_id)

    def _book(self, booked: list[dict[str, Any]]) -> set[UUID]:
        """Book what came of reservations. Returns those that were still ours."""
        with connection.cursor() as cursor:
            cursor.execute(_BOOK, [msgspec.json.encode(booked).decode()])
            return {row[0] for row in cursor.fetchall()}


def _booking(heard: Heard) -> dict[str, Any]:
    got, reservation = heard.got, heard.reservation
    answered = isinstance(got, Answer)
    return {
        "id": reservation.entry,
        "token": reservation.token,
        "status": (Status.ANSWERED if answered else Status.FAILED).value,
        "answered_by": got.model[:128] if isinstance(got, Answer) else "",
        "reply": got.text if isinstance(got, Answer) else "",
        "error_code": "" if isinstance(got, Answer) else got.code,
        "input_tokens": got.usage.input_tokens,
        "output_tokens": got.usage.output_tokens,
        "cached_input_tokens": got.usage.cached_input_tokens,
        "estimated": got.usage.estimated,
        "cost": reservation.endpoint.prices.cost(got.usage),
        "calls": got.calls,
        "milliseconds": got.milliseconds,
        "settled_at": timezone.now(),
    }


def _book_late(row: dict[str, Any]) -> None:
    """Beside the entry that was taken over: the same question, with what came of it after all."""
    entry = LedgerEntry.objects.get(pk=row["id"])
    for name, value in row.items():
        setattr(entry, name, value)
    entry.pk, entry.token, entry.status, entry.held = uuid4(), uuid4(), Status.LATE, {}
    entry.save(force_insert=True)


@transaction.atomic
def close_abandoned(entry: LedgerEntry) -> bool:
    """Close the reservation of a worker that died: its call may have been paid, so it counts for what it likely took."""
    closed = LedgerEntry.objects.filter(pk=entry.pk, token=entry.token, status=Status.RESERVED).update(
        status=Status.FAILED,
        error_code=ABANDONED,
        token=uuid4(),
        input_tokens=entry.likely_tokens,
        cost=entry.likely_cost,
        estimated=True,
        calls=1,
        held={},
        settled_at=timezone.now(),
    )
    if closed and entry.held:
        hold = msgspec.convert(entry.held, Hold)
        budget.settle(entry.organization_id, [(hold, entry.likely_cost, entry.likely_tokens)])
    return bool(closed)


def sweep() -> int:
    """Close the reservations that ran out and that nobody came back for. Returns how many."""
    overdue = LedgerEntry.objects.filter(status=Status.RESERVED, expires_at__lt=timezone.now())
    return sum(close_abandoned(entry) for entry in overdue.order_by("expires_at")[:1_000])
