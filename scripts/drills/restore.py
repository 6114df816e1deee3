"""Lose a server and bring it back: the database's folder and all files are destroyed, and restored from backups.

    python -m scripts.drills.restore                    about six minutes
    python -m scripts.drills.restore --work 300         let somebody work for so many seconds before the server is lost
    python -m scripts.drills.restore --ballast 1000     with so many megabytes more in the database

A cluster of its own is made from the embedded PostgreSQL, with the settings, scripts and timers that a server has; nothing else is
touched. What was confirmed to somebody who works there is compared with what came back: the loss. Bars: 5 minutes lost, 60 to be back.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from scripts.drills.around import step, verdict
from scripts.drills.restoring import Place, Timer, Work, moment
from scripts.drills.unprivileged import home_of

MOST_LOST, MOST_TAKEN = 300.0, 3600.0


def main(words: list[str]) -> int:
    """Work, lose, restore, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=int, default=150, help="seconds of work before the server is lost")
    parser.add_argument("--archive-timeout", type=int, default=60, help="PostgreSQL's archive_timeout, seconds")
    parser.add_argument("--files", type=int, default=60, help="seconds between copies of files")
    parser.add_argument("--ballast", type=int, default=0, help="megabytes of rows besides")
    given = parser.parse_args(words)
    home = home_of("scripts.drills.restore")
    place = Place(home, given.archive_timeout)
    faults: list[str] = []
    try:
        _drill(place, given, faults)
    finally:
        place.stop()
        if not faults and not sys.exc_info()[0]:
            shutil.rmtree(home, ignore_errors=True)
        else:
            print(f"  Its folder is left for you to look at: {home}")
    return verdict(faults)


def _drill(place: Place, given: argparse.Namespace, faults: list[str]) -> None:
    place.make()
    step(
        f"PostgreSQL {place.programs.version} with archive_timeout {given.archive_timeout} s; bills, and a person with traces"
    )
    place.manage("migrate", "--verbosity", "0")
    _working(place, "plant")
    if given.ballast:
        _ballast(place, given.ballast)
    _ok(place.backup("base"), "a base backup", faults)
    _ok(place.backup("verify"), "it is restored and verified beside the server", faults)
    timer, work = Timer(place, given.files), Work(place)
    time.sleep(given.work / 2)
    named = float(int(time.time()))
    time.sleep(2)
    _working(place, "erase")
    place.sql("DELETE FROM boq_finding", "DELETE FROM boq_item")
    step(f"at {moment(named)} all was well; then a person was erased, and somebody deleted every item of every bill")
    time.sleep(max(5.0, given.work / 2))
    before = _counted(place)
    work.stop()
    lost_at = place.destroy()
    timer.stop()
    faults += timer.faults
    step(
        f"the server is lost: kill -9, and its {before['bytes'] / 1e6:,.0f} MB of database, files, keys and ledger are removed"
    )
    _back_to_latest(place, work, lost_at, faults)
    _back_to_minute(place, work, named, faults)


def _back_to_latest(place: Place, work: Work, lost_at: float, faults: list[str]) -> None:
    """As far as the log reaches, in the place of what was lost; then the service starts and backups go on."""
    started = time.monotonic()
    words = ("--latest", "--data", str(place.cluster), "--files", str(place.data_dir))
    _ok(place.restore(*words), "restored to the latest", faults)
    place.start()
    taken = time.monotonic() - started
    marks = {str(row[0]) for row in place.sql("SELECT id FROM drill_marks")}
    uploads = {str(row[0]) for row in place.sql("SELECT id FROM boq_upload")}
    last = max((at for one, at in work.confirmed("mark") if one in marks), default=0.0)
    lost = lost_at - last
    gone = [one for one, _at in work.confirmed("mark") if one not in marks]
    without = [one for one, _at in work.confirmed("upload") if one not in uploads]
    files = [one for one in uploads if not _file_of(place, one).exists()]
    step(f"back after {taken:.1f} s, the service included; the last {lost:.1f} s are lost")
    step(f"lost of what was confirmed: {len(gone)} of {len(work.confirmed('mark'))} marks, "
         f"{len(without)} of {len(work.confirmed('upload'))} uploads; {len(files)} more uploads came back without their file")  # fmt: skip
    faults += [f"{lost:.0f} s are lost"] if lost > MOST_LOST else []
    faults += [f"being back took {taken:.0f} s"] if taken > MOST_TAKEN else []
    confirmed = dict(work.confirmed("upload"))
    faults += [f"upload {one} lost its file" for one in files if lost_at - confirmed.get(one, 0.0) > MOST_LOST]
    middle = [one for one, at in work.confirmed("mark") if one not in marks and at < last]
    faults += [f"{len(middle)} marks are missing in the middle"] if middle else []
    _ok(place.backup("base"), "a base backup on the new timeline", faults)
    _ok(place.backup("verify"), "which is restored and verified", faults)


