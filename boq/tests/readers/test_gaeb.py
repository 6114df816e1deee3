"""GAEB in all its generations: what the format states is what is read, and nothing is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.errors import EngineError
from boq.engine.model import ItemKind, Standing, TotalKind, Verdict
from boq.engine.readers.limits import Limits
from boq.engine.reading import read
from boq.tests.makers.exchange import gaeb_90, gaeb_2000, gaeb_xml, net, school, without


def by_text(reading):
    return {item.description: item for item in reading.boq.items}


def codes(reading):
    return [warning.code for warning in reading.receipt.warnings]


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1", "3.2", "3.3"])
@pytest.mark.parametrize("prefix", ["", "g"])
def test_every_version_of_the_xml_reads_alike(version, prefix):
    reading = read(gaeb_xml(school(), version=version, prefix=prefix), "auftrag.x86")
    receipt = reading.receipt
    assert (receipt.format, receipt.items, receipt.sections, receipt.currency) == ("gaeb_xml", 9, 5, "EUR")
    assert receipt.total == receipt.stated_total == net(school())
    assert receipt.ties_out
    assert not receipt.needs_confirmation
    assert receipt.confidence == 1.0
    assert codes(reading) == []
    assert {total.verdict for total in reading.boq.totals} == {Verdict.EQUAL}


def test_items_have_the_kind_and_standing_that_the_file_states():
    items = by_text(read(gaeb_xml(school()), "auftrag.x86"))
    assert {text: item.standing for text, item in items.items() if item.standing is not Standing.COUNTS} == {
        "Wand Ziegel 24 cm": Standing.ALTERNATIVE,
        "Sturz über Öffnungen": Standing.OPTIONAL,
        "Dämmung 18 cm": Standing.NOT_APPLICABLE,
    }
    assert items["Baustelle einrichten"].kind is ItemKind.LUMP_SUM
    assert items["Facharbeiter"].kind is ItemKind.DAYWORK
    assert items["Ringanker"].kind is ItemKind.MEASURED


def test_figures_texts_and_components_are_exactly_those_of_the_file():
    reading = read(gaeb_xml(school()), "auftrag.x86")
    item = by_text(reading)["Baugrube ausheben"]
    price = item.price
    assert (item.ref, item.quantity, item.raw_quantity, item.unit, item.unit_code) == (
        "01.0020",
        Decimal("1234.500"),
        "1234.500",
        "m3",
        "m3",
    )
    assert (str(price.rate), str(price.amount), price.party) == ("18.900", "23332.05", "Bau AG")
    assert [(part.name, str(part.rate)) for part in price.components] == [("Lohn", "12.000"), ("Stoffe", "6.900")]
    assert by_text(reading)["Oberboden abtragen"].note == "Oberboden abtragen,\nDicke 20 cm."
    section = reading.boq.sections[item.section]
    assert (section.title, section.ref, section.stated_total) == ("Erdarbeiten für Gebäude", "01", Decimal("28994.55"))


def test_every_row_is_accounted_for_and_points_to_its_cell():
    reading = read(gaeb_xml(school()), "auftrag.x86")
    rows = reading.receipt.rows
    assert sum(rows.values()) == reading.receipt.rows_total
    assert (rows["item"], rows["heading"], rows["unread"], reading.receipt.cells_unused) == (9, 5, 0, 0)
    assert reading.boq.items[0].source.sheet == "Neubau Schule"


ITEM = '<Item RNoPart="{number}"><Qty>{quantity}</Qty><QU>m2</QU><UP>{rate}</UP>{more}<IT>{amount}</IT></Item>'


def category(inside, totals=""):
    return f'<BoQCtgy RNoPart="9"><BoQBody><Itemlist>{inside}</Itemlist></BoQBody>{totals}</BoQCtgy>'


def test_a_discount_lowers_the_rate_and_a_markup_is_part_of_the_total():
    item = ITEM.format(
        number="1", quantity="40", rate="20.000", amount="720.00", more="<DiscountPcnt>10.00</DiscountPcnt>"
    )
    markup = '<MarkupItem RNoPart="2"><ITMarkup>720.00</ITMarkup><Markup>5.00</Markup><IT>36.00</IT></MarkupItem>'
    totals = (
        "<Totals><Total>756.00</Total><DiscountPcnt>10.00</DiscountPcnt><TotAfterDisc>680.40</TotAfterDisc></Totals>"
    )
    reading = read(gaeb_xml([], body=category(item + markup, totals)).replace(b"<Total>0<", b"<Total>680.40<"), "a.x86")
    assert reading.receipt.items == 1
    price = reading.boq.items[0].price
    assert (price.rate, price.raw_rate, price.calculated, price.amount) == (18, "20.000", 720, Decimal("720.00"))
    assert [str(part.rate) for part in price.components] == ["20.000", "-2.00000"]
    assert [(t.kind, t.amount, t.verdict) for t in reading.boq.totals] == [
        (TotalKind.ADDITION, Decimal("36.00"), Verdict.EQUAL),
        (TotalKind.SUBTOTAL, Decimal("756.00"), Verdict.EQUAL),
        (TotalKind.DISCOUNT, Decimal("75.60"), Verdict.EQUAL),
        (TotalKind.NET, Decimal("680.40"), Verdict.EQUAL),
        (TotalKind.NET, Decimal("680.40"), Verdict.EQUAL),
    ]
    assert reading.receipt.ties_out


def test_tax_and_gross_total_follow_the_net_total_which_is_the_stated_one():
    more = "<VAT>19.00</VAT><TotalGross>68604.63</TotalGross>"
    reading = read(gaeb_xml(school(), totals=more), "a.x86")
    assert reading.receipt.stated_total == net(school())
    assert [(t.kind, t.verdict) for t in reading.boq.totals[-2:]] == [
        (TotalKind.TAX, Verdict.EQUAL),
        (TotalKind.GRAND, Verdict.EQUAL),
    ]


def test_a_wrong_total_is_reported_and_never_mended():
    data = gaeb_xml(school()).replace(f"<Total>{net(school())}<".encode(), b"<Total>60000.00<")
    reading = read(data, "a.x86")
    assert reading.receipt.stated_total == 60000
    assert reading.receipt.ties_out is False
    assert codes(reading) == ["total_differs"]
    assert not reading.receipt.needs_confirmation


def test_categories_that_are_alternatives_do_not_count():
    item = ITEM.format(number="1", quantity="1", rate="5.00", amount="5.00", more="")
    group = category(item).replace("<BoQBody>", "<ALNBGroupNo>1</ALNBGroupNo><ALNBSerNo>1</ALNBSerNo><BoQBody>", 1)
    reading = read(gaeb_xml(school(), body=group), "a.x86")
    assert reading.boq.items[-1].standing is Standing.ALTERNATIVE
    assert reading.receipt.total == net(school())
    assert reading.receipt.ties_out


def test_prices_alone_are_read_and_said_to_need_the_enquiry():
    reading = read(gaeb_xml(school(), "84"), "angebot.x84")
    assert reading.receipt.items == 9
    assert codes(reading) == ["quantities_elsewhere"]
    assert reading.receipt.stated_total == net(school())
    assert reading.receipt.ties_out is None
    assert all(item.quantity is None and item.price.rate is not None for item in reading.boq.items)


def test_a_file_that_breaks_the_rules_is_read_as_far_as_it_makes_sense():
    item = '<Item RNoPart="1"><Qty>5,5</Qty><QU>St</QU></Item>'
    text = f"<GAEB><Award><BoQ><BoQBody><Itemlist>{item}</Itemlist></BoQBody></BoQ></Award></GAEB>"
    reading = read(text.encode(), "lv.x83")
    assert [(item.ref, item.quantity, item.unit) for item in reading.boq.items] == [("1", Decimal("5.5"), "St")]
    assert codes(reading) == ["gaeb_nonconforming", "items_untitled"]


def test_a_figure_that_is_none_is_said_and_left_out():
    reading = read(gaeb_xml(school()).replace(b"<Qty>12.000<", b"<Qty>viele<"), "a.x86")
    assert codes(reading) == ["figures_unreadable"]
    assert by_text(reading)["Sturz über Öffnungen"].quantity is None


def test_bytes_that_are_no_utf8_are_read_as_windows_text_and_said():
    text = gaeb_xml(school()).decode()
    reading = read(text.encode("cp1252"), "a.x86")
    assert codes(reading) == ["encoding_differs"]
    assert "Wand Ziegel 24 cm" in by_text(reading)
    assert "Sturz über Öffnungen" in by_text(reading)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gaeb_xml(school())[:-200], "corrupt"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + gaeb_xml(school())[40:], "dtd_forbidden"),
        (b"<GAEB><Award><DP>83</DP></Award></GAEB>", "unsupported_format"),
        (b"<GAEB>" + b"<BoQCtgy>" * 100_000, "corrupt"),
    ],
)
def test_broken_and_hostile_xml_ends_in_a_code(data, code):
    with pytest.raises(EngineError) as caught:
        read(data, "a.x83")
    assert caught.value.code == code


def test_limits_hold():
    with pytest.raises(EngineError, match="text_too_long"):
        read(gaeb_xml(school()), "a.x86", limits=Limits(text_length=10))
    with pytest.raises(EngineError, match="too_many_cells"):
        read(gaeb_xml(school()), "a.x86", limits=Limits(cells=50))


def test_gaeb_2000_reads_like_the_xml():
    xml, tagged = (read(data, "a") for data in (gaeb_xml(without(school())), gaeb_2000(school())))
    assert tagged.receipt.format == "gaeb_2000"
    assert [(i.description, i.quantity, i.unit, i.price.rate, i.price.amount, i.note) for i in tagged.boq.items] == [
        (i.description, i.quantity, i.unit, i.price.rate, i.price.amount, i.note)
        for i in sorted(xml.boq.items, key=lambda item: item.ref)
    ]
    assert tagged.receipt.sections == 5
    assert not tagged.receipt.needs_confirmation


def test_fields_of_gaeb_2000_that_nobody_explains_are_named():
    reading = read(gaeb_2000(school()).replace(b"[ME]m3[end]", b"[ME]m3[end]\r\n[Sonderart]7[end]"), "a.p86")
    assert [(w.code, w.facts["fields"]) for w in reading.receipt.warnings] == [("gaeb_fields_unread", "Sonderart")]


def test_a_field_that_never_ends_is_damage():
    with pytest.raises(EngineError, match="corrupt"):
        read(gaeb_2000(school()).replace(b"[ME]m3[end]", b"[ME]m3"), "a.p86") and read(b"#begin[GAEB]\n[DP]83", "a.p83")
    with pytest.raises(EngineError, match="corrupt"):
        read(b"#begin[GAEB]\n#begin[LV]\n[DP]83", "a.p83")


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "utf-8"])
@pytest.mark.parametrize("mask", ["1122PPPP0", " " * 9])
def test_gaeb_90_reads_like_the_xml(encoding, mask):
    groups = without(school(), "not_applicable")
    xml, fixed = read(gaeb_xml(groups), "a.x86"), read(gaeb_90(groups, encoding=encoding, mask=mask), "a.d86")
    assert fixed.receipt.format == "gaeb_90"
    assert [(i.description, i.quantity, i.price.rate, i.price.amount, i.standing, i.kind) for i in fixed.boq.items] == [
        (i.description, i.quantity, i.price.rate, i.price.amount, i.standing, i.kind) for i in xml.boq.items
    ]
    assert fixed.receipt.stated_total == net(groups)
    assert [item.ref for item in fixed.boq.items] == [item.ref for item in xml.boq.items]
    assert fixed.receipt.ties_out
    assert fixed.receipt.sections == 4


def test_gaeb_90_says_when_items_are_missing():
    lines = gaeb_90(without(school(), "not_applicable")).splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith(b"21") and b"0040" in line)
    reading = read(b"".join(lines[:place] + lines[place + 3 :]), "a.d86")
    assert "items_missing" in codes(reading)


def test_gaeb_90_of_prices_alone():
    reading = read(gaeb_90(without(school(), "not_applicable"), "84"), "a.d84")
    assert reading.receipt.items == 8
    assert codes(reading) == ["quantities_elsewhere"]


def test_general_terms_of_any_length_are_kept():
    terms = (
        "<AddText><DetailAddText>" + "<p>Allgemeine Vertragsbedingungen.</p>" * 10_000 + "</DetailAddText></AddText>"
    )
    reading = read(gaeb_xml(school()).replace(b"<BoQ ID", terms.encode() + b"<BoQ ID"), "a.x86")
    assert reading.receipt.rows["note"] == 16
    lines = [f"T1{'Vorbemerkung':<72}{number:06d}\r\n" for number in range(3_000)]
    reading = read("".join(lines).encode() + gaeb_90(without(school(), "not_applicable")), "a.d86")
    assert reading.receipt.items == 8
    assert reading.receipt.rows["note"] == 3


def test_an_item_that_has_fallen_away_may_come_to_nothing():
    item = ITEM.format(number="1", quantity="4", rate="20.000", amount="0.00", more="<NotAppl>Yes</NotAppl>")
    reading = read(gaeb_xml(school(), body=category(item)), "a.x86")
    assert reading.boq.items[-1].standing is Standing.NOT_APPLICABLE
    assert not [found for found in reading.findings if found.code.startswith("arithmetic.amount")]


def test_texts_and_marks_that_stand_where_no_schema_has_them_are_read():
    item = (
        '<Item RNoPart="1"><AlternativeItem/><ShortText>Fenster</ShortText><LongText>Holz,<br/>weiß</LongText><Qty>2</Qty></Item>'
        '<Item RNoPart="2"><Provis/><LongText>Sonnenschutz</LongText><Qty>2</Qty></Item>'
        '<Position RNoPart="3"><Kurztext>Tür</Kurztext><Menge>4,5</Menge><Mengeneinheit>St</Mengeneinheit></Position>'
    )
    reading = read(gaeb_xml([], "83", body=category(item)), "a.x83")
    assert [(i.description, i.note, i.standing, i.quantity, i.unit) for i in reading.boq.items] == [
        ("Fenster", "Holz,\nweiß", Standing.ALTERNATIVE, 2, ""),
        ("Sonnenschutz", "", Standing.OPTIONAL, 2, ""),
        ("Tür", "", Standing.COUNTS, Decimal("4.5"), "St"),
    ]


def test_the_dialect_of_gaeb_2000_whose_fields_end_with_their_lines():
    lines = (
        "#begin[GAEB]", "[DP]86", "[Currency]EUR", "#begin[BoQ]", "#begin[BoQCtgy] 01", "[Name]Erdarbeiten", "#begin[Itemlist]",
        "#begin[Item] 010010", "[ShortText]Aushub", "#begin[LongText]", "Zeile 1", "Zeile 2", "#end[LongText]", "[Qty]12.500",
        "[QU]m3", "[UP]10.00", "[IT]125.00", "#end[Item]", "#end[Itemlist]", "#end[BoQCtgy]", "#end[BoQ]", "#end[GAEB]",
    )  # fmt: skip
    (item,) = read("\n".join(lines).encode(), "a.p86").boq.items
    assert (item.ref, item.description, item.note, item.unit) == ("01.0010", "Aushub", "Zeile 1\nZeile 2", "m3")
    assert (str(item.quantity), str(item.price.rate), str(item.price.amount)) == ("12.500", "10.00", "125.00")


def test_every_total_is_linked_to_the_lines_behind_it():
    totals = read(gaeb_xml(school()), "a.x86").boq.totals
    assert [(str(total.amount), total.adds, total.parts) for total in totals] == [
        ("28994.55", 3, ()),
        ("26336.40", 2, ()),
        ("0", 0, ()),
        ("26336.40", 0, (1, 2)),
        ("2320.00", 1, ()),
        (str(net(school())), 0, (0, 3, 4)),
    ]


@pytest.mark.parametrize(
    "data",
    [
        gaeb_xml(school()).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        b"\r\n  " + gaeb_xml(school()),
        b"\xef\xbb\xbf\r\n" + gaeb_xml(school()),
        gaeb_xml(school()).decode().replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').encode("latin-1"),
    ],
)
def test_whatever_the_file_is_written_in_and_however_it_begins(data):
    reading = read(data, "a.x86")
    assert reading.receipt.ties_out
    assert "Sturz über Öffnungen" in by_text(reading)
    assert codes(reading) == []


def test_an_execution_description_rules_the_items_that_refer_to_it():
    ruling = (
        '<PerfDescr ID="P1"><PerfNo>1</PerfNo><PerfLbl>Beschichtung</PerfLbl><Description><CompleteText><DetailTxt><Text>'
        "<p><span>Untergrund reinigen.</span></p></Text></DetailTxt></CompleteText></Description></PerfDescr>"
    )
    item = ITEM.format(number="1", quantity="1", rate="5.00", amount="5.00", more="")
    ruled = item.replace("<Qty>", '<RefPerfNo IDRef="P1"/><Qty>')
    reading = read(gaeb_xml([], body=category(ruling + ruled + item)), "a.x86")
    assert [item.preamble for item in reading.boq.items] == ["Beschichtung\nUntergrund reinigen.", ""]
    assert reading.boq.items[0].preamble_row == 4
