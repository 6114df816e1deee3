"""Makers of exchange files: one made-up bill, written in the formats that declare their rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from xml.sax.saxutils import escape


@dataclass
class Work:
    """One item. `mark` is "", "alternative", "base", "optional", "with_total", "not_applicable", "lump" or "hour"."""

    number: str
    text: str
    unit: str
    quantity: str
    rate: str
    long: str = ""
    mark: str = ""
    parts: tuple[str, ...] = ()

    @property
    def amount(self) -> Decimal:
        """Quantity × rate, rounded to cents."""
        return (Decimal(self.quantity) * Decimal(self.rate)).quantize(Decimal("0.01"))

    @property
    def counts(self) -> bool:
        """Whether it enters the totals."""
        return self.mark not in ("alternative", "optional", "not_applicable")


@dataclass
class Group:
    """A chapter with works and chapters."""

    number: str
    title: str
    works: list[Work] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """What counts in it."""
        return sum((work.amount for work in self.works if work.counts), Decimal(0)) + sum(
            (group.total for group in self.groups), Decimal(0)
        )


def school() -> list[Group]:
    """A small bill with every kind of item."""
    earth = Group(
        "01",
        "Erdarbeiten für Gebäude",
        [
            Work("0010", "Oberboden abtragen", "m2", "250.000", "3.450", "Oberboden abtragen,\nDicke 20 cm."),
            Work("0020", "Baugrube ausheben", "m3", "1234.500", "18.900", parts=("12.000", "6.900")),
            Work("0030", "Baustelle einrichten", "psch", "1.000", "4800.000", mark="lump"),
        ],
    )
    walls = Group(
        "01",
        "Mauerwerk",
        [
            Work("0010", "Wand Kalksandstein 24 cm", "m2", "320.000", "71.250", mark="base"),
            Work("0020", "Wand Ziegel 24 cm", "m2", "320.000", "78.500", mark="alternative"),
            Work("0030", "Sturz über Öffnungen", "St", "12.000", "38.000", mark="optional"),
            Work("0040", "Ringanker", "m", "84.000", "42.100", mark="with_total"),
        ],
    )
    roof = Group("02", "Dach", [Work("0010", "Dämmung 18 cm", "m2", "410.250", "33.333", mark="not_applicable")])
    hours = Group("03", "Stundenlohn", [Work("0010", "Facharbeiter", "h", "40.000", "58.000", mark="hour")])
    return [earth, Group("02", "Rohbau", [], [walls, roof]), hours]


def without(groups: list[Group], *marks: str) -> list[Group]:
    """The same bill without the works that carry one of the marks; with no mark named, all works are ordinary ones."""
    return [
        Group(
            group.number,
            group.title,
            [replace(work, mark=work.mark if marks else "") for work in group.works if work.mark not in marks],
            without(group.groups, *marks),
        )
        for group in groups
    ]


def net(groups: list[Group]) -> Decimal:
    """The total of the whole bill."""
    return sum((group.total for group in groups), Decimal(0))


NAMESPACES = {
    "2.0": "http://www.gaeb.de/GAEB_DA_XML/200407",
    "3.0": "http://www.gaeb.de/GAEB_DA_XML/200407",
    "3.1": "http://www.gaeb.de/GAEB_DA_XML/200407",
    "3.2": "http://www.gaeb.de/GAEB_DA_XML/DA{phase}/3.2",
    "3.3": "http://www.gaeb.de/GAEB_DA_XML/DA{phase}/3.3",
}
MARKS = {
    "alternative": "<ALNGroupNo>1</ALNGroupNo><ALNSerNo>1</ALNSerNo>",
    "base": "<ALNGroupNo>1</ALNGroupNo><ALNSerNo>0</ALNSerNo>",
    "optional": "<Provis>WithoutTotal</Provis>",
    "with_total": "<Provis>WithTotal</Provis>",
    "not_applicable": "<NotAppl>Yes</NotAppl>",
    "lump": "<LumpSumItem>Yes</LumpSumItem>",
    "hour": "<HourIt>Yes</HourIt>",
}


def gaeb_xml(
    groups: list[Group], phase: str = "86", version: str = "3.3", *, prefix: str = "", body: str = "", totals: str = ""
) -> bytes:
    """GAEB DA XML. Phase 81 and 83 have no prices, 84 has prices alone. `body` goes behind the groups, `totals` into BoQInfo/Totals."""
    space = NAMESPACES[version].format(phase=phase)
    priced = phase not in ("81", "83")
    inner = "".join(_category(group, phase) for group in groups) + body
    stated = f"<Totals><Total>{net(groups)}</Total>{totals}</Totals>" if priced else ""
    text = (
        f'<GAEB xmlns="{space}"><GAEBInfo><Version>{version}</Version></GAEBInfo>'
        f"<PrjInfo><NamePrj>Schule</NamePrj><Cur>EUR</Cur></PrjInfo><Award><DP>{phase}</DP><AwardInfo><Cur>EUR</Cur></AwardInfo>"
        f"<CTR><Address><Name1>Bau AG</Name1></Address></CTR>"
        f'<BoQ ID="B"><BoQInfo><Name>LV 1</Name><LblBoQ>Neubau Schule</LblBoQ><LblUPComp1>Lohn</LblUPComp1>'
        f"<LblUPComp2>Stoffe</LblUPComp2>{stated}</BoQInfo><BoQBody>{inner}</BoQBody></BoQ></Award></GAEB>"
    )
    if prefix:
        text = (
            text.replace("<", f"<{prefix}:")
            .replace(f"<{prefix}:/", f"</{prefix}:")
            .replace("xmlns=", f"xmlns:{prefix}=")
        )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode()


def _category(group: Group, phase: str) -> str:
    works = "".join(_item(work, phase) for work in group.works)
    listed = f"<Itemlist>{works}</Itemlist>" if works else ""
    inner = "".join(_category(part, phase) for part in group.groups)
    total = f"<Totals><Total>{group.total}</Total></Totals>" if phase not in ("81", "83") else ""
    label = "" if phase == "84" else f"<LblTx><p><span>{escape(group.title)}</span></p></LblTx>"
    return f'<BoQCtgy RNoPart="{group.number}">{label}<BoQBody>{inner}{listed}</BoQBody>{total}</BoQCtgy>'


def _item(work: Work, phase: str) -> str:
    asked = f"<Qty>{work.quantity}</Qty><QU>{work.unit}</QU>"
    parts = "".join(f"<UPComp{place}>{part}</UPComp{place}>" for place, part in enumerate(work.parts, 1))
    priced = f"<UP>{work.rate}</UP>{parts}<IT>{work.amount}</IT>"
    if phase == "84":
        return f'<Item RNoPart="{work.number}">{priced}</Item>'
    lines = "".join(f"<p><span>{escape(line)}</span></p>" for line in work.long.splitlines())
    long = f"<DetailTxt><Text>{lines}</Text></DetailTxt>" if lines else ""
    short = f"<OutlineText><OutlTxt><TextOutlTxt><p><span>{escape(work.text)}</span></p></TextOutlTxt></OutlTxt></OutlineText>"
    words = f"<Description><CompleteText>{long}{short}</CompleteText></Description>"
    return (
        f'<Item RNoPart="{work.number}">{MARKS.get(work.mark, "")}{asked}'
        f"{priced if phase not in ('81', '83') else ''}{words}</Item>"
    )


def gaeb_2000(groups: list[Group], phase: str = "86") -> bytes:
    """GAEB 2000 in Windows text, long texts in RTF, figures with decimal commas."""
    lines = [
        "#begin[GAEB]",
        " #begin[GAEBInfo]",
        "  [Version]1.2[end]",
        " #end[GAEBInfo]",
        " #begin[PrjInfo]",
        "  [Wae]EUR[end]",
        " #end[PrjInfo]",
        " #begin[Vergabe]",
        f"  [DP]{phase}[end]",
        "  #begin[LV]",
        "   #begin[LVInfo]",
        "    [Bez]Neubau Schule[end]",
    ]
    for length in (2, 2, 4):
        lines += ["    #begin[LVGlied]", f"     [Laenge]{length}[end]", "    #end[LVGlied]"]
    lines.append("   #end[LVInfo]")
    for group in groups:
        _tagged(lines, group, group.number, phase)
    lines += ["  #end[LV]", " #end[Vergabe]", "#end[GAEB]"]
    return "\r\n".join(lines).encode("cp1252")


def _tagged(lines: list[str], group: Group, number: str, phase: str) -> None:
    lines += ["#begin[LVBereich]", f"[OZ]{number}[end]", f"[Bez]{group.title}[end]"]
    for part in group.groups:
        _tagged(lines, part, number + part.number, phase)
    for work in group.works:
        place = number if len(number) == 4 else number + "00"
        lines += ["#begin[Position]", f"[OZ]{place}{work.number}[end]"]
        if phase != "84":
            lines += [f"[Menge]{work.quantity.replace('.', ',')}[end]", f"[ME]{work.unit}[end]"]
        if phase not in ("81", "83"):
            lines += [f"[EP]{work.rate.replace('.', ',')}[end]", f"[GB]{str(work.amount).replace('.', ',')}[end]"]
        if phase != "84":
            lines += ["#begin[Beschreibung]", f"[Kurztext]{work.text}[end]"]
            if work.long:
                words = work.long.replace("\n", "\\par\r\n")
                lines += [f"[Langtext]{{\\rtf1{{\\fonttbl{{\\f0 Arial;}}}}\r\n{words}\\par}}", "[end]"]
            lines.append("#end[Beschreibung]")
        lines.append("#end[Position]")
    lines.append("#end[LVBereich]")


ART = {"alternative": "ANN", "base": "GNN", "optional": "NEN", "with_total": "NMN", "lump": "NNL", "hour": "SNN"}


def gaeb_90(groups: list[Group], phase: str = "86", encoding: str = "cp850", mask: str = "1122PPPP0") -> bytes:
    """GAEB 90: 80 characters a record; a mask without levels leaves the numbers to their spaces."""
    bodies = [f"00{'':8}{phase}L".ljust(62) + mask + "90", "01Neubau Schule", "03Stadt Musterhausen", "08EUR   Euro"]
    for group in groups:
        _fixed(bodies, group, group.number, phase)
    works = sum(1 for body in bodies if body[:2] == "21" or (phase == "84" and body[:2] == "23"))
    total = f"{int(net(groups) * 100):012d}" if phase not in ("81", "83") else ""
    bodies.append(f"99{total}".ljust(69) + f"{works:05d}")
    return "".join(f"{body:<74.74}{number:06d}\r\n" for number, body in enumerate(bodies, 1)).encode(encoding)


def _fixed(bodies: list[str], group: Group, number: str, phase: str) -> None:
    bodies += [f"11{number:<9}N", f"12{group.title}"]
    for part in group.groups:
        _fixed(bodies, part, number + part.number, phase)
    for work in group.works:
        place = f"{number:<4}{work.number}".ljust(9)
        if phase != "84":
            digits = f"{int(Decimal(work.quantity) * 1000):011d}"
            bodies.append(f"21{place}{ART.get(work.mark, 'NNN')}{'':9}{digits}{work.unit:<4}")
        if phase not in ("81", "83"):
            rate = f"{int(Decimal(work.rate) * 1000):011d}"
            bodies.append(f"23{place} {rate} {int(work.amount * 100):012d}")
        if phase != "84":
            bodies.append(f"25{work.text}")
            bodies += [f"26   {line}" for line in work.long.splitlines()]
    bodies.append(f"31{number}")
    if phase not in ("81", "83"):
        bodies.append(f"32{number:<9} {int(group.total * 100):012d}")


def bc3(groups: list[Group], encoding: str = "cp1252", charset: str = "ANSI", *, stated: str = "") -> bytes:
    """FIEBDC-3/2016 with measurements and breakdowns; `stated` replaces the root's price."""
    records = [f"~V|Estudio|FIEBDC-3/2016|Mizan||{charset}||2||||", r"~K|\2\2\3\2\2\2\2\EUR\|13\6\0\0\21|"]
    records.append(f"~C|OBRA##||Escuela en Cádiz|{stated or net(groups)}|010126|0|")
    records.append("~D|OBRA##|" + "".join(f"{group.number}#\\1\\1\\" for group in groups) + "|")
    for group in groups:
        _chapter(records, group, "OBRA", group.number)
    return ("\r\n".join(records) + "\r\n").encode(encoding)


