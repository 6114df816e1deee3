"""Deploy and roll back while people work: two releases, real nginx with TLS, load all the time; requests that fail are counted.

    python -m scripts.drills.deploy                 three deployments and a rollback
    python -m scripts.drills.deploy --turns 6       more of them
    python -m scripts.drills.deploy --clients 8     more people

Release b has a migration, another page and other static files than a. A third one never gets ready, and has to leave the live
one as it is. Uploads are sent slowly, so that some are under way at every switch.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.drills.around import step, verdict, with_engines
from scripts.drills.people import Crowd
from scripts.drills.proxy import ROOT, Proxy, free_port, of_a_server, proxy

LEFT_OUT = (
    ".git", ".venv", ".data", ".cache", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "staticfiles", "__pycache__",
    "tests", "*_temp",
)  # fmt: skip
MIGRATION = '''"""Only in the drill's release b."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("projects", "{last}")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE projects_project ADD COLUMN IF NOT EXISTS drill_note text",
            "ALTER TABLE projects_project DROP COLUMN drill_note",
        )
    ]
'''


def main(words: list[str]) -> int:
    """Build, deploy under load, count."""
    with_engines("scripts.drills.deploy")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=3, help="deployments under load")
    parser.add_argument("--clients", type=int, default=4, help="people at once")
    parser.add_argument(
        "--releases", type=Path, help="keep the releases that were built here, and take them the next time"
    )
    given = parser.parse_args(words)
    faults: list[str] = []
    home = Path(tempfile.mkdtemp(prefix="mizan-deploy-"))
    home.chmod(0o711)
    try:
        releases = (given.releases or home / "releases").resolve()
        for name in ("a", "b", "c"):
            if not (releases / name).exists():
                build(releases / name, name)
        step(f"three releases are built in {releases}")
        with proxy(home, [free_port()]) as nginx:
            settings = write_settings(home, releases, nginx)
            try:
                _drill(home, settings, nginx, given, faults)
            finally:
                for colour in ("blue", "green"):
                    _processes("stop", f"web-{colour}", home)
    finally:
        if faults:
            print(f"  Its folder is left for you to look at: {home}")
        else:
            shutil.rmtree(home, ignore_errors=True)
    return verdict(faults)


def build(folder: Path, name: str) -> None:
    """A release in a folder: the code as it stands, with what makes it tell itself from others, and its static files."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    (folder / "static" / f"release-{name}.css").write_text(f"/* {name} */\n", "utf-8")
    if name == "b":
        migrations = folder / "projects" / "migrations"
        last = sorted(path.stem for path in migrations.glob("[0-9]*.py"))[-1]
        (migrations / "9000_drill.py").write_text(MIGRATION.format(last=last), "utf-8")
    if name == "c":  # it starts, and its readiness never comes
        (folder / "staticfiles").mkdir()
        (folder / "config" / "wsgi.py").write_text(
            "def application(e, s):\n    s('503 No', [])\n    return [b'']\n", "utf-8"
        )
        return
    if name == "b":  # collecting takes minutes on a busy machine, and both have the same but for one
        shutil.copytree(folder.parent / "a" / "staticfiles", folder / "staticfiles")
        (folder / "staticfiles" / "release-b.0123456789ab.css").write_text("/* b */\n", "utf-8")
        return
    environment = {**os.environ, **of_a_server()}
    words = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(words, cwd=folder, env=environment, check=True)


def write_settings(home: Path, releases: Path, nginx: Proxy) -> Path:
    """The settings of deployments, as a server without systemd has them."""
    python = sys.executable
    run = [python, "-m", "scripts.operations.processes"]
    web = [
        *(
            python,
            "-m",
            "gunicorn",
            "config.wsgi:application",
            "--bind",
            "127.0.0.1:{port}",
            "--worker-class",
            "gthread",
        ),
        *("--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", "30", "--keep-alive", "75"),
        *("--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"),  # noqa: S108 - memory, for heartbeats
    ]
    words = {
        "release": {"state": str(home / "state"), "folder": str(releases / "{release}")},
        "ports": {"blue": free_port(), "green": free_port()},
        "nginx": {
            "live": str(nginx.configuration / "live.conf"),
            "pid": str(home / "nginx.pid"),
            "test": [nginx.program, "-t", "-q", "-c", str(nginx.configuration / "nginx.conf")],
            "reload": ["kill", "-HUP", str(nginx.process.pid)],
            "static_from": "{folder}/staticfiles",
            "static_to": str(home / "static" / "static"),
        },
        "commands": {
            "migrate": [["env", "-C", "{folder}", python, "manage.py", "migrate", "--no-input", "--verbosity", "0"]],
            "start": [[*run, "start", "web-{colour}", "--in", str(home / "run"), "--at", "{folder}", "--", *web]],
            "stop": [[*run, "stop", "web-{colour}", "--in", str(home / "run")]],
        },
        "health": {
            "url": "http://127.0.0.1:{port}/health/ready",
            "seconds": 300,
            "smoke": ["/health/live"],
            "public": f"https://127.0.0.1:{nginx.port}/health/live",
            "watch_seconds": 4,
        },
    }
    path = home / "release.toml"
    path.write_text(
        "".join(
            f"[{table}]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
            for table, values in words.items()
        ),
        "utf-8",
    )
    return path


def _drill(home: Path, settings: Path, nginx: Proxy, given: argparse.Namespace, faults: list[str]) -> None:
    _timed(home, settings, "the first deployment (a)", faults, "a")
    crowd = Crowd(nginx.url, given.clients)
    crowd.begin()
    step(f"{given.clients} people at work, and slow uploads")
    time.sleep(6)
    for turn in range(given.turns):
        release = "ba"[turn % 2]
        _timed(home, settings, f"deployment of {release}", faults, release)
        _look(settings, release, faults)
        time.sleep(2)
    _timed(home, settings, "rollback", faults, "--back")
    live = "ba"[given.turns % 2]
    _look(settings, live, faults)
    impatient = home / "impatient.toml"
    impatient.write_text(settings.read_text("utf-8").replace("seconds = 300", "seconds = 15"), "utf-8")
    status, said, seconds = _deploy(home, impatient, "c")
    step(f"a release that never gets ready: refused after {seconds:.0f} s")
    faults += [] if status == 1 and "Nothing was switched" in said else [f"c was not refused: {said[-400:]}"]
    _look(settings, live, faults)
    status, said, _seconds = _deploy(home, settings, live)
    faults += [] if status == 0 and "live already" in said else [f"the same again: {said[-400:]}"]
    time.sleep(4)
    told = crowd.end()
    step(told.words())
    faults += [f"{len(told.failed)} requests failed: {told.failed[:5]}"] if told.failed else []
    faults += ["no upload was under way at a switch"] if not told.uploads else []


def _timed(home: Path, settings: Path, what: str, faults: list[str], *words: str) -> None:
    status, said, seconds = _deploy(home, settings, *words)
    step(f"{what}: {seconds:.1f} s")
    if status:
        faults.append(f"{what}: {said[-1200:]}")


def _deploy(home: Path, settings: Path, *words: str) -> tuple[int, str, float]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "scripts.operations.deploy", "--config", str(settings), *words],
        cwd=ROOT,
        env={**os.environ, **of_a_server()},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    with (home / "deployments.log").open("a", encoding="utf-8") as log:
        log.write(f"$ deploy {' '.join(words)}\n{said}\n")
    return done.returncode, said, time.monotonic() - began


def _look(settings: Path, release: str, faults: list[str]) -> None:
    """What nginx was told."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.operations.deploy", "--config", str(settings), "--status"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if f"live: {release} " not in done.stdout:
        faults.append(f"{release} should be live: {done.stdout}")


def _processes(what: str, name: str, home: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "scripts.operations.processes",
        what,
        name,
        "--in",
        str(home / "run"),
        "--seconds",
        "20",
    ]
    subprocess.run(words, cwd=ROOT, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
