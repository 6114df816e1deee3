"""The ledger in the database: an answered question is never paid for again, one on its way is not asked twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from llm.booking import Busy, Key, Reservation, Stored
from llm.client import Answer, Failure
from llm.models import LedgerEntry
from llm.providers.base import BadReply, Usage
from llm.values import Outcome, Prices

Status = LedgerEntry.Status


class DatabaseLedger:
    """The ledger of one organization, written for one subject (an analysis). Calls take at most `longest_seconds`, retries included.

    The same subject takes its own reservation over at once: it was left behind by a worker that died.
    """

    def __init__(
        self,
        *,
        organization_id: UUID,
        subject_id: UUID | None,
        provider: str,
        prices: Prices,
        longest_seconds: float = 300,
    ) -> None:
        self._organization_id = organization_id
        self._subject_id = subject_id
        self._provider = provider
        self._prices = prices
        self._longest = timedelta(seconds=longest_seconds)

    def claim(self, key: Key, *, most: Usage) -> Stored | Busy | Reservation:
        """See `Ledger.claim`. Committed at once, so that others see it while the call runs."""
        standing = self._standing(key)
        if standing is None:
            try:
                with transaction.atomic():
                    return self._reserve(key, most)
            except IntegrityError:  # one_reply_per_question: another worker was faster
                standing = self._standing(key)
        if standing is None:
            return Busy()
        if standing.status == Status.ANSWERED:
            self._note_reuse(key)
            return Stored(standing.reply)
        return self._taken_over(standing)

    def settle(self, reservation: Reservation, got: Answer[Outcome] | Failure) -> Decimal | None:
        """See `Ledger.settle`. A reservation that was taken over meanwhile is booked beside it, as late."""
        booked = self._booking(got)
        held = LedgerEntry.objects.filter(pk=reservation.entry, token=reservation.token, status=Status.RESERVED)
        if not held.update(**booked):
            late = LedgerEntry.objects.get(pk=reservation.entry)
            late.pk, late.token = uuid4(), uuid4()
            for name, value in (booked | {"status": Status.LATE, "calls": got.calls}).items():
                setattr(late, name, value)
            late.save(force_insert=True)
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

    def _reserve(self, key: Key, most: Usage) -> Reservation:
        entry = LedgerEntry.objects.create(
            **self._identity(key),
            subject_id=self._subject_id,
            provider=self._provider,
            status=Status.RESERVED,
            expires_at=timezone.now() + self._longest,
            reserved_tokens=most.input_tokens + most.output_tokens,
            currency=self._prices.currency,
        )
        return Reservation(entry.pk, entry.token)

    def _taken_over(self, standing: LedgerEntry) -> Busy | Reservation:
        token = uuid4()
        abandoned = Q(expires_at__lt=timezone.now())
        if self._subject_id is not None:
            abandoned |= Q(subject_id=self._subject_id)
        taken = LedgerEntry.objects.filter(abandoned, pk=standing.pk, token=standing.token, status=Status.RESERVED)
        # the call of the one who died may have been paid: it stays on the account as one more call
        mine = {"token": token, "subject_id": self._subject_id, "expires_at": timezone.now() + self._longest}
        return Reservation(standing.pk, token) if taken.update(calls=F("calls") + 1, **mine) else Busy()

    def _note_reuse(self, key: Key) -> None:
        LedgerEntry.objects.create(
            **self._identity(key),
            subject_id=self._subject_id,
            provider=self._provider,
            status=Status.REUSED,
            cached=True,
            cost=0,
            currency=self._prices.currency,
            settled_at=timezone.now(),
        )

    def _booking(self, got: Answer[Outcome] | Failure) -> dict[str, Any]:
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
            "cost": self._prices.cost(got.usage),
            "calls": F("calls") + got.calls,
            "milliseconds": got.milliseconds,
            "settled_at": timezone.now(),
        }