def _chapter(records: list[str], group: Group, parent: str, code: str) -> None:
    records.append(f"~C|{code}#||{group.title}|{group.total}|010126|0|")
    children = "".join(f"{code}.{part.number}#\\1\\1\\" for part in group.groups)
    children += "".join(f"{code}.{work.number}\\1\\{work.quantity}\\" for work in group.works)
    records.append(f"~D|{code}#|{children}|")
    for part in group.groups:
        _chapter(records, part, code, f"{code}.{part.number}")
    for place, work in enumerate(group.works, len(group.groups) + 1):
        own = f"{code}.{work.number}"
        records += [f"~C|{own}|{work.unit}|{work.text}|{work.rate}|010126|0|", f"~T|{own}|{work.long or work.text}|"]
        half = Decimal(work.quantity) / 2
        records.append(
            f"~M|{code}#\\{own}|1\\{place}\\|{work.quantity}|\\Eje A\\2\\{half}\\\\\\\\1\\\\\\\\\\\\3\\a*b\\0\\0\\\\\\|"
        )
        if work.parts:
            records.append(f"~D|{own}|" + "".join(f"MO{n}\\1\\1\\" for n in range(len(work.parts))) + "|")
            records += [f"~C|MO{n}|h|Mano de obra {n}|{part}|010126|1|" for n, part in enumerate(work.parts)]


