"""Where files lie while they are being sent: beside the stored ones, so that what a killed process leaves can be swept."""

from __future__ import annotations

from pathlib import Path


def incoming_folder(data_dir: Path) -> str | None:
    """The folder, made if need be; None (the system's own) where it cannot be made, as for commands that store nothing."""
    folder = data_dir / "incoming"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder)
