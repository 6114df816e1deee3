"""The filters of the items' grid, as they stand in the address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict

from accounts.errors import Invalid
from boq.services.items import ItemFilter

MAX_SEARCH = 500


def read_filter(query: QueryDict) -> ItemFilter:
    """`q kind standing state section finding` of the address. Raises Invalid for what cannot be one."""
    search = query.get("q", "").strip()
    if len(search) > MAX_SEARCH or "\x00" in search:
        raise Invalid("invalid_input", fields={"q": len(search)})
    section = query.get("section", "")
    if section and not (section.removeprefix("-").isdecimal() and len(section) < 10):
        raise Invalid("invalid_input", fields={"section": section[:40]})
    return ItemFilter(
        search=search,
        section=int(section) if section else None,
        **{name: query.get(name, "").replace("\x00", "")[:64] for name in ("kind", "standing", "state", "finding")},
    )


def filter_query(wanted: ItemFilter) -> str:
    """The filter as the query of an address, without what is not set."""
    values = {
        "q": wanted.search,
        "kind": wanted.kind,
        "standing": wanted.standing,
        "state": wanted.state,
        "section": "" if wanted.section is None else str(wanted.section),
        "finding": wanted.finding,
    }
    return urlencode({name: value for name, value in values.items() if value})


def whole_number(text: str, default: int, least: int, most: int) -> int:
    """A number of the address, kept within bounds; `default` for anything else."""
    if not text.isdecimal() or len(text) > 9:
        return default
    return max(least, min(most, int(text)))
