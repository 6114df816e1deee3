"""Files that Mizan does not read: what to do with each kind, and what to ask the sender for."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORMAT_ADVICE: dict[str, str | Promise] = {
    "picture": _(
        "It is a picture. Ask the sender for the file that the picture was made from: the workbook, or a PDF that holds text."
    ),
    "archive": _("It is an archive. Unpack it and upload the bill that is in it."),
    "drawing": _(
        "It is a drawing or a model and holds no bill. Ask the sender for the bill taken off from it, as xlsx, PDF or GAEB."
    ),
    "mail": _("It is a message. Save the file that is attached to it, and upload that."),
    "signed": _(
        "It is a signed or encrypted envelope. Take the file out of it with the program that checks the signature, and upload that."
    ),
    "numbers": _("In Numbers or Pages choose File › Export To › Excel or PDF, and upload what that makes."),
    "notes": _(
        "It is a notebook. Copy the table into a workbook, or ask the sender for the workbook that it came from."
    ),
    "slides": _(
        "It is a presentation. Ask the sender for the table in it as a workbook, or save the presentation as PDF."
    ),
    "document": _(
        "Save it in a word processor as docx or PDF and upload that, or ask the sender for the bill as a workbook."
    ),
    "print": _("It is a printed document. Save or print it as PDF, and upload that."),
    "database": _("It is a database. Ask the sender for the bill exported from it, as xlsx, csv, GAEB or BC3."),
    "estimate": _(
        "It belongs to an estimating program. Ask the sender to export the bill from it as xlsx, GAEB (X83 or X84), BC3, АРПС or ГГЭ XML."
    ),
    "program": _(
        "It is a program, not a document, and was not opened. Delete it, and ask the sender what they meant to send."
    ),
    "media": _("It is a film or a sound. Ask the sender for the bill itself, as xlsx or PDF."),
    "data": _("It holds data for programs. Ask the sender for the bill as xlsx, PDF, GAEB, BC3 or csv."),
    "": _("Ask the sender for the bill as xlsx, xls, ods, csv, PDF, docx, GAEB, BC3, ÖNORM A 2063, АРПС or ГГЭ XML."),
}
_WORDS = (  # of the names that `boq.engine.readers.sniff` gives, the first that fits
    ("image or film", "picture"),
    ("image", "picture"),
    ("archive", "archive"),
    ("drawing", "drawing"),
    ("building model", "drawing"),
    ("message", "mail"),
    ("mail", "mail"),
    ("signed", "signed"),
    ("numbers", "numbers"),
    ("onenote", "notes"),
    ("presentation", "slides"),
    ("xps", "print"),
    ("postscript", "print"),
    ("word document", "document"),
    ("rtf", "document"),
    ("opendocument text", "document"),
    ("database", "database"),
    ("program", "program"),
    ("json", "data"),
    ("xml", "data"),
)
_ENDINGS = {
    "picture": "png jpg jpeg gif tif tiff bmp webp heic heif svg psd",
    "archive": "zip rar 7z gz tgz tar bz2 xz cab",
    "drawing": "dwg dxf dwf dgn rvt rfa ifc skp pln plt vsd vsdx nwd",
    "mail": "msg eml pst mbox",
    "signed": "p7m p7s p7c asice asics gpg pgp sig",
    "numbers": "numbers pages",
    "notes": "one onetoc2 onepkg",
    "slides": "ppt pptx pps key odp",
    "document": "doc rtf odt wpd wps tex",
    "print": "xps oxps ps eps prn djvu",
    "database": "mdb accdb sqlite db dbf",
    "estimate": "gsf gsfx gge sobx smr xlr prj pzh cyp presto rib est esx ccs cvd ath nz2 mlg",
    "program": "exe dll msi bat js vbs jar apk",
    "media": "mp3 mp4 avi mov wav m4a mkv",
    "data": "json xml yaml",
}


def kind_of_foreign(format_name: str, file_name: str) -> str:
    """The kind in FORMAT_ADVICE: by what the content was found to be, else by the file's ending; "" when neither tells."""
    lowered = format_name.lower()
    kind = next((kind for word, kind in _WORDS if word in lowered), "")
    if kind and kind != "data":
        return kind
    endings = {file_name.rpartition(".")[2].lower(), lowered} if "." in file_name else {lowered}
    return next((name for name, known in _ENDINGS.items() if endings & set(known.split())), kind)
