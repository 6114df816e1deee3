"""`manage.py launch_checklist`: what it says, what it ends with, and what people can say."""

from __future__ import annotations

import io
import json
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.launch import registry, said, spoken
from config.launch.base import Group, Line, Site, State, fails, holds, unseen
from config.launch.examine import counts, examine
from website.management.commands import launch_checklist


def line(code, judge=None, **more):
    return Line(code=code, title=f"{code} is so", why="Because.", mend="Mend it.", judge=judge, **more)


def breaks(site):
    raise KeyError("planted-secret")


THINGS = Group(
    "a",
    "Things",
    (
        line("a.good", lambda site: holds("42 of them")),
        line("a.bad", lambda site: fails("DEBUG=1")),
        line("a.broken", breaks),
        line("a.person", seen=("curl {url}/x",), days=10),
        line("a.others", lambda site: fails("none here", elsewhere=True)),
        line("a.unseen", lambda site: unseen("too far")),
    ),
)
GOOD = Group("b", "Good things", (line("b.good", lambda site: holds("yes")), line("b.person")))


@pytest.fixture(autouse=True)
def installation(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    settings.ALLOWED_HOSTS = ["localhost", "mizan.firm.org"]
    groups = (THINGS, GOOD)
    monkeypatch.setattr(launch_checklist, "GROUPS", groups)
    monkeypatch.setattr(launch_checklist, "LINES", {one.code: one for group in groups for one in group.lines})


def run(*words):
    """(what it ended with, what it said)."""
    out = io.StringIO()
    try:
        call_command("launch_checklist", *words, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_it_ends_with_one_while_a_line_fails_that_can_be_judged():
    assert run()[0] == 1
    assert run("a.bad")[0] == 1
    assert run("b")[0] == run("a.person")[0] == run("a.unseen")[0] == 0


def test_what_holds_comes_with_its_evidence_and_what_does_not_with_what_to_do():
    text = run("a")[1]
    assert "holds  a.good is so  [a.good]\n         42 of them\n" in text
    assert "FAILS  a.bad is so  [a.bad]\n         DEBUG=1\n         Why: Because.\n         Do: Mend it.\n" in text
    assert "look   a.person is so  [a.person]" in text
    assert "See: curl https://mizan.firm.org/x\n" in text
    assert "too far\n         Why: Because.\n         If it does not hold: Mend it.\n" in text
    assert "Hold: 1. Said by a person: 0. Do not hold: 3. For a person to look at: 2." in text
    assert "To mend, from the first: a.bad, a.broken, a.others" in text


def test_briefly_it_says_only_how_each_line_is():
    text = run("a", "--brief")[1]
    assert "FAILS  a.bad is so  [a.bad]" in text
    assert "DEBUG=1" not in text


def test_a_line_that_breaks_or_hangs_hides_no_other():
    def hangs(site):
        time.sleep(3)
        return holds("late")

    group = Group(
        "c",
        "Slow things",
        (line("c.slow", hangs), line("c.broken", breaks), line("c.good", lambda site: holds("quick"))),
    )
    found = {one.line.code: one.verdict for one in examine(Site(), [group], seconds=0.5)}
    assert found["c.slow"].state is found["c.broken"].state is State.FAILS
    assert found["c.broken"].words == "It cannot be told: KeyError."  # not what it said, which may be a secret
    assert found["c.good"].words == "quick"


def test_what_breaks_is_not_given_the_advice_for_what_fails():
    text = run("a.broken")[1]
    assert "It cannot be told: KeyError.\n         What it asks does not answer: `manage.py doctor` tells" in text
    assert "Mend it." not in text


def test_programs_get_a_document():
    ended, text = run("--json")
    told = json.loads(text)
    assert ended == 1
    assert told["counts"] == {"holds": 2, "said": 0, "person": 3, "fails": 3}
    assert told["site"] == "https://mizan.firm.org"
    by_code = {one["code"]: one for one in told["lines"]}
    assert by_code["a.bad"]["state"] == "fails"
    assert by_code["a.good"]["found"] == "42 of them"
    assert by_code["a.person"]["seen"] == ["curl https://mizan.firm.org/x"]


def test_a_person_says_what_no_program_sees_until_their_word_is_too_old():
    assert run("--confirm", "a.person", "--by", "Ana", "--note", "three providers")[0] == 0
    assert "said   a.person is so  [a.person]\n         Ana said so on" in run("a.person")[1]
    assert "three providers" in run("a.person")[1]
    kept = spoken.words()
    old = (timezone.now() - timedelta(days=11)).isoformat()
    (spoken._path()).write_text(json.dumps({"a.person": {"by": "Ana", "at": old}}))
    assert "look   a.person is so" in run("a.person")[1]
    assert "that is too long ago" in run("a.person")[1]
    assert kept["a.person"].by == "Ana"


def test_a_word_stands_where_others_see_to_it_and_nowhere_against_what_is_seen():
    assert run("--confirm", "a.others", "--by", "Ana", "--note", "the provider")[0] == 0
    assert run("a.others")[0] == 0
    for code in ("a.bad", "a.good", "a.broken"):
        with pytest.raises(CommandError, match="judged by what can be seen"):
            run("--confirm", code, "--by", "Ana")
    assert set(spoken.words()) == {"a.others"}


def test_a_word_needs_a_name_and_a_line_that_there_is():
    with pytest.raises(CommandError, match="--by NAME"):
        run("--confirm", "a.person")
    with pytest.raises(CommandError, match=r"There is no x\.y"):
        run("--confirm", "x.y", "--by", "Ana")
    with pytest.raises(CommandError, match=r"There is no a\.preson. Lines and groups: a\.person"):
        run("a.preson")
    with pytest.raises(CommandError, match=r"There is no zzz. Lines and groups: a, b\."):
        run("zzz")
    with pytest.raises(CommandError, match="https://"):
        run("--url", "mizan.firm.org")


def test_a_word_that_cannot_be_written_down_is_told(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file"
    with pytest.raises(CommandError, match="file: "):
        run("--confirm", "a.person", "--by", "Ana")


def test_words_that_cannot_be_read_were_not_said(tmp_path):
    for text in ("{", "[]", '{"a.person": {"by": 3}}'):
        (tmp_path / "launch.json").write_text(text)
        assert spoken.words() == {}
    assert run("--confirm", "a.person", "--by", "Ana")[0] == 0  # and are written anew
    assert spoken.words()["a.person"].by == "Ana"


def test_it_speaks_the_language_that_it_is_asked_for():
    out = io.StringIO()
    call_command("launch_checklist", "b", "--language", "ru", stdout=out)
    assert "Проверка перед запуском" in out.getvalue()
    assert "верно" in out.getvalue()


def test_looks_are_told_in_that_language_too(settings, monkeypatch):
    monkeypatch.setattr(launch_checklist, "GROUPS", registry.GROUPS)
    monkeypatch.setattr(launch_checklist, "LINES", registry.LINES)
    settings.API_THROTTLES = True
    assert "неверных попыток" in run("settings.limits", "--language", "ru")[1]


def test_at_the_end_it_says_what_is_next():
    assert "Whoever has looked at a line says so" in run("b")[1]
    assert "All of it is true." in run("b.good")[1]
    assert counts(examine(Site(), [GOOD]))[State.HOLDS] == 1
    assert said.confirming("b.person").endswith("--confirm b.person --by NAME")
