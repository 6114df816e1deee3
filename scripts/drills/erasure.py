"""Erase a person who has left traces everywhere, then look for them everywhere.

python -m scripts.drills.erasure              engines that are thrown away
DATABASE_URL=... REDIS_URL=... python -m scripts.drills.erasure    a live instance: a person of the drill's own comes and goes;
                                              whoever takes over, and the firm, stay there
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scripts.drills.around import log_to, step, verdict, with_engines


def main() -> int:
    """Plant, erase, search."""
    with_engines("scripts.drills.erasure")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    log_to(Path(settings.DATA_DIR) / "logs" / "drill-erasure.log")
    from gdpr.services.people import person_of
    from scripts.drills import erasing, planting, searching

    step("the database gets its tables")
    call_command("migrate", verbosity=0)
    step("a person works here, and leaves traces in every table of people, in files and in the cache")
    planted = planting.plant()
    person = person_of(planted.user)
    faults = [f"no trace was planted in {model}" for model in planting.missing(person)]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for place, found in searching.everywhere(planted.words, scratch).items():
            step(f"before: {len(found)} places in {place}")
            if not found and not place.startswith("logs"):
                faults.append(f"nothing was planted in {place}")
            if found and place.startswith("logs"):
                faults += [f"before: {place}: {one}" for one in found]
        step("the person asks to be erased, and the time comes")
        request = erasing.erase_now(planted)
        step(
            f"erased: {sum(request.receipt['deleted'].values())} rows deleted, {sum(request.receipt['unlinked'].values())} names taken off"
        )
        for place, found in searching.everywhere(planted.words, scratch).items():
            step(f"after: {len(found)} places in {place}")
            faults += [f"after: {place}: {one}" for one in found]
        dump = scratch / "dump.sql"
        faults += erasing.ids_elsewhere(searching.in_dump(dump, [str(person.id), person.id.hex]))
    faults += erasing.still_there(person, planted.organization_id)
    connection.close()
    return verdict(faults)


if __name__ == "__main__":
    sys.exit(main())
