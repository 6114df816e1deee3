"""The benchmarks measure what they say: codes become groups, halves are split by project, scores are right, files are kept."""

from __future__ import annotations

import json

import pytest

from benchmarks.accuracy import by_model, measured
from benchmarks.bill import made_bill, revised
from benchmarks.cost import costs
from benchmarks.labelled import ICMS, TRADES, allowed_by, bills, coded, crosswalks, own
from benchmarks.remembering import folds, halves, remembering
from benchmarks.scoring import Answer, score
from benchmarks.vectors import FileStore
from benchmarks.whole import whole
from llm.providers.openai_compatible import OpenAICompatible
from llm.standards import load
from llm.testing.process import PlayedProvider


@pytest.fixture(scope="module")
def connect():
    with PlayedProvider() as played:
        yield lambda: OpenAICompatible(base_url=played.base_url, model="played", timeout_seconds=20)


def test_crosswalks_and_the_own_set_name_groups_that_exist():
    trades, icms = ({group.code for group in load(name).leaves} for name in (TRADES, ICMS))
    for allowed in crosswalks().values():
        assert set(allowed.trades) <= trades
        assert set(allowed.icms) <= icms
    rows = list(own())
    assert len(rows) >= 150
    assert {row.language for row in rows} == {"en", "ar", "ru"}
    assert {row.right[TRADES][0] for row in rows} <= trades
    assert {row.right[ICMS][0] for row in rows} <= icms


def test_the_longest_start_of_a_code_counts():
    assert allowed_by("masterformat", "09 91 23").trades == ("painting",)
    assert allowed_by("din276", "334").icms == ("2.04.020",)
    assert allowed_by("din276", "999").icms == ()


def test_items_with_other_systems_beside_are_left_out_and_projects_stay_whole(tmp_path):
    rows = [
        {"project": f"p{number % 6}", "section": "", "ref": "", "text": f"Tiles {number}", "unit": "m2", "codes": codes}
        for number in range(30)
        for codes in ({"masterformat": "09 30 00"}, {"din276": "353", "bkp": "281"}, {})
    ]
    (tmp_path / "items.json").write_text(json.dumps(rows), "utf-8")
    read = list(coded(tmp_path / "items.json", ("masterformat", "din276")))
    assert len(read) == 30
    assert {row.right[TRADES] for row in read} == {("finishes",)}
    halves = {}
    for row in read:
        assert halves.setdefault(row.project, row.half) == row.half
    assert set(halves.values()) == {"dev", "test"}


def test_bills_are_labelled_by_their_headings_references_or_texts(tmp_path):
    lines = ["Item,Description,Unit,Qty,Rate,Amount", "1,Block wall 200 mm (Section 042200),m2,10,5,50"]
    lines += [f"{number},Emulsion paint coat {number} (Section 099123),m2,10,5,50" for number in range(2, 9)]
    (tmp_path / "bill.csv").write_text("\n".join(lines), "utf-8")
    (tmp_path / "mapping.toml").write_text(
        '[[bill]]\nfile = "bill.csv"\nproject = "one"\nplace = "text"\nstrip = "\\\\(Section \\\\d+\\\\)"\n'
        'labels = [["Block", "masonry"], ["Section (\\\\d{6})", "masterformat"]]\n',
        "utf-8",
    )
    read = list(bills(tmp_path, tmp_path / "mapping.toml"))
    assert [row.right[TRADES] for row in read] == [("masonry",)] + [("painting",)] * 7
    assert not any("Section" in row.work.text for row in read)


def test_scores_are_right():
    told = [("a", "a", True), ("a", "b", True), ("b", "b", False), ("b", "b", True)]
    got = score([Answer((right,), group, 0.9, "keywords", decided) for right, group, decided in told])
    assert (got.items, got.classes, got.accuracy) == (4, 2, 0.75)
    assert got.f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert (got.decided, got.decided_accuracy) == (0.75, pytest.approx(2 / 3))
    assert got.confusion == (("a", "b", 1),)
    either = score([Answer(("a", "b"), "b", 0.9, "keywords", True)])
    assert either.accuracy == either.f1 == 1.0


