"""The Austrian and Russian exchange formats: what they state is what is read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.errors import EngineError
from boq.engine.model import Standing, Verdict
from boq.engine.reading import read
from boq.tests.makers.exchange import Group, Work, arps, gge_estimate, gge_works, net, onorm, school, without

GERMAN = without(school(), "not_applicable")
RUSSIAN = [
    Group(
        "1",
        "Земляные работы",
        [
            Work("1", "Разработка грунта экскаватором", "м3", "1250.5", "145.20"),
            Work("2", "Засыпка траншей", "100 м3", "3.2", "2890.00"),
        ],
    ),
    Group("2", "Фундаменты", [Work("3", "Устройство бетонной подготовки", "м3", "18", "5120.75")]),
]


def codes(reading):
    return [warning.code for warning in reading.receipt.warnings]


@pytest.mark.parametrize("edition", ["2009-01-01", "2015-07-15", "2021-03-01"])
def test_the_austrian_bill_is_read_with_groups_standings_and_sums(edition):
    reading = read(onorm(GERMAN, edition), "angebot.onlv")
    receipt = reading.receipt
    assert (receipt.format, receipt.items, receipt.currency) == ("onorm_a2063", 8, "EUR")
    assert receipt.total == receipt.stated_total == net(GERMAN)
    assert receipt.ties_out
    assert not receipt.needs_confirmation
    items = {item.description: item for item in reading.boq.items}
    assert items["Baugrube ausheben"].ref == "01.01.0020"
    assert [(part.name, str(part.rate)) for part in items["Baugrube ausheben"].price.components] == [
        ("Lohn", "12.000"),
        ("Sonstiges", "6.900"),
    ]
    assert items["Wand Ziegel 24 cm"].standing is Standing.ALTERNATIVE
    assert items["Sturz über Öffnungen"].standing is Standing.OPTIONAL
    assert receipt.rows["note"] == 3
    assert {total.verdict for total in reading.boq.totals} == {Verdict.EQUAL}


def test_positions_under_a_common_text_share_it():
    own = (
        "<pos-eigenschaften><stichwort>{}</stichwort><langtext><p>{}</p></langtext><einheit>m</einheit>"
        "<lvmenge>1.00</lvmenge></pos-eigenschaften>"
    )
    shared = (
        '<grundtextnr nr="05"><grundtext><langtext><p>Rohr verlegen,</p></langtext></grundtext>'
        f'<folgeposition ftnr="A" mfv="">{own.format("DN 100", "DN 100.")}</folgeposition>'
        f'<folgeposition ftnr="B" mfv="1">{own.format("DN 150", "DN 150.")}</folgeposition></grundtextnr>'
        '<grundtextnr nr="06"><ungeteilteposition mfv=""><pos-eigenschaften><stichwort>Bauzeit</stichwort></pos-eigenschaften>'
        "</ungeteilteposition></grundtextnr>"
    )
    data = onorm([Group("01", "Rohre", [])]).replace(b"<positionen>", b"<positionen>" + shared.encode())
    reading = read(data, "a.onlv")
    assert [(item.ref, item.description, item.note) for item in reading.boq.items] == [
        ("01.01.05A", "DN 100", "Rohr verlegen,\nDN 100."),
        ("01.01.05B1", "DN 150", "Rohr verlegen,\nDN 150."),
    ]
    assert reading.receipt.rows["note"] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_a_local_estimate_is_read_in_current_prices(encoding):
    reading = read(gge_estimate(RUSSIAN, encoding), "лср.gge")
    receipt = reading.receipt
    assert (receipt.format, receipt.items, receipt.sections, receipt.currency, receipt.language) == (
        "gge_xml",
        3,
        2,
        "RUB",
        "ru",
    )
    assert receipt.total == receipt.stated_total == net(RUSSIAN)
    assert receipt.ties_out
    assert receipt.rows["component"] == 3
    item = reading.boq.items[1]
    assert (item.description, item.unit, item.quantity, item.price.rate, item.price.amount) == (
        "Засыпка траншей",
        "100 м3",
        Decimal("3.2"),
        Decimal("2890.00"),
        Decimal("9248.00"),
    )


def test_an_estimate_with_base_prices_alone_states_its_current_total_without_proving_it():
    text = gge_estimate(RUSSIAN).decode()
    for work in (work for group in RUSSIAN for work in group.works):
        text = text.replace(f"<Base>9.00</Base><Current>{work.amount}</Current>", f"<Base>{work.amount}</Base>")
    text = text.replace("PriceCurrent>", "PriceBase>").replace(
        f"<PriceBase>1.00</PriceBase><PriceBase>{net(RUSSIAN)}</PriceBase>",
        f"<PriceBase>{net(RUSSIAN)}</PriceBase><PriceCurrent>9999999.00</PriceCurrent>",
    )
    receipt = read(text.encode(), "a.gge").receipt
    assert (receipt.total, receipt.stated_total, receipt.ties_out) == (net(RUSSIAN), Decimal("9999999.00"), None)


def test_a_list_of_works_has_works_as_items_and_resources_as_their_parts():
    reading = read(gge_works(RUSSIAN), "вор.gge")
    assert [(item.ref, item.quantity, item.unit_factor) for item in reading.boq.items] == [
        ("1", Decimal("1250.5"), 1),
        ("2", Decimal("3.2"), 100),
        ("3", 18, 1),
    ]
    assert reading.receipt.rows["component"] == 3
    assert not reading.receipt.needs_confirmation


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8", "utf-16"])
def test_arps_is_read_in_every_russian_alphabet(encoding):
    reading = read(arps(RUSSIAN, encoding), "смета.arp")
    receipt = reading.receipt
    assert (receipt.format, receipt.items, receipt.sections, receipt.stated_total) == ("arps", 3, 2, None)
    assert receipt.total == net(RUSSIAN)
    assert codes(reading) == ["direct_costs_only"]
    assert reading.boq.items[0].description == "Разработка грунта экскаватором"
    assert receipt.rows["component"] == 9


def test_the_total_of_arps_tells_whether_overheads_are_in_it():
    shares = sum(
        (Decimal(w.quantity) * 2 * Decimal("1.80")).quantize(Decimal("0.01")) for g in RUSSIAN for w in g.works
    )
    reading = read(arps(RUSSIAN, total=str(net(RUSSIAN) + shares).replace(".", ",")), "смета.arp")
    assert reading.receipt.total == reading.receipt.stated_total == net(RUSSIAN) + shares
    assert reading.receipt.ties_out
    assert codes(reading) == []
    assert [(part.name, part.rate) for part in reading.boq.items[2].price.components] == [
        ("ПЗ", Decimal("5120.75")),
        ("НР + СП", Decimal("3.6000")),
    ]
    other = read(arps(RUSSIAN, total="123456,00"), "смета.arp")
    assert (other.receipt.stated_total, codes(other)) == (None, ["direct_costs_only"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (onorm(GERMAN)[:-50], "corrupt"),
        (gge_estimate(RUSSIAN)[:-50], "corrupt"),
        ("1#АРПС 1.10#\r\n3#\r\n".encode("cp866"), "corrupt"),
        (onorm([]), "unsupported_format"),
        (gge_works([]), "unsupported_format"),
        (b'<?xml version="1.0"?><Rechnung><Betrag>1</Betrag></Rechnung>', "unsupported_format"),
    ],
)
def test_what_holds_no_works_or_is_cut_ends_in_a_code(data, code):
    with pytest.raises(EngineError) as caught:
        read(data, "a.xml")
    assert caught.value.code == code
