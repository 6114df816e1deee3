"""The catalogues of translations: `python -m scripts.messages` (see `__main__.py`). Needs no gettext tools."""

from scripts.messages.catalogue import catalogues, compiled, entries

__all__ = ["catalogues", "compiled", "entries"]
