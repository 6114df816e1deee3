"""Looks for weaknesses in the code (bandit) and for secrets that were left in files (detect-secrets): `python -m scripts.weaknesses`.

What they find is mended, or justified: by ruff's `# noqa: S…` with a reason on its line (ruff knows bandit's rules by the same numbers),
or in `scripts/accepted_weaknesses.toml`. Exit status 1: something is neither, or something accepted is no longer there and wants to be
removed.
"""

from __future__ import annotations

import fnmatch
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = ROOT / "scripts" / "accepted_weaknesses.toml"
BIN = Path(sys.executable).parent
SAME = {"B703": "S308", "B406": "S406"}  # where ruff has the rule under another number
# Guesses by names and by randomness: hundreds of hits, none of them a secret. What has a form of its own stays: keys, tokens, addresses.
GUESSES = ("KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString")


@dataclass(frozen=True)
class Found:
    """One finding: `rule` is bandit's number or detect-secrets' kind."""

    rule: str
    path: str
    line: int
    text: str


@dataclass(frozen=True)
class Accepted:
    """What is known not to be a weakness, and why. `path` may hold wildcards."""

    rule: str
    path: str
    why: str

    def means(self, found: Found) -> bool:
        """True when that finding is this one."""
        return found.rule == self.rule and fnmatch.fnmatch(found.path, self.path)


def files() -> list[str]:
    """What the repository holds, but for what others wrote."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    kept = (name for name in listed if name and not name.startswith(("static/vendor/", "requirements/", "locale/")))
    return [name for name in kept if (ROOT / name).is_file() and b"\0" not in (ROOT / name).open("rb").read(4096)]


def in_code(names: Iterable[str]) -> Iterator[Found]:
    """What bandit says of the code without tests, less what a line justifies."""
    python = [
        name
        for name in names
        if name.endswith(".py") and not re.search(r"(^|/)(tests|migrations)/|(^|/)conftest\.py$", name)
    ]
    done = subprocess.run(
        [BIN / "bandit", "-q", "-f", "json", *python], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if not done.stdout:
        raise RuntimeError(done.stderr)
    for one in json.loads(done.stdout)["results"]:
        path = one["filename"].removeprefix("./")
        lines = (ROOT / path).read_text().splitlines()
        rule = SAME.get(one["test_id"], "S" + one["test_id"][1:])
        if not any(
            re.search(rf"# noqa:.*\b{rule}\b", line) for line in lines[one["line_number"] - 1 : max(one["line_range"])]
        ):
            yield Found(one["test_id"], path, one["line_number"], one["issue_text"])


def in_files(names: Iterable[str]) -> Iterator[Found]:
    """What detect-secrets takes for a secret."""
    without = [word for guess in GUESSES for word in ("--disable-plugin", guess)]
    done = subprocess.run(
        [BIN / "detect-secrets", "scan", *without, *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for path, found in json.loads(done.stdout)["results"].items():
        for one in found:
            yield Found(one["type"], path, one["line_number"], "looks like a secret")


def accepted() -> list[Accepted]:
    """The table of what is justified."""
    return [Accepted(**one) for one in tomllib.loads(ACCEPTED.read_text())["accepted"]]


def judged(found: Iterable[Found], known: list[Accepted]) -> tuple[list[Found], list[Accepted]]:
    """What nobody has justified, and what was justified and is not there."""
    everything = list(found)
    open_ones = [one for one in everything if not any(row.means(one) for row in known)]
    return open_ones, [row for row in known if not any(row.means(one) for one in everything)]


def main() -> int:
    """Look, and say what to do about it."""
    names = files()
    open_ones, idle = judged([*in_code(names), *in_files(names)], accepted())
    for one in open_ones:
        print(f"{one.path}:{one.line}: {one.rule} {one.text}")
    for row in idle:
        print(f"{ACCEPTED.relative_to(ROOT)}: {row.rule} in {row.path} is found no more: remove it")
    if open_ones:
        print(
            "Mend them, or say why not: `# noqa: S…` with a reason on the line, or a row in scripts/accepted_weaknesses.toml."
        )
    return 1 if open_ones or idle else 0


if __name__ == "__main__":
    sys.exit(main())
