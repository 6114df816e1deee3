"""Every command of the documentation works. Blocks marked `console` are collected: each line after `$ ` is run, or has its reason here."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.management import execute_from_command_line, get_commands
from django.urls import resolve

from boq.samples import villa
from website.documentation.shelf import SLUGS, file_of

ROOT = Path(settings.BASE_DIR)
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^ *\$ (.+)$", re.MULTILINE)
# Why a command is not run here.
ELSEWHERE = {
    "make run": "starts everything; tests of config/local start it",
    "make status": "asks a running Mizan; config/tests/test_managing_beside_a_run.py does",
    'make manage ARGS="createsuperuser"': "asks a person at the keyboard",
    "cp .env.example .env": "would change the tree; the file is there, and a test compares it with config/env.py",
    "python manage.py check --deploy": "config/tests/headers/test_a_server_is_set_up_safely.py does, with a server's environment",
    "python manage.py doctor": "explains a running Mizan; config/tests/test_doctor.py does",
    "python manage.py launch_checklist": "judges an installation; config/tests/launch does",
    'python manage.py launch_checklist --confirm mail.arrives --by Ana --note "three providers"': "config/tests/launch does",
    "docker compose up -d": "needs Docker",
    "docker compose exec web-blue python manage.py createsuperuser": "needs Docker",
    "docker compose -f docker-compose.dev.yml up --build": "needs Docker",
    "sh deploy/make_secrets.sh": "writes secrets into the tree; config/tests/deploy/test_image_and_compose.py runs it elsewhere",
    "sh deploy/make_certificate.sh mizan.example.com": "writes into the tree; config/tests/deploy/test_nginx.py runs it elsewhere",
    **dict.fromkeys(
        (
            "deploy/bin/deploy 2026.11.3 --config /etc/mizan/staging.toml",
            "deploy/bin/deploy 2026.11.3 --dry-run",
            "deploy/bin/deploy 2026.11.3",
            "deploy/bin/rollback",
            "deploy/bin/deploy --status",
        ),
        "deploys; config/tests/deploy/test_deploy_scripts.py does, and `python -m scripts.drills.deploy` under load",
    ),
    **dict.fromkeys(
        (
            "deploy/bin/restore --latest --data /var/lib/postgresql/18/main --files /var/lib/mizan",
            "deploy/bin/restore --to 2026-11-22T14:29:30 --data /var/tmp/then/data --files /var/tmp/then/files --practice",
        ),
        "restores; `python -m scripts.drills.restore` does",
    ),
    "export MIZAN=http://127.0.0.1:8000": "sets a variable for the next lines",
    "export MIZAN_TOKEN=mzn_live_…": "sets a variable for the next lines",
}
# Requests: the operation must be one of the API's description.
REQUEST = re.compile(r'curl .*"\$MIZAN(/api/[^"]+)"')
# `make manage ARGS=…` is a command of manage.py, which has to be there.
MANAGE = re.compile(r'(?:make manage ARGS="|\.venv/bin/python manage\.py |python manage\.py )(\w+)')


def commands() -> list[tuple[str, str]]:
    """(page, command), in all languages."""
    return [
        (f"{slug}.{code}", command)
        for slug in SLUGS
        for code in ("en", "ar", "ru")
        if file_of(slug, code).is_file()
        for kind, block in BLOCK.findall(file_of(slug, code).read_text("utf-8"))
        if kind == "console"
        for command in COMMAND.findall(block)
    ]


def test_there_are_commands_and_each_is_run_or_has_a_reason():
    found = {command for _page, command in commands()}
    assert len(found) > 10
    left = {one for one in found if one not in ELSEWHERE and one not in RUN and not REQUEST.search(one)}
    assert not left, f"run them, or say in ELSEWHERE why not: {left}"
    assert not set(ELSEWHERE) - found, "nobody writes these any more"
    assert not set(RUN) - found, "nobody writes these any more"


def test_a_console_block_holds_commands_and_nothing_else():
    for slug in SLUGS:
        for kind, block in BLOCK.findall(file_of(slug).read_text("utf-8")):
            if kind == "console":
                assert all(line.lstrip().startswith("$ ") for line in block.splitlines()), (slug, block)


# Command -> what it says. FILE is a sample; the receipt is none, so that the command ends with 2.
RUN = {
    ".venv/bin/python manage.py read_boq FILE": "Villa",
    ".venv/bin/python manage.py read_boq FILE --json": '"items": 34',
    ".venv/bin/python manage.py verify_receipt receipt.json": "no signed receipt",
    'make manage ARGS="check"': "no issues",
    'make manage ARGS="migrate --check"': "",
}


@pytest.mark.django_db
@pytest.mark.parametrize("command", RUN)
def test_it_works(command, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Villa.xlsx").write_bytes(villa())
    (tmp_path / "receipt.json").write_text("{}")
    words = [{"FILE": "Villa.xlsx"}.get(word, word) for word in shlex.split(command)]
    words = words[2].removeprefix("ARGS=").split() if words[0] == "make" else words[2:]
    ended = 0
    try:
        execute_from_command_line(["manage.py", *words])
    except SystemExit as end:
        ended = int(end.code or 0)
    assert ended == (2 if words[0] == "verify_receipt" else 0)
    said, complaints = capfd.readouterr()
    assert RUN[command] in said + complaints


def test_requests_are_operations_of_the_api():
    asked = [found[1] for _page, command in commands() if (found := REQUEST.search(command))]
    assert asked
    for path in asked:
        assert resolve(path).route.startswith("api/v1/")


def test_named_commands_of_manage_py_and_make_are_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    texts = [file_of(slug).read_text("utf-8") for slug in SLUGS]
    for known, pattern in (
        (set(get_commands()), MANAGE),
        (targets, re.compile(r"`make ([a-z-]+)")),
        (set(get_commands()), re.compile(r"`manage\.py (\w+)")),
    ):
        named = {name for text in texts for name in pattern.findall(text)}
        assert named
        assert named <= known


@pytest.mark.django_db
def test_the_program_in_the_description_of_the_api_reads_a_bill(alice, api, work, tmp_path, monkeypatch, capsys):
    """The Python of docs/api.md, run as it stands: its requests go to the application, and workers work before it asks how far they are."""
    program = next(text for kind, text in BLOCK.findall(file_of("api").read_text("utf-8")) if kind == "python")
    client = api(alice)

    class Session:
        headers: dict[str, str] = {}

        def get(self, url: str, params: dict[str, str] | None = None) -> Any:
            if "/jobs/" in url:
                work()
            return answered(client.get(url, params or {}))

        def post(self, url: str, json: Any = None, files: Any = None) -> Any:
            return answered(
                client.post(url, files, format="multipart") if files else client.post(url, json, format="json")
            )

    def answered(answer: Any) -> Any:
        return SimpleNamespace(ok=answer.status_code < 400, json=answer.json)

    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.xlsx").write_bytes(villa())
    monkeypatch.setenv("MIZAN", "")
    monkeypatch.setenv("MIZAN_TOKEN", "mzn_live_x")
    monkeypatch.setitem(sys.modules, "requests", SimpleNamespace(Session=Session))
    exec(compile(program, "docs/api.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 34
