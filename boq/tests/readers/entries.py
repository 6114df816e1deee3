"""What a reading child may be made to do instead of reading: each misbehaves in one way."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
import traceback
from decimal import Decimal
from pathlib import Path

from boq.engine.errors import EngineError
from boq.engine.model import Boq, Reading, Receipt
from boq.engine.reading import read


def reading(name, **changes):
    """A reading that says no more than its file's name."""
    receipt = Receipt(
        file=name, format="csv", language="", currency="", items=0, by_kind={}, sections=0, total=Decimal("12.30"),
        stated_total=None, stated_total_cell=None, ties_out=None, rows={}, rows_total=0, hidden_rows=0, cells_unused=0,
        sheets=(), warnings=(), needs_confirmation=False, **changes,
    )  # fmt: skip
    return Reading(Boq((), ()), receipt)


def answer(data, name, *, mapping, limits, progress):
    """Tells its progress and answers."""
    progress("reading", 1, 2)
    sys.stdout.write("a library that prints to standard output\n")
    progress("reading", 2, 2)
    return reading(f"{name} {len(data)} {sorted(mapping.sheets) if mapping else ''}")


def refuse(data, name, *, mapping, limits, progress):
    raise EngineError("corrupt", part="xl/workbook.xml", row=3)


def fail(data, name, *, mapping, limits, progress):
    raise KeyError("a secret of the file")


def hog_memory(data, name, *, mapping, limits, progress):
    kept = []
    while True:
        kept.append(bytearray(16 * 1024 * 1024))


def hog_native_memory(data, name, *, mapping, limits, progress):
    """As a native library does: it says so and aborts."""
    os.write(2, b"memory allocation of 103079215080 bytes failed")
    os.abort()


def spin(data, name, *, mapping, limits, progress):
    while True:
        pass


def sleep(data, name, *, mapping, limits, progress):
    progress("reading", 0, 1)
    time.sleep(600)


def sleep_with_grandchild(data, name, *, mapping, limits, progress):
    subprocess.Popen([sys.executable, "-c", name], stdout=1)
    sleep(data, name, mapping=mapping, limits=limits, progress=progress)


def abort(data, name, *, mapping, limits, progress):
    os.abort()


def crash(data, name, *, mapping, limits, progress):
    ctypes.string_at(0)


def leave(data, name, *, mapping, limits, progress):
    os._exit(0)


def close_and_sleep(data, name, *, mapping, limits, progress):
    """Lets go of every pipe and lingers."""
    os.closerange(0, 64)
    time.sleep(600)


def babble(data, name, *, mapping, limits, progress):
    """Frames that are none."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"\x00\x00\x00\x04Rnope")
        except OSError:
            continue
    os._exit(0)


def write_file(data, name, *, mapping, limits, progress):
    Path(name).write_bytes(b"x")
    return reading("written")


def tell_environment(data, name, *, mapping, limits, progress):
    """What of the parent's can be seen from here."""
    try:
        socket.create_connection(("127.0.0.1", int(name)), timeout=1)
        network = "reached"
    except OSError:
        network = "closed"
    modules = " ".join(sorted(name for name in ("django", "celery", "openai") if name in sys.modules))
    return reading(f"{' '.join(sorted(os.environ))}|{network}|{modules}|{os.getsid(0) == os.getpid()}")


def read_many(data, name, *, mapping, limits, progress):
    """Reads many files packed into one; tells after each what became of it: "read", an error's code, or "surprise"."""
    at = number = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        file, at, number = data[at + 4 : at + 4 + length], at + 4 + length, number + 1
        try:
            found = read(file, f"bill.{name}", limits=limits).receipt
            code = "read" if sum(found.rows.values()) == found.rows_total and not found.rows["unread"] else "surprise"
        except EngineError as error:
            code = error.code
        except MemoryError:
            code = "out_of_memory"
        except Exception:
            traceback.print_exc()
            code = "surprise"
        progress(code, number, 0)
    return number
