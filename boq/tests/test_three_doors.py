"""One engine, three doors: command line, page and API give the same receipt, byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boq.samples import SAMPLES
from jobs.models import Job

ROOT = Path(__file__).resolve().parents[2]
CSV = "Item,Description,Unit,Qty,Rate,Amount\n1,Excavate trench,m3,10,4.50,45.00\n2,Concrete bed,m3,2,95,190\n,Total,,,,235.00\n"
FILES = {
    **{sample.name: sample.make for sample in SAMPLES},
    "plain.csv": CSV.encode,
    "semicolons.tsv": lambda: CSV.replace(",", "\t").encode("utf-16"),
}

pytestmark = pytest.mark.django_db


def command_line(path: Path) -> bytes:
    run = subprocess.run(
        [sys.executable, "manage.py", "read_boq", "--json", str(path)], cwd=ROOT, capture_output=True, check=False
    )
    assert run.returncode == 0, (run.stdout[-500:], run.stderr[-500:])
    return run.stdout


@pytest.mark.parametrize("name", FILES)
def test_the_same_receipt_through_every_door(name, tmp_path, api, pages, alice, project, work):
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    client = api(alice)
    sent = client.post(
        f"/api/v1/projects/{project.pk}/uploads/",
        {"file": SimpleUploadedFile(name, path.read_bytes())},
        format="multipart",
    )
    work()
    job = Job.objects.get(pk=sent.json()["job"]["id"])
    assert job.status == "succeeded", (job.status, job.error_code, job.result.get("questions"))
    by_api = client.get(f"/api/v1/boqs/{job.result['boq']}/receipt/").content

    from projects.services import create_project

    again = create_project(by=_actor(alice), name="By page")
    page = pages(alice)
    page.post(f"/projects/{again.pk}/uploads/", {"file": SimpleUploadedFile(name, path.read_bytes())})
    work()
    boq = again.boqs.get()
    by_page = page.get(f"/boqs/{boq.pk}/receipt.json").content

    by_command = command_line(path)
    assert by_api == by_page == by_command
    assert json.loads(by_api)["file"] == name


def _actor(user):
    from accounts.services import actor_for

    return actor_for(user)
