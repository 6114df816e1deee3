"""A file that Mizan does not read is named for what it is, with what to ask the sender for."""

from __future__ import annotations

import io
import zipfile

import pytest

from boq.engine.errors import EngineError
from boq.engine.readers.base import read_workbook
from boq.models.foreign import FORMAT_ADVICE, kind_of_foreign
from boq.models.messages import message


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


MAIL = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: Bill\r\nDate: today\r\n\r\nattached\r\n"
FILES = [
    ("plan.dwg", b"AC1032" + bytes(60), "drawing"),
    ("plan.dxf", b"  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n", "drawing"),
    ("model.ifc", b"ISO-10303-21;\nHEADER;\n", "drawing"),
    ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(60), "picture"),
    ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "picture"),
    ("photo.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), "picture"),
    ("notes.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3" + bytes(40), "notes"),
    ("bills.rar", b"Rar!\x1a\x07\x00" + bytes(40), "archive"),
    ("bills.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "archive"),
    ("bills.zip", packed("bill.xlsx"), "archive"),
    ("bill.xlsx.p7m", b"\x30\x82\x0a\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(60), "signed"),
    ("bill.xps", packed("FixedDocSeq.fdseq", "Documents/1/Pages/1.fpage", "FixedPage.xml"), "print"),
    ("bill.numbers", packed("Index/Document.iwa"), "numbers"),
    ("bill.pptx", packed("ppt/presentation.xml"), "slides"),
    ("letter.eml", MAIL, "mail"),
    ("letter.rtf", b"{\\rtf1 hello}", "document"),
    ("data.json", b'{"items": []}', "data"),
    ("estimate.gsfx", b"\x01\x02\x03\x04" * 40, "estimate"),
]


@pytest.mark.parametrize(("name", "data", "kind"), FILES, ids=[name for name, _, _ in FILES])
def test_it_is_named_with_what_to_ask_for(name, data, kind):
    with pytest.raises(EngineError) as refused:
        read_workbook(data, name)
    error = refused.value
    assert error.code == "unsupported_format"
    assert kind_of_foreign(str(error.facts["format"]), name) == kind
    assert str(FORMAT_ADVICE[kind]) in message(error.code, error.facts)


def test_a_name_that_promises_a_spreadsheet_says_what_the_file_is():
    with pytest.raises(EngineError) as refused:
        read_workbook(b"\x89PNG\r\n\x1a\n" + bytes(60), "bill.xlsx")
    words = message(refused.value.code, refused.value.facts)
    assert "PNG image" in words
    assert "picture" in words


def test_a_text_that_only_looks_like_a_mail_is_read():
    assert read_workbook(b"Item,Description,Unit\nFrom: here,to there,m\n", "bill.csv").grids
