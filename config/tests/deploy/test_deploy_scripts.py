"""A release goes live beside the one before it; what fails leaves the old one as it was. Servers are pretended, files and commands real."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
import tomllib

import pytest

from config.tests.servers import Reply, serving
from scripts.operations import colours, deploy, deploying, health, processes
from scripts.operations.colours import Live, live_of, previous_of
from scripts.operations.release_settings import KNOWN, read_release_settings
from scripts.operations.settings import ROOT

BIN = ROOT / "deploy" / "bin"
TOUCH = r'["sh", "-c", "echo \"$2\" >>\"$1\"", "sh", "LOG", '


class Application:
    """What answers where the colours should be."""

    def __init__(self):
        self.status, self.asked = 200, []

    def __call__(self, asked):
        self.asked.append(asked.path)
        return Reply(self.status, b'{"parts": {"database": "ok", "broker": "ConnectionError"}}')


@pytest.fixture
def application():
    answers = Application()
    with serving(answers) as server:
        answers.url = server.url
        yield answers


@pytest.fixture
def server(tmp_path, application, monkeypatch):
    monkeypatch.setattr(deploying.time, "sleep", lambda seconds: None)
    for release in ("1", "2", "3"):
        (tmp_path / "releases" / release / "staticfiles").mkdir(parents=True)
        (tmp_path / "releases" / release / "staticfiles" / f"app.{release}.css").write_text(release)
    touch = TOUCH.replace("LOG", str(tmp_path / "log"))
    path = tmp_path / "release.toml"
    path.write_text(
        f"""
