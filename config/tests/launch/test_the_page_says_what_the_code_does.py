"""docs/operations/launch.md is made of the lines; and what the lines name is there."""

from __future__ import annotations

import re
from importlib.util import find_spec

from django.core.management import get_commands
from django.urls import resolve
from django.utils.translation import get_language_from_path, override

from config.env import ROOT
from config.launch import page
from config.launch.base import Site
from config.launch.registry import GROUPS, LINES
from config.variables import shown

SETTINGS = {"DEBUG", "DATABASE_REPLICA_LAG"}
OTHERS = {
    "NAME",
    "SPF",
    "DKIM",
    "DMARC",
    "GDPR",
    "JSON",
    "CDN",
    "ALTER",
    "ROLE",
    "NOSUPERUSER",
    "NOCREATEROLE",
    "NOBYPASSRLS",
}


def texts(line):
    return [str(line.title), str(line.why), str(line.mend), *line.seen]


def test_the_page_is_written_from_the_lines():
    kept = page.PAGE.read_text("utf-8")
    assert kept == page.written(kept), "run: python manage.py write_reference"
    for code in LINES:
        assert kept.count(f"| `{code}` |") == 1


def test_a_line_that_changes_changes_the_page(monkeypatch):
    monkeypatch.setattr(page, "GROUPS", GROUPS[1:])
    kept = page.PAGE.read_text("utf-8")
    assert kept != page.written(kept)


def test_every_line_has_a_code_of_its_group_and_no_other_has_it():
    codes = [line.code for group in GROUPS for line in group.lines]
    assert len(codes) == len(set(codes)) > 50
    assert all(line.code.startswith(f"{group.code}.") for group in GROUPS for line in group.lines)


def test_commands_modules_and_pages_that_lines_name_are_there():
    known = set(get_commands())
    for line in LINES.values():
        for text in texts(line):
            assert set(re.findall(r"manage\.py (\w+)", text)) <= known, line.code
            assert all(find_spec(name) for name in re.findall(r"python -m ([\w.]+)", text)), line.code
            named = re.findall(r"\b((?:docs|deploy|gdpr|SECURITY)[\w/.-]*[\w])", text)
            assert all((ROOT / name).exists() for name in named if "/" in name or name.endswith(".md")), (
                line.code,
                named,
            )


def test_variables_that_lines_name_are_read_by_mizan():
    known = set(shown()) | SETTINGS | OTHERS
    for line in LINES.values():
        for text in (str(line.title), str(line.why), str(line.mend)):
            named = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)\b", text))
            assert named <= known, (line.code, named - known)


def test_addresses_that_lines_name_are_routes():
    for line in LINES.values():
        for seen in line.seen:
            for path in re.findall(r"\{url\}(/[^\s?]*)", seen):
                with override(get_language_from_path(path) or "en"):
                    resolve(path)  # raises where there is none


def test_commands_are_filled_in_with_the_names_of_the_site():
    site = Site("https://mizan.firm.org:8443")
    for line in LINES.values():
        assert not re.search(
            r"\{(url|host|address|domain|prometheus|alertmanager)\}", " ".join(map(site.filled, line.seen))
        )
    assert site.filled("{address} {host}") == "mizan.firm.org:8443 mizan.firm.org"
