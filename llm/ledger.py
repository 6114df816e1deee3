"""The ledger in the database: an answered question is never paid for again, one on its way is not asked twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from llm import budget
from llm.booking import ABANDONED, Busy, Denied, Endpoint, Hold, Key, Reservation, Stored
from llm.client import Answer, Failure
from llm.models import KeptAnswer, LedgerEntry
from llm.models.answers import answer_id
from llm.providers.base import BadReply, Usage
from llm.values import Answered, Replied

Status = LedgerEntry.Status
LOOKUP = 5_000


class _Refused(Exception):
    """Undoes what was held before a purse refused."""


class DatabaseLedger:
    """The ledger of one organization, written for one subject (an analysis). Calls take at most `longest_seconds`, retries included.

    The same subject takes its own reservation over at once: it was left behind by a worker that died.
    """

    def __init__(self, *, organization_id: UUID, subject_id: UUID | None, longest_seconds: float = 300) -> None:
        self._organization_id = organization_id
        self._subject_id = subject_id
        self._longest = timedelta(seconds=longest_seconds)

    def known(self, question: str, models: Iterable[str], digests: Iterable[str]) -> dict[str, Answered]:
        """See `Ledger.known`."""
        left = list(dict.fromkeys(digests))
        found: dict[str, Answered] = {}
        for model in models:
            ids = {answer_id(self._organization_id, question, model, digest): digest for digest in left}
            for first in range(0, len(left), LOOKUP):
                some = list(ids)[first : first + LOOKUP]
                rows = KeptAnswer.objects.filter(organization_id=self._organization_id, pk__in=some)
                for key, answer in rows.values_list("pk", "answer"):
                    found[ids[key]] = msgspec.json.decode(answer, type=Answered)
            left = [digest for digest in left if digest not in found]
        return found

    def claim(
        self, key: Key, endpoint: Endpoint, *, likely: Usage, most: Usage
    ) -> Stored | Busy | Denied | Reservation:
        """See `Ledger.claim`. Committed at once, so that others see it while the call runs."""
        standing = self._standing(key)
        if standing is not None and standing.status == Status.RESERVED and self._may_take_over(standing):
            close_abandoned(standing)
            standing = None
        if standing is None:
            try:
                with transaction.atomic():
                    return self._reserve(key, endpoint, likely, most)
            except _Refused as refused:
                return Denied(str(refused))
            except IntegrityError:  # one_reply_per_question: another worker was faster
                standing = self._standing(key)
        if standing is None or standing.status == Status.RESERVED:
            return Busy()
        self._note_reuse(key, endpoint)
        return Stored(standing.reply)

    @transaction.atomic
    def settle(self, reservation: Reservation, got: Answer[Replied] | Failure, question: str) -> Decimal | None:
        """See `Ledger.settle`. A reservation that was taken over meanwhile is booked beside it, as late."""
        endpoint = reservation.endpoint
        booked = self._booking(endpoint, got)
        entry = LedgerEntry.objects.select_for_update().get(pk=reservation.entry)
        held = reservation.hold
        if entry.token != reservation.token or entry.status != Status.RESERVED:
            entry.pk, entry.token = uuid4(), uuid4()
            booked["status"] = Status.LATE
            held = held.without_amounts()
            entry._state.adding = True
        for name, value in booked.items():
            setattr(entry, name, value)
        entry.save()
        budget.settle(self._organization_id, held, booked["cost"], got.usage.input_tokens + got.usage.output_tokens)
        if isinstance(got, Answer):
            self._keep(question, endpoint.model, got.value)
        cost: Decimal | None = booked["cost"]
        return cost

    def discard(self, key: Key) -> None:
        """See `Ledger.discard`. What it cost stays on the account."""
        stored = LedgerEntry.objects.filter(status=Status.ANSWERED, **self._identity(key))
        stored.update(status=Status.FAILED, error_code=BadReply.code)

    def _identity(self, key: Key) -> dict[str, Any]:
        return {
            "organization_id": self._organization_id,
            "prompt": key.prompt,
            "model": key.model,
            "input_hash": key.input_hash,
        }

    def _standing(self, key: Key) -> LedgerEntry | None:
        live = LedgerEntry.objects.filter(status__in=[Status.RESERVED, Status.ANSWERED])
        return live.filter(**self._identity(key)).first()

    def _reserve(self, key: Key, endpoint: Endpoint, likely: Usage, most: Usage) -> Reservation:
        hold = budget.reserve(self._organization_id, endpoint, most)
        if isinstance(hold, budget.Refusal):
            raise _Refused(hold.code)
        entry = LedgerEntry.objects.create(
            **self._identity(key),
            subject_id=self._subject_id,
            provider=endpoint.host,
            endpoint=endpoint.id,
            status=Status.RESERVED,
            expires_at=timezone.now() + self._longest,
            reserved_tokens=most.input_tokens + most.output_tokens,
            held=msgspec.to_builtins(hold),
            likely_tokens=likely.input_tokens,
            likely_cost=endpoint.prices.cost(likely),
            currency=endpoint.prices.currency,
        )
        return Reservation(entry.pk, entry.token, endpoint, hold)

    def _may_take_over(self, standing: LedgerEntry) -> bool:
        abandoned = standing.expires_at is not None and standing.expires_at < timezone.now()
        return abandoned or (self._subject_id is not None and standing.subject_id == self._subject_id)

    def _note_reuse(self, key: Key, endpoint: Endpoint) -> None:
        LedgerEntry.objects.create(
            **self._identity(key),
            subject_id=self._subject_id,
            provider=endpoint.host,
            endpoint=endpoint.id,
            status=Status.REUSED,
            cached=True,
            cost=0,
            currency=endpoint.prices.currency,
            settled_at=timezone.now(),
        )

    def _keep(self, question: str, model: str, replied: Replied) -> None:
        rows = (
            KeptAnswer(
                id=answer_id(self._organization_id, question, model, digest),
                organization_id=self._organization_id,
                question=question,
                model=model,
                answer=msgspec.json.encode(answer).decode(),
            )
            for digest, answer in replied.answers.items()
        )
        KeptAnswer.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=["answer", "created_at"]
        )

    def _booking(self, endpoint: Endpoint, got: Answer[Replied] | Failure) -> dict[str, Any]:
        answered = isinstance(got, Answer)
        return {
            "status": Status.ANSWERED if answered else Status.FAILED,
            "answered_by": got.model[:128] if isinstance(got, Answer) else "",
            "reply": got.text if isinstance(got, Answer) else "",
            "error_code": "" if isinstance(got, Answer) else got.code,
            "input_tokens": got.usage.input_tokens,
            "output_tokens": got.usage.output_tokens,
            "cached_input_tokens": got.usage.cached_input_tokens,
            "estimated": got.usage.estimated,
            "cost": endpoint.prices.cost(got.usage),
            "calls": got.calls,
            "milliseconds": got.milliseconds,
            "held": {},
            "settled_at": timezone.now(),
        }


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
        budget.settle(entry.organization_id, hold, entry.likely_cost, entry.likely_tokens)
    return bool(closed)


def sweep() -> int:
    """Close the reservations that ran out and that nobody came back for. Returns how many."""
    overdue = LedgerEntry.objects.filter(status=Status.RESERVED, expires_at__lt=timezone.now())
    return sum(close_abandoned(entry) for entry in overdue.order_by("expires_at")[:1_000])
