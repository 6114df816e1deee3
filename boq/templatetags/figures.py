"""Numbers for people: grouped by language, in the reader's digits, never rounded, aligned on the decimal sign by the style sheet."""

from __future__ import annotations

import re
from decimal import ROUND_UP, Decimal

from django import template
from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from accounts.digits import GROUP, PERCENT, POINT, arabic, shown

register = template.Library()

# Arabic bills of the Gulf and Egypt are typed with Latin digits, comma and point; Russian ones with spaces and a comma.
SEPARATORS = {"en": (",", "."), "ar": (",", "."), "ru": ("\u00a0", ",")}
DASH = "–"
_FIGURE = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
MEGABYTE = 1024 * 1024


def parts(value: Decimal, least: int = 0) -> tuple[str, str]:
    """(whole part grouped, decimal sign with fraction): every stored digit, no trailing zeros, at least `least` decimals."""
    group, point = (GROUP, POINT) if arabic() else SEPARATORS.get((get_language() or "en")[:2], SEPARATORS["en"])
    text = format(value, "f")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _point, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    grouped = format(int(whole or "0"), ",").replace(",", group)
    if sign and not (whole.strip("0") or fraction.strip("0")):
        sign = ""
    return shown(_sign(sign) + grouped), shown(f"{point}{fraction}") if fraction else ""


def _sign(sign: str) -> str:
    """A minus that keeps its side of the figure inside Arabic text, as CLDR has it: left of Latin digits, right of Arabic ones."""
    if not sign or not get_language_bidi():
        return sign
    return f"\u061c{sign}" if arabic() else f"\u200e{sign}"


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def _span(value: object, least: int) -> SafeString | str:
    number = _decimal(value)
    if number is None:
        return "" if value is None or value == "" else str(value)
    whole, fraction = parts(number, least)
    # Digits and signs of our own making, some hundreds on a page: there is nothing to escape in them.
    return SafeString(f'<span class="n">{whole}<span class="f">{fraction}</span></span>')


@register.filter
def figure(value: object) -> SafeString | str:
    """A quantity or rate as stored; nothing for none."""
    return _span(value, 0)


@register.filter
def money(value: object) -> SafeString | str:
    """An amount as stored with at least two decimals; nothing for none."""
    return _span(value, 2)


@register.filter
def cost(value: object) -> str:
    """What a provider charges, rounded up: to the cent, or to two digits where it is less than ten cents."""
    number = _decimal(value)
    return DASH if number is None else "".join(parts(_rounded_up(number), 2))


@register.filter
def cost_figure(value: object) -> SafeString | str:
    """The same in a column of costs, which stand with their decimals under each other."""
    number = _decimal(value)
    return DASH if number is None else _span(_rounded_up(number), 2)


def _rounded_up(cost: Decimal) -> Decimal:
    small = 0 < cost < Decimal("0.1")
    return cost.quantize(Decimal((0, (1,), cost.adjusted() - 1)) if small else Decimal("0.01"), ROUND_UP)


@register.filter
def plain_figure(value: object, least: int = 0) -> str:
    """The same without markup, for titles and sentences."""
    number = _decimal(value)
    return "".join(parts(number, least)) if number is not None else DASH


def written(value: object) -> object:
    """A fact of a sentence: a figure grouped in the active language with the decimals that it has, anything else as it is."""
    if isinstance(value, bool) or (
        not isinstance(value, (int, Decimal)) and not (isinstance(value, str) and _FIGURE.fullmatch(value))
    ):
        return value
    return "".join(parts(Decimal(value), len(str(value).partition(".")[2])))


@register.filter
def percent(part: object, whole: object) -> str:
    """`part` of `whole` in percent with one decimal; a dash where that makes no sense. For orientation only, so rounded."""
    top, bottom = _decimal(part), _decimal(whole)
    if top is None or not bottom:
        return DASH
    return "".join(parts((100 * top / bottom).quantize(Decimal("0.1")), 1)) + (PERCENT if arabic() else "%")


@register.filter
def share(part: object, whole: object) -> str:
    """0 to 100 for the width of a bar."""
    top, bottom = _decimal(part), _decimal(whole)
    if top is None or not bottom:
        return "0"
    return str(min(Decimal(100), abs(100 * top / bottom)).quantize(Decimal("0.01")))


@register.filter
def minus(left: object, right: object) -> Decimal | None:
    """The exact difference of two figures, None where one is missing."""
    first, second = _decimal(left), _decimal(right)
    return None if first is None or second is None else first - second


@register.filter
def get(mapping: object, key: object) -> object:
    """An entry of a mapping by a key that is itself a variable."""
    return mapping.get(key, "") if isinstance(mapping, dict) else ""


@register.filter
def at_most(text: str, length: int) -> str:
    """`truncatechars` for texts that are nearly all short: those are shown as they are, and not walked through letter by letter."""
    return text if len(text) <= length else truncatechars(text, length)


@register.filter
def seconds(value: object) -> str:
    """A short span of time in words."""
    number = _decimal(value)
    if number is None:
        return ""
    whole = max(1, int(number))
    if whole < 90:
        return shown(ngettext("%(count)d second", "%(count)d seconds", whole) % {"count": whole})
    minutes = round(whole / 60)
    return shown(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})


@register.filter
def size(value: object) -> str:
    """Bytes in kB or MB, of 1024 as file managers and the upload limit count."""
    number = _decimal(value) or Decimal(0)
    if number < MEGABYTE:
        return _("%(size)s kB") % {"size": "".join(parts(max(number / 1024, Decimal(1)).quantize(Decimal(1))))}
    return _("%(size)s MB") % {"size": "".join(parts((number / MEGABYTE).quantize(Decimal("0.1"))))}
