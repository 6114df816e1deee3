"""Questions that people ask before they begin: those articles of the help, whose one source is `support/articles/`."""

from __future__ import annotations

from support.articles import START, Article, articles


def questions() -> tuple[Article, ...]:
    """The questions in the reader's language."""
    return articles(topic=START)
