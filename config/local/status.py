"""`python -m config.local status`: what runs with this data folder, and the memory it takes."""

from __future__ import annotations

import json
import os

from config.local.layout import Layout, data_folder
from config.local.lock import holder
from config.local.processes import Process, family, memory_kib


def show() -> int:
    """Print one line a process group and the sum; 1 when nothing runs."""
    layout = Layout(data_folder(os.environ))
    facts = holder(layout.lock_file)
    if not facts.get("pid"):
        print(f"Mizan does not run with the data folder {layout.data}.")
        return 1
    print(f"Mizan runs at {facts.get('address', 'an unknown address')} (data: {layout.data})")
    launcher = int(facts["pid"])
    total = 0
    for name, members in _groups(layout, launcher).items():
        sizes = [memory_kib(process.pid) for process in members]
        known = sum(size for size in sizes if size is not None)
        total += known
        print(
            f"  {name:<10} {len(members):>2} processes  {known / 1024:7.1f} MB{'' if None not in sizes else ' or more'}"
        )
    print(f"  {'together':<10}               {total / 1024:7.1f} MB (proportional set size)")
    return 0


def _groups(layout: Layout, launcher: int) -> dict[str, list[Process]]:
    """The launcher's descendants by the child they come from."""
    found = {"launcher": [process for process in family(launcher) if process.pid == launcher]}
    for record in sorted(layout.run.glob("*.json")):
        pid = int(json.loads(record.read_text("utf-8"))["pid"])
        found[record.stem] = family(pid)
    return found
