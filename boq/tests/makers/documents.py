"""Word documents of our own making."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def run(text: str, look: str = "") -> str:
    """Characters of one look: `<w:b/>`, `<w:strike/>`."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, numbered: tuple[int, int] | None = None) -> str:
    """A paragraph of texts or runs; `numbered` is the id of its list and its level."""
    marks = f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>' if numbered else ""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{marks}</w:pPr>{inside}</w:p>"


def cell(text: str = "", span: int = 1, down: str = "", inside: str = "") -> str:
    """A cell with a text, or with paragraphs and tables; `down` is "restart" or "continue" for cells merged downwards."""
    more = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    more += f'<w:vMerge w:val="{down}"/>' if down else ""
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inside or paragraph(text)}</w:tc>"


def table(rows: list[list[str]], widths: tuple[int, ...], more: str = "") -> str:
    """Rows of texts or cells."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(
        "<w:tr>" + "".join(one if one.startswith("<w:tc>") else cell(one) for one in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr>{more}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def document(*body: str, numbering: str = "", head: str = "") -> bytes:
    """The package of a document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{MAIN}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            f"<?xml version='1.0'?>{head}<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
        )
        if numbering:
            archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
    return buffer.getvalue()


def levels(*formats: tuple[str, str]) -> str:
    """One list (id 1) with levels of (kind, text)."""
    inside = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (kind, text) in enumerate(formats)
    )
    return f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
