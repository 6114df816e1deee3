"""What the doors for programs beside REST take from the environment: which of them are open, and the key of `manage.py mcp`."""

from __future__ import annotations

from dataclasses import dataclass, field

import environ


@dataclass(frozen=True)
class ProgramsEnvironment:
    """`key` is the API key that `manage.py mcp` works with; "" elsewhere."""

    graphql: bool = False
    mcp: bool = True
    key: str = field(default="", repr=False)


def read_programs(env: environ.Env, faults: list[str]) -> ProgramsEnvironment:
    """Parse the variables of the doors; what is wrong is added to `faults`."""
    return ProgramsEnvironment(
        graphql=_yes(env, faults, "GRAPHQL", default=False),
        mcp=_yes(env, faults, "MCP", default=True),
        key=str(env.str("MIZAN_API_KEY", default="")).strip(),
    )


def _yes(env: environ.Env, faults: list[str], name: str, *, default: bool) -> bool:
    said = str(env.str(name, default="")).strip().lower()
    if said not in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        faults.append(f"{name}: {said!r} says neither yes nor no. Use 1 or 0.")
    return said in ("1", "true", "yes", "on") if said else default
