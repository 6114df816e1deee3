"""`python -m config.tests.baselines`: count anew, and write `table.txt`. Growth with the data is still a fault."""

from __future__ import annotations

import os
import sys
from pathlib import Path

WORDS = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(Path(__file__).parent)]


def main() -> None:
    os.environ["MIZAN_WRITE_BASELINES"] = "1"
    started = [sys.executable, *WORDS]
    if not os.environ.get("DATABASE_URL"):
        started = [sys.executable, "-m", "config.local", "engines", "--", *started]
    os.execv(sys.executable, started)


if __name__ == "__main__":
    main()
