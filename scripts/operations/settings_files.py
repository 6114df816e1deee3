"""Reading a file of settings (TOML) of the operators' commands."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.operations.faults import SettingsFault


def read_toml(path: Path, *, advice: str) -> dict[str, Any]:
    """What stands in the file. Raises SettingsFault; `advice` is what to do when it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsFault(f"The settings {path} cannot be read: {error.strerror}. {advice}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsFault(f"{path} is no TOML: {error}.") from None


def refuse(path: Path, faults: list[str]) -> None:
    """Raise SettingsFault with every fault at once, if there are any."""
    if faults:
        raise SettingsFault(f"{path} needs mending:\n- " + "\n- ".join(faults))


def unknown(
    raw: dict[str, Any], known: dict[str, dict[str, type]], wrong: Callable[[type, Any], list[str]]
) -> list[str]:
    """The faults of tables and names that are not `known`, and what `wrong` finds in a value of the given type."""
    faults = []
    for table, values in raw.items():
        if table not in known or not isinstance(values, dict):
            faults.append(f"[{table}] is not known. There are {', '.join(f'[{name}]' for name in known)}.")
            continue
        for name, value in values.items():
            kind = known[table].get(name)
            if kind is None:
                faults.append(f"[{table}] {name} is not known. There are {', '.join(known[table])}.")
            else:
                faults += [f"[{table}] {name}: {fault}" for fault in wrong(kind, value)]
    return faults