def onorm(groups: list[Group], edition: str = "2021-03-01") -> bytes:
    """ÖNORM A 2063 onlv of two levels: every group is an lg with one ulg, or an lg with an ulg for each of its groups."""
    space = f"http://www.oenorm.at/schema/A2063/{edition}"
    inner = "".join(_lg(group) for group in groups)
    total = f"<lv-summe><summe><gesamt>{net(groups)}</gesamt></summe></lv-summe>"
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><onlv xmlns="{space}"><angebots-lv><kenndaten><lvbezeichnung>Neubau Schule'
        f"</lvbezeichnung><wkz>EUR</wkz></kenndaten><gliederung-lg><lg-liste>{inner}</lg-liste></gliederung-lg>{total}"
        "</angebots-lv></onlv>"
    )
    return text.encode()


def _lg(group: Group) -> str:
    parts = group.groups or [Group("01", group.title, group.works)]
    inner = "".join(
        f'<ulg nr="{part.number}"><ulg-eigenschaften><ueberschrift>{part.title}</ueberschrift></ulg-eigenschaften><positionen>'
        + "".join(_position(work) for work in part.works)
        + "</positionen></ulg>"
        for part in parts
    )
    total = f"<lg-summe><summe><gesamt>{group.total}</gesamt></summe></lg-summe>"
    return (
        f'<lg nr="{group.number}"><lg-eigenschaften><ueberschrift>{group.title}</ueberschrift><vorbemerkung><p>Gilt für alle.</p>'
        f"</vorbemerkung></lg-eigenschaften><ulg-liste>{inner}</ulg-liste>{total}</lg>"
    )


