"""calamine behind one door: its errors and panics become `Refused`, its sheets become rows at their true positions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from boq.engine.errors import EngineError
from boq.engine.readers.clean import Row
from boq.engine.readers.limits import Limits, check_cells


class Refused(Exception):
    """calamine does not read this file or sheet."""


@contextmanager
def refusals() -> Iterator[None]:
    """Whatever calamine raises, a Rust panic (no Exception) included, as `Refused`; a password as `encrypted_file`."""
    try:
        yield
    except (EngineError, MemoryError):
        raise
    except PasswordError as error:
        raise EngineError("encrypted_file") from error
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Refused(str(error)[:200]) from error
        raise


def open_calamine(data: bytes | io.BytesIO) -> CalamineWorkbook:
    """Open a file; raises Refused or EngineError `encrypted_file`."""
    stream = data if isinstance(data, io.BytesIO) else io.BytesIO(data)
    stream.seek(0)
    with refusals():
        return CalamineWorkbook.from_filelike(stream)


def sheet_rows(sheet: CalamineSheet, limits: Limits) -> list[Row]:
    """Every row from the sheet's first to the last of its range, values at their true columns."""
    if sheet.end is None:
        return []
    check_cells((sheet.end[0] + 1) * (sheet.end[1] + 1), limits)
    with refusals():
        return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]
