"""Spans of time that the environment states."""

from __future__ import annotations

import environ


def days(env: environ.Env, faults: list[str], name: str, default: int, *, least: int) -> int:
    """The days that `name` states, `default` where it states none; a fault where it states no whole number of at least `least`."""
    said = str(env.str(name, default="")).strip() or str(default)
    if said.isdigit() and int(said) >= least:
        return int(said)
    faults.append(f"{name}: {said!r} is no number of days. Give a whole number, {least} at least.")
    return default
