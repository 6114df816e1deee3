"""Who may do what: the one table of roles and actions, and the door that applies it.

It lives here, below every other app, because jobs and llm need it as much as projects do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Forbidden, NotFound


class Role(models.TextChoices):
    """What a member is in an organization."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    ESTIMATOR = "estimator", _("Estimator")
    VIEWER = "viewer", _("Viewer")


class Action(StrEnum):
    """What can be done. Reading comes with membership."""

    VIEW = "view"
    EDIT_PROJECT = "project.edit"
    DELETE_PROJECT = "project.delete"
    UPLOAD = "upload"
    ANALYSE = "analyse"
    EXPORT = "export"
    CANCEL_JOB = "job.cancel"
    KEEP_LAYOUT = "layout.keep"
    DELETE_LAYOUT = "layout.delete"
    NARROW_PROJECT = "project.narrow"
    MANAGE_ORGANIZATION = "organization.manage"
    MANAGE_MEMBERS = "members.manage"
    MANAGE_KEYS = "keys.manage"
    VIEW_AUDIT = "audit.view"
    VIEW_WEBHOOKS = "webhooks.view"
    MANAGE_WEBHOOKS = "webhooks.manage"
    REQUIRE_SECOND_FACTOR = "organization.second_factor"
    TRANSFER_OWNERSHIP = "organization.transfer"
    MANAGE_PLAN = "organization.plan"
    DELETE_ORGANIZATION = "organization.delete"
    ASK_SUPPORT = "support.ask"


_VIEWER = frozenset({Action.VIEW, Action.EXPORT, Action.ASK_SUPPORT})
_ESTIMATOR = _VIEWER | {Action.EDIT_PROJECT, Action.UPLOAD, Action.ANALYSE, Action.CANCEL_JOB, Action.KEEP_LAYOUT}
_ADMIN = _ESTIMATOR | {
    Action.DELETE_PROJECT,
    Action.DELETE_LAYOUT,
    Action.NARROW_PROJECT,
    Action.MANAGE_ORGANIZATION,
    Action.MANAGE_MEMBERS,
    Action.MANAGE_KEYS,
    Action.VIEW_AUDIT,
    Action.VIEW_WEBHOOKS,
    Action.MANAGE_WEBHOOKS,
}
ROLE_ACTIONS: dict[str, frozenset[Action]] = {
    Role.VIEWER: _VIEWER,
    Role.ESTIMATOR: _ESTIMATOR,
    Role.ADMIN: _ADMIN,
    Role.OWNER: frozenset(Action),
}

# One plain sentence for each action: the page and docs/access.md that say what each role may do are made of them.
ACTION_WORDS: dict[Action, Promise] = {
    Action.VIEW: _("See projects, bills, findings, analyses and receipts"),
    Action.EXPORT: _("Make exports and download them"),
    Action.ASK_SUPPORT: _("Write to support, and read the answers"),
    Action.EDIT_PROJECT: _("Make projects and change what is said about them"),
    Action.UPLOAD: _("Upload files and decide how they are read"),
    Action.ANALYSE: _("Start and resume analyses, and ask questions about bills"),
    Action.CANCEL_JOB: _("Stop work that is under way"),
    Action.KEEP_LAYOUT: _("Keep, rename and switch layouts"),
    Action.DELETE_PROJECT: _("Delete projects with everything in them"),
    Action.DELETE_LAYOUT: _("Delete layouts"),
    Action.NARROW_PROJECT: _("Narrow a project to named members, and see every project that is narrowed"),
    Action.MANAGE_ORGANIZATION: _("Rename the organization; set up its language models and budgets"),
    Action.MANAGE_MEMBERS: _("Invite people, change roles and remove members, except owners"),
    Action.MANAGE_KEYS: _("Make, turn over and revoke API keys"),
    Action.VIEW_AUDIT: _("Search and download the audit trail"),
    Action.VIEW_WEBHOOKS: _("See webhooks and what was delivered to them"),
    Action.MANAGE_WEBHOOKS: _("Make, change, test and delete webhooks, and replace their secrets"),
    Action.REQUIRE_SECOND_FACTOR: _("Demand a second factor of every member"),
    Action.TRANSFER_OWNERSHIP: _("Make, change and remove owners, and hand the organization over"),
    Action.MANAGE_PLAN: _("Ask for another plan, pay for it, and end it"),
    Action.DELETE_ORGANIZATION: _("Delete the organization with everything in it"),
}