def _position(work: Work) -> str:
    kind = {"alternative": "wahlposition", "optional": "eventualposition"}.get(work.mark, "normalposition")
    parts = "".join(f"<preisanteil{place}>{part}</preisanteil{place}>" for place, part in enumerate(work.parts, 1))
    own = (
        f"<pos-eigenschaften><stichwort>{work.text}</stichwort><langtext><p>{work.long}</p></langtext><einheit>{work.unit}</einheit>"
        f"<pzzv><{kind}/></pzzv><lvmenge>{work.quantity}</lvmenge><preis>{parts}<gesamt>{work.rate}</gesamt></preis>"
        f"<pospreis>{work.amount}</pospreis></pos-eigenschaften>"
    )
    return f'<grundtextnr nr="{work.number}"><ungeteilteposition mfv="">{own}</ungeteilteposition></grundtextnr>'


def gge_estimate(groups: list[Group], encoding: str = "utf-8") -> bytes:
    """A local estimate of the state expertise: every work is an Item with totals of its own."""
    sections = "".join(_gge_section(group) for group in groups)
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><Construction '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="LocalEstimateResourceIndexMethod-3_01.xsd">'
        "<Meta><File><Type>ЛС</Type></File></Meta><Object><Estimate><Name>Школа</Name>"
        f"<EstimatePrice><Total><PriceBase>1.00</PriceBase><PriceCurrent>{net(groups)}</PriceCurrent></Total></EstimatePrice>"
        f"<Sections>{sections}</Sections></Estimate></Object></Construction>"
    )
    return text.encode(encoding)


