"""The workbook part of an xlsx package: which sheets there are, in which order, and in which part each lies."""

from __future__ import annotations

import posixpath

import msgspec
from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.readers.package import Package, normal, resolve
from boq.engine.readers.xml import attribute, local, parse_xml, truth


class SheetPart(msgspec.Struct, frozen=True):
    """One sheet of the book and the name of its part."""

    name: str
    part: str
    state: str = "visible"


class Book(msgspec.Struct, frozen=True):
    """What the workbook part says. `recalculates`: the writer left calculating to the program that opens the file."""

    part: str
    sheets: tuple[SheetPart, ...]
    strings: str
    styles: str
    date_1904: bool = False
    recalculates: bool = False
    names: dict[str, str] = {}


def workbook_part(package: Package) -> str | None:
    """The name of the workbook part: by the package's relationships, else by its usual names; None without one."""
    for target in relationships(package, "_rels/.rels", "").values():
        if target[0] == "officeDocument" and target[1] in package.names:
            return target[1]
    return next((name for name in ("xl/workbook.xml", "xl/workbook.bin") if name in package.names), None)


def relationships(package: Package, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Relationship id -> (last word of its type, part it names). Targets outside the package are dropped."""
    data = package.xml(part)
    if data is None:
        return {}
    found = {}
    for element in parse_xml(data, part):
        if local(element) == "Relationship" and element.get("TargetMode") != "External":
            kind = (element.get("Type") or "").rpartition("/")[2]
            found[element.get("Id") or ""] = (kind, resolve(folder, element.get("Target") or ""))
    return found


def read_book(package: Package, part: str) -> Book:
    """Parse the workbook part. EngineError `corrupt` when it is missing or names no sheet that exists."""
    data = package.xml(part)
    if data is None:
        raise EngineError("corrupt", part=part)
    folder, file = posixpath.split(part)
    links = relationships(package, f"{folder}/_rels/{file}.rels", folder)
    sheets: list[SheetPart] = []
    names: dict[str, str] = {}
    date_1904 = recalculates = False
    for element in parse_xml(data, part).iter():
        match local(element):
            case "sheet":
                sheet = sheet_part(element, links, folder, len(sheets) + 1)
                if sheet is not None:
                    sheets.append(sheet)
            case "workbookPr":
                date_1904 = truth(element.get("date1904"))
            case "definedName":
                if element.get("localSheetId") is None and element.get("name") and element.text:
                    names[element.get("name") or ""] = element.text
            case "calcPr":
                recalculates = truth(element.get("fullCalcOnLoad"))
    sheets = [sheet for sheet in sheets if sheet.part in package.names]
    if not sheets:
        raise EngineError("corrupt", part=part)
    by_kind = dict(links.values())
    return Book(
        part=part,
        sheets=tuple(sheets),
        strings=by_kind.get("sharedStrings", normal(f"{folder}/sharedStrings.xml")),
        styles=by_kind.get("styles", normal(f"{folder}/styles.xml")),
        date_1904=date_1904,
        recalculates=recalculates,
        names=names,
    )


def sheet_part(
    element: etree._Element, links: dict[str, tuple[str, str]], folder: str, position: int
) -> SheetPart | None:
    """The sheet that a `<sheet>` element names; None for charts, dialogs and macros, which hold no cells."""
    name = element.get("name") or f"Sheet{position}"
    state = element.get("state") or "visible"
    link = links.get(attribute(element, "id") or "")
    if link is None:
        return SheetPart(name, normal(f"{folder}/worksheets/sheet{position}.xml"), state)
    return SheetPart(name, link[1], state) if link[0] == "worksheet" else None
