"""`ETag` and `If-Match`: a change that was made up from an old state of a thing is refused instead of undoing somebody's work."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="the `ETag` of what was seen; 412 `stale_version` when it has changed since",
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=True, description="the version, for `If-Match`")


def etag(version: str) -> str:
    """A version as it stands in the header."""
    return f'"{version}"'


def seen_by(request: Request | Any) -> Collection[str] | None:
    """The versions that `If-Match` names; None without the header or for `*`, which every version matches."""
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    return frozenset(one.strip().removeprefix("W/").strip('"') for one in given.split(","))
