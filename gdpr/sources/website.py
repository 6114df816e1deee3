"""The public pages: the demo, counts, flags and experiments."""

from __future__ import annotations

from gdpr.classes import Source

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
