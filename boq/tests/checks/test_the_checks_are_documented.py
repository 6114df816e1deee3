"""The registry, the words and the documentation agree."""

from __future__ import annotations

import inspect
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from boq.engine.checks.base import CHECKS
from boq.engine.checks.document import FAMILIES
from boq.engine.model import Severity
from boq.models.finding_words import FINDINGS

PAGE = Path(settings.BASE_DIR) / "docs" / "checks.md"


def test_the_page_is_what_the_registry_says(tmp_path):
    call_command("document_checks", to=tmp_path / "checks.md")
    assert (tmp_path / "checks.md").read_text("utf-8") == PAGE.read_text("utf-8"), (
        "run: python manage.py document_checks"
    )


def test_every_check_has_a_code_of_its_own_a_severity_and_plain_words():
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes)
    assert {code.partition(".")[0] for code in codes} == set(FAMILIES)
    for check in CHECKS:
        assert isinstance(check.severity, Severity)
        assert (inspect.getdoc(type(check)) or "").endswith(".")


def test_every_code_has_words():
    assert {check.code for check in CHECKS} <= set(FINDINGS)


def test_every_module_of_checks_is_in_the_registry():
    folder = Path(inspect.getfile(type(CHECKS[0]))).parent
    with_checks = {path.stem for path in folder.glob("*.py") if "\nCHECKS = (" in path.read_text("utf-8")}
    registered = {type(check).__module__.rpartition(".")[2] for check in CHECKS}
    assert with_checks == registered
