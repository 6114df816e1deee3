"""A backup counts when it was restored: the newest one is brought back beside the server, compared, looked through and thrown away."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from scripts.operations import files, restoring, wal
from scripts.operations.base import Base
from scripts.operations.cluster import Cluster, account_of
from scripts.operations.database import count_rows, differences
from scripts.operations.restoring import Target
from scripts.operations.sealing import NotGenuine, Sealer
from scripts.operations.settings import ROOT, BackupSettings
from scripts.operations.stores import Store

REPLAYED = "erased again"


@dataclass
class Verdict:
    """What came of a verification: figures for the status, and what is wrong."""

    backup: str
    facts: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def verify(settings: BackupSettings, store: Store, sealer: Sealer, say: Callable[[str], None]) -> Verdict:
    """Restore the newest backup to its named point into a scratch folder, prove it, and remove it again."""
    base = restoring.base_for(store, sealer, None)
    verdict = Verdict(base.stamp)
    started = time.monotonic()
    verdict.faults += check_log(store, sealer, base, verdict.facts)
    say(f"the log since the backup {base.stamp} is whole: {verdict.facts['segments']} segments")
    settings.scratch.mkdir(parents=True, exist_ok=True)
    settings.scratch.chmod(0o711)  # PostgreSQL's account passes through
    with tempfile.TemporaryDirectory(dir=settings.scratch) as name:
        scratch = Path(name)
        scratch.chmod(0o711)
        _restore(settings, store, sealer, base, scratch, verdict, say)
    verdict.facts["seconds"] = round(time.monotonic() - started, 1)
    return verdict


def _restore(
    settings: BackupSettings,
    store: Store,
    sealer: Sealer,
    base: Base,
    scratch: Path,
    verdict: Verdict,
    say: Callable[[str], None],
) -> None:
    account = account_of(settings.account)
    restoring.unpack(store, sealer, base, scratch / "data", account)
    if fault := restoring.check_manifest(settings.programs, scratch / "data", account):
        verdict.faults.append(f"files of the cluster: {fault}")
    say("every file of the cluster is there with its hash")
    verdict.facts["files_now"] = len(files.listed_at(store, sealer, None))  # every list up to now opens
    listed = files.listed_in(store, sealer, base.manifest)
    there, faults = restoring.bring_files(settings, store, sealer, listed, scratch / "files")
    verdict.facts["files"] = there
    verdict.faults += faults
    say(f"{there} files are there with their hashes")
    # The names of sockets are short: they lie beside, not in the long name of the data.
    cluster = restoring.recover(
        settings, scratch / "data", scratch / "s", Target(point=base.point), practice=True, say=say
    )
    with cluster:
        with psycopg.connect(cluster.address(settings.superuser, settings.database)) as connection:
            counts = count_rows(connection)
        verdict.facts |= {"tables": len(counts), "rows": sum(counts.values()), "exact": base.exact}
        verdict.faults += differences(base.counts, counts)
        say(f"{verdict.facts['rows']} rows in {len(counts)} tables are as many as were counted")
        lost = prove(settings, cluster, scratch / "files", verdict.facts, verdict.faults)
        verdict.faults += [f"upload {one}: its file is missing" for one in lost]
        say("the application finds its files, receipts and secrets; erasures are applied again")


def check_log(store: Store, sealer: Sealer, base: Base, facts: dict[str, Any]) -> list[str]:
    """Every segment from the backup on is in the store, and opens."""
    names = wal.kept_names(store)
    missing = wal.gaps(names, base.first_segment, base.segment_bytes)
    faults = [f"{len(missing)} segments of the log are missing since {base.first_segment}"] if missing else []
    first = wal.number_of(base.first_segment, base.segment_bytes)
    facts["segments"] = 0
    for name in names:
        if not wal.SEGMENT.fullmatch(name) or wal.number_of(name, base.segment_bytes) < first:
            continue
        facts["segments"] += 1
        place = wal.place_of(name)
        try:
            with store.open(place) as file:
                length = sum(len(piece) for piece in sealer.open(file, place))
        except NotGenuine as fault:
            faults.append(str(fault))
            continue
        if length != base.segment_bytes:
            faults.append(f"{name} has {length} bytes instead of {base.segment_bytes}")
    return faults


def prove(
    settings: BackupSettings, cluster: Cluster, data_dir: Path, facts: dict[str, Any], faults: list[str]
) -> list[str]:
    """The application's own checks on restored data: settings, migrations, erasures, files, receipts, secrets.

    Returns the uploads whose file is missing.
    """
    url = cluster.application_url(settings.superuser, settings.database)
    for words in (("check", "--database", "default"), ("migrate", "--check")):
        status, said = restoring.manage(settings, url, data_dir, *words)
        if status:
            faults.append(f"manage.py {' '.join(words)}: {said[-400:]}")
    status, said = restoring.manage(settings, url, data_dir, "replay_erasures")
    last = next((line for line in said.splitlines() if REPLAYED in line), "")  # logs stand around it
    facts["erasures"] = last
    if status or not last:
        faults.append(f"manage.py replay_erasures: {said[-400:]}")
    environment = restoring.application_environment(settings, url, data_dir)
    done = subprocess.run(
        [str(settings.python), "-m", "scripts.operations.proving"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        faults.append(f"the application could not look through the data: {(done.stdout + done.stderr).strip()[-400:]}")
        return []
    faults += found.pop("faults")
    lost: list[str] = found.pop("lost")
    facts |= found
    return lost
