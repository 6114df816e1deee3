"""Make `accounts/data/known_passwords.bin` anew from lists of passwords that were stolen.

    python scripts/make_password_list.py LIST [LIST ...]

Each LIST is a text file, one password a line, the most common first. See `accounts/data/README.md` for the ones that were used.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from accounts import known_passwords

SHORT = 4  # the shortest that is worth keeping: what stands before the digits in `love1234567890`
LONG = 8
CORES = 100_000  # of so many at the top the short ones are kept too


def main(paths: list[str]) -> None:
    kept: set[bytes] = set()
    for path in paths:
        with Path(path).open(encoding="utf-8", errors="ignore") as lines:
            for rank, line in enumerate(lines):
                word = known_passwords.normal(line.rstrip("\r\n"))
                if len(word) >= LONG or (rank < CORES and len(word) >= SHORT):
                    kept.add(known_passwords.digest(word))
    known_passwords.PATH.write_bytes(b"".join(sorted(kept)))
    print(f"{len(kept):,} passwords, {known_passwords.PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
