"""Where the launcher keeps its files."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.local.faults import LauncherError

ROOT = Path(__file__).resolve().parents[2]
SOCKET_PATH_LIMIT = 100  # bytes; the kernel allows 107 on Linux and 103 on macOS


@dataclass(frozen=True)
class Layout:
    """One data folder: everything Mizan keeps on this machine."""

    data: Path

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def keys_file(self) -> Path:
        return self.data / "keys.json"

    @property
    def lock_file(self) -> Path:
        return self.data / "lock"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Make the folders. Raises LauncherError where this user may not write."""
        try:
            if not self.data.exists():
                self.data.mkdir(parents=True)
                # Root's database runs as an unprivileged user, who must be able to pass through (not to list).
                self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.run, self.logs, self.files):
                folder.mkdir(mode=0o700, exist_ok=True)
        except (PermissionError, FileExistsError, NotADirectoryError, OSError) as error:
            raise LauncherError(
                f"The data folder {self.data} cannot be used: {error.strerror}.\n"
                "Start Mizan as the folder's owner, or set MIZAN_DATA_DIR to a folder of your own."
            ) from error
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise LauncherError(
                f"The data folder {self.data} belongs to another user.\n"
                "Start Mizan as its owner, or set MIZAN_DATA_DIR to a folder of your own."
            )


def data_folder(environ: Mapping[str, str]) -> Path:
    """`MIZAN_DATA_DIR`, or `.data` in the project."""
    given = environ.get("MIZAN_DATA_DIR", "").strip()
    return Path(given).expanduser().resolve() if given else ROOT / ".data"


def socket_path(layout: Layout, name: str) -> Path:
    """A path for a unix socket that the kernel and every URL parser accept.

    It lies in the data folder unless that path is too long or needs quoting; then in a private folder elsewhere.
    """
    inside = layout.run / name
    if _plain(inside):
        return inside
    key = hashlib.sha256(os.fsencode(layout.data)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    for parent in (runtime, tempfile.gettempdir(), "/tmp"):
        folder = Path(parent) / f"mizan-{os.getuid()}-{key}"
        if parent and Path(parent).is_dir() and _plain(folder / name) and _private(folder):
            return folder / name
    raise LauncherError(
        f"There is no short folder for the socket {name}.\nSet MIZAN_DATA_DIR to a folder with a shorter path."
    )


def _plain(path: Path) -> bool:
    return len(os.fsencode(path)) <= SOCKET_PATH_LIMIT and quote(str(path)) == str(path)


def _private(folder: Path) -> bool:
    """Make `folder`, or accept it when it is already this user's alone (others may write in its parent)."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return False
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) == 0o700
