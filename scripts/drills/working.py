"""Somebody who works while a drill goes on: uploads files by the service that pages use, and leaves marks; each confirmation is printed.

python -m scripts.drills.working            lines: `mark ID UNIX-TIME` and `upload ID UNIX-TIME`, until it is killed
python -m scripts.drills.working plant      what has to be there before: bills that were read, and a person with traces
python -m scripts.drills.working erase      that person is erased
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import sys
import time
from pathlib import Path

NOTE = "planted.json"


def main(words: list[str]) -> int:
    """Do what the word says."""
    import django

    django.setup()
    command = words[0] if words else "work"
    {"plant": _plant, "erase": _erase, "work": _work}[command]()
    return 0


def _note() -> Path:
    from django.conf import settings

    return Path(settings.DATA_DIR).parent / NOTE


def _plant() -> None:
    from django.core.management import call_command

    from accounts.services import actor_for
    from boq.models import Boq
    from boq.services.receipts import take_signed
    from scripts.drills import planting

    call_command("load_demo")
    planted = planting.plant()
    taken = Boq.objects.filter(organization_id=planted.organization_id).first()
    take_signed(
        by=actor_for(planted.heir, planted.organization_id), boq=taken
    )  # with the first receipt the key is made
    facts = {"user": str(planted.user.pk), "heir": str(planted.heir.pk), "organization": str(planted.organization_id)}
    _note().write_text(json.dumps({**facts, "mark": planted.mark}), "utf-8")


def _erase() -> None:
    from accounts.models import User
    from scripts.drills import erasing, planting

    facts = json.loads(_note().read_text("utf-8"))
    user, heir = (User.objects.get(pk=facts[name]) for name in ("user", "heir"))
    erasing.erase_now(planting.Planted(user, heir, facts["organization"], facts["mark"]))


def _work() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection

    from accounts.models import User
    from accounts.services import actor_for, found_home
    from boq.services.uploads import receive
    from jobs.models import Job, Status
    from projects.services import create_project

    user = User.objects.create_user(f"works-{secrets.token_hex(4)}@example.com", secrets.token_hex(20), name="Works")
    firm = found_home(user=user, name="A firm at work")
    by = actor_for(user, firm.pk)
    project = create_project(by=by, name="A tender", currency="USD")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS drill_marks (id bigserial PRIMARY KEY, at timestamptz NOT NULL)")
    for turn in itertools.count():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO drill_marks (at) VALUES (clock_timestamp()) RETURNING id")
            mark = cursor.fetchone()[0]
        _say("mark", mark)
        if turn % 5 == 0:
            text = f"Item,Description,Unit,Qty,Rate,Amount\n1,Excavation {secrets.token_hex(8)},m3,10,2.00,20.00\n"
            upload, job = receive(by=by, project=project, file=SimpleUploadedFile(f"bill-{turn}.csv", text.encode()))
            _say("upload", upload.pk)
            Job.objects.filter(pk=job.pk).update(
                status=Status.CANCELLED
            )  # nobody reads here: the erasure would wait for it
        time.sleep(0.2)


def _say(kind: str, what: object) -> None:
    os.write(1, f"{kind} {what} {time.time():.3f}\n".encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
