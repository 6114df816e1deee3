"""What a file is when it is nothing that Mizan reads, told from its first bytes, so that the sender can be asked for the right thing."""

from __future__ import annotations

import re

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"\x1f\x8b\x08", "gzip archive"),
    (b"{\\rtf", "RTF document"),
    (b"AC10", "DWG drawing"),
    (b"(DWF V", "DWF drawing"),
    (b"ISO-10303-21;", "IFC building model"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "OneNote notebook"),
    (b"!BDN", "Outlook mailbox"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"MSCF", "CAB archive"),
    (b"%!PS", "PostScript document"),
    (b"-----BEGIN PKCS7", "signed file"),
    (b"-----BEGIN CMS", "signed file"),
    (b"-----BEGIN PGP", "encrypted message"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"\x00\x01\x00\x00Standard", "Access database"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"~V|", "BC3"),
    (b"#begin[GAEB]", "GAEB 2000"),
)
ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", "Word document"),
    ("ppt/", "PowerPoint presentation"),
    ("visio/", "Visio drawing"),
    ("index/document.iwa", "Numbers or Pages document"),
    ("fixedpage", "XPS document"),
)
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "Word document"),
    ("PowerPoint Document", "PowerPoint presentation"),
    ("VisioDocument", "Visio drawing"),
    ("__properties_version1.0", "Outlook message"),
)
SPREADSHEET_NAMES = ("xlsx", "xlsm", "xltx", "xls", "xlsb", "ods")
TEXT_NAMES = ("csv", "tsv", "txt", "tab")
GAEB_90 = re.compile(rb"^(?:T[01]|0[01]) {6}.{66}\d{6}\r?\n|^00 {8}\d{2}[A-Z].{61,65}\d{6}\r?\n")
SIGNED = re.compile(rb"^\x30[\x80-\x84].{0,6}?\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x02\x03]", re.DOTALL)  # PKCS #7
MAIL = re.compile(
    r"(?:(?:Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|X-[\w-]+):[ \t][^\n]*\n"
    r"(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
DRAWING = re.compile(r"(?:\s*999\r?\n[^\n]*\n)*\s*0\r?\nSECTION\r?\n")  # DXF
XML_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)((?:\s[^>]*)?)/?>")
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)


def extension(name: str) -> str:
    """The last part of a file's name in lower case, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def foreign(head: bytes) -> str:
    """The name of a known format that no reader takes, "" for none."""
    if b"%PDF-" in head[:1024]:
        return "PDF"
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return name
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "BMP image"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP image"
    if head[4:8] == b"ftyp":
        return "HEIC image or film"
    if SIGNED.match(head):
        return "signed file"
    if GAEB_90.match(head):
        return "GAEB 90"
    return foreign_text(beginning(head))


def foreign_text(text: str) -> str:
    """The same for formats that are text: XML of some kind, JSON."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped.startswith("<?xml") or (stripped.startswith("<") and XML_ROOT.match(stripped)):
        root = XML_ROOT.search(stripped)
        if root is None or HTML.match(f"<{root[1]}") or is_xml_spreadsheet(stripped):
            return ""
        return "GAEB XML" if root[1] == "GAEB" or "www.gaeb.de" in stripped else f"XML ({root[1][:40]})"
    if re.match(r'\{\s*"|\[\s*[\[{"]', stripped):
        return "JSON"
    if MAIL.match(stripped):
        return "mail"
    if DRAWING.match(text):
        return "DXF drawing"
    return ""


def beginning(head: bytes) -> str:
    """The first bytes as text, good enough for names of elements."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    return head.decode("utf-8", "ignore")


def is_xml_spreadsheet(text: str) -> bool:
    """The XML that Excel 2002 and 2003 wrote, often named .xls."""
    return (
        "urn:schemas-microsoft-com:office:spreadsheet" in text and re.search(r"<(?:\w+:)?Workbook\b", text) is not None
    )


def is_html(text: str) -> bool:
    """A page, or a bare table."""
    return HTML.match(re.sub(r"^(?:\s|\ufeff|<\?xml[^>]*>|<!--.*?-->)+", "", text, flags=re.DOTALL)) is not None


def looks_like_text(head: bytes) -> bool:
    """True when hardly any byte is a control character, or when every other byte is zero as in UTF-16."""
    if not head or head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if utf16_without_mark(head):
        return True
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    return control <= len(head) // 50


def utf16_without_mark(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be` when the zero bytes say so, else ""."""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if half >= 4 and odd > half * 0.4 and even * 20 < odd:
        return "utf-16-le"
    if half >= 4 and even > half * 0.4 and odd * 20 < even:
        return "utf-16-be"
    return ""
