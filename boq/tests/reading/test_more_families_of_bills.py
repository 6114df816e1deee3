"""More small bills of families that were once read wrongly: exports of programs, quotations, offers."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_table


def test_chapters_written_as_once_their_own_total_are_no_items():
    reading = read_table(
        """
Code | Unit | Description | Qty | Rate | Amount
01 | | DEMOLITION | 1 | 900 | 900
D10 | m2 | Take down walls | 10 | 20 | 200
D20 | m2 | Take up floors | 100 | 7 | 700
 | | 01 | 1 | 900 | 900
02 | | FINISHES | 1 | 500 | 500
F10 | m2 | Plaster | 10 | 30 | 300
 | | Plaster in two coats, trowelled smooth, including beads | | |
F20 | m2 | Paint | 10 | 20 | 200
 | | 02 | 1 | 500 | 500
 | | ESTIMATE | 1 | 1400 | 1400
"""
    )
    receipt = reading.receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(1400)
    assert receipt.ties_out is True
    assert [s.title for s in reading.boq.sections] == ["DEMOLITION", "FINISHES"]
    assert not receipt.needs_confirmation


def test_works_done_once_at_a_price_are_items_where_nothing_adds_up():
    reading = read_table(
        """
Code | Unit | Description | Qty | Rate | Amount
1 | | Site survey | 1 | 900 | 900
2 | m2 | Take down walls | 10 | 20 | 200
3 | m2 | Take up floors | 100 | 7 | 700
4 | | Drawings as built | 1 | 450 | 450
5 | m2 | Plaster | 10 | 30 | 300
 | | Total | | | 2550
"""
    )
    assert reading.receipt.items == 5
    assert reading.receipt.ties_out is True


def test_a_column_that_names_the_nature_of_each_row_is_believed():
    reading = read_table(
        """
Código | Nat | Ud | Resumen | CanPres | PrPres | ImpPres
01 | Capítulo | | DEMOLICIONES | 1 | |
01.01 | Partida | m2 | Demolición de fábrica | 64.2 | |
 | | | Demolición de fábrica de ladrillo, incluso carga | | |
01.02 | Partida | m2 | Levantado de pavimento | 820 | |
O01 | Mano de obra | h | Peón ordinario | 0.5 | |
02 | Capítulo | | ALBAÑILERÍA | 1 | |
02.01 | Partida | m2 | Tabique hueco doble | 186.5 | |
"""
    )
    assert [item.quantity for item in reading.boq.items] == [Decimal("64.2"), Decimal(820), Decimal("186.5")]
    assert [s.title for s in reading.boq.sections] == ["DEMOLICIONES", "ALBAÑILERÍA"]
    assert reading.receipt.rows["component"] == 1
    assert reading.receipt.rows["description"] == 1


def test_the_end_of_a_quotation_is_a_chain_wherever_its_words_stand():
    reading = read_table(
        """
Sr.No | Particulars | HSN | Qty | Unit | Rate | Amount
1 | Base cabinets | 9403 | 10 | sft | 100 | 1000
2 | Wall cabinets | 9403 | 20 | sft | 50 | 1000
3 | Drawer set | 8302 | 4 | nos | 500 | 2000
 | | | | Sub Total | | 4000
 | | | | Less: Discount 5% | | -200
 | | | | Taxable Value | | 3800
 | | | | CGST @ 9% | | 342
 | | | | SGST @ 9% | | 342
 | | | | Round Off | | -4
 | | | | GRAND TOTAL | | 4480
"""
    )
    receipt = reading.receipt
    assert receipt.items == 3
    assert receipt.total == Decimal(4000)
    assert receipt.stated_total == Decimal(4480)
    assert receipt.ties_out is True
    assert not receipt.needs_confirmation
