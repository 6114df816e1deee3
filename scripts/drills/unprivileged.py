"""Drills that start PostgreSQL give root up first: PostgreSQL refuses root, and a server's processes have accounts of their own."""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import site
import subprocess
import sys
import tempfile
from pathlib import Path

from config.local.layout import ROOT

HOME = "MIZAN_DRILL_HOME"  # handed from the process of root to the one of the account


def home_of(module: str) -> Path:
    """A new folder for the drill. Where root has started it, it goes on as `nobody` in a new process, and this does not return."""
    if given := os.environ.get(HOME):
        return Path(given)
    home = Path(tempfile.mkdtemp(prefix="mizan-r-", dir="/var/tmp"))  # short, for the names of sockets
    if os.geteuid() == 0:
        _go_on_as_nobody(home, module)
    return home


def interpreter(home: Path) -> str:
    """The Python that the drill's programs are run with, whatever their environment."""
    own = home / "venv" / "bin" / "python"
    return str(own if own.exists() else sys.executable)


def _go_on_as_nobody(home: Path, module: str) -> None:
    entry = pwd.getpwnam("nobody")
    try:
        words = [sys.executable, "-c", ""]
        subprocess.run(words, check=True, user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd="/")
    except (OSError, subprocess.CalledProcessError):
        _copy_interpreter(home)
    for parent, folders, names in os.walk(home):
        for name in (*folders, *names):
            os.chown(Path(parent, name), entry.pw_uid, entry.pw_gid)
    os.chown(home, entry.pw_uid, entry.pw_gid)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    environment = {**os.environ, HOME: str(home), "HOME": str(home)}
    os.execve(interpreter(home), [interpreter(home), "-m", module, *sys.argv[1:]], environment)  # noqa: S606 - our own


def _copy_interpreter(home: Path) -> None:
    """This interpreter where its folder is closed to the account, as in root's home, and an environment with our packages."""
    base, version = Path(sys.base_prefix), f"python{sys.version_info[0]}.{sys.version_info[1]}"
    copy, venv = home / "python", home / "venv"
    left_out = shutil.ignore_patterns("site-packages", "test", "tests", "config-*", "__pycache__")
    shutil.copytree(base / "lib" / version, copy / "lib" / version, ignore=left_out)
    for library in (base / "lib").glob("libpython*"):
        shutil.copy2(library, copy / "lib")
    (copy / "bin").mkdir()
    shutil.copy2(Path(sys.executable).resolve(), copy / "bin" / version)
    packages = venv / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    (packages / "mizan.pth").write_text("\n".join([*site.getsitepackages(), str(ROOT)]) + "\n", "utf-8")
    (venv / "pyvenv.cfg").write_text(f"home = {copy / 'bin'}\ninclude-system-site-packages = false\n", "utf-8")
    start = venv / "bin" / "python"
    start.parent.mkdir()
    # Under its own name, so that `sys.executable` is this script also in processes whose environment was cleared.
    start.write_text(
        f"#!/bin/bash\nexport LD_LIBRARY_PATH={shlex.quote(str(copy / 'lib'))} PYTHONDONTWRITEBYTECODE=1\n"
        f'exec -a "$0" {shlex.quote(str(copy / "bin" / version))} "$@"\n',
        "utf-8",
    )
    start.chmod(0o755)
