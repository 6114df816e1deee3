"""A receipt on paper: data as JSON in, a PDF out. Run as a child with limits: `python -m boq.engine.reports.receipt_pdf`.

What people wrote reaches the page as data and is never read as markup; nothing is fetched, and no fonts but ours are used.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
MEMORY = 1536 * 1024 * 1024
SECONDS = 60


def compile_pdf(data: str) -> bytes:
    """The PDF of a receipt given as JSON: see `receipt.typ` for its fields."""
    made = typst.compile(
        HERE / "receipt.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        format="pdf",
    )
    return bytes(made)


def main() -> None:
    """Read JSON from standard input, write the PDF to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(compile_pdf(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()
