"""What can be wrong with a catalogue, said as one line per fault. The tests of the catalogues ask here."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

from scripts.messages import sources, words
from scripts.messages.catalogue import ROOT, Message, catalogues, forms, read

_NAMED = re.compile(r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)\}(?!\})")
_PLACED = re.compile(r"%[sd]")
_FILLED = re.compile(r"%\(|%%|%[sd]")
_TAG = re.compile(r"</?[a-z][^<>]*>")
# Forms that may leave the number out, as the word itself says it: Arabic's none, one and two.
MAY_LEAVE_OUT = {"ar": 3}


def of_catalogues() -> Iterator[str]:
    """Every fault of every language."""
    marked = sources.collected()
    for path in catalogues():
        yield from of_language(path.parts[-3], marked)


def of_language(language: str, marked: dict[str, Message]) -> Iterator[str]:
    """What is missing, left over, untranslated or wrongly translated in a language."""
    known = read(language)
    count, same = forms(known), identical(language)
    del known[""]
    yield from (f"{language}: missing, run python -m scripts.messages: {key!r}" for key in marked if key not in known)
    yield from (f"{language}: no longer used, run with --prune: {key!r}" for key in known if key not in marked)
    for key, message in known.items():
        if not message.translated:
            yield f"{language}: untranslated: {key!r}"
            continue
        yield from (f"{language}: {fault}: {key!r}" for fault in of_message(message, language, count))
        if message.msgid in message.texts and key not in same:
            yield f"{language}: the same as English, translate it or give a reason in locale/identical.toml: {key!r}"
    needless = [key for key in same if key not in known or known[key].msgid not in known[key].texts]
    yield from (
        f"{language}: no longer the same as English, take it out of locale/identical.toml: {key!r}" for key in needless
    )


def identical(language: str) -> set[str]:
    """What may be the same as in English, with a reason: of one language, and of all."""
    listed = tomllib.loads((ROOT / "locale" / "identical.toml").read_text("utf-8"))
    reasons: dict[str, str] = {**listed.get("all", {}), **listed.get(language, {})}
    return {key for key, reason in reasons.items() if reason.strip()}


def of_message(message: Message, language: str, count: int) -> Iterator[str]:
    """What is wrong with one translation: forms, placeholders, tags, or the white space around it."""
    if len(message.texts) != (count if message.plural else 1):
        yield "wrong number of plural forms"
        return
    wanted, allowed = _holes(message.plural or message.msgid), _holes(message.plural) | _holes(message.msgid)
    for number, text in enumerate(message.texts):
        free = bool(message.plural) and number < MAY_LEAVE_OUT.get(language, 0)
        lost = {
            hole for hole in wanted - _holes(text) if not hole.isdigit()
        }  # `format` does not mind: English endings go this way
        if _holes(text) - allowed or (not free and lost):
            yield f"placeholders differ in {text!r}"
        if not free and Counter(_TAG.findall(text)) != Counter(_TAG.findall(message.plural or message.msgid)):
            yield f"tags differ in {text!r}"
        if _FILLED.search(message.msgid) and _percent(message.msgid) and not _percent(text):
            yield f"a per cent sign is broken in {text!r}"
        if text[:1].isspace() != message.msgid[:1].isspace() or text[-1:].isspace() != message.msgid[-1:].isspace():
            yield f"white space at an end differs in {text!r}"


def _holes(text: str) -> Counter[str]:
    """The places a text leaves for values: each name once, as a sentence may say it twice, and each unnamed one."""
    named = {one or other for one, other in _NAMED.findall(text)}
    return Counter([*named, *_PLACED.findall(text.replace("%%", ""))])


class _Anything(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 1


def _percent(text: str) -> bool:
    """Whether `text` can be filled in the way Python and Django do."""
    unnamed = len(_PLACED.findall(text.replace("%%", "")))
    try:
        text % ((1,) * unnamed if unnamed else _Anything())
    except (ValueError, TypeError, KeyError):
        return False
    return True


def unmarked() -> Iterator[str]:
    """Visible words in templates, Python and scripts that no translator will ever see."""
    scripts = [path for path in sorted((ROOT / "static").rglob("*.js")) if "vendor" not in path.parts]
    for path in [*sources.files(".py", ".html", ".txt"), *scripts]:
        text = path.read_text("utf-8")
        yield from (
            f"{path.relative_to(ROOT)}: not marked for translation: {words_!r}" for words_ in words.unmarked(path, text)
        )
