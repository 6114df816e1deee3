"""The public pages: the demo, counts, flags and experiments."""

from __future__ import annotations

from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
    Source(
        model="website.PersonDay",
        what="how many requests a person made on which day, on pages and through the API",
        owner=("user",),
        personal="id user day door requests",
        plain="counter",
    ),
)
WORK: tuple[Source, ...] = (
    Source(
        model="website.DemoBill",
        what="the files of the operator's own that everybody may read in the demo",
        plain="language upload",
    ),
    Source(
        model="website.DailyCount",
        what="how often public pages were opened: numbers a day, nobody's in particular",
        plain="id day page language referrer opened",
    ),
    Source(
        model="website.RequestCount",
        what="how many requests came on a day and how long they took: numbers, nobody's in particular",
        plain="id day counter door requests broken milliseconds",
    ),
    Source(
        model="website.MarketingCost",
        what="what the operator spent on winning customers, as staff entered it",
        plain="id month what amount currency created_at",
    ),
    Source(
        model="website.Exposure",
        what="who saw which variant of a page first; of visitors a hash whose salt is thrown away at the end of the day",
        link="user",
        plain="id experiment variant subject seen_at converted_at",
        told="experiment variant seen_at converted_at",
    ),
)
MACHINERY: tuple[Source, ...] = (
    Source(
        model="website.Flag",
        what="what is switched on for whom; the operator's choice, not the person's",
        plain="id name everyone percent testing superusers staff authenticated languages rollout note created modified groups users "
        "organizations",
    ),
)
