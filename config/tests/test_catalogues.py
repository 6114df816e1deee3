"""The compiled catalogues say what their sources say."""

from __future__ import annotations

import pytest

from scripts.messages import catalogues, compiled, entries


def test_there_are_catalogues():
    assert {path.parts[-3] for path in catalogues()} == {"ar", "ru"}


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_a_catalogue_is_compiled_anew_after_each_change(path):
    assert path.with_suffix(".mo").read_bytes() == compiled(path.read_text("utf-8")), "run: python -m scripts.messages"


def test_sources_are_read_as_gettext_reads_them():
    source = (
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2;\\n"\n\n#, fuzzy\nmsgid "guess"\nmsgstr "no"\n\nmsgid "empty"\nmsgstr ""\n\n'
        'msgctxt "menu"\nmsgid "a"\n"b"\nmsgstr "c"\n\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    )
    assert entries(source) == {"": "Plural-Forms: nplurals=2;\n", "menu\x04ab": "c", "one\x00many": "x\x00y"}
