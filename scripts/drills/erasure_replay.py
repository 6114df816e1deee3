"""Restore a backup that still holds a person who was erased since, apply the ledger of erasures, and look for them in it.

    python -m scripts.drills.erasure_replay

The backup is restored into a database of its own beside the first, which is dropped at the end: nothing that was there is touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from scripts.drills.around import UNTRIED, log_to, step, verdict, with_engines

RESTORED = "mizan_drill_restored"


def main() -> int:
    """Plant, dump, erase, restore, replay, search."""
    with_engines("scripts.drills.erasure_replay")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    log_to(Path(settings.DATA_DIR) / "logs" / "drill-replay.log")
    from gdpr.services.people import person_of
    from scripts.drills import erasing, planting, searching

    if not searching.program("pg_dump") or not searching.program("psql"):
        print("pg_dump and psql are needed to restore: install PostgreSQL's client programs.")
        return UNTRIED
    step("the database gets its tables, and a person leaves traces")
    call_command("migrate", verbosity=0)
    planted = planting.plant()
    person = person_of(planted.user)
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        backup, after = Path(folder) / "backup.sql", Path(folder) / "after.sql"
        searching.dump(backup)
        step(f"a backup is made: the person stands in {len(searching.in_dump(backup, planted.words))} of its rows")
        erasing.erase_now(planted)
        step("the person is erased; then the backup is restored")
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
            cursor.execute(f"CREATE DATABASE {RESTORED}")
        try:
            words, env = searching.address(RESTORED)
            psql = [searching.program("psql"), *words, "-q", "-v", "ON_ERROR_STOP=1", "-f", str(backup)]
            subprocess.run(psql, check=True, env=env, stdout=subprocess.DEVNULL)
            searching.dump(after, RESTORED)
            back = searching.in_dump(after, planted.words)
            step(f"the person is back in {len(back)} rows")
            faults += [] if back else ["the restore did not bring the person back: nothing is proven"]
            for turn, wanted in (("replay", "1 erased again"), ("and again", "0 erased again")):
                said = _replay()
                step(f"{turn}: {said}")
                faults += [] if wanted in said else [f"{turn}: expected {wanted!r}, got {said!r}"]
            searching.dump(after, RESTORED)
            faults += [f"after the replay: {one}" for one in searching.in_dump(after, planted.words)]
            faults += erasing.ids_elsewhere(searching.in_dump(after, [str(person.id), person.id.hex]))
            faults += [f"after the replay: cache {one}" for one in searching.in_cache(planted.words)]
            files = searching.in_files([Path(settings.MEDIA_ROOT), *searching.logs()], planted.words)
            faults += [f"after the replay: {one}" for one in files]
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {RESTORED} WITH (FORCE)")
    return verdict(faults)


def _replay() -> str:
    """`manage.py replay_erasures` on the restored database; its last line."""
    from django.db import connection

    at = connection.settings_dict
    who = quote(str(at["USER"])) + (f":{quote(str(at['PASSWORD']))}" if at["PASSWORD"] else "")
    url = f"postgres://{who}@{quote(str(at['HOST']), safe='')}:{at['PORT'] or 5432}/{RESTORED}"
    env = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "manage.py", "replay_erasures"], check=True, env=env, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
