"""Keeps the catalogues of translations.

    python -m scripts.messages                       collect what is marked in the code, and compile
    python -m scripts.messages --prune               the same, and forget translations of what is gone
    python -m scripts.messages missing ru > file     JSON of what is still to be translated: {key: [msgid, plural?]}
    python -m scripts.messages fill ru file.json     merge translations: {key: text, or [one text per plural form]}
    python -m scripts.messages check                 list every fault; exit code 1 when there is one

A key is the msgid, after its context and "\\u0004" where it has one.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from scripts.messages import catalogue, faults, sources


def _settings() -> None:
    """Taking templates apart needs Django's settings to exist, none of ours."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)


def languages() -> list[str]:
    return [path.parts[-3] for path in catalogue.catalogues()]


def collect(*, prune: bool = False) -> None:
    """Brings each catalogue up to what the code marks: new messages untranslated, known ones with their translation."""
    marked = sources.collected()
    for language in languages():
        known = catalogue.read(language)
        head = known.pop("")
        count = catalogue.forms({"": head})
        kept = [replace(message, texts=_texts(known.get(key), message, count)) for key, message in marked.items()]
        gone = [message for key, message in known.items() if key not in marked and message.translated and not prune]
        catalogue.save(language, [head, *kept, *gone])
        print(
            f"{language}: {len(kept)} messages, {sum(not one.translated for one in kept)} untranslated, {len(gone)} no longer used"
        )


def _texts(known: catalogue.Message | None, message: catalogue.Message, count: int) -> tuple[str, ...]:
    """The translation known so far; none when the message got or lost its plural."""
    if known is None or known.plural != message.plural or known.fuzzy:
        return ()
    return known.texts if len(known.texts) == (count if message.plural else 1) else ()


def missing(language: str) -> None:
    """Prints what is still to be translated."""
    empty = {
        key: [part for part in (message.msgid, message.plural) if part]
        for key, message in catalogue.read(language).items()
        if key and not message.translated
    }
    print(json.dumps(empty, ensure_ascii=False, indent=0))


def fill(language: str, path: str) -> int:
    """Merges translations; unknown keys and wrong plural counts are named and left out."""
    known = catalogue.read(language)
    count, unknown = catalogue.forms(known), 0
    for key, text in json.loads(Path(path).read_text("utf-8")).items():
        texts = tuple(text) if isinstance(text, list) else (text,)
        message = known.get(key)
        if message is None or len(texts) != (count if message.plural else 1):
            unknown += 1
            print(
                f"left out: {key!r}: {'not in the catalogue' if message is None else 'wrong number of forms'}",
                file=sys.stderr,
            )
        else:
            known[key] = replace(message, texts=texts, fuzzy=False)
    catalogue.save(language, list(known.values()))
    print(f"{language}: {sum(not one.translated for one in known.values())} untranslated of {len(known) - 1}")
    return 1 if unknown else 0


def check() -> int:
    """Prints every fault of every catalogue, and every visible text that is not marked."""
    found = [*faults.of_catalogues(), *faults.unmarked()]
    print("\n".join(found) or "No faults.")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    _settings()
    if arguments in ([], ["--prune"]):
        collect(prune=bool(arguments))
        return 0
    if arguments == ["check"]:
        return check()
    if arguments[0] == "missing" and len(arguments) == 2:
        missing(arguments[1])
        return 0
    if arguments[0] == "fill" and len(arguments) == 3:
        return fill(arguments[1], arguments[2])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
