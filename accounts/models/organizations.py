"""Organizations, who belongs to them as what, and who is asked to join."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.access import Role, TenantQuerySet
from accounts.models.people import User

SELF_HOSTED = "self_hosted"


class Organization(models.Model):
    """A firm: the tenant. Every row of its work carries its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(User, through="Membership", related_name="organizations")
    llm_opt_out = models.BooleanField(
        _("no language models"),
        default=False,
        db_default=False,
        help_text=_("nothing is sent to any provider; the offline analyst works"),
    )
    llm_use_environment = models.BooleanField(
        _("use the model of this server"),
        default=True,
        db_default=True,
        help_text=_("the provider that the operator has set up"),
    )
    plan = models.CharField(_("plan"), max_length=32, default=SELF_HOSTED, db_default=SELF_HOSTED)
    plan_ends_at = models.DateTimeField(
        _("plan ends at"),
        null=True,
        blank=True,
        help_text=_("from then on nothing new is begun; all that is there stays"),
    )
    require_second_factor = models.BooleanField(
        _("second factor required"),
        default=False,
        db_default=False,
        help_text=_("members work here only once they have set up a second factor"),
    )
    deleted_at = models.DateTimeField(
        _("deleted at"),
        null=True,
        editable=False,
        help_text=_("nobody belongs to it any more; its rows and files are being removed"),
    )

    def __str__(self) -> str:
        return self.name

    @property
    def organization_id(self) -> uuid.UUID:
        return self.id


class Membership(models.Model):
    """A person's role in an organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="one_membership_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization_id}"


class Invitation(models.Model):
    """A person is asked by email to join. The link's token is kept only as its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"), max_length=254)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_email",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organization_id}"
