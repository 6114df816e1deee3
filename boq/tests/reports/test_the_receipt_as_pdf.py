"""The receipt on paper: asked for like any download, made by a worker, in the reader's language, whatever the texts hold."""

from __future__ import annotations

import json

import pypdfium2
import pytest

from boq.engine.reports.receipt_pdf import compile_pdf
from boq.engine.reports.receipt_rows import MOST_RUNS, runs_of
from boq.models import Export
from boq.pipelines.receipt_pdf import receipt_data
from boq.services.receipts import signed_receipt
from boq.services.reports import request_export


@pytest.fixture(autouse=True)
def _own_key(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_a_worker_makes_it_in_each_language(language, boq, work, alice, actor):
    request_export(by=actor(alice), boq=boq, format="pdf", language=language)
    (job,) = [one for one in work() if one.kind == "export"]
    assert (job.status, job.error_code) == ("succeeded", "")
    data = Export.objects.get().file.read()
    text = text_of(data).replace("\u200b", "").replace("\n", "").replace("\r", "")
    assert data.startswith(b"%PDF")
    if language == "ar":  # a reader of texts turns Latin runs around in a page from right to left
        shown = receipt_data(boq, signed_receipt(boq)["signature"], language)
        assert ["SHA-256", boq.upload.sha256, True] in shown["facts"]
        assert len(pypdfium2.PdfDocument(data)) >= 1
        return
    assert boq.upload.sha256 in text
    assert boq.upload.name in text
    assert signed_receipt(boq)["signature"]["value"] in text.replace("\ufffe", "")


@pytest.mark.django_db
def test_what_people_wrote_is_never_read_as_markup(boq):
    boq.upload.name = '#panic("x") *bold* $x$ #include "/etc/passwd" <label> @ref \\ // .xlsx'
    data = receipt_data(boq, signed_receipt(boq)["signature"], "en")
    for line in data["chain"]:
        line["label"] = '#panic("label") [*] ```raw``` \u202e\u0000'
    text = text_of(compile_pdf(json.dumps(data)))
    assert '#panic("x") *bold* $x$' in text
    assert '#panic("label")' in text


def test_rows_are_folded_and_none_is_lost():
    runs = runs_of({"A": "xxHiiii", "B": "b"})
    assert [(run.sheet, run.first, run.last, run.kinds) for run in runs] == [
        ("A", 1, 2, {"not_bill": 2}),
        ("A", 3, 3, {"header": 1}),
        ("A", 4, 7, {"item": 4}),
        ("B", 1, 1, {"blank": 1}),
    ]
    many = {"A": "hi" * 300_000, "B": "n" * 10}
    folded = runs_of(many)
    assert len(folded) <= MOST_RUNS
    assert sum(sum(run.kinds.values()) for run in folded) == 600_010
    assert [run.first for run in folded][1:-1] == [run.last + 1 for run in folded][:-2]
