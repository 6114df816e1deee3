"""The bills that everybody may read: made public on purpose, in an organization that nobody belongs to."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from accounts.access import Action, Actor, ActorKind
from accounts.models import Organization
from boq.models import Boq
from boq.services.uploads import receive
from projects.services import create_project
from website.models import DemoBill
from website.samples import DEMO_SAMPLES

ORGANIZATION, PROJECT = "Mizan, public demo", "Demo"
OPENING = 7_401_001  # the lock by which two servers that start at once open one demo


@transaction.atomic
def open_demo() -> list[str]:
    """Take in the samples that are not public yet, or have changed; workers read them. Returns the languages that were new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OPENING])
    known = {one.language: one for one in DemoBill.objects.select_related("upload__project")}
    project = next((one.upload.project for one in known.values()), None)
    organization_id = project.organization_id if project else Organization.objects.create(name=ORGANIZATION).pk
    by = Actor(ActorKind.SYSTEM, organization_id=organization_id, actions=frozenset(Action))
    project = project or create_project(by=by, name=PROJECT, client="Mizan")
    added = []
    for sample in DEMO_SAMPLES:
        upload, _job = receive(by=by, project=project, file=SimpleUploadedFile(sample.name, sample.make()))
        if sample.language not in known or known[sample.language].upload_id != upload.pk:
            DemoBill.objects.update_or_create(language=sample.language, defaults={"upload": upload})
            added.append(sample.language)
    return added


def demo_bill(language: str) -> Boq | None:
    """The latest reading of the public bill in `language`, else of the English one; None until workers have read it."""
    for wanted in dict.fromkeys((language, "en")):
        uploads = DemoBill.objects.filter(language=wanted).values("upload_id")
        found: Boq | None = Boq.objects.filter(upload__in=uploads).order_by("-created_at").first()
        if found is not None:
            return found
    return None


def demo_bills() -> list[tuple[str, Boq]]:
    """(language, latest reading) of each public bill that was read, in the order of the samples."""
    uploads = dict(DemoBill.objects.values_list("upload_id", "language"))
    latest = {uploads[one.upload_id]: one for one in Boq.objects.filter(upload__in=uploads).order_by("created_at")}
    return [(sample.language, latest[sample.language]) for sample in DEMO_SAMPLES if sample.language in latest]


def guest_of(boq_id: UUID) -> Actor | None:
    """Who reads that bill in the demo: a guest who may see and nothing else. None when the bill is not public."""
    public = DemoBill.objects.values("upload_id")
    organization_id = Boq.objects.filter(pk=boq_id, upload__in=public).values_list("organization_id", flat=True).first()
    return organization_id and Actor(ActorKind.GUEST, organization_id=organization_id, actions=frozenset({Action.VIEW}))
