"""BC3: chapters, measurements, breakdowns; what careless programs write is read as far as it makes sense."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.errors import EngineError
from boq.engine.model import ItemKind, Verdict
from boq.engine.readers.bc3.measuring import calculated, measured
from boq.engine.reading import read
from boq.tests.makers.exchange import bc3, net, school, without

GROUPS = without(school())


def codes(reading):
    return [warning.code for warning in reading.receipt.warnings]


def small(*records):
    return "\r\n".join(["~V|X|FIEBDC-3/2016|Y||ANSI|", *records]).encode("cp1252")


def test_a_budget_is_read_from_its_root():
    reading = read(bc3(GROUPS), "obra.bc3")
    receipt = reading.receipt
    assert (receipt.format, receipt.items, receipt.sections, receipt.currency) == ("bc3", 9, 5, "EUR")
    assert receipt.total == receipt.stated_total == net(GROUPS)
    assert receipt.ties_out
    assert not receipt.needs_confirmation
    assert codes(reading) == []
    assert {total.verdict for total in reading.boq.totals} == {Verdict.EQUAL}
    item = reading.boq.items[1]
    assert (item.ref, item.description, item.unit, str(item.quantity)) == (
        "01.0020",
        "Baugrube ausheben",
        "m3",
        "1234.500",
    )
    assert [(part.name, str(part.rate)) for part in item.price.components] == [
        ("Mano de obra 0", "12.00"),
        ("Mano de obra 1", "6.90"),
    ]
    assert receipt.rows["component"] == 2
    assert receipt.rows["measurement"] == 27
    assert sum(receipt.rows.values()) == receipt.rows_total


def test_a_stated_total_that_does_not_follow_is_reported_not_asked():
    reading = read(bc3(GROUPS, stated="99999.99"), "obra.bc3")
    assert reading.receipt.stated_total == Decimal("99999.99")
    assert reading.receipt.ties_out is False
    assert codes(reading) == ["total_differs"]


@pytest.mark.parametrize(
    ("encoding", "charset", "said"),
    [
        ("cp1252", "ANSI", []),
        ("cp850", "850", []),
        ("utf-8", "ANSI", ["encoding_differs"]),
        ("utf-8-sig", "ANSI", []),
        ("cp850", "", []),
        ("cp1252", "850", ["encoding_differs"]),
    ],
)
def test_the_alphabet_is_what_the_bytes_are(encoding, charset, said):
    reading = read(bc3(GROUPS, encoding, charset), "obra.bc3")
    assert codes(reading) == said
    assert reading.boq.items[5].description == "Sturz über Öffnungen"


def test_the_same_concept_in_two_chapters_is_two_items_with_quantities_of_their_own():
    reading = read(
        small(
            "~C|R##||Obra|0|", "~D|R##|1#\\1\\1\\2#\\1\\1\\|", "~C|1#||Uno|0|", "~C|2#||Dos|0|", "~D|1#|A\\\\5\\|", "~D|2#|A\\\\7\\|",
            "~C|A|m2|Muro|10.5|", "~M|1#\\A|1\\1\\|3|",
        ),
        "a.bc3",
    )  # fmt: skip
    assert [(item.quantity, item.price.amount) for item in reading.boq.items] == [
        (3, Decimal("31.50")),
        (7, Decimal("73.50")),
    ]


def test_repeated_children_take_their_measurements_by_place():
    reading = read(
        small("~C|R##||Obra|0|", "~D|R##|1#\\\\\\|", "~C|1#||Uno|0|", "~D|1#|A\\1\\1\\A\\1\\1\\|", "~C|A|m|Zócalo|2|",
              "~M|1#\\A|1\\2\\|20|", "~M|1#\\A|1\\1\\|10|"),
        "a.bc3",
    )  # fmt: skip
    assert [item.quantity for item in reading.boq.items] == [10, 20]


def test_loops_are_refused_and_works_without_a_chapter_are_kept():
    reading = read(
        small("~C|A|m2|Solado|12,50|", "~D|A|\\A\\1,00\\|", "~M|A|150|", "~C|1#||Uno|0|", "~C|2#||Dos|0|", "~D|1#|2#\\1\\1\\|",
              "~D|2#|1#\\1\\1\\|"),
        "a.bc3",
    )  # fmt: skip
    assert [(item.description, item.quantity, item.price.rate) for item in reading.boq.items] == [
        ("Solado", 150, Decimal("12.50"))
    ]
    assert codes(reading) == ["bc3_loops", "bc3_orphans"]


def test_a_chapter_without_its_sign_is_known_by_what_is_measured_under_it():
    reading = read(
        small("~C|R##||Obra|0|", "~D|R##|CAP\\1\\1\\|", "~C|CAP||Capítulo|0|", "~D|CAP|P\\1\\1\\|", "~C|P|m2|Partida|10|", "~M|CAP\\P||4|"),
        "a.bc3",
    )  # fmt: skip
    assert [(item.description, item.quantity) for item in reading.boq.items] == [("Partida", 4)]
    assert reading.boq.sections[0].title == "Capítulo"


def test_a_chapter_that_lists_nothing_is_one_sum_and_said():
    reading = read(small("~C|R##||Obra|500|", "~D|R##|1#\\1\\1\\|", "~C|1#||Seguridad y salud|500|"), "a.bc3")
    assert [(item.kind, item.price.amount) for item in reading.boq.items] == [(ItemKind.LUMP_SUM, Decimal("500.00"))]
    assert reading.receipt.ties_out
    assert codes(reading) == ["bc3_empty_chapters"]


def test_a_total_that_is_left_out_is_the_sum_of_its_lines():
    lines = "\\Eje\\2\\3\\4\\\\\\\\\\\\\\\\3\\a*b+1\\2\\5\\\\\\1\\\\\\\\\\\\"
    reading = read(
        small(
            "~C|R##||O|0|",
            "~D|R##|1#\\1\\1\\|",
            "~C|1#||U|0|",
            "~D|1#|A\\\\\\|",
            "~C|A|m|X|1|",
            f"~M|1#\\A|1\\1\\||{lines}|",
        ),
        "a.bc3",
    )
    assert reading.boq.items[0].quantity == 35


def test_measurements_calculate_products_and_simple_formulas_only():
    assert measured([["", "a", "2", "3", "", ""], ["1", "", "", "", "", ""], ["", "b", "", "", "", ""]]) == 6
    assert calculated("(a+b)*2^2-p", [Decimal(1), Decimal(2)]) == Decimal(12) - Decimal("3.141592653589793")
    assert calculated("__import__('os')", []) is None
    assert calculated("9**9**9**9", []) is None
    assert calculated("(" * 150 + "1" + ")" * 150, []) in (None, 1)
    assert measured([["3", "1/0", "", "", "", ""]]) is None


def test_a_file_without_concepts_is_damage():
    with pytest.raises(EngineError, match="corrupt"):
        read(b"~V|X|FIEBDC-3/2016|Y||ANSI|\r\n", "a.bc3")


def test_a_knot_of_chapters_does_not_grow_without_end():
    records = ["~C|R##||O|0|", "~D|R##|1#\\1\\1\\|"]
    for level in range(1, 30):
        records += [f"~C|{level}#||Nivel {level}|0|", f"~D|{level}#|{level + 1}#\\1\\1\\{level + 1}#\\1\\1\\|"]
    reading = read(small(*records, "~C|30#||Fin|0|", "~D|30#|A\\1\\1\\|", "~C|A|m|Obra|1|"), "a.bc3")
    assert reading.receipt.items <= 200
    assert "bc3_loops" in codes(reading)


def test_chapters_without_signs_and_measurements_are_those_that_hold_works():
    reading = read(
        small(
            "~C|0##||Obra|2400|", "~C|01||Preliminares|2400|", "~C|01.01||Provisorias|2400|", "~C|01.01.01|m2|Cierre|1200|||",
            "~C|MO|h|Maestro|8000||1|", "~C|01.02||Limpieza|0|", "~D|0##|01\\1\\1\\|", "~D|01|01.01\\1\\1\\01.02\\1\\1\\|",
            "~D|01.01|01.01.01\\2\\1\\|", "~D|01.01.01|MO\\1\\0.15\\|", "~D|01.02|MO\\1\\3\\|",
        ),
        "a.bc3",
    )  # fmt: skip
    assert [(item.ref, item.quantity, item.price.amount) for item in reading.boq.items] == [
        ("01.01.01", 2, Decimal("2400.00")),
        ("01.02", 1, Decimal("0.00")),
    ]
    assert [section.ref for section in reading.boq.sections] == ["01", "01.01"]
    assert reading.receipt.ties_out


def test_a_budget_that_lists_nothing_says_so():
    reading = read(small("~C|OBRA##||Carreteras|1409.73|"), "a.bc3")
    assert (reading.receipt.items, reading.receipt.stated_total, codes(reading)) == (
        0,
        Decimal("1409.73"),
        ["no_bill_found"],
    )
