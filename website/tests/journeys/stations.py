"""A person's way through Mizan in a real Chromium, station by station.

At each station axe finds no serious fault, nothing but tables and grids of their own scrolls sideways, writing runs the right way,
nothing is left in English where another language is spoken, the browser complains of nothing, and a picture is kept in
`.cache/journeys` (or where `MIZAN_SHOTS` says). A common run walks the ten main ways once, each in another look, so that every
language, theme and width has its turn; `make proof` walks all ways in all twelve looks.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.utils import translation

from config.languages import in_language
from config.tests.walk.test_pages_in_every_look import AXE, LOOKS, SERIOUS, WIDE, Look

PROOF = bool(os.environ.get("MIZAN_PROOF"))
SHOTS = Path(os.environ.get("MIZAN_SHOTS") or Path(settings.BASE_DIR) / ".cache" / "journeys")
PATIENCE = 30  # seconds

EVERY = 1 if PROOF else 4  # axe takes most of the time: a common run asks it at every fourth station
# What is no text of ours: names, codes, figures, words of files and people, and what says that it is in another language.
TEXTS = """() => {
  const own = document.documentElement.lang, found = [];
  const names = 'bdi, [dir=auto], [dir=ltr]:not(html), code, pre, kbd, .mono, textarea';
  const others = names + ', script, style, noscript, .material-symbols-outlined';
  const foreign = (element) => element.closest(others) || element.closest('[lang]').lang !== own;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!foreign(walk.currentNode.parentElement)) found.push(walk.currentNode.nodeValue);
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    if (!foreign(element)) found.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name)));
  return found.filter(Boolean).map((text) => text.trim().replace(/\\s+/g, ' ')).filter(Boolean);
}"""
WORD = re.compile(r"(?<![\w./-])[A-Za-z]?[a-z]{2,}(?![\w./-])")
# What lies beside the paper: in a page from right to left it makes browsers print at half the size, and cut off the rest.
BESIDE = """() => [...document.body.querySelectorAll('*')].filter((element) => {
  const box = element.getBoundingClientRect();
  const placed = ['absolute', 'fixed'].includes(getComputedStyle(element).position);
  return placed && box.width > 0 && (box.left >= innerWidth || box.right <= 0);
}).map((element) => `beside the paper: ${element.outerHTML.slice(0, 80)}`)"""
Test = TypeVar("Test", bound=Callable[..., None])
OWN_LETTER = {"ar": re.compile(r"[\u0600-\u06ff]"), "ru": re.compile(r"[\u0400-\u04ff]")}
ENGLISH = re.compile(r"\b(the|and|with|for|from|this|that|not|are|has|you|your|what|which)\b")
# Names that every language writes alike.
NAMES = frozenset(
    {
        "xlsx",
        "csv",
        "json",
        "pdf",
        "Mizan",
        "Novita",
        "Ollama",
        "English",
        "Swagger",
        "Word",
        "Excel",
        "Stripe",
        "Ctrl",
        "Esc",
        "Enter",
        "Tab",
        "Webhooks",
        "Standard",
    }
)


def looks(number: int, *, common: bool = True) -> Callable[[Test], Test]:
    """The looks in which a way is walked: all of them in a proof. A way that is not `common` waits for the proof."""
    chosen = LOOKS if PROOF else (LOOKS[number * 5 % len(LOOKS)],)

    def walked(test: Test) -> Test:
        test.for_the_proof = not common and not PROOF  # type: ignore[attr-defined]  # read by conftest.py
        return pytest.mark.parametrize("look", chosen, ids="-".join)(test)

    return walked


def already_walked() -> Path | None:
    """Where a proof notes the walks that are done, if what stands here is a commit: an edited tree is walked whole each time."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=settings.BASE_DIR, capture_output=True, text=True).stdout.strip()

    if not PROOF or git("status", "--porcelain", "--untracked-files=no"):
        return None
    commit = git("rev-parse", "--short=12", "HEAD")
    return SHOTS / f"walked-{commit}.txt" if commit else None


