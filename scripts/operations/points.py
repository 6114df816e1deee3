"""Points that somebody named, to go back to: a deployment names one before its migrations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from scripts.operations import files
from scripts.operations.base import STAMP, wait_until_kept
from scripts.operations.database import name_a_point
from scripts.operations.documents import load_json, save_json
from scripts.operations.faults import OperationFault
from scripts.operations.sealing import Sealer
from scripts.operations.settings import BackupSettings
from scripts.operations.stores import Store

LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True)
class Named:
    """A point by its label, the name that stands in the log, and when it was named."""

    label: str
    name: str
    at: datetime


def name(settings: BackupSettings, store: Store, sealer: Sealer, label: str) -> Named:
    """Name a point, and return when all up to it is kept. The same label again names a later one; `find` takes the latest."""
    if not LABEL.fullmatch(label):
        raise OperationFault("Give the point a name of 40 letters, digits, points and dashes at most.")
    files.save_changes(settings, store, sealer)
    at = datetime.now(UTC)
    named = Named(label, f"{label}_{at.strftime(STAMP)}", at)
    point = name_a_point(settings, named.name)
    wait_until_kept(store, point)
    save_json(store, sealer, f"points/{label}/{at.strftime(STAMP)}", {"name": named.name, "at": at.isoformat()})
    return named


def find(store: Store, sealer: Sealer, label: str) -> Named:
    """The latest point of a label. Raises OperationFault with those that there are."""
    found = [one.name for one in store.list("points/")]
    mine = [one for one in found if one.split("/")[1] == label]
    if not mine:
        known = ", ".join(sorted({one.split("/")[1] for one in found})) or "none was named"
        raise OperationFault(f"There is no point {label!r}: {known}.")
    facts = load_json(store, sealer, mine[-1])
    return Named(label, str(facts["name"]), datetime.fromisoformat(facts["at"]))
