"""What a person wants an analysis to do: which kinds, by which standard, in which language, how often."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from accounts.errors import Invalid
from llm import standards
from llm.analyses.kinds import DEFAULT, KINDS, OWN

LANGUAGES = ("en", "ar", "ru")
MOST_RUNS = 5
STANDARD = "mizan-trades"


class Wish(msgspec.Struct, frozen=True):
    """`kinds` are names of `llm.analyses.KINDS` in their order, `own:<id>` for a question of the organization's own."""

    kinds: tuple[str, ...] = DEFAULT
    standard: str = STANDARD
    language: str = ""
    runs: int = 1


def wish(*, kinds: Iterable[str] | None = None, standard: str = STANDARD, language: str = "", runs: int = 1) -> Wish:
    """A wish that can be granted. Raises Invalid, which names what cannot."""
    known = [kind.name for kind in KINDS if kind.name != OWN]
    chosen = list(dict.fromkeys(DEFAULT if kinds is None else kinds))
    if unknown := [name for name in chosen if name not in known and not name.startswith(f"{OWN}:")]:
        raise Invalid("analysis.unknown_kind", kind=unknown[0])
    if not chosen:
        raise Invalid("analysis.nothing_chosen")
    if standard not in standards.STANDARDS:
        raise Invalid("analysis.unknown_standard", standard=standard)
    if language and language not in LANGUAGES:
        raise Invalid("analysis.unknown_language", language=language)
    if not 1 <= runs <= MOST_RUNS:
        raise Invalid("analysis.bad_runs", most=MOST_RUNS)
    ordered = [name for name in known if name in chosen]
    own = [name for name in chosen if name.startswith(f"{OWN}:")]
    before = ordered.index("scope") if "scope" in ordered else len(ordered) - ("summary" in ordered)
    return Wish((*ordered[:before], *own, *ordered[before:]), standard, language, runs)


def told(wanted: Wish) -> dict[str, Any]:
    """The wish as it is kept with an analysis."""
    found: dict[str, Any] = msgspec.to_builtins(wanted)
    return found


def of(options: dict[str, Any]) -> Wish:
    """The wish that was kept with an analysis; the usual one where none was."""
    return msgspec.convert(options, Wish) if options else Wish()
