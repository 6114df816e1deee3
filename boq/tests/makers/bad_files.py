"""Makers of files that must end in a coded error: damaged, hostile, protected or of another kind."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from boq.tests.makers.workbooks import (
    MAIN,
    csv_bill,
    edited,
    ods_bill,
    package,
    raw_parts,
    raw_xlsx,
    xls_bill,
    xlsx_bill,
)

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def zip_bomb() -> bytes:
    """300 MB of zeros in a sheet part, a thousand times packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in raw_parts(ONE_CELL).items():
            if "sheet1" not in name:
                archive.writestr(name, data)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(300):
                part.write(bytes(1 << 20))
    return stream.getvalue()


def lying_bomb() -> bytes:
    """A part that unpacks to more than its header admits."""
    data = raw_xlsx("<row r='1'><c r='A1' t='str'><v>" + "A" * 5_000_000 + "</v></c></row>")
    position = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    return data[: position + 24] + struct.pack("<I", 1000) + data[position + 28 :]


def many_parts(count: int = 20_000) -> bytes:
    """A zip with far too many entries."""
    return package({f"xl/media/{number}.txt": b"" for number in range(count)} | raw_parts(ONE_CELL))


def climbing_entry() -> bytes:
    """A good workbook with entries that would be written outside, were anything written."""
    return package({"../../../../tmp/mizan-escaped": b"x", "/tmp/mizan-escaped": b"x"} | raw_parts(ONE_CELL))


def linking_entry() -> bytes:
    """A good workbook with an entry that is a symbolic link."""
    stream = io.BytesIO(raw_xlsx(ONE_CELL))
    with zipfile.ZipFile(stream, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def document_type(part: str, declaration: str = ENTITIES, encoding: str = "utf-8") -> bytes:
    """A document type declaration in front of one part."""
    parts = raw_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "<si><t>x</t></si>", "<cellXfs/>")
    parts[part] = (f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{parts[part]!s}').encode(encoding)
    return package(parts)


def encrypted_zip() -> bytes:
    """The flag that says that the entries are encrypted."""
    data = bytearray(xlsx_bill())
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    return bytes(data)


def compound_file(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file with these streams, each of at least 4,096 bytes."""
    sector = 512
    body, entries, table = b"", [], []
    for name, data in streams.items():
        count = -(-max(len(data), 4096) // sector)
        entries.append((name, len(table), max(len(data), 4096)))
        table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
        body += data.ljust(count * sector, b"\0")
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0)
    directory += b"".join(_entry(name, 2, start, size) for name, start, size in entries)
    directory = directory.ljust(-(-len(directory) // sector) * sector, b"\0")
    directory_at = len(table)
    count = len(directory) // sector
    table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
    table_at = len(table)
    table.append(0xFFFFFFFD)
    packed = struct.pack(f"<{len(table)}I", *table).ljust(sector, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", table_at, *[0xFFFFFFFF] * 108)
    return header + body + directory + packed


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1) + bytes(48) + struct.pack("<IQ", start, size)


def encrypted_xlsx() -> bytes:
    """What a spreadsheet program makes of an xlsx with a password."""
    return compound_file({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": b"secret"})


def encrypted_xls() -> bytes:
    """A workbook stream with a FILEPASS record."""
    bof = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 3515, 1996, 0, 0)
    return compound_file({"Workbook": bof + struct.pack("<HHH", 0x2F, 2, 1) + struct.pack("<HH", 0x0A, 0)})


def encrypted_ods() -> bytes:
    """An OpenDocument package whose manifest tells how its parts are encrypted."""
    return edited(
        ods_bill(),
        "META-INF/manifest.xml",
        lambda data: data.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"),
    )


def truncated(data: bytes) -> bytes:
    """The first two thirds."""
    return data[: len(data) * 2 // 3]


def wrong_checksum() -> bytes:
    """A stored part with one letter changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in raw_parts('<row r="1"><c r="A1" t="str"><v>Concrete</v></c></row>').items():
            archive.writestr(name, data)
    return stream.getvalue().replace(b"Concrete", b"Concrote")


def far_cells(count: int) -> bytes:
    """Cells in the last column of as many rows: a wide and empty sheet."""
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, count + 1))
    return raw_xlsx(rows)


def repeated_ods() -> bytes:
    """One value repeated over more cells than any computer holds."""
    return edited(
        ods_bill(),
        "content.xml",
        lambda data: data.replace(
            b"</table:table>",
            b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" '
            b'table:number-columns-repeated="16000"/></table:table-row></table:table>',
        ),
    )


