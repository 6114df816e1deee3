"""PDF files that are locked, cut off, blown up or scanned end in a code that says what to do."""

from __future__ import annotations

import zlib

import pytest

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.readers.base import read_workbook
from boq.engine.readers.limits import DEFAULT_LIMITS, Limits
from boq.engine.reading import read
from boq.tests.makers import pdfs

PIXEL = zlib.compress(bytes(300 * 300))


def raw(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, trailer, len(body),
    )  # fmt: skip


def stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), words, data)


IMAGE = (
    b"/Type /XObject /Subtype /Image /Width 300 /Height 300 "
    b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
)
PRINTED = (
    (b"Item", b"Description", b"Unit", b"Qty"),
    (b"1", b"Excavate", b"m3", b"12"),
    (b"2", b"Backfill", b"m3", b"7"),
    (b"3", b"Blinding", b"m2", b"9"),
)
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(more: bytes = b"") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R %b >>" % more


def pages(count: int = 1, first: int = 3) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + count))
    return b"<< /Type /Pages /Count %d /Kids [%b] >>" % (count, kids)


def scan() -> bytes:
    """One page that is a picture."""
    image = stream(
        PIXEL,
        IMAGE,
    )
    return raw(
        CATALOG, pages(), page(b"/Resources << /XObject << /I 5 0 R >> >>"), stream(b"300 0 0 300 0 0 cm /I Do"), image
    )


def code_of(data: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(EngineError) as caught:
        read_workbook(data, "bill.pdf", limits)
    return caught.value.code


def test_the_maker_makes_files_that_can_be_read():
    text = stream(b"BT /F 12 Tf 20 200 Td (Excavate to reduce level) Tj ET")
    found = read_workbook(raw(CATALOG, pages(), page(b"/Resources << /Font << /F 5 0 R >> >>"), text, FONT), "bill.pdf")
    assert isinstance(found, Workbook)
    assert found.grids[0].rows == [["Excavate to reduce level"]]


def test_a_scan_is_named_as_one():
    assert code_of(scan()) == "no_text_layer"


def test_a_locked_file():
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P -4 >>" % (b"ab" * 32, b"cd" * 32)
    data = raw(CATALOG, pages(), page(), stream(b""), lock, trailer=b"/Encrypt 5 0 R /ID [<00><00>]")
    assert code_of(data) == "encrypted_file"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_off(share):
    data = pdfs.table(pdfs.bill(40))
    assert code_of(data[: int(len(data) * share)]) == "corrupt"


def test_nothing_but_a_signature():
    assert code_of(b"%PDF-1.7\n" + b"rubbish" * 50 + b"\n%%EOF") == "corrupt"


def test_more_pages_than_the_limit():
    assert code_of(pdfs.pdf("a\n" + "#pagebreak()\na\n" * 20), Limits(pages=20)) == "pdf_limit"


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_page_that_unpacks_to_gigabytes(rounds):
    bomb = zlib.compressobj(9)
    data = b"".join(bomb.compress(bytes(2**20)) for _ in range(300)) + bomb.flush()
    if rounds == 2:
        data = zlib.compress(data)
    filters = b"/Filter [%b]" % (b"/FlateDecode " * rounds)
    assert code_of(raw(CATALOG, pages(), page(), stream(data, filters))) == "pdf_limit"


def test_outlines_in_a_circle_are_not_followed():
    catalog = b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>"
    outline = b"<< /First 6 0 R /Last 6 0 R /Next 6 0 R /Parent 6 0 R /Title (x) >>"
    text = stream(b"BT /F 12 Tf 20 200 Td (Excavate to reduce level) Tj ET")
    data = raw(catalog, pages(), page(b"/Resources << /Font << /F 5 0 R >> >>"), text, FONT, outline)
    assert read_workbook(data, "bill.pdf").grids[0].rows == [["Excavate to reduce level"]]


@pytest.mark.parametrize("kids", [b"2 0 R", b"2 0 R 2 0 R 2 0 R"])
def test_pages_in_a_circle(kids):
    data = raw(CATALOG, b"<< /Type /Pages /Count 3 /Kids [%b] >>" % kids, page(), stream(b""))
    assert code_of(data) in ("corrupt", "no_text_layer")


def test_a_form_that_draws_itself():
    form = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")
    data = raw(CATALOG, pages(), page(b"/Resources << /XObject << /X 5 0 R >> >>"), stream(b"/X Do"), form)
    assert code_of(data) == "no_text_layer"


def test_a_script_is_not_run_and_does_not_disturb():
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"
    text = stream(b"BT /F 12 Tf 20 200 Td (Excavate to reduce level) Tj ET")
    data = raw(catalog, pages(), page(b"/Resources << /Font << /F 5 0 R >> >>"), text, FONT)
    assert read_workbook(data, "bill.pdf").grids[0].rows == [["Excavate to reduce level"]]


def test_a_scan_between_pages_of_text_is_asked_about():
    import io

    import pypdfium2

    works = pdfs.bill(60)
    whole, picture = pypdfium2.PdfDocument(pdfs.table(works)), pypdfium2.PdfDocument(scan())
    whole.import_pages(picture, index=1)
    out = io.BytesIO()
    whole.save(out)
    questions = read(out.getvalue(), "bill.pdf").receipt.questions
    assert [(question.code, question.facts["pages"]) for question in questions] == [("pages_without_text", "2")]


def test_text_that_was_recognized_in_a_picture_is_always_asked_about():
    lines = b"".join(
        b"BT 3 Tr /F 9 Tf %d %d Td (%b) Tj ET " % (x, 260 - 20 * row, word)
        for row, words in enumerate(PRINTED)
        for x, word in zip((20, 60, 180, 230), words, strict=True)
    )
    image = stream(
        PIXEL,
        IMAGE,
    )
    resources = b"/Resources << /XObject << /I 5 0 R >> /Font << /F 6 0 R >> >>"
    data = raw(CATALOG, pages(), page(resources), stream(b"q 300 0 0 300 0 0 cm /I Do Q " + lines), image, FONT)
    reading = read(data, "bill.pdf")
    assert [item.description for item in reading.boq.items] == ["Excavate", "Backfill", "Blinding"]
    assert "text_recognized" in [question.code for question in reading.receipt.questions]
