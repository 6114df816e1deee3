"""Putting a release into place without a request that fails: the other colour is started, asked, and nginx turned to it.

The steps, each safe to repeat: what has to be before (a point to go back to), migrations (which the release of before works with too:
docs/operations/upgrades.md), static files beside those of before, the other colour, its health, workers and beat, nginx, a watch, and
then the old colour is drained and stopped. What fails before nginx is turned leaves all as it was; what fails after turns it back.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.operations import colours
from scripts.operations.asking import ask, why
from scripts.operations.colours import Live, live_of, other, previous_of
from scripts.operations.faults import OperationFault
from scripts.operations.release_settings import COLOURS, RELEASE, ReleaseSettings
from scripts.operations.status import now, replace

Say = Callable[[str], None]


@dataclass
class Deployment:
    """One deployment or rollback; `dry` says what would be done instead."""

    settings: ReleaseSettings
    say: Say
    dry: bool = False
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    timings: dict[str, float] = field(default_factory=dict)

    def deploy(self, release: str, *, untested: bool = False) -> bool:
        """Make a release live. False when it was live and healthy already."""
        live = live_of(self.settings)
        if live and live.release == release and not self._unwell(live):
            self.say(f"{release} is live already, as {live.colour}")
            self._accept(release)
            return False
        self._require(release, untested)
        new = Live(other(live.colour) if live else COLOURS[0], release)
        self._run("before", self.settings.before, live or new)
        self._run("migrate", self.settings.migrate, new)
        self._share_static(new)
        self._turn(new, live)
        self._accept(release)
        return True

    def rollback(self) -> Live:
        """Make live again what was live before; the database stays as it is, which that release works with."""
        live, before = live_of(self.settings), previous_of(self.settings)
        if live is None or before is None:
            raise OperationFault("There is nothing to go back to: no release was live before this one.")
        back = Live(other(live.colour), before.release)
        self.say(f"back from {live.release} to {back.release}")
        self._turn(back, live)
        return back

    def _turn(self, new: Live, live: Live | None) -> None:
        """Start the other colour, and turn nginx to it once it is well."""
        self._start(new)
        try:
            self._wait_until_well(new)
            self._background(new)
            before = self._switch(new)
        except BaseException:
            self._undo(new, live)
            raise
        try:
            self._watch()
        except OperationFault:
            self._say("the new release does not answer through nginx: back to the old one")
            self._write(before)
            self._reload()
            self._undo(new, live)
            raise
        if not self.dry:
            colours.note(self.settings, new, live)
        if live and live.colour != new.colour:
            self._drain(live)
            self._run("stop", self.settings.stop, live)
        self.say(f"{new.release} {'would be' if self.dry else 'is'} live, as {new.colour}")

    def _require(self, release: str, untested: bool) -> None:
        if not RELEASE.fullmatch(release):
            raise OperationFault(f"{release!r} is no name of a release: letters, digits, points and dashes.")
        folder = self.settings.folder_of(release)
        if folder is not None and not folder.is_dir():
            raise OperationFault(f"There is no release in {folder}. Unpack it there and run `make setup` in it first.")
        wanted = self.settings.requires
        if wanted and not (wanted / release).exists() and not untested:
            raise OperationFault(
                f"{release} was not deployed to staging yet. Do that first, or say --untested and take the risk knowingly."
            )

    def _accept(self, release: str) -> None:
        """On staging: note that the release works, which production asks for."""
        if self.settings.accepts and not self.dry:
            self.settings.accepts.mkdir(parents=True, exist_ok=True)
            replace(self.settings.accepts / release, f"{now().isoformat()}\n", mode=0o644)

    def _start(self, new: Live) -> None:
        self._run("stop", self.settings.stop, new)  # what an interrupted deployment left there
        self._say(f"{new.colour} leads to {new.release}")
        if not self.dry:
            colours.link(self.settings, new.colour, new.release)
        self._run("start", self.settings.start, new)

    def _wait_until_well(self, new: Live) -> None:
        """Return when the colour was well several times in a row and its smoke pages answer. Raises OperationFault."""
        if self.dry:
            self._say(f"{new.colour} would be asked until it is well, {self.settings.seconds} s at most")
            return
        began, good = self.clock(), 0
        while True:
            fault = self._unwell(new)
            good = 0 if fault else good + 1
            if good >= self.settings.good:
                break
            if self.clock() - began > self.settings.seconds:
                raise OperationFault(
                    f"{new.release} is not well after {self.settings.seconds} s: {fault}. Nothing was switched."
                )
            self.pause(0.5)
        for path in self.settings.smoke:
            answer = ask(self._url_of(new, path))
            if not answer.good:
                raise OperationFault(f"{path} of {new.release} answers {why(answer)}. Nothing was switched.")
        self.timings["ready"] = self.clock() - began
        self.say(f"{new.colour} is well after {self.timings['ready']:.1f} s")

    def _unwell(self, live: Live) -> str:
        """ "" when the colour is well, else why not."""
        if self.settings.healthy:
            done = subprocess.run(self._words(self.settings.healthy, live), capture_output=True, text=True, check=False)
            return (
                ""
                if done.returncode == 0
                else (done.stdout + done.stderr).strip()[-300:] or f"status {done.returncode}"
            )
        answer = ask(self._url_of(live, ""))
        return "" if answer.good else why(answer)

    def _url_of(self, live: Live, path: str) -> str:
        url = self._words((self.settings.url,), live)[0]
        return url if not path else "/".join(url.split("/")[:3]) + path

    def _background(self, new: Live) -> None:
        """Workers and beat: from here on they know what pages of the new release may ask of them."""
        if not self.dry:
            colours.link(self.settings, "live", new.release)
        self._run("background", self.settings.background, new)

    def _switch(self, new: Live) -> str | None:
        text = colours.upstream(self.settings, new)
        self._say(f"nginx is turned to {new.colour}")
        if self.dry:
            return None
        before = colours.write_live(self.settings, text)
        try:
            self._call("nginx", self.settings.test)
            self._reload()
        except OperationFault:
            self._write(before)
            raise
        return before

    def _write(self, text: str | None) -> None:
        if text is None:
            self.settings.live.unlink(missing_ok=True)
        else:
            colours.write_live(self.settings, text)

    def _reload(self) -> None:
        self._call("nginx", self.settings.reload)

    def _watch(self) -> None:
        """Ask through nginx for a while. Raises OperationFault at the third wrong answer in a row."""
        if not self.settings.public or self.dry:
            return
        until, bad = self.clock() + self.settings.watch_seconds, 0
        while self.clock() < until:
            answer = ask(self.settings.public, insecure=True)
            bad = 0 if answer.good else bad + 1
            if bad >= 3:
                raise OperationFault(f"{self.settings.public} answers {why(answer)}. Turned back.")
            self.pause(0.5)

    def _undo(self, new: Live, live: Live | None) -> None:
        """Leave things as they were: workers of the release that stays, and the colour that failed stopped."""
        if self.dry:
            return
        try:
            if live:
                self._background(live)
            self._run("stop", self.settings.stop, new)
        except OperationFault as fault:
            self.say(f"cleaning up failed too: {fault}")

    def _drain(self, old: Live) -> None:
        """Wait until nothing is under way with the old colour: nginx's old processes finish what they have begun."""
        if self.dry:
            self._say(f"{old.colour} would be drained, {self.settings.most} s at most, and stopped")
            return
        began = self.clock()
        self.pause(self.settings.least)
        while self._under_way(old) and self.clock() - began < self.settings.most:
            self.pause(0.2)
        self.timings["drained"] = self.clock() - began
        self.say(f"{old.colour} is drained after {self.timings['drained']:.1f} s")

    def _under_way(self, old: Live) -> bool:
        """Something may still come to the old colour. In containers neither can be counted from here: the longest time is waited."""
        port, pid = self.settings.ports[old.colour], self.settings.pid
        if not port and pid is None:
            return True
        return bool((port and colours.connections(port)) or (pid and colours.finishing(pid)))

    def _share_static(self, new: Live) -> None:
        if not (self.settings.static_from and self.settings.static_to):
            return
        source = Path(self._words((self.settings.static_from,), new)[0])
        self._say(f"static files of {new.release} beside those of before in {self.settings.static_to}")
        if not self.dry:
            if not source.is_dir():
                raise OperationFault(f"{source} is not there: run `manage.py collectstatic` in the release first.")
            colours.share_static(source, self.settings.static_to)

    def _run(self, what: str, commands: Iterable[tuple[str, ...]], live: Live) -> None:
        for words in commands:
            self._call(what, self._words(words, live))

    def _call(self, what: str, words: tuple[str, ...]) -> None:
        if not words:
            return
        self._say(f"{what}: {' '.join(words)}")
        if self.dry:
            return
        program = shutil.which(words[0])
        if program is None:
            raise OperationFault(f"{what}: {words[0]} is not there. Mend the settings {self.settings.path}.")
        done = subprocess.run([program, *words[1:]], capture_output=True, text=True, check=False)
        if done.returncode:
            raise OperationFault(
                f"{what} failed with status {done.returncode}: {(done.stdout + done.stderr).strip()[-800:]}"
            )

    def _words(self, words: tuple[str, ...], live: Live) -> tuple[str, ...]:
        folder = self.settings.folder_of(live.release)
        facts = {
            "release": live.release,
            "colour": live.colour,
            "port": self.settings.ports[live.colour],
            "state": self.settings.state,
            "folder": folder or "",
        }
        return tuple(word.format(**facts) for word in words)

    def _say(self, text: str) -> None:
        self.say(f"{'would: ' if self.dry else ''}{text}")
