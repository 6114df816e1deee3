"""Each file is read in a process of its own, whose start is most of what a small bill costs: what few files need is not loaded for all."""

from __future__ import annotations

import subprocess
import sys

DEAR = ("pypdfium2", "charset_normalizer", "boq.engine.readers.pdf.document", "django", "httpx", "xlsxwriter")


def test_what_reads_pdf_and_guesses_encodings_is_loaded_with_the_first_file_that_needs_it():
    words = f"import sys, boq.engine.child, boq.engine.reading; print([one for one in {DEAR!r} if one in sys.modules])"
    told = subprocess.run([sys.executable, "-X", "utf8", "-c", words], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