class ActorKind(StrEnum):
    USER = "user"
    API_KEY = "api_key"
    GUEST = "guest"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a user in an organization, an API key, a guest link, or the system (no organization: all of them).

    `hidden_projects` are those narrowed to members among whom the actor is not. `scopes` are a key's; a user has none and needs none.
    `lacks_second_factor`: the organization wants one and the user has none yet, so that every door but the one to set it up stays shut.
    `impersonator_id` is the member of staff who acts in the user's name. `plan` is the name of the organization's plan.
    """

    kind: ActorKind
    organization_id: UUID | None = None
    user_id: UUID | None = None
    role: str = ""
    actions: frozenset[Action] = frozenset()
    key_id: UUID | None = None
    scopes: frozenset[str] = frozenset()
    hidden_projects: frozenset[UUID] = frozenset()
    lacks_second_factor: bool = False
    impersonator_id: UUID | None = None
    plan: str = ""

    @property
    def id(self) -> UUID | None:
        """The user's id, or the key's; None for the system and guests."""
        return self.user_id or self.key_id

    @property
    def role_name(self) -> Promise | str:
        """The role in words."""
        return Role(self.role).label if self.role else ""

    def may(self, action: Action) -> bool:
        """True when the role's row of the table holds `action`."""
        return self.kind is ActorKind.SYSTEM or action in self.actions


SYSTEM = Actor(ActorKind.SYSTEM, actions=frozenset(Action))


class Tenanted(Protocol):
    """Any row or value that belongs to one organization; an organization belongs to itself."""

    @property
    def organization_id(self) -> Any: ...


def require(by: Actor, action: Action, target: Tenanted) -> None:
    """Raise NotFound for an outsider (who must not learn that it exists), Forbidden for a member without the role."""
    if by.kind is ActorKind.SYSTEM:
        return
    if by.organization_id != target.organization_id or project_of(target) in by.hidden_projects:
        raise NotFound("not_found")
    if not by.may(action):
        raise Forbidden("forbidden", action=action.value, role=by.role)


def require_here(by: Actor, action: Action) -> UUID:
    """For what has no row yet: the organization that `by` acts in, or Forbidden unless they may do `action` there."""
    if by.organization_id is None or not by.may(action):
        raise Forbidden("forbidden", action=action.value, role=by.role)
    return by.organization_id


def project_of(target: object) -> UUID | None:
    """The project that a row belongs to, along the path its model names in `narrowed_by`; None for rows of the whole organization."""
    path = getattr(type(target), "narrowed_by", "")
    for step in path.split("__") if path else ():
        target = None if target is None else getattr(target, step)
    return target if path else None  # type: ignore[return-value]


class TenantQuerySet(models.QuerySet[Any]):
    """The one door for reads."""

    def visible_to(self, actor: Actor | None) -> TenantQuerySet:
        """Only the rows of the actor's organization outside hidden projects; none for nobody, all for the system."""
        if actor is None:
            return self.none()
        if actor.kind is ActorKind.SYSTEM:
            return self
        rows = self.filter(organization_id=actor.organization_id)
        path = getattr(self.model, "narrowed_by", "")
        return rows.exclude(**{f"{path}__in": actor.hidden_projects}) if path and actor.hidden_projects else rows

    def get_visible(self, actor: Actor | None, **lookup: Any) -> Any:
        """The one visible row, or NotFound."""
        row = self.visible_to(actor).filter(**lookup).first()
        if row is None:
            raise NotFound("not_found")
        return row