def _back_to_minute(place: Place, work: Work, named: float, faults: list[str]) -> None:
    """A named second before the accident, beside the server that runs again."""
    cluster, data = place.home / "named", place.home / "named-files"
    words = ("--to", moment(named), "--data", str(cluster), "--files", str(data), "--practice")
    status, said, seconds = place.restore(*words)
    _ok((status, said, seconds), f"restored to {moment(named)}", faults)
    if status:
        return
    if "1 erased again" not in said:
        faults.append("the person who was erased later was not erased again")
    found = _look(place, cluster)
    expected = [one for one, at in work.confirmed("mark") if at < named]
    later = [one for one, at in work.confirmed("mark") if at > named + 0.5 and int(one) <= found["mark"]]
    missing = int(expected[-1]) > found["mark"] if expected else True
    step(
        f"there are {found['items']} items of bills again; the last mark is {found['mark']}, {expected[-1:]} was expected"
    )
    faults += [f"{len(later)} marks are from after the named second"] if later else []
    faults += ["marks from before the named second are missing"] if missing else []
    faults += ["the deleted items are not back"] if not found["items"] else []
    faults += [] if _erased(place, data) else ["the erased person's words are in the restored ledger's people"]


def _look(place: Place, cluster: Path) -> dict[str, Any]:
    """What stands in a restored cluster, read by a server that is started for it."""
    import psycopg

    from scripts.operations.cluster import Cluster

    with Cluster(cluster, place.home / "look", place.programs.folder, None) as one:
        one.start({})
        one.wait("mizan")
        with psycopg.connect(one.address("mizan", "mizan")) as connection:
            row = connection.execute(
                "SELECT (SELECT max(id) FROM drill_marks), (SELECT count(*) FROM boq_item)"
            ).fetchone()
            facts = json.loads((place.home / "planted.json").read_text("utf-8"))
            person = connection.execute("SELECT count(*) FROM accounts_user WHERE id = %s", [facts["user"]]).fetchone()
    assert row is not None
    assert person is not None
    return {"mark": row[0] or 0, "items": row[1], "person": person[0]}


def _erased(place: Place, data: Path) -> bool:
    """The ledger is the newest one: it knows of an erasure that came after the named second."""
    return (data / "erasures.jsonl").exists() and bool((data / "erasures.jsonl").read_text("utf-8").strip())


def _counted(place: Place) -> dict[str, int]:
    return {"bytes": place.sql("SELECT sum(pg_database_size(oid))::bigint FROM pg_database")[0][0]}


def _file_of(place: Place, upload: str) -> Path:
    return place.data_dir / "files" / str(place.sql("SELECT file FROM boq_upload WHERE id = %s", given=[upload])[0][0])


def _ballast(place: Place, megabytes: int) -> None:
    """Rows that do not pack well, as real ones do not."""
    place.sql("CREATE TABLE drill_ballast (id bigserial PRIMARY KEY, text text)")
    place.sql(
        "INSERT INTO drill_ballast (text) SELECT (SELECT string_agg(md5(random()::text || n::text), '')"
        " FROM generate_series(1, 30)) FROM generate_series(1, %s) n",
        given=[megabytes * 1000],
    )
    place.sql("CHECKPOINT")


def _working(place: Place, word: str) -> None:
    words = [place.python, "-m", "scripts.drills.working", word]
    done = subprocess.run(words, env=place.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{word}: {(done.stdout + done.stderr)[-2000:]}")


def _ok(done: tuple[int, str, float], what: str, faults: list[str]) -> None:
    status, said, seconds = done
    step(f"{what}: {seconds:.1f} s")
    if status:
        faults.append(f"{what}: status {status}: {said[-1500:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
