"""Random works and sections: what is asked and answered, before it is set."""

from __future__ import annotations

import random
from decimal import Decimal

from boq.tests.makers.hard.speech import SPEECH
from boq.tests.makers.hard.style import Style
from boq.tests.makers.hard.truth import CENT, Part, Work
from boq.tests.makers.languages import Tongue

SIZES = (
    "",
    " B25",
    " C30/37",
    " 20 cm",
    " 200 mm",
    " DN 110",
    " DN 160",
    " 60x60",
    " type A",
    " type B",
    " RAL 9010",
    " 3 mm",
)


def random_parts(dice: random.Random, tongue: Tongue, style: Style, serial: int) -> list[Part]:
    """The sections of one bill."""
    speech = SPEECH[tongue.code]
    parts = []
    for number in range(dice.randint(1, 5)):
        title = f"{tongue.section} {serial}.{number + 1} {dice.choice(tongue.things)}"
        works = [_work(dice, tongue, style) for _ in range(dice.randint(2, 12))]
        part = Part(title, works)
        if style.has("preambles") and dice.random() < 0.6:
            part.preamble = speech.preamble
            for work in works:
                work.ruled = True
        if style.has("ditto"):
            _echo(dice, part, speech.ditto, speech.ditto_but)
        parts.append(part)
    _special(dice, tongue, style, parts[-1])
    return parts


def _work(dice: random.Random, tongue: Tongue, style: Style) -> Work:
    """A measured work, now and then a lump sum, an option, or one with a word in place of its price."""
    speech = SPEECH[tongue.code]
    text = f"{dice.choice(tongue.works)} {dice.choice(tongue.things)}{dice.choice(SIZES)}"
    if dice.random() < (1.0 if style.has("continued_above") else 0.25):
        text += f", {dice.choice(speech.goes_on)}"
    fine = Decimal(dice.randint(1, 90000)) / 10**style.decimals
    quantity = Decimal(dice.choice((dice.randint(1, 900), dice.randint(1, 9), fine)))
    if style.has("formulas"):  # their products are not rounded
        quantity = quantity.to_integral_value() + 1
    rate: Decimal | None = Decimal(dice.randint(50, 900000)) / 100 if style.priced else None
    work = Work(text, dice.choice(tongue.units), quantity, rate, state="priced" if style.priced else "unpriced")
    roll = dice.random()
    if roll < 0.06 and not style.has("unit_in_quantity"):
        work.unit, work.quantity, work.kind = tongue.lump, Decimal(1), "lump_sum"
        if style.has("amount_only") and rate is not None:
            work.quantity, work.rate, work.lump = None, None, rate
        return work
    if roll < 0.22 and style.priced:
        _answer(dice, work, style)
    if style.has("hundred_units") and work.state == "priced" and dice.random() < 0.3:
        work.unit = f"100 {tongue.units[0]}"
    elif style.has("per_hundred") and work.state == "priced" and dice.random() < 0.3 and quantity > 20:
        work.base = Decimal(100)
    if style.has("optional") and dice.random() < 0.12:
        work.standing, work.text = "optional", speech.optional + work.text
    elif style.has("alternative") and dice.random() < 0.12:
        work.standing, work.text = "alternative", speech.alternative + work.text
    if style.has("hidden_rows") and dice.random() < 0.04:
        work.hidden = True
    return work


def _answer(dice: random.Random, work: Work, style: Style) -> None:
    """A pricing word in place of figures, or a credit."""
    choices = [twist for twist in ("rate_only", "included", "excluded", "unpriced", "negative") if style.has(twist)]
    if not choices:
        return
    state = dice.choice(choices)
    if state == "negative":
        work.rate = -(work.rate or Decimal(1))
        return
    work.state = state
    if state == "rate_only":
        work.quantity = None
    else:
        work.rate = None


def _echo(dice: random.Random, part: Part, bare: str, but: str) -> None:
    """Some works say ditto. A bare ditto stands for the work above, one with a difference for the last written out."""
    written = part.works[0]
    for above, work in zip(part.works, part.works[1:], strict=False):
        if (
            work.standing != "counts"
            or work.kind != "measured"
            or written.standing != "counts"
            or written.kind != "measured"
        ):
            written = work
        elif dice.random() < 0.25:
            size = dice.choice(SIZES[1:]).strip()
            work.echo = f"{but}{size}"
            work.text = f"{written.text}; {work.echo.removeprefix(bare).strip(' ,')}"
        elif dice.random() < 0.1 and above.standing == "counts" and above.kind == "measured":
            work.echo, work.text = bare, above.text
        else:
            written = work


def _special(dice: random.Random, tongue: Tongue, style: Style, part: Part) -> None:
    """Provisional and prime cost sums and dayworks at the end of a bill."""
    speech = SPEECH[tongue.code]
    for twist, text, kind in (
        ("provisional", speech.provisional, "provisional_sum"),
        ("prime_cost", speech.prime_cost, "prime_cost"),
    ):
        if style.has(twist):
            money = Decimal(dice.randint(5, 500) * 100)
            part.works.append(
                Work(text, tongue.lump, Decimal(1), money, kind, state="priced" if style.priced else "unpriced")
            )
    if style.has("dayworks"):
        rate = (Decimal(dice.randint(1000, 9000)) / 100).quantize(CENT) if style.priced else None
        state = "priced" if style.priced else "unpriced"
        part.works.append(Work(speech.daywork, speech.hour, Decimal(dice.randint(5, 90)), rate, "daywork", state=state))
    for work in part.works:
        work.ruled = bool(part.preamble)
