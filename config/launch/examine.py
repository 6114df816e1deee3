"""Goes through the checklist: each line by itself and with a limit of time, so that what hangs or breaks hides nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec
from django.utils import formats
from django.utils.translation import get_language, gettext, override

from config.launch.base import Group, Line, Site, State, Verdict, unseen
from config.launch.spoken import Word, words
from config.timed import all_within

SECONDS = 20.0


class Found(msgspec.Struct, frozen=True):
    """A line, and what came of it."""

    group: Group
    line: Line
    verdict: Verdict


def examine(site: Site, groups: Iterable[Group], only: Iterable[str] = (), seconds: float = SECONDS) -> list[Found]:
    """All lines in their order, or those whose code, or whose group's, is in `only`. A group's lines are looked at side by side."""
    wanted, said, found = set(only), words(), []
    for group in groups:
        lines = [one for one in group.lines if not wanted or wanted & {group.code, one.code}]
        seen = all_within(seconds, ((f"launch:{one.code}", _look(one, site)) for one in lines))
        for line, answer in zip(lines, seen.values(), strict=True):
            found.append(Found(group, line, _heard(line, _verdict(answer, seconds), said.get(line.code))))
    return found


def _look(line: Line, site: Site) -> Callable[[], Verdict]:
    language = get_language()  # each look has a thread of its own, which knows no language

    def look() -> Verdict:
        with override(language):
            return line.judge(site) if line.judge else unseen()

    return look


def _verdict(answer: Verdict | BaseException, seconds: float) -> Verdict:
    """A look that hangs or breaks fails: nobody knows whether the line holds."""
    if isinstance(answer, TimeoutError):
        return _broken(gettext("It did not answer within %(seconds)d seconds.") % {"seconds": seconds})
    if isinstance(answer, BaseException):
        return _broken(gettext("It cannot be told: %(error)s.") % {"error": type(answer).__name__})
    return answer


def _broken(words: str) -> Verdict:
    return Verdict(State.FAILS, words, broken=True)


def _heard(line: Line, verdict: Verdict, word: Word | None) -> Verdict:
    """The verdict together with a person's word, which counts where nothing else does."""
    if word is None or not (verdict.state is State.PERSON or verdict.elsewhere):
        return verdict
    facts = {"who": word.by, "day": formats.date_format(word.at, "DATE_FORMAT"), "note": word.note}
    if not word.counts(line):
        old = gettext("%(who)s said so on %(day)s; that is too long ago.") % facts
        return Verdict(verdict.state, f"{verdict.words} {old}".strip(), verdict.elsewhere)
    said = gettext("%(who)s said so on %(day)s: %(note)s") if word.note else gettext("%(who)s said so on %(day)s.")
    return Verdict(State.SAID, said % facts)


def counts(found: Iterable[Found]) -> dict[State, int]:
    """How many lines are in each state."""
    states = [one.verdict.state for one in found]
    return {state: states.count(state) for state in State}


def in_groups(found: Iterable[Found]) -> Iterator[tuple[Group, list[Found]]]:
    """The same, group by group."""
    gathered: dict[str, list[Found]] = {}
    for one in found:
        gathered.setdefault(one.group.code, []).append(one)
    for lines in gathered.values():
        yield lines[0].group, lines
