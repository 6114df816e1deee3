"""Rows of a person to which no path of fields leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from accounts.models import Organization, User
from gdpr.classes import Person
from gdpr.models import Consent, ConsentPerson


def sessions_of(person: Person) -> QuerySet[Any]:
    """Sessions name their user inside signed data: each is opened."""
    return Session.objects.filter(session_key__in=session_keys(person))


def session_keys(person: Person) -> list[str]:
    """The keys of the person's sessions, those that the database has and those that only the list of devices still names."""
    listed = UserSession.objects.filter(user_id=person.id).values_list("session_key", flat=True)
    return sorted({*listed, *_opened(person)})


def _opened(person: Person) -> Iterator[str]:
    for session in Session.objects.all().iterator(2_000):
        if session.get_decoded().get(SESSION_KEY) == str(person.id):
            yield session.session_key


def admin_log_of(person: Person) -> QuerySet[Any]:
    """What the person did in the admin, and what was done there to their account."""
    from django.contrib.admin.models import LogEntry

    account = ContentType.objects.get_for_model(User)
    return LogEntry.objects.filter(Q(user_id=person.id) | Q(content_type=account, object_id=str(person.id)))


def consents_of(person: Person) -> QuerySet[Any]:
    """The person's consents, while the row that says whose they are is there."""
    reference = ConsentPerson.objects.filter(user_id=person.id).values("pk")
    return Consent.objects.filter(person_id__in=reference)


def organizations_of(person: Person) -> QuerySet[Any]:
    """The organizations that the person belongs to."""
    return Organization.objects.filter(memberships__user_id=person.id)
