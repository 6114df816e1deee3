"""Erasing the drill's person, and what has to be true afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from boq.models import Boq
from gdpr.classes import Person
from gdpr.models import ErasureRequest
from gdpr.services import erasures
from gdpr.services.people import oneself
from gdpr.sources import SOURCES
from scripts.drills.planting import Planted, run_jobs

# Where the bare id may stay: an id that names nobody once its row is gone. `gdpr.sources` gives the reason.
IDS_STAY = {source.table._meta.db_table for source in SOURCES if source.kept}


def erase_now(planted: Planted) -> ErasureRequest:
    """Ask as the person, let the grace be over, run the job."""
    successors = {str(planted.organization_id): str(planted.heir.pk)}
    made = erasures.request_erasure(
        by=oneself(planted.user), link_to=lambda token: f"https://localhost/{token}", successors=successors
    )
    ErasureRequest.objects.filter(pk=made.pk).update(due_at=timezone.now())
    erasures.queue_due()
    run_jobs()
    made.refresh_from_db()
    return made


def ids_elsewhere(found: list[str]) -> list[str]:
    """Tables that still hold the person's id though nothing says that they may."""
    return [f"the id stays in {one}" for one in found if one.partition(":")[0] not in IDS_STAY]


def still_there(person: Person, organization_id: Any) -> list[str]:
    """What is wrong with sessions, which are packed, and with the work of the organization, which has to stay."""
    faults = []
    if any(one.get_decoded().get(SESSION_KEY) == str(person.id) for one in Session.objects.all()):
        faults.append("a session of the person is left")
    if not Boq.objects.filter(organization_id=organization_id).exists():
        faults.append("the bill of the organization that lives on is gone")
    if not ErasureRequest.objects.filter(status=ErasureRequest.Status.DONE, user=None).exists():
        faults.append("the request is not done")
    return faults
