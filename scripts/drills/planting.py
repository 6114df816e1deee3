"""A person who left traces everywhere: every table of people has a row of theirs, every text in it a word that stands nowhere else."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import msgspec
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.access import Role
from accounts.models import Invitation, Membership, User
from accounts.post import post
from accounts.services import actor_for, found_home
from boq.models import Conversation, Turn
from boq.samples.english import villa
from boq.services.analysis import request_analysis
from boq.services.uploads import receive
from gdpr.classes import Class, Person, Source
from gdpr.services import choices, consents, exports
from gdpr.services.people import oneself, person_of
from gdpr.sources import PEOPLE
from jobs.models import ACTIVE, Job, Kind
from jobs.services import TASKS
from projects.models import ProjectMember
from projects.services import create_project

PASSWORD = "quarry lantern seven " + secrets.token_hex(4)
ADDRESS = "203.0.113.77"


class Planted(msgspec.Struct, frozen=True):
    """The person, who takes over, and the words to look for."""

    user: User
    heir: User
    organization_id: Any
    mark: str

    @property
    def words(self) -> list[str]:
        """What must be nowhere afterwards."""
        return [self.mark, ADDRESS]


def plant() -> Planted:
    """Make the person and their traces, by the doors that people use where there are any."""
    mark = "zq" + secrets.token_hex(6)
    user = User.objects.create_user(f"{mark}@example.com", PASSWORD, name=f"Name {mark}")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    firm = found_home(user=user, name="A firm that lives on")
    heir = User.objects.create_user(f"heir-{secrets.token_hex(4)}@example.org", PASSWORD, name="An heir")
    Membership.objects.create(organization=firm, user=heir, role=Role.ADMIN)
    _sign_in(user, mark)
    _work(user, firm)
    _traces(user, firm, mark)
    run_jobs()
    return Planted(user, heir, firm.pk, mark)


def _sign_in(user: User, mark: str) -> None:
    came = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": f"Agent {mark}", "HTTP_HOST": "localhost"}
    browser = Client(**came)
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    for path in ("/projects/", "/settings/privacy/"):
        assert browser.get(path).status_code == 200, "the person could not sign in"
    body = {"email": user.email, "password": PASSWORD}
    answer = Client(**came).post("/api/v1/auth/login/", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    once = {"authorization": f"Bearer {answer.json()['access']}", "idempotency-key": f"once-{mark}"}
    Client(**came).post("/api/v1/projects/", {"name": "Once"}, content_type="application/json", headers=once)
    session = browser.session
    session["planted"] = mark
    session.save()


def _work(user: User, firm: Any) -> None:
    """Work that is the firm's and has to stay: a project, a file, a bill, an analysis."""
    by = actor_for(user, firm.pk)
    project = create_project(by=by, name="Villa", currency="USD")
    receive(by=by, project=project, file=SimpleUploadedFile("villa.xlsx", villa()))
    run_jobs()
    boq = project.boqs.get()
    request_analysis(by=by, boq=boq)
    ProjectMember.objects.create(organization=firm, project=project, user=user)
    talk = Conversation.objects.create(organization=firm, project=project, boq=boq, user=user, title="How much?")
    Turn.objects.create(
        organization=firm, conversation=talk, position=1, question="How much?", status=Turn.Status.ANSWERED
    )


def _traces(user: User, firm: Any, mark: str) -> None:
    """Rows that no door of this drill makes, then the person's word in every text of every row that is theirs."""
    soon = timezone.now() + timedelta(days=3)
    consents.accept_at_sign_up(user=user)
    choices.ask_a_person(by=oneself(user), kind="question", text="What do you keep?")
    post(to=user, template="new_sign_in", program=mark, address=ADDRESS, reset_link=f"https://localhost/{mark}")
    Invitation.objects.create(organization=firm, email=user.email, role=Role.VIEWER, digest=mark, expires_at=soon)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": mark})
    EmailConfirmation.objects.create(email_address=user.emailaddress_set.get(), key=mark)
    account = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=user, content_type=account, object_id=str(user.pk), object_repr=user.email, action_flag=2
    )
    exports.request_export(by=oneself(user), link_to=lambda one: f"https://localhost/{one}")
    cache.set(f"note-{mark}", {"email": user.email}, 3600)
    run_jobs()
    for source in PEOPLE:
        if source.deletes:
            _mark(source, person_of(user), mark)


def _mark(source: Source, person: Person, mark: str) -> None:
    named = source.fields
    for field in source.table._meta.concrete_fields:
        if named[field.name] not in (Class.PERSONAL, Class.HIDDEN) or field.choices or field.primary_key:
            continue
        value = _value(source, field, person, mark)
        if value is not None:
            rows = source.own(person)
            source.table._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))[:1]).update(
                **{field.name: value}
            )


def _value(source: Source, field: models.Field[Any, Any], person: Person, mark: str) -> Any:
    """What to plant in a field; None where it cannot hold a word, or where it is how the row is found."""
    found_by = (*source.address, "object_id", "session_key", "session_data", "password", "email")
    if field.name in found_by or isinstance(field, models.FileField) or "Encrypted" in type(field).__name__:
        return None
    if isinstance(field, models.JSONField):
        return {"planted": mark}
    if isinstance(field, models.GenericIPAddressField):
        return ADDRESS
    fits = (field.max_length or 10_000) >= len(mark)
    return mark if isinstance(field, (models.CharField, models.TextField)) and fits else None


def run_jobs() -> None:
    """Do what is queued, as a worker would; on a live instance its own worker may be quicker."""
    while job := Job.objects.filter(status__in=ACTIVE, woken_at__lte=timezone.now()).order_by("created_at").first():
        import_string(TASKS[job.kind])(str(job.pk))
        job.refresh_from_db()
        if job.kind == Kind.MAIL and job.status in ACTIVE:
            break  # the mail server does not answer: it is tried again later


def missing(person: Person) -> list[str]:
    """Tables of people in which this one has left no trace: the drill would prove nothing about them."""
    with transaction.atomic():
        return [source.model for source in PEOPLE if source.deletes and not source.own(person).exists()]
