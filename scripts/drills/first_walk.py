"""Somebody new, timed: from a clone to a receipt, from signing up to an export, from a question to its answer in the help.

python -m scripts.drills.first_walk                 # walks as a person who reads and types
python -m scripts.drills.first_walk --look 0        # what the machine alone takes

A clone of this repository is set up and started as README.md says; a browser signs up, opens the link in the mail, drops a bill of its
own, looks whether it balances, takes it away as a workbook, and asks the help. It looks a while at each new page before it does
something, and types as people do. Needs a Chromium, and the package index where nothing is cached.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from boq.samples.english import villa
from boq.tests.browser.plugin import FLAGS, find_browser
from config.local.layout import ROOT
from scripts.drills.around import FAILS, HOLDS

LOOK_SECONDS = 4.0  # at each new page
LETTERS = 5.0  # a second
SET_UP_SECONDS = 900
PATIENCE = 120_000
WANTED = {"sign-up to receipt": 120.0}  # seconds; what the first run promises


class Clock:
    """Seconds since each walk began, told as they pass."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.found: dict[str, float] = {}

    def restart(self) -> None:
        self.began = time.monotonic()

    def tell(self, what: str) -> None:
        self.found[what] = time.monotonic() - self.began
        print(f"  {self.found[what]:7.1f} s  {what}", flush=True)


class Reader:
    """A browser in the hands of somebody who has never seen Mizan."""

    def __init__(self, page: Any, look: float) -> None:
        self.page, self.look = page, look

    def looks(self) -> None:
        self.page.wait_for_load_state("load")
        time.sleep(self.look)

    def types(self, field: str, text: str) -> None:
        self.page.click(field)
        self.page.keyboard.type(text, delay=1000 / LETTERS if self.look else 0)


@contextmanager
def mizan(folder: Path, port: int) -> Iterator[str]:
    """`make run` in a clone, until it answers; stopped as Ctrl-C does."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "VIRTUAL_ENV")
    }
    environment |= {"PORT": str(port), "MIZAN_DATA_DIR": str(folder / ".data")}
    with (folder / "run.log").open("wb") as log:
        running = subprocess.Popen(
            ["make", "run"], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(running, folder / "run.log")
        yield address
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.wait(60)


def _wait(running: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the line that tells a person to go on."""
    ends = time.monotonic() + SET_UP_SECONDS
    while time.monotonic() < ends and running.poll() is None:
        if "Mizan is ready" in log.read_text("utf-8", "replace"):
            return
        time.sleep(0.2)
    raise SystemExit(f"Mizan did not get ready:\n{log.read_text('utf-8', 'replace')[-3000:]}")


def link_in_mail(folder: Path) -> str:
    """The link that the newest mail of a local run brings."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        for path in sorted((folder / ".data" / "mails").glob("*.txt"), reverse=True):
            if found := re.search(r"https?://\S+confirm\S+", path.read_text("utf-8")):
                return found[0]
        time.sleep(0.1)
    raise SystemExit("No mail came.")


def walk_in(reader: Reader, folder: Path, clock: Clock) -> None:
    """Sign up, verify, drop a bill of one's own, see its receipt, take it away."""
    page = reader.page
    page.goto("/")
    reader.looks()
    clock.restart()
    page.click("main a[href*='/accounts/signup/']")
    reader.looks()
    reader.types("input[name=email]", "dana@example.com")
    reader.types("input[name=password1]", "quarry lantern seven")
    reader.types("input[name=organization]", "Dana & Co")
    page.check("input[name=accept]")
    page.click("main form .btn-main")
    page.wait_for_url("**/confirm-email/")
    reader.looks()
    page.goto(link_in_mail(folder))
    reader.looks()
    page.click("main form .btn-main")
    page.wait_for_url("**/projects/")
    clock.tell("sign-up to the first page")
    reader.looks()
    bill = folder / "Villa on plot 17.xlsx"
    bill.write_bytes(villa())
    page.set_input_files("#file", bill)
    page.wait_for_url("**/boqs/*/")
    page.wait_for_selector("#receipt .strip")
    clock.tell("sign-up to receipt")
    reader.looks()
    page.click("nav.tabs a[href$='/exports/']")
    reader.looks()
    page.click(".export-choice button[value=xlsx]")
    page.wait_for_selector("#exports td a.btn")
    with page.expect_download() as download:
        page.click("#exports td a.btn")
    download.value.path()
    clock.tell("sign-up to first export")


def walk_to_an_answer(reader: Reader, clock: Clock) -> None:
    """From a page of work to the help, a question in one's own words, its article."""
    page = reader.page
    page.goto("/projects/")
    reader.looks()
    clock.restart()
    page.click("details.menu summary")
    page.click(".menu-list a[href='/help/']")
    reader.looks()
    reader.types("#help-q", "scanned pdf")
    page.wait_for_selector("#scan")
    clock.tell("question to its article in the list")
    page.click("#scan summary")
    page.wait_for_selector("#scan[open] p")
    clock.tell("question to answer")


def walk(folder: Path, port: int, look: float) -> dict[str, float]:
    """All three walks. Returns seconds by what was reached."""
    clock = Clock()
    print("From a clone to a receipt:")
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    clock.tell("cloned")
    with mizan(folder, port) as address, sync_playwright() as playwright:
        clock.tell("set up and running")
        up = clock.found["set up and running"]
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(base_url=address, locale="en-GB", viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        reader = Reader(page, look)
        print("From signing up to an export:")
        walk_in(reader, folder, clock)
        print("From a question to its answer:")
        walk_to_an_answer(reader, clock)
        browser.close()
    clock.found["clone to first receipt"] = up + look + clock.found["sign-up to receipt"]
    print(f"Clone to first receipt: {clock.found['clone to first receipt']:.1f} s")
    return clock.found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8917)
    parser.add_argument(
        "--look", type=float, default=LOOK_SECONDS, help="seconds of looking at each new page; 0 for no person"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mizan-first-walk-") as folder:
        Path(folder).chmod(0o755)  # the database runs as another user when root starts it
        found = walk(Path(folder) / "mizan", given.port, given.look)
    late = [what for what, most in WANTED.items() if found[what] > most]
    print("It holds." if not late else f"Too slow: {', '.join(late)}")
    return FAILS if late else HOLDS


if __name__ == "__main__":
    sys.exit(main())
