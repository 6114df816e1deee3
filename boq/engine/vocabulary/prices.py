"""Words that stand where a figure could stand, and the signs of money."""

from __future__ import annotations

from boq.engine.text import fold
from boq.engine.vocabulary import words

# what a word says in place of a figure -> its folded spellings
_PRICE_WORDS: dict[str, tuple[str, ...]] = {
    "included": words(
        """
        included | incl | inclusive | inc | included elsewhere | incl above | included above | in above | مشمول |
        ضمن | ضمنا | مشموله | شامل ضمن بند | محمل | учтено | включено | вкл | в т ч | incluido | incluso |
        inclus | compris | enthalten | inkl | incluse | compreso | dahil | รวมแล้ว | termasuk |
        included in price | included in rates | deemed included | incl in rate | ضمن بند | متضمن |
        محمل علي بند | محمله | شامل | مشمول ضمن | включено в цену | учтено в цене | учтено в расценке |
        входит в стоимость | включена | включен | im preis enthalten | in pos enthalten | einkalkuliert |
        inklusive | incluida | incluido en precio | y compris | compris dans le prix | inclus dans le prix |
        compris dans | incluida no preco | incluido no preco | dahildir | fiyata dahil | fiyata dahildir |
        รวมอยู่แล้ว | รวมในราคา | รวมอยู่ในรายการ | รวมอยู่ใน | รวมในรายการ
        """
    ),
    "excluded": words(
        """
        excluded | excl | exclusive | not included | by others | by client | by employer | غير مشمول | مستثني |
        не учтено | исключено | excluido | exclu | nicht enthalten | escluso | haric | tidak termasuk |
        not in scope | nis |
        not in contract | nic | غير شامل | لا يشمل | ليس ضمن العقد | не включено | не входит |
        исключен из объема | bauseits | nicht inbegriffen | no incluido | excluida | por otros | non compris |
        hors lot | hors marche | exclus | nao incluido | nao incluso | por outros | dahil degil |
        dahil degildir | kapsam disi | ไม่รวม | ไม่รวมในสัญญา
        """
    ),
    "rate_only": words(
        """
        ro | r o | rate only | r0 | rates only | سعر فقط | للتسعير | للتسعير فقط | только расценка | q ro | qro |
        nur ep | nur einheitspreis | sadece birim fiyat | solo precio | pm | p m | as required | as reqd |
        if required | when required |
        rate only item | unit rate only | فئه فقط | سعر وحده فقط | только цена | только цена за единицу |
        только ед расценка | nep | nur e p | solo precio unitario | solo p u | prix unitaire seulement |
        pu seul | pu seulement | prix seul | apenas preco unitario | so preco unitario | so p u |
        yalniz birim fiyat | yalnizca birim fiyat | เฉพาะราคาต่อหน่วย | ราคาต่อหน่วยเท่านั้น
        """
    ),
    "nil": words(
        """
        nil | none | zero | na | n a | not applicable | لا يوجد | нет | ninguno | neant | yok | لاشيء | free |
        foc | free of charge |
        لا شيء | لا ينطبق | entfallt | keine | keiner | sans objet | s o | nenhum | nao ha | nulo | nulle |
        ninguna | ไม่มี | н п | не применяется | отсутствует | uygulanmaz
        """
    ),
    "omitted": words("not used | deleted | omit | omitted | ملغي | исключен"),
    "unpriced": words("no bid | not quoted | nq | not priced | tba | tbc | tbd | regret | لم يسعر"),
}
PRICE_WORDS: dict[str, str] = {fold(word): meaning for meaning, found in _PRICE_WORDS.items() for word in found}

# ISO code ("" where several countries use the sign) -> casefolded signs, names and codes
_CURRENCIES: dict[str, tuple[str, ...]] = {
    "EUR": words("€ | eur | euro | euros"),
    "": words("$ | ¥ | rs | ₨ | ريال | sr | درهم | r.o | دينار | جنيه | rm | ¢ | ft | lei | kr"),
    "USD": words("us$ | usd | u$s"),
    "AUD": words("a$ | aud"),
    "CAD": words("c$ | cad"),
    "NZD": words("nz$"),
    "SGD": words("s$ | sgd"),
    "GBP": words("£ | gbp"),
    "JPY": words("jpy"),
    "CNY": words("cny | rmb"),
    "INR": words("₹ | inr"),
    "NPR": words("npr | nrs"),
    "LKR": words("lkr | slrs"),
    "PKR": words("pkr"),
    "BDT": words("bdt | ৳"),
    "RUB": words("₽ | руб | rub | рублей"),
    "KZT": words("тг | тенге | kzt | ₸"),
    "UZS": words("сум"),
    "UAH": words("грн | ₴ | uah"),
    "BYN": words("byn"),
    "KGS": words("сом"),
    "SAR": words("ر.س | ر.س. | ريال سعودي | sar | ksa"),
    "AED": words("aed | dhs | د.إ"),
    "QAR": words("qar | ر.ق"),
    "KWD": words("kwd | kd | د.ك"),
    "BHD": words("bhd | bd"),
    "OMR": words("omr | ر.ع"),
    "JOD": words("jod | jd"),
    "EGP": words("egp | ج.م"),
    "IQD": words("iqd"),
    "LYD": words("lyd"),
    "TND": words("tnd"),
    "MAD": words("mad"),
    "DZD": words("dzd"),
    "LBP": words("lbp"),
    "SYP": words("syp"),
    "YER": words("yer"),
    "ILS": words('₪ | nis | ils | ש"ח'),
    "THB": words("฿ | thb | บาท"),
    "IDR": words("rp | idr"),
    "MYR": words("myr"),
    "PHP": words("php | ₱"),
    "VND": words("vnd | ₫"),
    "BRL": words("r$ | brl"),
    "TRY": words("₺ | tl | try"),
    "ZAR": words("zar"),
    "GHS": words("gh¢ | gh₵ | ghs | ghc | ₵"),
    "NGN": words("₦ | ngn"),
    "KES": words("kes | ksh | kshs"),
    "TZS": words("tzs | tsh | tshs"),
    "UGX": words("ugx | ushs"),
    "ZMW": words("zmw"),
    "MZN": words("mzn"),
    "XOF": words("fcfa | xof"),
    "XAF": words("xaf"),
    "ETB": words("etb | birr"),
    "RWF": words("rwf"),
    "NAD": words("n$ | nad"),
    "BWP": words("bwp"),
    "CHF": words("chf | fr."),
    "PLN": words("pln | zł"),
    "CZK": words("czk | kč"),
    "HUF": words("huf"),
    "RON": words("ron"),
    "SEK": words("sek"),
    "NOK": words("nok"),
    "DKK": words("dkk"),
    "GEL": words("gel | ₾"),
    "AMD": words("amd"),
    "AZN": words("azn | ₼"),
    "IRR": words("irr"),
    "AFN": words("afn"),
    "MXN": words("mxn"),
    "COP": words("cop"),
    "PEN": words("pen | s/."),
    "CLP": words("clp"),
    "ARS": words("ars"),
}
CURRENCIES: dict[str, str] = {sign: code for code, found in _CURRENCIES.items() for sign in found}

MINOR_UNITS: dict[str, int] = dict.fromkeys(words("KWD | BHD | OMR | JOD | TND | LYD | IQD"), 3) | dict.fromkeys(
    words("JPY | KRW | VND | CLP | XOF | XAF | RWF | UGX | ISK"), 0
)
