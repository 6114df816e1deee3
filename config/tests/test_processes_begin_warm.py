"""What a web process would work out with its first pages is there before processes fork."""

from __future__ import annotations

from django.conf import settings
from django.template import engines

from config.warm import warm


def test_every_template_is_compiled():
    kept = engines["django"].engine.template_loaders[0].get_template_cache
    kept.clear()
    count = warm()
    (folder,) = settings.TEMPLATES[0]["DIRS"]
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    assert pages <= set(kept)
    assert count >= len(pages) > 150
