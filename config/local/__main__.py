"""`python -m config.local run | status | manage COMMAND | engines -- COMMAND`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from config.local.faults import LauncherError


def main(arguments: list[str]) -> int:
    """Run one of the launcher's commands; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m config.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start the engines and all processes of Mizan")
    commands.add_parser("status", help="show what runs and the memory it takes")
    managed = commands.add_parser("manage", help="run a command of manage.py with the data folder of `run`")
    managed.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND")
    around = commands.add_parser("engines", help="run a command with a database and a broker around it")
    around.add_argument("--data", type=Path, help="keep the engines' data in this folder (else it is thrown away)")
    around.add_argument("--durable", action="store_true", help="force data to disk, as a real run does")
    around.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    given = parser.parse_args(arguments)
    try:
        return _dispatch(given, around)
    except LauncherError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _dispatch(given: argparse.Namespace, around: argparse.ArgumentParser) -> int:
    if given.command == "run":
        from config.local.run import run

        return run()
    if given.command == "status":
        from config.local.status import show

        return show()
    if given.command == "manage":
        from config.local.manage import manage

        return manage(given.words)
    from config.local.engines import run_command

    words = given.words[1:] if given.words[:1] == ["--"] else given.words
    if not words:
        around.error("give the command after --")
    return run_command(words, given.data, durable=given.durable)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
