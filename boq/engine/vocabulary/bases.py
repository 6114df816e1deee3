"""Words that say for how many units a rate is: "per 100", "за тысячу", "لكل ألف", "el millar"."""

from __future__ import annotations

from boq.engine.text import fold
from boq.engine.vocabulary import words

# how many units -> their names, as figures and as words
NAMES: dict[int, frozenset[str]] = {
    10: frozenset({"10", "ten"}),
    100: frozenset(
        {"100", *map(fold, words("hundred | сотня | сотню | сотни | مئة | مائة | hundert | centaine | centena | yüz"))}
    ),
    1000: frozenset(
        {
            "1000",
            *map(
                fold,
                words(
                    "thousand | тыс | тысяча | тысячу | тысячи | ألف | mille | mil | millar | milheiro | millier | tausend | tsd"
                ),
            ),
        }
    ),
}
# what stands before them: "per 100", "за 100", and before words alone "el millar"
BEFORE = frozenset(map(fold, words("per | за | لكل | par | por | pro | je | cada | her | ogni")))
ARTICLES = frozenset(map(fold, words("el | al | le | les | o | ao")))
# what makes a reference of it: "as per 10/A" names a drawing
REFERRING = frozenset(map(fold, words("as | see | according")))
# headings over amounts that are written in thousands: "Сумма, тыс. руб.", "Amount ('000)"
IN_THOUSANDS = frozenset(
    map(
        fold,
        words(
            "000 | thousand | thousands | тыс | тысяч | тысячах | ألف | آلاف | الاف | tsd | miles | milliers | milhares"
        ),
    )
)