def test_the_own_set_is_sorted_well_by_words_alone():
    rows = {(row.standard, row.headings): row.score for row in measured("own", list(own()), None)}
    assert rows[TRADES, True].accuracy >= 0.75
    assert rows[TRADES, True].decided_accuracy >= 0.88
    assert rows[ICMS, True].accuracy >= 0.68
    assert rows[ICMS, True].decided_accuracy >= 0.9


def test_the_bill_is_the_same_at_every_run_and_its_revision_differs_in_a_fiftieth():
    bill = made_bill(300)
    assert bill == made_bill(300)
    assert len({work.digest for work in bill}) == 300
    changed = [one for one, other in zip(bill, revised(bill), strict=True) if one.text != other.text]
    assert len(changed) == 6


def test_the_same_bill_costs_nothing_and_a_revision_little(connect):
    told = {cost.case: cost for cost in costs(connect)}
    fresh = told["every item asked: fresh"]
    assert (fresh.items, fresh.asked) == (1_000, 1_000)
    assert told["every item asked: the same again"].tokens_in == 0
    assert told["every item asked: 2% of its lines changed"].share <= 0.04
    assert told["undecided asked (words): fresh"].share <= 0.5
    assert told["undecided asked (words): 2% of its lines changed"].share <= 0.03
    assert told["one call an item"].share >= 10


def test_a_model_is_measured_alone_and_for_the_undecided(connect):
    rows, usage = by_model(list(own())[:60], connect(), None)
    assert usage.input_tokens > 0
    assert [row.method for row in rows[:2]] == ["the model alone", "the model for the undecided"]
    assert rows[0].score.decided == 1.0


def test_vectors_survive_in_a_file_even_one_that_was_cut_off(tmp_path):
    path = tmp_path / "vectors"
    FileStore(path).put({"ab" * 32: b"\x01" * 768})
    path.write_bytes(path.read_bytes() + b"cut")
    assert FileStore(path).get(["ab" * 32, "cd" * 32]) == {"ab" * 32: b"\x01" * 768}


def test_a_whole_analysis_of_a_revision_costs_little(connect):
    fresh, same, revision, unremembered = whole(connect, 1_000)
    assert fresh.calls > 10
    assert same.calls == 0
    assert 0 < revision.tokens_in + revision.tokens_out <= unremembered.tokens_in + unremembered.tokens_out
    assert revision.tokens_in + revision.tokens_out <= 0.03 * (fresh.tokens_in + fresh.tokens_out)


def test_decided_lines_of_other_projects_are_remembered_and_never_those_of_the_project_asked_about(tmp_path):
    texts = [f"{one} {two}" for one in ("alpha", "bravo", "delta", "gamma") for two in ("kilo", "lima", "mike", "zulu")]
    rows = [
        {
            "project": f"p{number}", "section": "", "ref": "", "unit": "m2",
            "text": f"{what} {text} {'abcdefgh'[number]}", "codes": {"masterformat": code},
        }
        for number in range(8)
        for text in texts
        for what, code in (("blorf", "09 91 00"), ("snarp", "14 21 00"))
    ]  # fmt: skip
    (tmp_path / "items.json").write_text(json.dumps(rows), "utf-8")
    read = list(coded(tmp_path / "items.json", ("masterformat",)))
    for before, asked in folds(read):
        assert not {row.project for row in before} & {row.project for row in asked}
    assert sorted(row.project for _before, asked in folds(read) for row in asked) == sorted(row.project for row in read)
    ((before, asked),) = halves(read, "test")
    assert ({row.half for row in before}, {row.half for row in asked}) == ({"dev"}, {"test"})
    found = {row.method: row.score for row in remembering("made", folds(read), None, [0]) if row.standard == TRADES}
    plain, learned = found["no history, words"], found[next(name for name in found if "learned" in name)]
    assert plain.decided == 0
    assert (learned.decided, learned.decided_accuracy) == (1, 1)
    assert learned.items == len(rows)


def test_the_weighted_f1_weighs_classes_by_their_items():
    answers = [Answer(("a",), "a", 1, "keywords", True)] * 3 + [Answer(("b",), "a", 1, "keywords", True)]
    assert score(answers).f1 == pytest.approx((6 / 7 + 0) / 2)
    assert score(answers).weighted_f1 == pytest.approx(6 / 7 * 3 / 4)
