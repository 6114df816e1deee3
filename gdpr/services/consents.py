"""Accepting documents: what was accepted is appended, never changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import get_language

from accounts.access import Actor
from accounts.errors import Conflict, Invalid
from accounts.models import User
from accounts.services import record
from gdpr.documents import ACCEPTED, OPTIONAL, Document, document, versions
from gdpr.models import Consent, ConsentPerson
from gdpr.services.people import acting_person, oneself


def consents_of(user: User) -> list[Consent]:
    """What a person accepted, the newest first."""
    reference = ConsentPerson.objects.filter(user=user).values("pk")
    return list(Consent.objects.filter(person_id__in=reference).order_by("-given_at", "-pk"))


def pending(user: User) -> list[Document]:
    """The newest versions that a person has not accepted yet."""
    given = {(one.document, one.version) for one in consents_of(user)}
    language = get_language() or ""
    return [document(kind, language=language) for kind in ACCEPTED if (kind, versions(kind)[0]) not in given]


def agrees(user: User, kind: str) -> bool | None:
    """What a person said last of an optional document as it stands now; None when they were not asked since it changed."""
    reference = ConsentPerson.objects.filter(user=user).values("pk")
    rows = Consent.objects.filter(person_id__in=reference, document=kind, version=versions(kind)[0])
    said = rows.order_by("-given_at", "-pk").values_list("how", flat=True).first()
    return None if said is None else said != Consent.How.WITHDRAWN


@transaction.atomic
def choose(*, by: Actor, kind: str, agreed: bool) -> None:
    """Write down that the acting person agrees to an optional document, or does not any more. What they said already is not said again."""
    user = acting_person(by)
    if kind not in OPTIONAL:
        raise Invalid("invalid_input", fields={"document": list(OPTIONAL)})
    if agrees(user, kind) is agreed:
        return
    reference, _ = ConsentPerson.objects.get_or_create(user=user)
    text = document(kind, language=get_language() or "")
    how = Consent.How.PAGE if agreed else Consent.How.WITHDRAWN
    consent = Consent.objects.create(
        person_id=reference.pk, document=kind, version=text.version, language=text.language, digest=text.digest, how=how
    )
    action = "consent.given" if agreed else "consent.withdrawn"
    record(by=oneself(user), action=action, target=consent, document=kind, version=text.version)


@transaction.atomic
def accept(*, by: Actor, accepted: Iterable[tuple[str, str]], how: str) -> list[Consent]:
    """Write down that the acting person accepted these (document, version). Raises Conflict for a version that is not the newest,
    Invalid for what is no document to accept.
    """
    user = acting_person(by)
    return _write(user, accepted, how)


@transaction.atomic
def accept_at_sign_up(*, user: User, how: str = Consent.How.SIGN_UP) -> list[Consent]:
    """Write down that somebody who signs up accepted the newest versions, in the transaction that makes the account."""
    return _write(user, [(kind, versions(kind)[0]) for kind in ACCEPTED], how)


def _write(user: User, accepted: Iterable[tuple[str, str]], how: str) -> list[Consent]:
    reference, _ = ConsentPerson.objects.get_or_create(user=user)
    known = set(Consent.objects.filter(person_id=reference.pk).values_list("document", "version"))
    made = []
    for kind, version in accepted:
        if kind not in ACCEPTED:
            raise Invalid("invalid_input", fields={"document": list(ACCEPTED)})
        if version != versions(kind)[0]:
            raise Conflict("privacy.old_version", document=kind, newest=versions(kind)[0])
        if (kind, version) in known:
            continue
        text = document(kind, version, get_language() or "")
        consent = Consent.objects.create(
            person_id=reference.pk, document=kind, version=version, language=text.language, digest=text.digest, how=how
        )
        record(by=oneself(user), action="consent.given", target=consent, document=kind, version=version)
        made.append(consent)
    return made
