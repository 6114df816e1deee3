"""Projects hold bills; tenders and bidders stand around them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User


class Project(models.Model):
    """The works that bills are read, checked and priced for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(_("name"), max_length=200)
    client = models.CharField(_("client"), max_length=200, blank=True)
    location = models.CharField(_("place"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    narrowed = models.BooleanField(
        _("named members only"),
        default=False,
        db_default=False,
        help_text=_("only owners, admins and the members named here see the project"),
    )
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "pk"

    class Meta:
        indexes = [models.Index(fields=["organization", "-created_at"], name="project_by_organization")]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """Changes with every change of the project."""
        return f"{self.updated_at:%Y%m%dT%H%M%S%f}"

    @property
    def apart(self) -> uuid.UUID | None:
        """Its id when what is learnt in it is for it alone; None for a project that all members see."""
        return self.pk if self.narrowed else None


class ProjectMember(models.Model):
    """A member of the organization who is named on a narrowed project."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="named")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="named_once_on_a_project")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.project_id}"


class Tender(models.Model):
    """A call for prices on a project."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tenders")
    name = models.CharField(_("name"), max_length=200)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "project_id"

    def __str__(self) -> str:
        return self.name


class Bidder(models.Model):
    """A firm that answers a tender."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="bidders")
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "tender__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tender", "name"], name="one_bidder_per_name")]

    def __str__(self) -> str:
        return self.name
