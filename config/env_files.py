"""What stands in an `.env` file. Used before and beside Django (the launcher, backups), so it needs the standard library alone."""

from __future__ import annotations


def read_env(text: str) -> dict[str, str]:
    """The `NAME=value` lines of a text; quotes around a value are taken off, comments and other lines passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            value = value.strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            found[name.strip()] = value[1:-1] if quoted else value
    return found
