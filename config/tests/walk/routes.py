"""Every route of Mizan, and its address with real ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ABOUT = ("webauthn", "layout", "export", "analysis", "analyses", "job", "upload", "mapping", "boq", "project")
SAME = {"analyses": "analysis", "mapping": "upload"}


def routes(patterns: Any = None, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """(name, path with placeholders) of every route; one without a name is named by its path."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:  # a room may be empty
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry.url_patterns, path, inner)
        elif isinstance(entry, URLPattern) and "<drf_format_suffix" not in path and "\\.(?P<format>" not in path:
            yield f"{namespace}{entry.name or path}", path


def takes_ids(path: str) -> bool:
    """True for an address of one thing."""
    return "<" in path


def address(path: str, things: dict[str, Any]) -> str:
    """The path with real ids: of the parameter's own name, or of the thing that its route is about."""
    path = path.replace("^", "").replace("\\.", ".").replace("$", "").replace("\\Z", "")
    about = next((word for word in ABOUT if word in path), "")

    def fill(match: re.Match[str]) -> str:
        whole = match.group(1)
        named = things.get(whole, things.get(whole.removesuffix("_id")))
        return str(things.get(SAME.get(about, about), "") if named is None else named)

    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", fill, path)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, path)
