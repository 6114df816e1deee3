"""Projects, tenders and bidders."""

from __future__ import annotations

from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
    Source(
        model="projects.ProjectMember",
        what="narrowed projects that a person is named on",
        owner=("user_id",),
        personal="id organization project user created_at",
    ),
)
WORK: tuple[Source, ...] = (
    Source(
        model="projects.Project",
        what="projects",
        link="created_by",
        organization="organization name client location currency",
        plain="id narrowed created_at updated_at",
        told="id name created_at",
    ),
    Source(
        model="projects.Tender",
        what="tenders",
        organization="organization project name closes_at",
        plain="id created_at",
    ),
    Source(model="projects.Bidder", what="bidders", organization="organization tender name", plain="id created_at"),
)
