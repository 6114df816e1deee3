"""The one table of background work. The row is the truth; Celery only carries wake-ups."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User


class Kind(models.TextChoices):
    """What a job does."""

    IMPORT = "import", _("Read a file")
    ANALYSIS = "analysis", _("Analyse a bill")
    EXPORT = "export", _("Make a download")
    MAIL = "mail", _("Send a mail")
    QUESTION = "question", _("Answer a question")
    GDPR_EXPORT = "gdpr_export", _("Gather a person's data")
    GDPR_ERASURE = "gdpr_erasure", _("Erase a person")


class Status(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("working")
    NEEDS_INPUT = "needs_input", _("needs your decision")
    PARTIAL = "partial", _("partly done")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


ACTIVE = (Status.QUEUED, Status.RUNNING)
TERMINAL = (Status.PARTIAL, Status.SUCCEEDED, Status.FAILED, Status.CANCELLED)


class Job(models.Model):
    """One piece of work on one subject (an upload, a bill, an export), with its lease and progress.

    A worker holds the job by `lease_token` until `lease_expires_at`; every write of a worker is conditional on the token, so a late
    worker cannot write. `attempts` counts claims; after `JOB_TRIES` of them without an end the job is parked as failed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="+")
    project_id = models.UUIDField(
        null=True, help_text=_("the project it works in, if any; who cannot see that one cannot see the job")
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject_id = models.UUIDField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    phase = models.CharField(max_length=32, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    error_code = models.CharField(max_length=64, blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    request_id = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, editable=False)
    lease_expires_at = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)
    woken_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "project_id"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(status__in=["queued", "running", "needs_input"]),
                name="one_active_job_per_subject",
            )
        ]
        indexes = [
            models.Index(fields=["status", "lease_expires_at"], name="job_reaping"),
            models.Index(fields=["organization", "-created_at"], name="job_by_organization"),
            models.Index(fields=["subject_id"], name="job_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.status}"

    @property
    def ended(self) -> bool:
        """True when nothing more will happen by itself."""
        return self.status in TERMINAL

    @property
    def percent(self) -> int:
        """Progress of the present phase, 0 to 100."""
        if self.status in (Status.SUCCEEDED, Status.PARTIAL):
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0


class KeptReply(models.Model):
    """The answer to a request that came with an `Idempotency-Key`, so that the same request again does nothing twice.

    `actor_id` is the user's id or the API key's; `digest` is of the address and the whole body. Kept for a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    actor_id = models.UUIDField()
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="", help_text=_("JSON, in the order in which it was answered"))
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "actor_id", "key"], name="one_reply_per_key_of_an_actor")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"