def left_in_english(texts: list[str], language: str) -> list[str]:
    """Which of the texts of a page nobody has translated."""
    own = OWN_LETTER.get(language)
    if own is None:
        return []
    strange = []
    for text in dict.fromkeys(texts):
        words = [word for word in WORD.findall(text) if word not in NAMES]
        if words and (ENGLISH.search(text) or not own.search(text)):
            strange.append(f"in English: {text[:120]!r}")
    return strange


def _complains(entry: Any) -> bool:
    """True for an error, but not for a question that another one has overtaken while somebody typed."""
    return entry.type == "error" and not entry.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))


class Walk:
    """One walk. `faults` says what is wrong, by station."""

    def __init__(self, page: Any, journey: str, look: Look, address: str) -> None:
        self.page, self.journey, self.look, self.address = page, journey, look, address
        self.language, self.theme, self.size = look
        self.phone = self.size == "phone"
        self.faults: dict[str, list[str]] = {}
        self.complaints: list[str] = []
        self.failed: list[str] = []  # addresses that were answered with an error
        self.seen = 0
        self.listen(page)

    def listen(self, page: Any) -> None:
        """Note what the browser complains about."""
        page.on("console", lambda entry: self.complaints.append(entry.text) if _complains(entry) else None)
        page.on("response", lambda answer: self.failed.append(answer.url) if answer.status >= 400 else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @contextmanager
    def elsewhere(self, page: Any) -> Iterator[None]:
        """Walk on in another person's window for a while."""
        mine, self.page = self.page, page
        self.listen(page)
        yield
        self.page = mine

    def sign_in(self, client: Any) -> None:
        """Be whom a test client is."""
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}])

    def go(self, path: str) -> None:
        """Open a page; public ones at their address in the language of the walk."""
        self.page.goto(in_language(path, self.language), wait_until="load")

    def said(self, text: str) -> str:
        """What the English text is called in the language of the walk."""
        with translation.override(self.language):
            return translation.gettext(text)

    def press(self, text: str, within: str = "main") -> None:
        """Click what is called so."""
        self.page.locator(within).get_by_text(self.said(text), exact=True).first.click()

    def until(self, expression: str) -> None:
        """Wait for it; playwright's own way needs `eval`, which our pages forbid."""
        ends = time.monotonic() + PATIENCE
        while not self.page.evaluate(expression):
            assert time.monotonic() < ends, expression
            self.page.wait_for_timeout(50)

    def station(self, name: str, *, missing: bool = False, others: tuple[str, ...] = ()) -> None:
        """Look at the page as it stands. `missing` where its answer is rightly an error; what holds one of `others` is not ours to mend."""
        page = self.page
        page.wait_for_load_state("load")
        self.until("!document.querySelector('.htmx-request') && document.fonts.status === 'loaded'")
        self.seen += 1
        name = f"{self.seen:02}-{name}"
        page.screenshot(path=self.picture(name), full_page=PROOF)
        found = left_in_english(page.evaluate(TEXTS), self.language)
        shown = page.evaluate("[document.documentElement.lang.slice(0, 2), document.documentElement.dir]")
        if shown != [self.language, "rtl" if self.language == "ar" else "ltr"]:
            found.append(f"is in {shown}")
        if (over := page.evaluate(WIDE)) > 1:
            found.append(f"the page is {over} px too wide")
        if self.seen % EVERY == 0:
            page.evaluate(AXE)
            found += page.evaluate(SERIOUS)
        if not missing:
            found += [*self.complaints, *(f"failed: {address}" for address in self.failed)]
        self.complaints.clear()
        self.failed.clear()
        if found := [fault for fault in found if not any(part in fault for part in others)]:
            self.faults[name] = found

    def printed(self, name: str) -> None:
        """Keep the page as paper would show it."""
        self.page.emulate_media(media="print")
        if beside := self.page.evaluate(BESIDE):
            self.faults[name] = beside
        self.page.pdf(path=self.picture(name).with_suffix(".pdf"), format="A4", print_background=False)
        self.page.emulate_media(media="screen")

    def picture(self, name: str) -> Path:
        """Where the picture of a station is kept."""
        folder = SHOTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{'-'.join(self.look)}-{name}.png"
