"""Where texts of an analysis may go, and under which terms: what every member of an organization may know."""

from __future__ import annotations

from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organization
from llm.endpoints import ENVIRONMENT, endpoints_for
from llm.models import LlmProvider


class Destination(msgspec.Struct, frozen=True):
    """One provider, in the order of trying. `terms` is "recorded" or "not_recorded"; place, retention, training and url are its terms."""

    name: str
    host: str
    model: str
    terms: str
    operators: bool
    place: str = ""
    retention: str = ""
    days: int | None = None
    training: str = ""
    url: str = ""

    @property
    def retention_words(self) -> str:
        """What becomes of the texts there, in words."""
        if self.retention == LlmProvider.Retention.DAYS and self.days is not None:
            return ngettext("kept for %(days)s day", "kept for %(days)s days", self.days) % {"days": self.days}
        return str(LlmProvider.Retention(self.retention).label) if self.retention else _("not known")

    @property
    def training_words(self) -> str:
        """Whether models are trained on them, in words."""
        return str(LlmProvider.Training(self.training).label) if self.training else _("not known")


class Destinations(msgspec.Struct, frozen=True):
    """`opted_out`: nothing leaves, whatever is set up. Without destinations the offline analyst works."""

    opted_out: bool
    destinations: tuple[Destination, ...]


def destinations_of(organization_id: UUID) -> Destinations:
    """Where the texts of this organization may go now."""
    opted_out = Organization.objects.filter(pk=organization_id, llm_opt_out=True).exists()
    rows = {str(row.pk): row for row in LlmProvider.objects.filter(organization_id=organization_id, enabled=True)}
    found = []
    for endpoint in endpoints_for(organization_id):
        row = rows.get(endpoint.id)
        said = {} if row is None else {
            "place": row.terms_place,
            "retention": row.terms_retention,
            "days": row.terms_days,
            "training": row.terms_training,
            "url": row.terms_url,
        }  # fmt: skip
        found.append(
            Destination(
                name=endpoint.name,
                host=endpoint.host,
                model=endpoint.model,
                terms=endpoint.terms,
                operators=endpoint.id == ENVIRONMENT,
                **said,
            )
        )
    return Destinations(opted_out, tuple(found))
