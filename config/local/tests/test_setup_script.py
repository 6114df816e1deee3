import shutil
import subprocess

import pytest

from config.local.layout import ROOT

TOOLS = ("sh", "dirname", "rm", "cmp", "cp", "cat", "env")


@pytest.fixture
def project(tmp_path):
    """A copy of the set-up with a PATH of its own: only shell tools, and what a test adds to `bin`."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/setup.sh", tmp_path / "scripts")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return tmp_path


def python_that(project, name, *, new=True, venv=True):
    """A stand-in interpreter that answers the script's questions."""
    path = project / "bin" / name
    path.write_text(
        '#!/bin/sh\ncase "$2" in\n'
        f"*version_info\\ \\<*) exit {0 if new else 1};;\n"
        f"*ensurepip*) exit {0 if venv else 1};;\n"
        "*print*) echo 3.12;;\nesac\n"
    )
    path.chmod(0o755)


def run(project, **environment):
    return subprocess.run(
        ["sh", "scripts/setup.sh"],
        cwd=project,
        env={"PATH": str(project / "bin"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_no_python_says_what_to_install(project):
    reply = run(project)
    assert reply.returncode == 1
    assert "Python 3.11 or newer, and none was found" in reply.stderr
    assert "apt install python3 python3-venv" in reply.stderr


def test_an_old_python_counts_as_none(project):
    python_that(project, "python3", new=False)
    assert "none was found" in run(project).stderr


def test_a_python_without_venv_says_which_package_brings_it(project):
    python_that(project, "python3", venv=False)
    reply = run(project)
    assert reply.returncode == 1
    assert "python3 (Python 3.12) comes without venv" in reply.stderr
    assert "python3.12-venv" in reply.stderr


def test_nothing_is_done_when_nothing_has_changed(project):
    (project / ".venv/bin").mkdir(parents=True)
    python_that(project, "python3")
    shutil.copy(project / "bin/python3", project / ".venv/bin/python")
    for name in ("run", "embedded"):
        shutil.copy(project / f"requirements/{name}.txt", project / f".venv/installed-{name}.txt")
    reply = run(project)
    assert (reply.returncode, reply.stdout, reply.stderr) == (0, "", "")
