"""The names around a bill, which do not leave this server."""

from __future__ import annotations

from accounts.models import Organization
from llm.masking import Names
from projects.models import Project

NO_NAMES = Names({})


def names_around(project: Project) -> Names:
    """The people and firms around the bills of `project`."""
    organization = Organization.objects.get(pk=project.organization_id)
    people = organization.members.exclude(name="").values_list("name", flat=True)
    return Names({"client": [project.client], "bidder": [organization.name], "person": people})
