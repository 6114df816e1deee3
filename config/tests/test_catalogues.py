"""The catalogues hold every text of the code, translated, and their compiled files say what their sources say."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.messages import catalogues, compiled, entries, faults, sources, words
from scripts.messages.catalogue import Message, messages, written

LANGUAGES = ["ar", "ru"]


def test_there_are_catalogues():
    assert [path.parts[-3] for path in catalogues()] == LANGUAGES


@pytest.fixture(scope="module")
def marked():
    return sources.collected()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_keeps_its_places_tags_and_plural_forms(language, marked):
    assert list(faults.of_language(language, marked)) == []


def test_every_visible_text_is_marked_for_translation():
    assert list(faults.unmarked()) == []


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_a_catalogue_is_compiled_anew_after_each_change(path):
    assert path.with_suffix(".mo").read_bytes() == compiled(path.read_text("utf-8")), "run: python -m scripts.messages"


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_a_catalogue_is_written_as_the_tool_writes_it(path):
    text = path.read_text("utf-8")
    all_messages = messages(text)
    assert written(all_messages, faults.forms({"": all_messages[0]})) == text


def test_sources_are_read_as_gettext_reads_them():
    source = (
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2;\\n"\n\n#, fuzzy\nmsgid "guess"\nmsgstr "no"\n\nmsgid "empty"\nmsgstr ""\n\n'
        'msgctxt "menu"\nmsgid "a"\n"b"\nmsgstr "c"\n\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    )
    assert entries(source) == {"": "Plural-Forms: nplurals=2;\n", "menu\x04ab": "c", "one\x00many": "x\x00y"}


def test_texts_are_found_in_python_and_in_templates():
    code = (
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        "_('one ' 'text')\npgettext_lazy('menu', 'Open')\nngettext('%(n)d row', '%(n)d rows', n)\n_(computed)\n"
    )
    page = (
        '{% load i18n %}{% translate "It\'s here" %}{% translate "Open" context "door" %}{% include "x" with title=_("Bill") %}'
        "{% blocktranslate count n=rows trimmed %}\n  {{ n }} row\n{% plural %}\n  {{ n }} rows\n{% endblocktranslate %}"
    )
    assert {(one.key, one.plural) for one in sources.of_python(code)} == {
        ("one text", ""),
        ("menu\x04Open", ""),
        ("%(n)d row", "%(n)d rows"),
    }
    assert {(one.key, one.plural) for one in sources.of_template(page, "page")} == {
        ("It's here", ""),
        ("door\x04Open", ""),
        ("Bill", ""),
        ("%(n)s row", "%(n)s rows"),
    }


@pytest.mark.parametrize(
    ("message", "language", "count", "fault"),
    [
        (Message("%(name)s is here", texts=("здесь",)), "ru", 1, "placeholders differ"),
        (Message("{name} is here", texts=("{nom} здесь",)), "ru", 1, "placeholders differ"),
        (
            Message("%(n)s row", "%(n)s rows", texts=("%(n)s строка", "%(n)s строки")),
            "ru",
            3,
            "wrong number of plural forms",
        ),
        (
            Message("%(n)s row", "%(n)s rows", texts=("одна строка", "%(n)s строки", "%(n)s строк")),
            "ru",
            3,
            "placeholders differ",
        ),
        (Message("<b>A</b> row", texts=("строка",)), "ru", 1, "tags differ"),
        (Message("%(n)s%% done", texts=("готово %(n)s%",)), "ru", 1, "a per cent sign is broken"),
        (Message(" and ", texts=("и",)), "ru", 1, "white space"),
    ],
)
def test_a_broken_translation_is_named(message, language, count, fault):
    assert fault in " ".join(faults.of_message(message, language, count))


def test_arabic_may_say_none_one_and_two_without_the_number():
    texts = ("لا صفوف", "صف واحد", "صفان", "%(n)s صفوف", "%(n)s صفًا", "%(n)s صف")
    assert list(faults.of_message(Message("%(n)s row", "%(n)s rows", texts=texts), "ar", 6)) == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("templates/a.html", "<p>Hello {{ name }}</p>", ["Hello"]),
        ("templates/a.html", '<a title="Close it" class="red" href="/x">{% translate "Close" %}</a>', ["Close it"]),
        (
            "templates/a.html",
            "{# note #}{% comment %}no{% endcomment %}<code>key</code>{% blocktranslate %}Yes{% endblocktranslate %}",
            [],
        ),
        ("templates/a.html", '<input{% if on %} checked{% endif %} aria-label="{% translate "On" %}"> × 5 m', []),
        ("app/templates/mail.txt", '{% translate "Hello" %}\nGood bye,\n', ["Good bye"]),
        ("app/forms.py", "raise ValidationError('Too long')", ["Too long"]),
        ("app/views.py", "messages.success(request, 'Saved.')\nlogger.info('not seen')", ["Saved."]),
        (
            "app/models.py",
            "class State(models.TextChoices):\n    OPEN = 'open', 'Open'\n    SHUT = 'shut', _('Shut')\n",
            ["Open"],
        ),
        (
            "static/a.js",
            'notify("The file is too large");\n// "Not this one"\nimport x from "./Grid.js";',
            ["The file is too large"],
        ),
    ],
)
def test_words_that_no_translator_would_see_are_named(name, text, found):
    assert words.unmarked(Path("/project") / name, text) == found
