"""People, organizations, invitations, keys and the audit trail. The account itself goes last of all."""

from __future__ import annotations

from gdpr import finders
from gdpr.classes import Source

NO_NAME = "an id alone: once the person's row is gone it names nobody"
PEOPLE: tuple[Source, ...] = (
    Source(
        model="accounts.TokenFamily",
        what="programs and devices that signed in through the API",
        owner=("user_id",),
        personal="id user organization rotated_at created_at last_used_at expires_at revoked_at revoked_for address user_agent",
        hidden="current_jti previous_jti",
    ),
    Source(
        model="accounts.Membership",
        what="the organizations that a person works in, and as what",
        owner=("user_id",),
        personal="id organization user role created_at",
    ),
    Source(
        model="accounts.Invitation",
        what="invitations by email",
        owner=("accepted_by_id",),
        address=("email",),
        personal="id organization email role created_at expires_at accepted_at accepted_by revoked_at",
        hidden="digest",
        link="invited_by",
        told="id organization role created_at",
    ),
    Source(
        model="accounts.AuditOrigin",
        what="name, address, network address and program of those whom the audit trail speaks of",
        owner=("actor_id",),
        address=("email",),
        personal="id actor_kind actor_id name email address user_agent note created_at",
        hidden="digest",
    ),
    Source(
        model="accounts.AuditEntry",
        what="who did what to which object: ids and codes",
        kept={"actor_id": NO_NAME, "impersonator_id": NO_NAME},
        organization="organization_id",
        plain="id actor_kind origin_id action target_type target_id facts request_id created_at",
        told="action target_type target_id organization_id created_at",
    ),
    Source(
        model="accounts.User",
        what="the account itself",
        owner=("id",),
        personal="id email name language theme digits unwanted_mails hints_done "
        "last_login is_superuser is_staff is_active date_joined short_password llm_opt_out "
        "processing_restricted_at "
        "groups user_permissions",
        hidden="password",
    ),
)
WORK: tuple[Source, ...] = (
    Source(
        model="accounts.Organization",
        what="firms that work here",
        tells=finders.organizations_of,
        told="id name created_at",
        organization="name",
        plain="id created_at llm_opt_out llm_use_environment plan plan_ends_at require_second_factor members deleted_at",
    ),
    Source(
        model="accounts.ApiKey",
        what="keys of an organization's programs",
        link="created_by",
        organization="organization name",
        plain="id prefix digest scopes expires_at last_used_at created_at revoked_at replaced_by",
        told="id name prefix created_at",
    ),
    Source(
        model="accounts.QuotaUse",
        what="how much of its plan an organization used on a day: counts, nobody's in particular",
        plain="id organization day meter used",
    ),
    Source(
        model="accounts.Event",
        what="the outbox: ids and codes of what happened",
        organization="organization payload",
        plain="id kind request_id created_at read_at",
    ),
)
