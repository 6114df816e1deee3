"""`python -m benchmarks`: accuracy on what is named and on Mizan's own set, and the cost of an analysis; prints tables or JSON.

python -m benchmarks                                        own set and cost
python -m benchmarks accuracy --coded items.json            items with codes (a JSON list)
python -m benchmarks accuracy --coded items.json --half test --history other    the same with decided lines of other projects
python -m benchmarks accuracy --bills FOLDER --mapping M    bills read by Mizan's readers
python -m benchmarks model                                  the own set by the provider of LLM_BASE_URL, LLM_API_KEY, LLM_MODEL
python -m benchmarks cost                                   tokens for 1,000 items against the playing provider
python -m benchmarks analysis                               tokens of a whole analysis, all kinds
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django
import msgspec

DEFAULTS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only-for-benchmarks-only-for-benchmarks-only-for-benchmarks",
    "MIZAN_LOCAL": "1",
    "DATABASE_POOL": "0",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
SYSTEMS = ("masterformat", "din276", "gesn")


def main(arguments: list[str] | None = None) -> None:
    """Measure and print. Needs no database: what is not set in the environment gets values that connect nowhere."""
    asked = _parser().parse_args(arguments)
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    django.setup()
    from benchmarks import report

    tables = [table for part in asked.parts or ["accuracy", "cost"] for table in report.PARTS[part](asked)]
    if asked.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(tables)).decode() + "\n")
    else:
        sys.stdout.write("\n\n".join(report.as_text(table) for table in tables) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument(
        "parts", nargs="*", metavar="accuracy | model | cost | analysis", help="accuracy and cost by default"
    )
    parser.add_argument("--coded", type=Path, help="a JSON list of items with codes")
    parser.add_argument(
        "--systems", nargs="+", default=list(SYSTEMS), help="an item counts when all its codes are of these"
    )
    parser.add_argument("--half", choices=["dev", "test"], help="only projects of this half")
    parser.add_argument(
        "--history",
        choices=["other", "projects"],
        help="remember lines of the other half (with --half), or of the other projects, each asked about in turn",
    )
    parser.add_argument(
        "--lines", type=int, nargs="+", default=[300, 1_000, 0], help="how many lines are remembered; 0 for all"
    )
    parser.add_argument("--bills", type=Path, help="a folder of bills")
    parser.add_argument("--mapping", type=Path, help="which headings or references of these bills name a group (TOML)")
    parser.add_argument("--vectors", type=Path, help="a file to keep sentence vectors in between runs")
    parser.add_argument("--standard", default="mizan-trades", help="the standard that costs are measured with")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    main()
