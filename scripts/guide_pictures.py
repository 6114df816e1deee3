"""Take the pictures of the user guide from a running Mizan with its demo data, as WebP into `docs/pictures/guide/`.

    .venv/bin/python -m scripts.guide_pictures http://127.0.0.1:8000 demo@mizan.local PASSWORD

The first pages of the guide are there in three languages and so are their pictures. Chromium does the packing, as for the public pages.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from boq.tests.browser.plugin import FLAGS, find_browser
from scripts.website_pictures import PACK

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "guide"
SIZE = {"width": 1280, "height": 800}
WIDTH = 1080
# The pictures of the pages that are there in every language.
TRANSLATED = ("sign-up", "project", "bill", "receipt", "columns", "findings", "exports")
LANGUAGES = ("en", "ar", "ru")


def main(address: str, email: str, password: str) -> None:
    """Write `<name>.webp` for each picture, `<name>.ar.webp` and `<name>.ru.webp` for those of translated pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        packer = browser.new_page()
        for language in LANGUAGES:
            page = _window(browser, address, language)
            for name, open_it in (("sign-up", _sign_up), *_inside(page, address, email, password)):
                if language == "en" or name in TRANSLATED:
                    open_it(page)
                    _keep(page, packer, name if language == "en" else f"{name}.{language}")
            page.context.close()
        browser.close()


def _window(browser: Browser, address: str, language: str) -> Page:
    context = browser.new_context(
        base_url=address, viewport=SIZE, color_scheme="light", locale=language, service_workers="block"
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    context.set_default_timeout(60_000)
    return context.new_page()


def _path(link: Any) -> str:
    return str(link.get_attribute("href")).partition("?")[0]


def _sign_up(page: Page) -> None:
    page.goto("/accounts/signup/", wait_until="networkidle")


def _inside(page: Page, address: str, email: str, password: str) -> list[tuple[str, Callable[[Page], None]]]:
    """The pictures that need somebody to be signed in; the addresses are looked up when the first of them is taken."""
    known: dict[str, str] = {}

    def places() -> dict[str, str]:
        if not known:
            page.goto("/accounts/login/")
            page.locator("input[name=login]").fill(email)
            page.locator("input[name=password]").fill(password)
            page.locator("input[name=password]").press("Enter")
            page.wait_for_url("**/projects/**")
            known["project"] = page.locator("main a[href*='/projects/']:not([href$='/new/'])").first.get_attribute(
                "href"
            )
            page.goto(known["project"])
            known["bill"] = _path(page.locator("main a[href^='/boqs/']", has_text="priced").first)
            page.goto(known["bill"])
            known["columns"] = page.locator("a[href*='/mapping/']").first.get_attribute("href")
        return known

    def at(name: str, rest: str = "") -> Callable[[Page], None]:
        return lambda here: here.goto(places()[name] + rest, wait_until="networkidle") and None

    def address_of(path: str) -> Callable[[Page], None]:
        return lambda here: places() and here.goto(path, wait_until="networkidle") and None

    def bill(here: Page) -> None:
        here.goto(places()["bill"], wait_until="networkidle")
        here.locator("tr:has(.mark.error), tr:has(.mark.warning)").first.click()
        here.locator("#inspector .finding").first.wait_for()
        here.evaluate("document.activeElement.blur()")

    return [
        ("project", at("project")),
        ("bill", bill),
        ("receipt", at("bill", "receipt/")),
        ("columns", at("columns")),
        ("findings", at("bill", "findings/")),
        ("analysis", at("bill", "analyses/")),
        ("ask", at("bill", "ask/")),
        ("exports", at("bill", "exports/")),
        ("members", address_of("/accounts/settings/members/")),
        ("keys", address_of("/accounts/settings/keys/new/")),
        ("webhooks", address_of("/accounts/settings/webhooks/new/")),
        ("privacy", address_of("/settings/privacy/")),
    ]


def _keep(page: Page, packer: Page, name: str) -> None:
    page.wait_for_timeout(300)
    picture = base64.b64encode(page.screenshot()).decode()
    packed: Any = packer.evaluate(PACK, [picture, WIDTH])
    (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(packed))


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3])
