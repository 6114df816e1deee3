"""`deploy/bin/backup`: copies of the database and of files, their verification, and what to keep.

base            a base backup of the database with a full list of files, then remove what need not stay (nightly)
files           copy files that are new or changed (every minute)
verify          restore the newest backup beside the server, compare it and throw it away (daily)
point LABEL     name a point of the log to restore to, copy files, and wait until both are kept (before a release)
list            what there is, and to which moments one can go back
prune           remove what need not stay
make-key FILE   a new key for sealing
wal-archive, wal-restore    called by PostgreSQL as archive_command and restore_command
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from scripts.operations.faults import DONE, FAILED, OperationFault, exit_status, told
from scripts.operations.settings import DEFAULT, BackupSettings, read_settings


def main(words: Sequence[str]) -> int:
    """Run one command; the exit status says how it ended."""
    given = _parser().parse_args(words)
    if given.command == "wal-restore":
        return _wal_restore(given)
    return exit_status(lambda: _run(given), given.command)


def _run(given: argparse.Namespace) -> int:
    if given.command == "make-key":
        return _make_key(given.file)
    settings = read_settings(given.config)
    try:
        return _COMMANDS[given.command](settings, given)
    except (OperationFault, OSError) as error:
        _note_failure(settings, given, told(error, given.command))
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backup", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--config", type=Path, default=DEFAULT, help=f"the settings, by default {DEFAULT}")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("base", "files", "verify", "list", "prune"):
        commands.add_parser(name)
    commands.add_parser("point").add_argument("label")
    commands.add_parser("make-key").add_argument("file", type=Path)
    for name, order in (("wal-archive", ("path", "name")), ("wal-restore", ("name", "path"))):
        one = commands.add_parser(name)
        for word in order:
            one.add_argument(word)
    return parser


def say(text: str) -> None:
    """A line for the operator, at once also where it goes into a log."""
    print(f"- {text}", flush=True)


def _base(settings: BackupSettings, given: argparse.Namespace) -> int:
    from scripts.operations import base, retention
    from scripts.operations.database import connect, require_same_major, server_of
    from scripts.operations.status import note_success, now

    store, sealer = settings.store(), settings.sealer()
    if given.dry_run:
        with connect(settings) as connection:
            server = server_of(connection)
        require_same_major(server, settings.programs)
        say(f"would copy the cluster of PostgreSQL {server.version} and the files of {settings.data_dir}")
        return DONE
    made = base.take(settings, store, sealer)
    say(
        f"backup {made.stamp}: {made.size:,} bytes of database, rows counted {'exactly' if made.exact else 'within bounds'}"
    )
    note_success(settings.notes, "base", last_backup=made.finished, backup=made.stamp, backup_bytes=made.size)
    pruned = retention.prune(store, sealer, settings.keep, dry_run=False)
    say(f"removed {len(pruned.bases)} copies of old backups, {len(pruned.log)} segments, {len(pruned.files)} of files")
    note_success(settings.notes, "prune", last_pruned=now())
    return DONE


def _files(settings: BackupSettings, given: argparse.Namespace) -> int:
    from scripts.operations import files
    from scripts.operations.database import last_archived
    from scripts.operations.status import note, note_success, now

    if given.dry_run:
        say(f"would copy what is new in {', '.join(str(settings.data_dir / one) for one in settings.folders)}")
        return DONE
    started = now()  # what came later may not be in it
    seen = files.save_changes(settings, settings.store(), settings.sealer())
    note_success(settings.notes, "files", last_files=started, files=len(seen.listed))
    if archived := last_archived(settings):  # the archiver itself may not reach this folder
        note(settings.notes, last_wal=archived)
    say(f"{len(seen.listed)} files, {seen.sent} contents copied, {len(seen.removed)} gone since the list before")
    return DONE


def _verify(settings: BackupSettings, given: argparse.Namespace) -> int:
    from scripts.operations import restoring, verifying
    from scripts.operations.status import note, note_failure, note_success, now

    store, sealer = settings.store(), settings.sealer()
    if given.dry_run:
        base = restoring.base_for(store, sealer, None)
        say(f"would restore the backup {base.stamp} to {base.point} in {settings.scratch}, compare it and remove it")
        return DONE
    verdict = verifying.verify(settings, store, sealer, say)
    for fault in verdict.faults:
        print(f"  FAULT {fault}")
    if verdict.faults:
        note_failure(settings.notes, "verify", f"{len(verdict.faults)} faults: {verdict.faults[0]}")
        print(f"The backup {verdict.backup} is not whole.", file=sys.stderr)
        return FAILED
    note_success(settings.notes, "verify", last_verified=now(), verified=verdict.backup)
    note(settings.notes, verification=verdict.facts)
    print(f"The backup {verdict.backup} was restored and is whole.")
    return DONE


def _point(settings: BackupSettings, given: argparse.Namespace) -> int:
    from scripts.operations import base, points
    from scripts.operations.status import note_success, now

    if given.dry_run:
        say(f"would name the point {given.label!r} and wait until the log and the files up to it are kept")
        return DONE
    store, sealer = settings.store(), settings.sealer()
    base.require_one(store)
    point = points.name(settings, store, sealer, given.label)
    note_success(settings.notes, "point", last_point=now(), point=given.label)
    say(f"one can go back to {given.label!r} ({point.at:%Y-%m-%dT%H:%M:%S} UTC)")
    return DONE


def _list(settings: BackupSettings, given: argparse.Namespace) -> int:
    from scripts.operations import base, wal

    store, sealer = settings.store(), settings.sealer()
    found = base.bases(store, sealer)
    for one in found:
        print(
            f"{one.stamp}  PostgreSQL {one.version}  {one.size:>15,} bytes  {sum(most for _, most in one.counts.values())} rows"
        )
    if not found:
        print("There is no finished backup yet. Make one with: backup base")
        return DONE
    names = wal.kept_names(store)
    for one in found:
        missing = wal.gaps(names, one.first_segment, one.segment_bytes)
        if not missing:
            print(f"From {one.copied_at} on one can go back to any minute that the log reaches.")
            return DONE
    print("The log has gaps since every backup: make one with `backup base`, and see pg_stat_archiver.")
    return FAILED


def _prune(settings: BackupSettings, given: argparse.Namespace) -> int:
    from scripts.operations import retention

    pruned = retention.prune(settings.store(), settings.sealer(), settings.keep, dry_run=given.dry_run)
    for kind, names in asdict(pruned).items():
        say(f"{kind}: {len(names)} copies {'would go' if given.dry_run else 'removed'}")
        for name in names if given.dry_run else ():
            print(f"    {name}")
    return DONE


def _make_key(path: Path) -> int:
    from scripts.operations.sealing import new_key

    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise OperationFault(
            f"{path} exists: a key is never written over, or the copies sealed with it are lost."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(new_key())
    print(f"{path} holds a new key. Keep a copy of it where the backups are not: without it nothing can be restored.")
    return DONE


def _wal_archive(settings: BackupSettings, given: argparse.Namespace) -> int:
    from scripts.operations import wal
    from scripts.operations.status import note_success, now

    if given.dry_run:
        say(f"would keep {given.name}")
        return DONE
    wal.archive(settings.store(), settings.sealer(), Path(given.path), given.name)
    try:
        note_success(settings.notes, "wal-archive", last_wal=now(), segment=given.name)
    except OSError:
        return DONE  # PostgreSQL's account may not write there, and the segment is kept all the same
    return DONE


def _wal_restore(given: argparse.Namespace) -> int:
    """0 when it came, 1 when the store has none (the end of the log), 200 for anything else: PostgreSQL then stops."""
    from scripts.operations import wal

    try:
        settings = read_settings(given.config)
        came = wal.restore(settings.store(), settings.sealer(), given.name, Path(given.path))
    except Exception as error:
        print(f"{given.name}: {error}", file=sys.stderr)
        return wal.BROKEN
    return DONE if came else wal.NOT_THERE


_COMMANDS = {
    "base": _base,
    "files": _files,
    "verify": _verify,
    "point": _point,
    "list": _list,
    "prune": _prune,
    "wal-archive": _wal_archive,
}


def _note_failure(settings: BackupSettings, given: argparse.Namespace, why: str) -> None:
    from scripts.operations.status import note_failure

    if given.dry_run:
        return
    try:
        note_failure(settings.notes, given.command, why)
    except OSError as error:
        print(f"{settings.notes} cannot be written: {error.strerror}", file=sys.stderr)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
