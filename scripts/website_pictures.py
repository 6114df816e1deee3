"""Take the pictures of the public pages from the live demo: each language, light and dark, two widths, as WebP.

    .venv/bin/python -m scripts.website_pictures http://127.0.0.1:8000

It needs a running Mizan whose demo is open, and Chromium, which also does the packing: no library for pictures is needed.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from boq.tests.browser.plugin import FLAGS, find_browser

FOLDER = Path(__file__).resolve().parent.parent / "static" / "website" / "pictures"
LANGUAGES = {"en": "", "ar": "/ar", "ru": "/ru"}
SIZE = {"width": 1440, "height": 900}
WIDTHS = (1080, 640)
PACK = """async ([data, width]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + data;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round(image.height * width / image.width);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", 0.6).split(",")[1];
}"""


def main(address: str) -> None:
    """Write `bill-<language>-<theme>-<width>.webp` for all of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        packer = browser.new_page()
        for language, prefix in LANGUAGES.items():
            for theme in ("light", "dark"):
                picture = base64.b64encode(_bill(browser, f"{address}{prefix}/demo/?open=detail", theme)).decode()
                for width in WIDTHS:
                    packed = base64.b64decode(packer.evaluate(PACK, [picture, width]))
                    (FOLDER / f"bill-{language}-{theme}-{width}.webp").write_bytes(packed)
        browser.close()


def _bill(browser: Any, address: str, theme: str) -> bytes:
    """The bill with its first error chosen, so that the pane beside it tells of it."""
    context = browser.new_context(viewport=SIZE, color_scheme=theme, service_workers="block")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.locator("tr:has(.mark.error), tr:has(.mark.warning)").first.click()
    page.locator("#inspector .finding").first.wait_for()
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(300)
    picture: bytes = page.screenshot()
    context.close()
    return picture


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
