"""What the columns of a larger and a smaller coin are called, where money is written in two columns."""

from __future__ import annotations

from boq.engine.text import fold
from boq.engine.vocabulary import words

# how many of the smaller coin make one of the larger -> what its column is called
MINOR: dict[int, frozenset[str]] = {
    100: frozenset(
        map(
            fold,
            words(
                """
                قرش | قروش | ق | هلله | هللة | سنت | p | ps | paise | pence | cents | cts | ct | c | kobo | sen | ore |
                коп | копеек | копейки | kuruş | krş | centimes | centimos | centavos | lipa | satang | สตางค์ | สต
                """
            ),
        )
    ),
    1000: frozenset(map(fold, words("فلس | فلوس | مليم | بيسه | بيسة | درهم | fils | baisa | millimes | milli"))),
}
MAJOR = frozenset(
    map(
        fold,
        words(
            """
            جنيه | جنيهات | ج | ريال | ر | دينار | د | l | rs | re | rupees | pounds | dollars | naira | rm | ringgit | kr | руб |
            рублей | рубли | tl | lira | dirhams | dinar | riyal | baht | บาท | shillings | sh | shs | francs | pesos | reais
            """
        ),
    )
)
COINS = MAJOR.union(*MINOR.values())
