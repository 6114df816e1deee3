"""Searching the help with PostgreSQL's full text: each language by its own rules, also while a word is still being typed.

The articles are files and few: they are sent along with the question, so that no copy of them in the database can be out of date.
"""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings
from django.db import connection
from django.utils import translation

from support.articles import Article, articles

# PostgreSQL has rules of its own for each of these since version 12.
CONFIGURATIONS = {"en": "english", "ar": "arabic", "ru": "russian"}
MOST_WORDS = 16
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+")
# Each word as its language bends it, and as it stands: a word that is still being typed has no stem yet.
_FIND = """
WITH article AS (
  SELECT slug, setweight(to_tsvector(%(rules)s::regconfig, title) || to_tsvector('simple', title), 'A')
    || setweight(to_tsvector(%(rules)s::regconfig, words) || to_tsvector('simple', words), 'B')
    || setweight(to_tsvector(%(rules)s::regconfig, body) || to_tsvector('simple', body), 'C') AS said
  FROM unnest(%(slugs)s::text[], %(titles)s::text[], %(words)s::text[], %(bodies)s::text[]) AS a (slug, title, words, body)
), bent AS (
  SELECT word, to_tsquery(%(rules)s::regconfig, word) AS stem FROM unnest(%(asked)s::text[]) AS word
), asked AS (SELECT stem || to_tsquery('simple', word) AS one FROM bent WHERE numnode(stem) > 0)
SELECT slug FROM article, asked WHERE said @@ one
GROUP BY slug ORDER BY sum(ts_rank(said, one) / ln(2 + (SELECT count(*) FROM article AS other WHERE other.said @@ asked.one))) DESC, slug
LIMIT %(most)s
"""


def find(question: str, *, language: str = "", most: int = 20) -> list[Article]:
    """The articles that speak of what is asked, the nearest first. A word that few articles use counts for more."""
    asked = language or translation.get_language() or ""
    known = asked if asked in CONFIGURATIONS else settings.LANGUAGE_CODE
    words = _words(question)
    if not words:
        return []
    told = {one.slug: one for one in articles(known)}
    facts: dict[str, str | int | list[str]] = {
        "rules": CONFIGURATIONS[known],
        "slugs": list(told),
        "titles": [_bare(one.title) for one in told.values()],
        "words": [_bare(one.words) for one in told.values()],
        "bodies": [_bare(one.plain) for one in told.values()],
        "asked": words,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, facts)
        return [told[slug] for (slug,) in cursor.fetchall()]


def _words(question: str) -> list[str]:
    """Each word as a query of its own; the last may still be growing, and any may be a beginning."""
    found = dict.fromkeys(_WORD.findall(_bare(question)[:500].lower()))
    return [f"{word[:LONGEST_WORD]}:*" for word in found if len(word) > 1][-MOST_WORDS:]


def _bare(text: str) -> str:
    """Without the vowel marks of Arabic, and other marks that people leave out when they type."""
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Mn")
