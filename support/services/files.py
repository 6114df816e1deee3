"""What may be attached, and how it is kept: checked by its ending and by what it holds, stored under an id, handed out as a download."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import partial
from uuid import UUID

import msgspec
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.errors import Invalid, TooLarge
from support.models import NAME, Attachment, Message, Ticket

MOST_FILES = 5
MEGABYTES = 10
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_TEXT: tuple[bytes, ...] = ()  # no beginning of its own: it must read as text
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "webp": (b"RIFF",),
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("xlsx", "xlsm", "ods", "docx", "zip"), _ZIP),
    "xls": _OLE,
    **dict.fromkeys(
        ("txt", "log", "csv", "tsv", "json", "bc3", "d81", "d83", "p81", "p83", "x81", "x83", "x84"), _TEXT
    ),
}
KINDS = ", ".join(BEGINNINGS)
_PAGES = (b"<!doctype html", b"<html", b"<script", b"<svg")


class Given(msgspec.Struct, frozen=True):
    """A file as somebody sent it."""

    name: str
    data: bytes


def checked(files: Sequence[Given]) -> list[Given]:
    """The files with names that can be kept. Raises Invalid or TooLarge for what cannot be attached."""
    if len(files) > MOST_FILES:
        raise Invalid("support.too_many_files", most=MOST_FILES)
    return [check(one) for one in files]


def check(file: Given) -> Given:
    """One file, its name made clean. Raises Invalid, TooLarge."""
    name = clean_name(file.name)
    ending = name.rpartition(".")[2].lower()
    if ending not in BEGINNINGS:
        raise Invalid("support.file_kind", name=name, kinds=KINDS)
    if len(file.data) > MEGABYTES * 1024 * 1024:
        raise TooLarge("support.file_too_large", name=name, limit_mb=MEGABYTES)
    if not _is_what_it_says(ending, file.data):
        raise Invalid("support.file_unlike", name=name)
    return Given(name, file.data)


def _is_what_it_says(ending: str, data: bytes) -> bool:
    beginnings = BEGINNINGS[ending]
    if beginnings:
        return data.startswith(beginnings)
    return b"\x00" not in data and not data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)


def clean_name(name: str) -> str:
    """Without folders, control characters, marks that turn the direction, or more than NAME characters."""
    base = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C").strip()
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: NAME - 1 - len(ending)]}{dot}{ending}" if dot and len(ending) < 16 else kept[:NAME] or "file"


def attach(message: Message, files: Sequence[Given]) -> None:
    """Store checked files with a message, in the caller's transaction. When that fails, the files are removed again."""
    stored: list[str] = []
    try:
        for file in files:
            one = Attachment(message=message, name=file.name, size=len(file.data))
            one.sha256 = hashlib.sha256(file.data).hexdigest()
            one.file.save("attachment", ContentFile(file.data), save=False)
            stored.append(str(one.file.name))
            one.save(force_insert=True)
    except Exception:
        for name in stored:
            default_storage.delete(name)
        raise


@transaction.atomic
def forget_organization(organization_id: UUID) -> None:
    """When an organization goes, what its programs asked goes with it; what people asked stays theirs."""
    gone = Ticket.objects.filter(organization_id=organization_id)
    of_programs = gone.filter(requester=None)
    remove_with_files(list(of_programs.values_list("pk", flat=True)))
    of_programs.delete()
    gone.update(organization=None)


def remove_with_files(tickets: Sequence[UUID]) -> None:
    """Remove the stored files of the tickets with these ids, once the caller's transaction is through."""
    for name in Attachment.objects.filter(message__ticket_id__in=tickets).values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, name))
