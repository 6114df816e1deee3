"""Words that stand where a figure could stand, and the signs of money."""

from __future__ import annotations

# folded text (see `boq.engine.text.fold`) -> what it says
PRICE_WORDS: dict[str, str] = {
    **dict.fromkeys(
        (
            "included", "incl", "inclusive", "inc", "included elsewhere", "incl above", "included above", "in above", "مشمول", "ضمن",
            "ضمنا", "مشموله", "شامل ضمن بند", "محمل", "учтено", "включено", "вкл", "в т ч", "incluido", "incluso", "inclus", "compris",
            "enthalten", "inkl", "incluse", "compreso", "dahil", "รวมแล้ว", "termasuk",
        ),
        "included",
    ),
    **dict.fromkeys(
        ("excluded", "excl", "exclusive", "not included", "by others", "by client", "by employer", "غير مشمول", "مستثني", "не учтено",
         "исключено", "excluido", "exclu", "nicht enthalten", "escluso", "haric", "tidak termasuk", "not in scope", "nis"),
        "excluded",
    ),
    **dict.fromkeys(
        ("ro", "r o", "rate only", "r0", "rates only", "سعر فقط", "للتسعير", "للتسعير فقط", "только расценка", "q ro", "qro", "nur ep",
         "nur einheitspreis", "sadece birim fiyat", "solo precio", "pm", "p m", "as required", "as reqd", "if required", "when required"),
        "rate_only",
    ),
    **dict.fromkeys(
        ("nil", "none", "zero", "na", "n a", "not applicable", "لا يوجد", "нет", "ninguno", "neant", "yok", "لاشيء", "free", "foc",
         "free of charge"),
        "nil",
    ),
    **dict.fromkeys(("not used", "deleted", "omit", "omitted", "ملغي", "исключен"), "omitted"),
    **dict.fromkeys(("no bid", "not quoted", "nq", "not priced", "tba", "tbc", "tbd", "regret", "لم يسعر"), "unpriced"),
}

# casefolded sign, name or code -> ISO code ("" where several countries use the sign)
CURRENCIES: dict[str, str] = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "$": "", "us$": "USD", "usd": "USD", "u$s": "USD", "a$": "AUD", "aud": "AUD", "c$": "CAD", "cad": "CAD", "nz$": "NZD", "s$": "SGD",
    "sgd": "SGD", "£": "GBP", "gbp": "GBP", "¥": "", "jpy": "JPY", "cny": "CNY", "rmb": "CNY",
    "₹": "INR", "rs": "", "inr": "INR", "npr": "NPR", "nrs": "NPR", "lkr": "LKR", "slrs": "LKR", "pkr": "PKR", "₨": "", "bdt": "BDT", "৳": "BDT",
    "₽": "RUB", "руб": "RUB", "rub": "RUB", "рублей": "RUB", "тг": "KZT", "тенге": "KZT", "kzt": "KZT", "₸": "KZT", "сум": "UZS", "грн": "UAH",
    "₴": "UAH", "uah": "UAH", "byn": "BYN", "сом": "KGS",
    "ر.س": "SAR", "ر.س.": "SAR", "ريال": "", "ريال سعودي": "SAR", "sar": "SAR", "sr": "", "aed": "AED", "dhs": "AED", "درهم": "", "د.إ": "AED",
    "qar": "QAR", "ر.ق": "QAR", "kwd": "KWD", "kd": "KWD", "د.ك": "KWD", "bhd": "BHD", "bd": "BHD", "omr": "OMR", "r.o": "", "ر.ع": "OMR",
    "jod": "JOD", "jd": "JOD", "دينار": "", "egp": "EGP", "جنيه": "", "ج.م": "EGP", "iqd": "IQD", "lyd": "LYD", "tnd": "TND", "mad": "MAD",
    "dzd": "DZD", "lbp": "LBP", "syp": "SYP", "yer": "YER", "₪": "ILS", "nis": "ILS", "ils": "ILS", 'ש"ח': "ILS",
    "฿": "THB", "thb": "THB", "บาท": "THB", "rp": "IDR", "idr": "IDR", "myr": "MYR", "rm": "", "php": "PHP", "₱": "PHP", "vnd": "VND", "₫": "VND",
    "r$": "BRL", "brl": "BRL", "₺": "TRY", "tl": "TRY", "try": "TRY", "zar": "ZAR", "gh¢": "GHS", "gh₵": "GHS", "ghs": "GHS", "ghc": "GHS",
    "₵": "GHS", "¢": "", "₦": "NGN", "ngn": "NGN", "kes": "KES", "ksh": "KES", "kshs": "KES", "tzs": "TZS", "tsh": "TZS", "tshs": "TZS",
    "ugx": "UGX", "ushs": "UGX", "zmw": "ZMW", "mzn": "MZN", "fcfa": "XOF", "xof": "XOF", "xaf": "XAF", "etb": "ETB", "birr": "ETB", "rwf": "RWF",
    "chf": "CHF", "fr.": "CHF", "pln": "PLN", "zł": "PLN", "czk": "CZK", "kč": "CZK", "huf": "HUF", "ft": "", "ron": "RON", "lei": "", "sek": "SEK",
    "nok": "NOK", "dkk": "DKK", "kr": "", "gel": "GEL", "₾": "GEL", "amd": "AMD", "azn": "AZN", "₼": "AZN", "irr": "IRR", "afn": "AFN",
    "mxn": "MXN", "cop": "COP", "pen": "PEN", "s/.": "PEN", "clp": "CLP", "ars": "ARS", "ksa": "SAR",
}

MINOR_UNITS: dict[str, int] = dict.fromkeys(("KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"), 3) | dict.fromkeys(
    ("JPY", "KRW", "VND", "CLP", "XOF", "XAF", "RWF", "UGX", "ISK"), 0
)
