"""What formulas come to: exact decimals, the rules of spreadsheet programs, and an honest refusal of all else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.calculate import calculate
from boq.engine.formulas.evaluate import Cells, evaluate
from boq.engine.formulas.syntax import CannotError
from boq.engine.formulas.values import Fault
from boq.engine.grid import Grid

HOME = Grid(
    "Bill",
    [
        ["Works", 0.1, 0.2, "x"],
        ["Works", 10.0, 2.675, ""],
        ["Other", 5.0, None, "#REF!"],
        ["Other", -3.0, 1.0, True],
    ],
    formulas={(1, 3): 'IF(1,"","")', (2, 1): "SUBTOTAL(9,B1:B1)"},
    hidden_rows=frozenset({1}),
)
OTHER = Grid("Bill No. 2's", [[7.0], [8.0]])
CELLS = Cells([HOME, OTHER], {"Vat": "15%", "Base": "Bill!B1:B2", "Loop": "Loop"})


def value(formula: str):
    return evaluate(CELLS, HOME, formula)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("B1+C1", "0.3"),
        ("=-2^2", "4"),
        ("2-3-4", "-5"),
        ("10/4%", "250"),
        ("(1+2)*3", "9"),
        ("+B2-B4", "13"),
        ("SUM(B1:B4)", "12.1"),
        ("SUM($B$1,B$2,5)", "15.1"),
        ("SUM(B:B)", "12.1"),
        ("SUM(A1:B2)", "10.1"),
        ("sum(B1;B2)", "10.1"),
        ("ROUND(C2,2)", "2.68"),
        ("ROUND(-2.5,0)", "-3"),
        ("ROUND(1234,-2)", "1200"),
        ("ROUNDUP(2.001,2)", "2.01"),
        ("ROUNDDOWN(-2.019,2)", "-2.01"),
        ("INT(-2.5)", "-3"),
        ("TRUNC(2.9)", "2"),
        ("MROUND(12,5)", "10"),
        ("CEILING(12,5)", "15"),
        ("PRODUCT(B2,C2)", "26.75"),
        ("SUMPRODUCT(B1:B2,C1:C2)", "26.77"),
        ('SUMPRODUCT((A1:A4="Works")*B1:B4)', "10.1"),
        ('SUMIF(A1:A4,"works",B1:B4)', "10.1"),
        ('SUMIF(B1:B4,">=5")', "15"),
        ('SUMIFS(B1:B4,A1:A4,"Oth*",B1:B4,"<0")', "-3"),
        ('COUNTIF(A1:A4,"<>Works")', "2"),
        ("SUBTOTAL(9,B1:B4)", "7.1"),
        ("SUBTOTAL(109,B1:B4)", "-2.9"),
        ("AGGREGATE(9,6,D1:D4,B4)", "-3"),
        ("IF(B1>C1,1,2)", "2"),
        ("IF(AND(B1<C1,NOT(FALSE)),B2)", "10"),
        ("IFERROR(D3+1,5)", "5"),
        ("IFERROR(1/0,0)", "0"),
        ("ABS(B4)+MIN(B1:B4)+MAX(1,2)", "2"),
        ("MOD(-1,3)", "2"),
        ("'Bill No. 2''s'!A1+'Bill No. 2''s'!$A$2", "15"),
        ("SUM(Bill!B1:Bill!B2)", "10.1"),
        ("B2*Vat", "1.5"),
        ("SUM(Base)", "10.1"),
        ("_xlfn.IFNA(#N/A,4)", "4"),
        ("AVERAGE(B1:B2)", "5.05"),
        ("COUNT(A1:B4)", "4"),
    ],
)
def test_a_formula_comes_to_what_a_spreadsheet_shows(formula, result):
    assert value(formula) == Decimal(result)


@pytest.mark.parametrize(
    ("formula", "result"),
    [('A1&" "&B2', "Works 10"), ('IF(B2=10,"","x")', ""), ("B2>C2", True), ("A9", None)],
)
def test_texts_and_conditions_are_values_too(formula, result):
    assert value(formula) == result


@pytest.mark.parametrize(
    ("formula", "code"),
    [("1/0", "#DIV/0!"), ("#REF!+1", "#REF!"), ("SUM(D1:D4)", "#REF!"), ('"a"+1', "#VALUE!"), ("(-8)^0.5", "#NUM!")],
)
def test_errors_stay_errors_and_never_become_figures(formula, code):
    assert value(formula) == Fault(code)


@pytest.mark.parametrize(
    "formula",
    [
        "", "=", "VLOOKUP(A1,B:C,2,0)", "INDIRECT(A1)", "[1]Prices!A1", "'[book.xlsx]S'!A1", "Nowhere!A1", "Unknown",
        "Loop", "SUM(", "1+", "A1:", "{1,2}", "SUM(A1:B2)A3", "10^1000", "ROUND()", "(" * 100 + "1" + ")" * 100,
        "Sheet1:Sheet3!A1", "9" * 9000,
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(formula):
    with pytest.raises(CannotError):
        value(formula)


def grid(formulas: dict[tuple[int, int], str], rows: int = 4, name: str = "S") -> Grid:
    return Grid(name, [[None, None] for _ in range(rows)], formulas=formulas, uncalculated=frozenset(formulas))


def test_a_formula_waits_for_those_it_needs_wherever_they_stand():
    one = grid({(0, 0): "A2+T!A1", (1, 0): "A3*2", (2, 0): "21"})
    other = grid({(0, 0): "S!A2/3"}, name="T")
    assert calculate([one, other]).done == 4
    assert [row[0] for row in one.rows] == [56.0, 42.0, 21.0, None]


def test_a_running_sum_may_be_as_long_as_the_sheet():
    size = 20_000
    formulas = {(row, 0): f"A{row + 2}+1" for row in range(size - 1)} | {(size - 1, 0): "1"}
    sheet = grid(formulas, size)
    assert calculate([sheet]).done == size
    assert sheet.rows[0][0] == size


def test_circles_stay_empty_and_so_does_what_rests_on_them():
    sheet = grid({(0, 0): "A2", (1, 0): "A1+1", (2, 0): "A1*2", (3, 0): "1+1"})
    found = calculate([sheet])
    assert (found.done, [place.cell for place in found.left]) == (1, ["S!A1", "S!A2", "S!A3"])
    assert [row[0] for row in sheet.rows] == [None, None, None, 2.0]


def test_an_error_that_comes_out_is_noted_as_an_error():
    sheet = grid({(0, 0): "1/0", (1, 0): "A1+1", (2, 0): 'IF(TRUE,"","")'})
    assert calculate([sheet]).done == 3
    assert (sheet.rows[0][0], sheet.rows[1][0], sheet.rows[2][0]) == ("#DIV/0!", "#DIV/0!", "")
    assert sheet.errors == {(0, 0), (1, 0)}


def test_decimals_are_exact():
    sheet = Grid("S", [[0.1, 0.7, None]], formulas={(0, 2): "A1*3+B1*0.1"}, uncalculated=frozenset({(0, 2)}))
    calculate([sheet])
    assert sheet.rows[0][2] == 0.37


def test_a_sum_may_be_as_long_as_a_formula():
    assert value("+".join(["B1"] * 2_700)) == 270
    assert value("-".join(["B1"] * 2_700)) == Decimal("-269.8")


def test_rows_at_the_end_that_hold_nothing_but_open_formulas_are_worked_out_too():
    sheet = grid({(4, 2): "=A1+1", (5, 2): "=SUM(C5:C5)"}, rows=1)
    sheet.rows[0] = [2.0]
    assert calculate([sheet]).left == []
    assert (sheet.rows[4][2], sheet.rows[5][2]) == (3.0, 3.0)
