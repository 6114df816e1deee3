"""Asking to be erased, cancelling it, doing it, and doing it again after a restore."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.access import SYSTEM, Actor
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Invitation, User
from accounts.post import post
from accounts.services import record
from accounts.services.withdrawing import withdraw
from gdpr.classes import Person
from gdpr.models import ErasureRequest
from gdpr.services import erasing, ledger
from gdpr.services.handing_over import hand_over_all, heirs, remove_all, to_hand_over
from gdpr.services.people import acting_person, addresses_of, oneself, person_of
from gdpr.sources import PEOPLE
from gdpr.words import receipt_lines
from jobs.lease import JobCancelled, Lease
from jobs.models import Kind, Status
from jobs.services import enqueue
from mails.words import written

log = structlog.get_logger(__name__)
# What stays, by code; the words are in `gdpr.words.KEPT`.
KEPT = ("audit_entries", "consents", "work_of_organizations", "ledger")


@transaction.atomic
def request_erasure(
    *, by: Actor, link_to: Callable[[str], str], successors: Mapping[str, str] | None = None
) -> ErasureRequest:
    """Ask that the acting person be erased once the grace is over. The mail about it holds the link that `link_to` makes of a token.

    `successors` names, for every organization of `to_hand_over`, the member who becomes its owner. Raises Invalid when one is missing or
    is no member, Conflict when an erasure waits already. The caller has seen to it that the person has just proven who they are.
    """
    user = acting_person(by)
    chosen = _chosen(user, successors or {})
    token = secrets.token_urlsafe(32)
    due = timezone.now() + timedelta(days=settings.PRIVACY.erasure_days)
    try:
        with transaction.atomic():
            request = ErasureRequest.objects.create(
                user=user,
                digest=digest_of(token),
                language=(translation.get_language() or "")[:8],
                successors=chosen,
                due_at=due,
            )
    except IntegrityError as error:
        raise Conflict("privacy.erasure_waits") from error
    record(by=oneself(user), action="erasure.requested", target=request)
    post(
        to=user,
        template="erasure_requested",
        date=date_format(due.date(), "DATE_FORMAT"),
        link=link_to(token),
    )
    return request


def _chosen(user: User, successors: Mapping[str, str]) -> dict[str, str]:
    chosen = {}
    for organization in to_hand_over(user):
        wanted = str(successors.get(str(organization.pk), ""))
        members = {str(one.user_id) for one in heirs(organization, user) if one.user.is_active}
        if wanted not in members:
            raise Invalid("privacy.no_successor", organization=organization.name)
        chosen[str(organization.pk)] = wanted
    return chosen


def digest_of(token: str) -> str:
    """How the token of a link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def request_of_link(token: str) -> ErasureRequest:
    """The request that a link leads to, before and after its end. Raises NotFound."""
    found: ErasureRequest | None = ErasureRequest.objects.filter(digest=digest_of(token)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def waiting_of(user: User) -> ErasureRequest | None:
    """The erasure that a person waits for."""
    return ErasureRequest.objects.filter(user=user, status=ErasureRequest.Status.WAITING).first()


@transaction.atomic
def cancel_erasure(*, request: ErasureRequest) -> ErasureRequest:
    """Call an erasure off; whoever has the link may, and the person on their page.

    Raises Conflict when it has begun, is done or was cancelled.
    """
    request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if request.status != ErasureRequest.Status.WAITING or request.user is None or _has_begun(request, request.user):
        raise Conflict("privacy.erasure_over")
    request.status, request.cancelled_at, request.successors = ErasureRequest.Status.CANCELLED, timezone.now(), {}
    request.save(update_fields=["status", "cancelled_at", "successors"])
    record(by=oneself(request.user), action="erasure.cancelled", target=request)
    post(to=request.user, template="erasure_cancelled")
    return request


def _has_begun(request: ErasureRequest, user: User) -> bool:
    """True once `_shut` was here: organizations may be gone already, also when the job broke off and is to be done again."""
    return request.due_at <= timezone.now() and not user.is_active


@transaction.atomic
def _shut(user: User, request: ErasureRequest) -> bool:
    """Shut the account, from where on nobody calls the erasure off. False when it is over; raises JobCancelled when it was called off."""
    request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
    if request.status == ErasureRequest.Status.CANCELLED:
        raise JobCancelled
    User.objects.filter(pk=user.pk).update(is_active=False)
    return bool(request.status == ErasureRequest.Status.WAITING)


def queue_due() -> int:
    """Queue the erasures whose grace is over; one that is on its way is passed over. Returns how many were queued."""
    queued = 0
    due = ErasureRequest.objects.filter(status=ErasureRequest.Status.WAITING, due_at__lte=timezone.now())
    for request in due.order_by("due_at"):
        try:
            with transaction.atomic():
                enqueue(by=SYSTEM, kind=Kind.GDPR_ERASURE, organization_id=None, subject_id=request.pk)
        except Conflict:
            continue
        queued += 1
    return queued


def erase(lease: Lease) -> None:
    """The work of an erasure's job. Each step can be done twice, so that a job that broke off is simply run again."""
    request = ErasureRequest.objects.select_related("user").get(pk=lease.job.subject_id)
    if request.status == ErasureRequest.Status.CANCELLED or request.due_at > timezone.now():
        raise JobCancelled
    receipt: dict[str, Any] = {}
    person: Person | None = None
    with lease.keep_alive():
        if request.status == ErasureRequest.Status.WAITING and request.user is not None:
            person = person_of(request.user)
            receipt = erase_user(request.user, person, request)
    with lease.hold() as job:
        lease.finish(job, Status.SUCCEEDED, {}, done=1)
    if person is not None:
        _send_receipt(person, request, receipt)


def erase_user(user: User, person: Person, request: ErasureRequest) -> dict[str, Any]:
    """Shut the account, hand over or remove its organizations, then remove what is the person's. Returns the receipt.

    Raises JobCancelled when it was called off before anything was done.
    """
    if not _shut(user, request):
        return dict(ErasureRequest.objects.get(pk=request.pk).receipt)
    handed = hand_over_all(user, request.successors)
    removed = remove_all(user)
    handed += hand_over_all(user, request.successors)  # where somebody joined meanwhile
    with transaction.atomic():
        request = ErasureRequest.objects.select_for_update().get(pk=request.pk)
        if request.status != ErasureRequest.Status.WAITING:
            return dict(request.receipt)
        files = erasing.remove_files(person)
        cached = erasing.clear_cache(person)
        withdraw(by=SYSTEM, invitations=Invitation.objects.filter(invited_by=user), why="person.erased")
        receipt = erasing.erase_rows(person)
        receipt |= {
            "organizations": {"handed_over": handed, "removed": len(removed)},
            "files": files,
            "kept": list(KEPT),
        }
        ledger.write(person, request.pk, _close(request, receipt))
        record(by=SYSTEM, action="person.erased", target=request, rows=sum(receipt["deleted"].values()), cached=cached)
    erasing.clear_cache(person)  # what a request that was under way put there meanwhile
    return receipt


def _close(request: ErasureRequest, receipt: dict[str, Any]) -> datetime:
    now = timezone.now()
    request.user, request.successors, request.receipt = None, {}, receipt
    request.status, request.finished_at = ErasureRequest.Status.DONE, now
    request.save(update_fields=["user", "successors", "receipt", "status", "finished_at"])
    return now


def _send_receipt(person: Person, request: ErasureRequest, receipt: dict[str, Any]) -> None:
    """Send the receipt at once and keep no copy: a mail in the queue would hold the address again. The link shows it too."""
    with translation.override(request.language or settings.LANGUAGE_CODE):
        lines = " ".join(receipt_lines(receipt))
    words = written(
        "erasure_done", request.language or settings.LANGUAGE_CODE, {"receipt": str(request.pk), "what": lines}
    )
    message = EmailMultiAlternatives(words.subject, words.text, to=[person.email])
    message.attach_alternative(words.html, "text/html")
    try:
        message.send()
    except Exception as error:  # backends raise what they like
        log.warning("erasure_receipt_not_sent", request=str(request.pk), error=type(error).__name__)


def replay(entries: list[ledger.Entry]) -> dict[UUID, dict[str, Any]]:
    """Erase anew whoever the ledger knows and a restored database still has. Returns {request: receipt} of those that were there."""
    done = {}
    for entry in entries:
        ledger.save(entry)
        person = _found_again(entry)
        if person is None:
            _mark_done(entry)
            continue
        done[entry.request_id] = _erase_again(person, entry)
    return done


def _found_again(entry: ledger.Entry) -> Person | None:
    """The person of an entry as the database knows them; None when it knows nothing of them."""
    ids = ledger.matching((str(one) for one in _known_ids()), [entry.person])
    identity = UUID(ids[0]) if ids else UUID(int=0)
    strangers = User.objects.exclude(pk=identity).values_list("email", flat=True)
    taken = {
        email.lower() for email in strangers
    }  # somebody who signed up anew with an address of theirs is somebody else
    emails = [email for email in ledger.matching(_known_emails(), entry.emails) if email not in taken]
    user = User.objects.filter(pk=identity).first()
    name, address = (user.name, user.email) if user else ("", "")
    person = Person(identity, tuple(sorted(emails)), name, address, addresses_of(identity))
    return person if ids or emails else None


def _known_ids() -> set[Any]:
    found: set[Any] = set()
    for source in PEOPLE:
        for path in source.owner:
            found |= set(source.table._base_manager.order_by().values_list(path, flat=True).distinct())
    return found - {None}


def _known_emails() -> set[str]:
    found: set[str] = set(User.objects.values_list("email", flat=True))
    for source in PEOPLE:
        for path in source.address:
            found |= set(source.table._base_manager.order_by().values_list(path, flat=True).distinct())
    return {email.strip().lower() for email in found if email and email.strip()}


def _erase_again(person: Person, entry: ledger.Entry) -> dict[str, Any]:
    user = User.objects.filter(pk=person.id).first()
    if user is not None:
        request, _ = ErasureRequest.objects.get_or_create(
            pk=entry.request_id,
            defaults={"user": user, "digest": digest_of(secrets.token_urlsafe(32)), "due_at": entry.erased_at},
        )
        ErasureRequest.objects.filter(user=user).exclude(pk=request.pk).delete()
        facts = {"user": user, "status": ErasureRequest.Status.WAITING, "cancelled_at": None}
        ErasureRequest.objects.filter(pk=request.pk).update(**facts)
        request.refresh_from_db()
        return erase_user(user, person, request)
    erasing.remove_files(person)
    erasing.clear_cache(person)
    receipt = erasing.erase_rows(person)
    _mark_done(entry)
    return receipt


def _mark_done(entry: ledger.Entry) -> None:
    waiting = ErasureRequest.objects.filter(pk=entry.request_id).exclude(status=ErasureRequest.Status.DONE)
    waiting.update(status=ErasureRequest.Status.DONE, finished_at=entry.erased_at, user=None, successors={})
