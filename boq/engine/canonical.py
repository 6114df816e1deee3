"""JSON with exactly one spelling (RFC 8785), so that a signature holds however a file was indented or its keys were ordered."""

from __future__ import annotations

import json
import math
from typing import Any

LARGEST_EXACT = 2**53


def canonical(value: Any) -> bytes:
    """The canonical bytes of plain JSON values. ValueError for what JSON or RFC 8785 cannot hold (NaN, lone surrogates)."""
    return _text(value).encode("utf-8")


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST_EXACT:
            raise ValueError("integer beyond 2^53")
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{_text(value[key])}" for key in keys) + "}"
    raise ValueError(type(value).__name__)


def _float(value: float) -> str:
    """A number as ECMAScript writes it: the shortest digits that give it back."""
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    shown = repr(value)
    mantissa, mark, exponent = shown.partition("e")
    power = int(exponent) if mark else 0
    if mark and -7 <= power < 0:
        digits = mantissa.replace(".", "").removeprefix("-")
        return ("-" if value < 0 else "") + "0." + "0" * (-power - 1) + digits
    return f"{mantissa}e{power:+d}" if mark else shown