def _gge_section(group: Group) -> str:
    items = "".join(
        f"<Item><Cost><Num>{work.number}</Num><Prefix>ФЕР</Prefix><Code>01-01-001</Code><Name>{work.text}</Name><Unit>{work.unit}</Unit>"
        f"<Quantity>1</Quantity><QuantityTotal>{work.quantity}</QuantityTotal><Resources><Material><Num>1</Num><Name>Песок</Name>"
        "<Unit>м3</Unit><Consumption>2.5</Consumption></Material></Resources></Cost>"
        f"<Totals><Base>9.00</Base><Current>{work.amount}</Current></Totals><TotalsUnit><Current>{work.rate}</Current></TotalsUnit></Item>"
        for work in group.works
    )
    price = f"<SectionPrice><Total><PriceCurrent>{group.total}</PriceCurrent></Total></SectionPrice>"
    return f"<Section><Code>{group.number}</Code><Name>{group.title}</Name><Items>{items}</Items>{price}</Section>"


def gge_works(groups: list[Group]) -> bytes:
    """A list of works (ВОР) without prices."""
    sections = "".join(
        f"<Section><Num>{group.number}</Num><Name>{group.title}</Name><Works>"
        + "".join(
            f"<Work><Num>{work.number}</Num><Type>работа</Type><Name>{work.text}</Name><Unit>{work.unit}</Unit>"
            f"<Quantity>{work.quantity}</Quantity><QuantityFormula>2*3</QuantityFormula><Resources><Resource><Num>1</Num>"
            "<Name>Песок</Name><Unit>м3</Unit><Quantity>4</Quantity></Resource></Resources></Work>"
            for work in group.works
        )
        + "</Works></Section>"
        for group in groups
    )
    text = (
        '<?xml version="1.0"?><Construction xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="QuantityTakeoff-3_01.xsd"><Meta><File><Type>Ведомость объемов работ</Type></File></Meta>'
        f"<Sections>{sections}</Sections></Construction>"
    )
    return text.encode()


def arps(groups: list[Group], encoding: str = "cp866", total: str = "") -> bytes:
    """АРПС 1.10 with wages of 2.00 a unit, overheads of 110 % and profit of 70 % of them."""
    lines = ["1#АРПС 1.10#MIZAN#", "3#" + "#".join(["", "", "Школа", *[""] * 9, total, *[""] * 6])]
    for group in groups:
        lines.append(f"10#0##{group.title}#")
        for number, work in enumerate(group.works, 1):
            fields = [""] * 29
            fields[0], fields[1], fields[2], fields[3], fields[4] = "20", str(number), "ФЕР01", work.unit, work.text
            fields[15], fields[16], fields[26] = work.rate.replace(".", ","), "2,00", work.quantity.replace(".", ",")
            lines += ["#".join(fields), "25#2#НР##1,10#", "25#3#СП##0,70#", "30#91.05#маш.-ч#Кран##0,5##1200,00#"]
    lines.append("50#Всего###")
    return ("\r\n".join(lines) + "\r\n").encode(encoding)
