"""JSON with exactly one spelling (RFC 8785), so that a signature holds however a file was indented or its keys were ordered."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

LARGEST_EXACT = 2**53


def canonical(value: Any) -> bytes:
    """The canonical bytes of plain JSON values. ValueError for what JSON or RFC 8785 cannot hold (NaN, lone surrogates)."""
    return _text(value).encode("utf-8")


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST_EXACT and (abs(value) > 1e300 or int(float(value)) != value):
            raise ValueError("an integer that no program holds exactly")
        return str(value) if abs(value) <= LARGEST_EXACT else _float(float(value))
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{_text(value[key])}" for key in keys) + "}"
    raise ValueError(type(value).__name__)


def _float(value: float) -> str:
    """A number as ECMAScript writes it: the shortest digits that give it back, plain from 1e-6 to below 1e21."""
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    if not value:
        return "0"
    exact = Decimal(repr(value))
    if -7 < exact.adjusted() < 21:
        shown = format(exact, "f")
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    digits = "".join(map(str, exact.as_tuple().digits)).rstrip("0")
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{'-' if value < 0 else ''}{mantissa}e{exact.adjusted():+d}"
