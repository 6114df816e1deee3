import shutil
import subprocess

import pytest

from config.local.layout import ROOT


@pytest.fixture
def run(tmp_path):
    """The script on a machine that has only these programs."""

    def with_programs(*names, **environment):
        for tool in ("sh", "id"):
            if not (tmp_path / tool).exists():
                (tmp_path / tool).symlink_to(shutil.which(tool))
        for name in names:
            (tmp_path / name).write_text("#!/bin/sh\n")
            (tmp_path / name).chmod(0o755)
        return subprocess.run(
            ["sh", str(ROOT / "scripts/install_browser.sh")],
            env={"PATH": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return with_programs


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
def test_a_browser_that_is_there_is_enough(run, name):
    reply = run(name, CI="true")
    assert (reply.returncode, reply.stdout, reply.stderr) == (0, "", "")


def test_a_missing_browser_is_told_and_passed_over_on_a_person_s_machine(run):
    reply = run()
    assert reply.returncode == 0
    assert "apt install chromium" in reply.stderr


def test_a_missing_browser_fails_where_every_test_must_run(run):
    assert run(CI="true").returncode == 1
