"""The checklist in words for people, and as a document for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext, pgettext

from config.launch.base import Site, State
from config.launch.examine import Found, counts, in_groups
from config.release import VERSION

WIDTH = 110


def labels() -> dict[State, str]:
    """How each state is called. The one that wants something at once is the loudest."""
    return {
        State.HOLDS: pgettext("a line of the checklist", "holds"),
        State.SAID: pgettext("a line of the checklist", "said"),
        State.PERSON: pgettext("a line of the checklist", "look"),
        State.FAILS: pgettext("a line of the checklist", "FAILS"),
    }


def in_words(found: list[Found], site: Site, *, brief: bool = False) -> Iterator[str]:
    """Line for line: how it is, and its evidence; what does not hold also says why it matters and what to do. `brief`: the first alone."""
    facts = {
        "site": site.url or "?",
        "version": VERSION,
        "when": formats.date_format(timezone.localtime(), "DATETIME_FORMAT"),
    }
    yield gettext("Launch checklist of %(site)s, Mizan %(version)s, %(when)s (UTC)") % facts
    width = max(len(label) for label in labels().values())
    for group, lines in in_groups(found):
        yield ""
        yield str(group.title)
        for one in lines:
            yield f"  {labels()[one.verdict.state]:<{width}}  {one.line.title}  [{one.line.code}]"
            if not brief:
                yield from _below(one, site, " " * (width + 4))
    yield ""
    yield from _end(found)


def _below(one: Found, site: Site, margin: str) -> Iterator[str]:
    """The evidence; and where there is something to do, why and what. Commands stay in one line, so that they can be copied."""
    for words in one.verdict.words.splitlines():
        yield from _wrapped(words, margin)
    if one.verdict.state in (State.HOLDS, State.SAID):
        return
    if one.verdict.broken:
        words = gettext("What it asks does not answer: `manage.py doctor` tells which part is away. Then look again.")
        yield from _wrapped(words, margin)
        return
    yield from _wrapped(gettext("Why: %(why)s") % {"why": one.line.why}, margin)
    judged = one.line.judge is not None and one.verdict.state is State.PERSON
    do = gettext("If it does not hold: %(mend)s") if judged else gettext("Do: %(mend)s")
    yield from _wrapped(do % {"mend": one.line.mend}, margin)
    for seen in one.line.seen:
        yield margin + gettext("See: %(seen)s") % {"seen": site.filled(seen)}
    if one.verdict.elsewhere:
        yield margin + gettext("Where somebody else sees to it: %(command)s") % {
            "command": confirming(one.line.code, " --note WHO")
        }


def confirming(code: str, more: str = "") -> str:
    """The command by which a person's word is written down."""
    return f"python manage.py launch_checklist --confirm {code} --by NAME{more}"


def _wrapped(text: str, margin: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _end(found: list[Found]) -> Iterator[str]:
    number = counts(found)
    facts = {
        "holds": number[State.HOLDS],
        "said": number[State.SAID],
        "fails": number[State.FAILS],
        "person": number[State.PERSON],
    }
    yield (
        gettext(
            "Hold: %(holds)d. Said by a person: %(said)d. Do not hold: %(fails)d. For a person to look at: %(person)d."
        )
        % facts
    )
    if failing := [one.line.code for one in found if one.verdict.state is State.FAILS]:
        yield from _wrapped(gettext("To mend, from the first: %(codes)s") % {"codes": ", ".join(failing)}, "")
    elif number[State.PERSON]:
        yield gettext("Nothing fails that can be seen from here. Whoever has looked at a line says so:")
        yield f"  {confirming('CODE')}"
    else:
        yield gettext("All of it is true.")


def as_document(found: Iterable[Found], site: Site) -> dict[str, Any]:
    """The same for programs: states and codes are words of the interface, all else is for people."""
    known = list(found)
    return {
        "site": site.url,
        "version": VERSION,
        "at": timezone.now().replace(microsecond=0).isoformat(),
        "counts": {state.value.lower(): count for state, count in counts(known).items()},
        "lines": [
            {
                "code": one.line.code,
                "group": one.group.code,
                "state": one.verdict.state.value.lower(),
                "title": str(one.line.title),
                "found": one.verdict.words,
                "why": str(one.line.why),
                "mend": str(one.line.mend),
                "seen": [site.filled(seen) for seen in one.line.seen],
            }
            for one in known
        ],
    }