BAD_FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {  # what it is -> maker, its name, the code it ends in
    "no bytes": (lambda: b"", "bill.xlsx", "empty_file"),
    "white space": (lambda: b" \r\n\r\n\t", "bill.csv", "empty_file"),
    "zip bomb": (zip_bomb, "bill.xlsx", "unpacked_too_large"),
    "bomb with a false size": (lying_bomb, "bill.xlsx", "corrupt"),
    "too many entries": (many_parts, "bill.xlsx", "too_many_parts"),
    "entities in a sheet": (lambda: document_type("xl/worksheets/sheet1.xml"), "bill.xlsx", "dtd_forbidden"),
    "entities in shared strings": (lambda: document_type("xl/sharedStrings.xml"), "bill.xlsx", "dtd_forbidden"),
    "external entity in the workbook": (
        lambda: document_type("xl/workbook.xml", EXTERNAL),
        "bill.xlsx",
        "dtd_forbidden",
    ),
    "external entity in styles": (lambda: document_type("xl/styles.xml", EXTERNAL), "bill.xlsx", "dtd_forbidden"),
    "external entity in relationships": (lambda: document_type("_rels/.rels", EXTERNAL), "bill.xlsx", "dtd_forbidden"),
    "entities in UTF-16": (
        lambda: document_type("xl/worksheets/sheet1.xml", ENTITIES, "utf-16"),
        "a.xlsx",
        "dtd_forbidden",
    ),
    "entities in EBCDIC": (
        lambda: document_type("xl/worksheets/sheet1.xml", ENTITIES, "cp037"),
        "a.xlsx",
        "dtd_forbidden",
    ),
    "entities in ods": (
        lambda: edited(ods_bill(), "content.xml", lambda data: data.replace(b"?>", b"?>" + ENTITIES.encode(), 1)),
        "bill.ods",
        "dtd_forbidden",
    ),
    "entities in XML spreadsheet": (
        lambda: (ENTITIES + '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>').encode(),
        "bill.xls",
        "dtd_forbidden",
    ),
    "zip encryption": (encrypted_zip, "bill.xlsx", "encrypted_file"),
    "xlsx with a password": (encrypted_xlsx, "bill.xlsx", "encrypted_file"),
    "xls with a password": (encrypted_xls, "bill.xls", "encrypted_file"),
    "ods with a password": (encrypted_ods, "bill.ods", "encrypted_file"),
    "truncated xlsx": (lambda: truncated(xlsx_bill()), "bill.xlsx", "corrupt"),
    "truncated xls": (lambda: truncated(xls_bill()), "bill.xls", "corrupt"),
    "truncated ods": (lambda: truncated(ods_bill()), "bill.ods", "corrupt"),
    "wrong checksum": (wrong_checksum, "bill.xlsx", "corrupt"),
    "noise named xlsx": (lambda: bytes(range(256)) * 40, "bill.xlsx", "corrupt"),
    "sheet that is not XML": (
        lambda: package(raw_parts("") | {"xl/worksheets/sheet1.xml": b"<a><b>"}),
        "a.xlsx",
        "corrupt",
    ),
    "workbook without sheets": (
        lambda: package(raw_parts("") | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}),
        "bill.xlsx",
        "corrupt",
    ),
    "10 MB cell": (
        lambda: raw_xlsx(f'<row r="1"><c r="A1" t="str"><v>{"x" * 10_000_000}</v></c></row>'),
        "bill.xlsx",
        "text_too_long",
    ),
    "10 MB shared string": (
        lambda: raw_xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', f"<si><t>{'x' * 10_000_000}</t></si>"),
        "bill.xlsx",
        "text_too_long",
    ),
    "10 MB csv field": (lambda: b"a,b\n" + b"x" * 10_000_000 + b",1\n", "bill.csv", "text_too_long"),
    "wide and empty sheet": (lambda: far_cells(2000), "bill.xlsx", "too_many_cells"),
    "repeated cells": (repeated_ods, "bill.ods", "too_many_cells"),
    "csv with NUL": (lambda: b"Item,Text\n1,a\n2,b\x00c\n", "bill.csv", "csv_error"),
    "csv with an open quote": (lambda: b'Item,Text\n1,"a"\n2,"b\n3,c\n', "bill.csv", "csv_error"),
    "PDF without a page": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "bill.pdf", "corrupt"),
    "PDF named xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "bill.xlsx", "corrupt"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "scan.png", "unsupported_format"),
    "JPEG named xlsx": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "bill.xlsx", "type_mismatch"),
    "GAEB XML": (
        lambda: b'<?xml version="1.0"?><GAEB xmlns="http://www.gaeb.de/GAEB_DA_XML/DA83/3.2"/>',
        "bill.x83",
        "unsupported_format",
    ),
    "BC3 without a concept": (lambda: b"~V|Mizan|FIEBDC-3/2004||\r\n", "bill.bc3", "corrupt"),
    "Word": (
        lambda: package({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
        "a.docx",
        "unsupported_format",
    ),
    "old Word named xls": (lambda: compound_file({"WordDocument": b"x"}), "bill.xls", "type_mismatch"),
    "JSON": (lambda: b'{"items": [1, 2]}', "bill.json", "unsupported_format"),
    "plain zip": (lambda: package({"readme.txt": "hello"}), "bill.zip", "unsupported_format"),
    "page without a table": (
        lambda: b"<!DOCTYPE html><html><body>Session expired</body></html>",
        "a.xls",
        "type_mismatch",
    ),
}

GOOD_AFTER_ALL: dict[str, Callable[[], bytes]] = {  # odd, but nothing in it hinders reading
    "climbing entry": climbing_entry,
    "linking entry": linking_entry,
    "xls named xlsx": xls_bill,
    "csv named xlsx": csv_bill,
    "one cell at the very end": lambda: raw_xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
}
