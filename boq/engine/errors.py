"""Errors of reading: a code and facts. The words live in `boq/models/reading_words.py`, translated."""

from __future__ import annotations


class EngineError(Exception):
    """The file cannot be read, for a reason the sender can mend. `code` is one of `CODES`; `facts` are plain values."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


CODES = (
    "empty_file",
    "file_too_large",
    "unpacked_too_large",
    "too_many_parts",
    "too_many_cells",
    "text_too_long",
    "pdf_limit",
    "no_text_layer",
    "dtd_forbidden",
    "encrypted_file",
    "corrupt",
    "type_mismatch",
    "unsupported_format",
    "csv_error",
    "out_of_memory",
    "time_limit",
    "reader_crashed",
)
