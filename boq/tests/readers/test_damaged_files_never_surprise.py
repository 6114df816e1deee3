"""Good files of every format damaged at random: each is read to the end or ends in a code, at worst a dead child with a code."""

from __future__ import annotations

import io
import os
import random
import zipfile

import pytest

from boq.engine.errors import CODES, EngineError
from boq.engine.readers.limits import Limits
from boq.pipelines.sandbox import run_child
from boq.tests.makers import documents, pdfs
from boq.tests.makers.exchange import bc3, gaeb_90, gaeb_2000, gaeb_xml, school
from boq.tests.makers.workbooks import cells, csv_bill, ods_bill, package, raw_xlsx, xls_bill, xlsx_bill
from boq.tests.makers.xlsb import xlsb_bill

BATCH = 60
PROOF = 20_000
A_CHILD = 250
SEEDS = {
    "xlsx": xlsx_bill,
    "xlsb": xlsb_bill,
    "xls": xls_bill,
    "ods": ods_bill,
    "csv": csv_bill,
    "raw": lambda: raw_xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1</f><v>2</v></c></row>', "<si><t>a</t></si>"
    ),
    "html": lambda: page("<html><body><table>{}</table></body></html>", "<tr>{}</tr>", "<td>{}</td>"),
    "xml": lambda: page(
        '<?xml version="1.0"?><Workbook xmlns="{0}" xmlns:ss="{0}"><Worksheet ss:Name="Bill"><Table>{{}}</Table></Worksheet>'
        "</Workbook>".format("urn:schemas-microsoft-com:office:spreadsheet"),
        "<Row>{}</Row>",
        '<Cell><Data ss:Type="String">{}</Data></Cell>',
    ),
    "x86": lambda: gaeb_xml(school()),
    "p86": lambda: gaeb_2000(school()),
    "d86": lambda: gaeb_90(school()),
    "bc3": lambda: bc3(school()),
    "pdf": lambda: pdfs.table(pdfs.bill(6)),
    "docx": lambda: documents.document(documents.table([["1", "Excavate", "m3", "12"]] * 4, (500, 4000, 700, 900))),
}


def page(whole, row, cell):
    """The small bill as marked-up text."""
    lines = ("".join(cell.format(value) for value in values) for values in cells())
    return whole.format("".join(row.format(line) for line in lines)).encode()


def mutations(kind, count, seed):
    """`count` damaged versions of a good file: of its bytes, or of the text of one part packed anew."""
    chance = random.Random(f"{kind}-{seed}")
    good = SEEDS[kind]()
    for _ in range(count):
        if good.startswith(b"PK") and chance.random() < 0.7:
            yield repacked(good, chance)
        else:
            yield damaged(good, chance)


def repacked(good, chance):
    """One part damaged inside an otherwise sound package."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = damaged(parts[name], chance)
    return package(parts)


def damaged(data, chance):
    """A few random edits: bytes changed, cut, doubled, swapped for numbers at the edge."""
    raw = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if not raw:
            break
        at = chance.randrange(len(raw))
        length = chance.randint(1, 40)
        match chance.randrange(6):
            case 0:
                raw[at] = chance.randrange(256)
            case 1:
                del raw[at : at + length]
            case 2:
                raw[at:at] = raw[at : at + length]
            case 3:
                raw[at : at + 2] = chance.choice(
                    [b"\xff\xff", b"\x00\x00", b"\x7f\xff", b"9999999999", b"-1", b"<!--", b"]]>"]
                )
            case 4:
                del raw[at:]
            case 5:
                other = chance.randrange(len(raw))
                raw[at : at + length] = raw[other : other + length]
    return bytes(raw)


def read_batch(kind, count, seed, tmp_path):
    """Read mutations in one child; after a crash go on behind the file that caused it. Returns the codes seen."""
    files = list(mutations(kind, count, seed))
    codes: dict[str, int] = {}
    first = 0
    while first < len(files):
        batch = tmp_path / "batch"
        batch.write_bytes(b"".join(len(data).to_bytes(4, "big") + data for data in files[first:]))
        done = [0]
        try:
            run_child(
                batch,
                kind,
                "boq.tests.readers.entries:read_many",
                Limits(seconds=120),
                on_progress=progress(done, codes),
            )
            break
        except EngineError as error:
            code = f"child {error.code}"
            codes[code] = codes.get(code, 0) + 1
            first += done[0] + 1
    return codes


def progress(done, codes):
    def step(code, number, _):
        done[0] = number
        codes[code] = codes.get(code, 0) + 1

    return step


@pytest.mark.parametrize("kind", SEEDS)
def test_a_damaged_file_is_a_workbook_or_a_code(kind, tmp_path):
    codes = read_batch(kind, BATCH, 1, tmp_path)
    assert sum(codes.values()) == BATCH
    assert set(codes) <= {"read", *CODES, "child out_of_memory", "child reader_crashed"}
    assert "surprise" not in codes


@pytest.mark.proof
@pytest.mark.parametrize("kind", SEEDS)
def test_twenty_thousand_damaged_files(kind, tmp_path):
    batches = -(-PROOF // len(SEEDS) // A_CHILD) if os.environ.get("MIZAN_PROOF") else 1
    size = A_CHILD if batches > 1 else 20
    seen: dict[str, int] = {}
    for seed in range(2, 2 + batches):
        for code, times in read_batch(kind, size, seed, tmp_path).items():
            seen[code] = seen.get(code, 0) + times
    assert sum(seen.values()) == batches * size
    assert "surprise" not in seen
