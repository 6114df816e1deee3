"""What a web process would work out with its first pages, done once before processes fork: templates, words and addresses.

A process that takes the place of a dead one is then as quick as the others; on a busy machine its first pages took seconds.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.template import engines
from django.urls import reverse
from django.utils import translation


def warm() -> int:
    """Compile every template and read every language. Returns how many templates there are.

    A template that does not compile raises here, and the release never gets ready.
    """
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")
            reverse("home")
    names = sorted({name for folder in settings.TEMPLATES[0]["DIRS"] for name in _names(Path(folder))})
    for name in names:
        engines["django"].get_template(name)
    return len(names)


def _names(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".html", ".txt", ".xml")
    }
