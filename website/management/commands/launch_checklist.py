"""`manage.py launch_checklist`: what has to be true before people depend on this installation. Ends with 1 while a line fails.

launch_checklist                                         all lines
launch_checklist backups mail.sends --brief              these groups and lines, without evidence and advice
launch_checklist --prometheus http://prometheus:9090 --alertmanager http://alertmanager:9093
launch_checklist --confirm mail.arrives --by Ana --note "three providers"
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from contextlib import nullcontext
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, override

from config.launch import said, spoken
from config.launch.base import Site, State, public_host
from config.launch.examine import examine
from config.launch.registry import GROUPS, LINES


class Command(BaseCommand):
    help = "Go through the launch checklist of this installation: what holds, what does not, and what a person has to look at."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("only", nargs="*", metavar="LINE", help="lines or groups by their codes; all unless named")
        parser.add_argument(
            "--url", help="the public address; unless given, https:// and the first public name of ALLOWED_HOSTS"
        )
        parser.add_argument("--prometheus", default="", help="the address of Prometheus, as seen from here")
        parser.add_argument("--alertmanager", default="", help="the address of Alertmanager, as seen from here")
        parser.add_argument("--brief", action="store_true", help="only how each line is")
        parser.add_argument("--json", action="store_true", help="a document for programs")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], help="of the words")
        parser.add_argument("--confirm", metavar="LINE", help="write down that somebody has looked, and the line holds")
        parser.add_argument("--by", default="", help="who has looked")
        parser.add_argument("--note", default="", help="what they have seen")

    def handle(self, *args: Any, **options: Any) -> None:
        site = Site(_address(options["url"]), options["prometheus"], options["alertmanager"])
        with override(options["language"]) if options["language"] else nullcontext():
            if options["confirm"]:
                self._confirm(site, options["confirm"], options["by"].strip(), options["note"].strip())
            else:
                self._examine(site, options["only"], as_json=options["json"], brief=options["brief"])

    def _examine(self, site: Site, only: list[str], *, as_json: bool, brief: bool) -> None:
        _known(only, {*LINES, *(group.code for group in GROUPS)})
        found = examine(site, GROUPS, only)
        if as_json:
            self.stdout.write(json.dumps(said.as_document(found, site), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(said.in_words(found, site, brief=brief)))
        if any(one.verdict.state is State.FAILS for one in found):
            sys.exit(1)

    def _confirm(self, site: Site, code: str, by: str, note: str) -> None:
        """A person's word counts where a program cannot see; what is seen to fail is mended and not talked away."""
        _known([code], LINES)
        if not by:
            raise CommandError(gettext("Say who has looked: --by NAME."))
        [found] = examine(site, GROUPS, [code])
        if found.verdict.state in (State.HOLDS, State.FAILS) and not found.verdict.elsewhere:
            raise CommandError(
                gettext("%(code)s is judged by what can be seen: %(words)s")
                % {"code": code, "words": found.verdict.words}
            )
        try:
            spoken.say(LINES[code], by=by, note=note)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        self.stdout.write(gettext("Written down: %(who)s says that %(code)s holds.") % {"who": by, "code": code})
        self.stdout.write(gettext("Days that it counts: %(days)d.") % {"days": LINES[code].days})


def _known(codes: list[str], known: Collection[str]) -> None:
    """Refuse what is no code, and name those that look like it."""
    if unknown := [code for code in codes if code not in known]:
        near = get_close_matches(unknown[0], known, n=5) or [group.code for group in GROUPS]
        raise CommandError(
            gettext("There is no %(codes)s. Lines and groups: %(known)s.")
            % {"codes": ", ".join(unknown), "known": ", ".join(near)}
        )


def _address(given: str | None) -> str:
    """With a scheme and without a path; "" where the settings name no public host either."""
    if given is None:
        return f"https://{public_host()}" if public_host() else ""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CommandError("--url: https://mizan.example.com")
    return f"{parts.scheme}://{parts.netloc}"
