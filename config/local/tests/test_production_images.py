import re
import subprocess

import pytest
import yaml

from config.local.layout import ROOT

OURS = ("migrate", "web", "worker", "beat", "flower")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


def run_role(tmp_path, role, **environment):
    """What the entry script starts for a role: stand-in programs print their arguments."""
    for name in ("gunicorn", "celery", "python"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho {name} "$@"\n')
        (tmp_path / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/container.sh"), role],
        env={"PATH": f"{tmp_path}:/bin:/usr/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


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
    reply = run_role(tmp_path, role, FLOWER_BASIC_AUTH="a:b")
    assert reply.stdout.startswith(starts)


def test_flower_does_not_start_without_a_password(tmp_path):
    reply = run_role(tmp_path, "flower")
    assert reply.returncode != 0
    assert "FLOWER_BASIC_AUTH" in reply.stderr


def test_all_parts_are_in_the_compose_file(compose):
    assert set(compose["services"]) == {*OURS, "postgres", "redis"}
    for name in OURS:
        assert compose["services"][name]["command"] == [name]


def test_no_secret_has_a_default(compose):
    web = compose["services"]["web"]["environment"]
    assert web["SECRET_KEY"] == "${SECRET_KEY-}"  # it may come from a file or a store; without one nothing is served
    assert "${POSTGRES_PASSWORD:?" in web["DATABASE_URL"]
    assert compose["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert compose["services"]["flower"]["environment"]["FLOWER_BASIC_AUTH"].startswith("${FLOWER_BASIC_AUTH:?")


def test_everything_waits_for_the_migrations_and_the_engines_are_not_published(compose):
    services = compose["services"]
    for name in ("web", "worker", "beat", "flower"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    for name in ("postgres", "redis"):
        assert "ports" not in services[name]
        assert services[name]["networks"] == ["inside"]
        assert "healthcheck" in services[name]
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("web", "flower"):
        assert all(port.startswith("127.0.0.1:") for port in services[name]["ports"])


def test_images_are_of_a_stated_version(compose):
    images = [service["image"] for service in compose["services"].values()]
    images += [line.split()[1] for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("FROM")]
    for image in images:
        assert ":" in image
        assert not image.endswith(":latest")


def test_the_image_s_programs_run_as_an_ordinary_user():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    last_stage = text[text.rindex("\nFROM") :]
    assert "\nUSER mizan\n" in last_stage


def test_every_value_the_containers_take_is_explained_in_the_example():
    used = set()
    for name in ("docker-compose.yml", "scripts/container.sh"):
        used |= set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / name).read_text("utf-8")))
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert {"SECRET_KEY", "WEB_WORKERS"} <= used <= explained