[release]
state = "{tmp_path}/state"
folder = "{tmp_path}/releases/{{release}}"
[ports]
blue = 1
green = 2
[nginx]
live = "{tmp_path}/nginx/live.conf"
test = {touch}"test"]
reload = {touch}"reload"]
static_from = "{{folder}}/staticfiles"
static_to = "{tmp_path}/static"
[commands]
before = [{touch}"before {{release}}"]]
migrate = [{touch}"migrate {{release}}"]]
start = [{touch}"start {{colour}} {{release}}"]]
stop = [{touch}"stop {{colour}}"]]
background = [{touch}"background {{release}}"]]
[health]
url = "{application.url}/health/ready"
seconds = 0
good = 1
smoke = ["/health/live"]
[drain]
least = 0
"""
    )
    return tmp_path


def run(server, *words):
    return deploy.main(["--config", str(server / "release.toml"), *words])


def log(server):
    path = server / "log"
    return path.read_text().splitlines() if path.exists() else []


def settings_of(server):
    return read_release_settings(server / "release.toml")


def test_the_first_release_goes_live_step_by_step(server, capsys):
    assert run(server, "1") == 0
    assert log(server) == ["before 1", "migrate 1", "stop blue", "start blue 1", "background 1", "test", "reload"]
    assert live_of(settings_of(server)) == Live("blue", "1")
    assert "127.0.0.1:1 " in (server / "nginx" / "live.conf").read_text()
    assert (server / "state" / "blue").resolve() == server / "releases" / "1"
    assert (server / "state" / "live").resolve() == server / "releases" / "1"


def test_the_next_one_takes_the_other_colour_and_the_old_one_is_stopped_last(server):
    run(server, "1")
    (server / "log").unlink()
    assert run(server, "2") == 0
    assert log(server)[2:] == ["stop green", "start green 2", "background 2", "test", "reload", "stop blue"]
    assert live_of(settings_of(server)) == Live("green", "2")
    assert previous_of(settings_of(server)) == Live("blue", "1")


def test_static_files_of_both_releases_are_served(server):
    run(server, "1")
    run(server, "2")
    assert sorted(path.name for path in (server / "static").iterdir()) == ["app.1.css", "app.2.css"]


def test_the_same_release_again_changes_nothing(server, capsys):
    run(server, "1")
    before = log(server)
    assert run(server, "1") == 0
    assert log(server) == before
    assert "live already" in capsys.readouterr().out


def test_rollback_is_one_command_and_can_be_taken_back(server):
    run(server, "1")
    run(server, "2")
    (server / "log").unlink()
    assert run(server, "--back") == 0
    assert live_of(settings_of(server)) == Live("blue", "1")
    assert not any(line.startswith("migrate") for line in log(server))
    assert run(server, "--back") == 0
    assert live_of(settings_of(server)) == Live("green", "2")


def test_there_is_nothing_to_go_back_to_after_the_first_one(server, capsys):
    run(server, "1")
    assert run(server, "--back") == 1
    assert "nothing to go back to" in capsys.readouterr().err


def test_a_release_that_is_not_well_changes_nothing_and_is_stopped(server, application, capsys):
    run(server, "1")
    (server / "log").unlink()
    application.status = 503
    assert run(server, "2") == 1
    said = capsys.readouterr().err
    assert "broker: ConnectionError" in said
    assert "Nothing was switched" in said
    assert live_of(settings_of(server)) == Live("blue", "1")
    assert "reload" not in log(server)
    assert log(server)[-2:] == ["background 1", "stop green"]
    assert (server / "state" / "live").resolve() == server / "releases" / "1"


def test_a_file_that_nginx_refuses_is_taken_back(server, capsys):
    run(server, "1")
    before = (server / "nginx" / "live.conf").read_text()
    path = server / "release.toml"
    path.write_text(path.read_text().replace(f'"{server}/log", "test"', '"/nowhere/log", "test"'))
    assert run(server, "2") == 1
    assert (server / "nginx" / "live.conf").read_text() == before
    assert live_of(settings_of(server)) == Live("blue", "1")


def test_a_release_that_fails_through_nginx_is_turned_back(server, application, capsys):
    run(server, "1")
    before = (server / "nginx" / "live.conf").read_text()
    path = server / "release.toml"
    path.write_text(
        path.read_text().replace("good = 1", 'good = 1\nwatch_seconds = 60\npublic = "http://127.0.0.1:1/health/live"')
    )
    assert run(server, "2") == 1
    assert "Turned back" in capsys.readouterr().err
    assert (server / "nginx" / "live.conf").read_text() == before
    assert log(server)[-3:] == ["reload", "background 1", "stop green"]


def test_migrations_that_fail_stop_it_before_anything_is_started(server, capsys):
    path = server / "release.toml"
    path.write_text(path.read_text().replace(f'"{server}/log", "migrate', '"/nowhere/log", "migrate'))
    assert run(server, "1") == 1
    assert log(server) == ["before 1"]
    assert "migrate failed with status" in capsys.readouterr().err


def test_a_dry_run_says_every_step_and_does_none(server, capsys):
    run(server, "1")
    before = (log(server), (server / "nginx" / "live.conf").read_text())
    assert run(server, "2", "--dry-run") == 0
    said = capsys.readouterr().out
    for word in ("before 1", "migrate 2", "start green 2", "nginx is turned to green", "stop blue"):
        assert word in said
    assert (log(server), (server / "nginx" / "live.conf").read_text()) == before


def test_production_asks_whether_staging_had_it(server, capsys):
    path = server / "release.toml"
    plain = path.read_text()
    path.write_text(plain + f'[staging]\nrequires = "{server}/accepted"\n')
    assert run(server, "1") == 1
    assert "staging" in capsys.readouterr().err
    path.write_text(plain + f'[staging]\naccepts = "{server}/accepted"\n')
    assert run(server, "1") == 0
    path.write_text(plain + f'[staging]\nrequires = "{server}/accepted"\n')
    assert run(server, "1") == 0
    assert run(server, "2") == 1
    assert run(server, "2", "--untested") == 0


def test_two_deployments_at_once_are_refused(server, capsys):
    with deploy.alone(server / "state"):
        assert run(server, "1") == 1
    assert "under way" in capsys.readouterr().err


@pytest.mark.parametrize("release", ["../etc", "a b", ";rm", "9"])
def test_a_release_that_is_none_is_refused(server, release):
    assert run(server, release) == 1
    assert log(server) == []


def test_every_fault_of_the_settings_is_told_at_once(tmp_path, capsys):
    path = tmp_path / "release.toml"
    path.write_text('[nginx]\nliv = "x"\n[commands]\nstart = [["x", "{color}"]]\nstop = ["x"]\n')
    assert deploy.main(["--config", str(path), "1"]) == 2
    said = capsys.readouterr().err
    for word in ("liv ", "{color}", "state", "live", "reload", "[health]", "stop"):
        assert word in said


@pytest.mark.parametrize("name", ["systemd", "compose"])
def test_the_examples_are_read_without_a_fault(name):
    path = ROOT / "deploy" / "release" / f"{name}.toml"
    given = read_release_settings(path)
    assert given.start
    assert given.stop
    assert tomllib.loads(path.read_text()).keys() <= KNOWN.keys()


def test_images_are_named_for_compose(tmp_path):
    (tmp_path / "release.toml").write_text(
        f'[release]\nstate = "{tmp_path}/state"\n[nginx]\nlive = "x"\nreload = ["x"]\n[commands]\nstart = [["x"]]\nstop = [["x"]]\n'
        '[health]\nurl = "x"\n'
    )
    given = read_release_settings(tmp_path / "release.toml")
    colours.link(given, "blue", "1.0")
    colours.link(given, "green", "1.1")
    colours.link(given, "live", "1.1")
    assert (tmp_path / "state" / "colours.env").read_text() == "MIZAN_BLUE=1.0\nMIZAN_GREEN=1.1\nMIZAN_VERSION=1.1\n"
    text = (ROOT / "docker-compose.yml").read_text()
    assert all(f"${{{name}:-" in text for name in ("MIZAN_BLUE", "MIZAN_GREEN", "MIZAN_VERSION"))


def test_connections_and_finishing_processes_of_nginx_are_counted(tmp_path):
    head = "  sl  local_address rem_address   st\n"
    (tmp_path / "tcp").write_text(
        f"{head}   0: 0100007F:1F41 0100007F:9C40 01 x\n   1: 0100007F:1F41 00000000:0000 0A x\n   2: 0100007F:1F42 0100007F:9C41 01 x\n"
    )
    assert colours.connections(8001, (tmp_path / "tcp", tmp_path / "none")) == 1
    (tmp_path / "nginx.pid").write_text("7\n")
    for pid, parent, title in (
        (8, 7, "nginx: worker process is shutting down"),
        (9, 7, "nginx: worker process"),
        (10, 1, "x shutting down"),
    ):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "stat").write_text(f"{pid} (nginx (a) b) S {parent} 1 1")
        (tmp_path / str(pid) / "cmdline").write_bytes(title.encode())
    assert colours.finishing(tmp_path / "nginx.pid", tmp_path) == 1


def test_a_process_is_started_once_stopped_once_and_never_mistaken(tmp_path):
    words = ["--in", str(tmp_path)]
    sleeper = ["--", sys.executable, "-c", "import time; time.sleep(60)"]
    assert processes.main(["start", "web", *words, *sleeper]) == 0
    pid = processes.running(tmp_path, "web")
    assert processes.main(["start", "web", *words, *sleeper]) == 0
    assert processes.running(tmp_path, "web") == pid
    assert processes.main(["stop", "web", *words, "--seconds", "5"]) == 0
    assert processes.running(tmp_path, "web") is None
    assert processes.main(["stop", "web", *words]) == 0
    (tmp_path / "web.json").write_text(json.dumps({"pid": os.getpid(), "started": "another"}))
    assert processes.main(["stop", "web", *words]) == 0  # the number is somebody else's now: us


def test_the_health_check_says_what_does_not_answer(application, capsys):
    assert health.main([application.url]) == 0
    application.status = 503
    assert health.main([application.url, "--page", "/x"]) == 1
    said = capsys.readouterr().out
    assert "/health/ready: broker: ConnectionError" in said
    assert "3 faults" in said
    assert health.main(["http://127.0.0.1:1"]) == 1


@pytest.mark.parametrize("name", sorted(path.name for path in BIN.iterdir()))
def test_every_script_starts_and_tells_what_it_does(name):
    done = subprocess.run([str(BIN / name), "--help"], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    assert "--dry-run" in done.stdout


def test_units_of_systemd_name_programs_that_are_there():
    units = sorted((ROOT / "deploy" / "systemd").iterdir())
    assert len(units) >= 10
    for path in units:
        unit = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
        unit.optionxform = str
        unit.read(path)
        assert unit["Unit"]["Description"]
        if path.suffix == ".timer":
            assert path.with_suffix(".service").exists()
        elif "deploy/bin" in unit["Service"]["ExecStart"]:
            program = unit["Service"]["ExecStart"].split()[0].removeprefix("/srv/mizan/state/live/")
            assert os.access(ROOT / program, os.X_OK)
