"""The encoding of a text that does not say it: by strict decoding, by the letters and trade words it would hold, by vote."""

from __future__ import annotations

import codecs
import re

import msgspec

from boq.engine.readers.sniff import utf16_without_mark

SAMPLE_BYTES = 64 * 1024
SURE = 0.55
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNS = "²³°№–—’‘“”„«»€£•×Ø±½¼¾µ§…\u00a0™®©·"


class Decoded(msgspec.Struct, frozen=True):
    """A text, the encoding it was read in, and whether that is certain."""

    text: str
    encoding: str
    sure: bool = True


class Script(msgspec.Struct, frozen=True):
    """One encoding and the letters of those who use it: the frequent ones, all, and words that bills hold."""

    encoding: str
    frequent: str
    letters: str
    words: tuple[str, ...]


CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
CYRILLIC_WORDS = (
    "наимен",
    "работ",
    "един",
    "ед.",
    "изм",
    "кол",
    "цена",
    "стоим",
    "сумма",
    "итого",
    "раздел",
    "устройство",
    "шт",
    "бетон",
    "монтаж",
)
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّ"
ARABIC_WORDS = (
    "البند",
    "الوصف",
    "الكمية",
    "الوحدة",
    "السعر",
    "الفئة",
    "الاجمالي",
    "الإجمالي",
    "المبلغ",
    "القيمة",
    "عدد",
    "بيان",
    "توريد",
    "تركيب",
    "أعمال",
    "متر",
)
THAI = "".join(map(chr, range(0x0E01, 0x0E5C)))
THAI_WORDS = ("รายการ", "จำนวน", "หน่วย", "ราคา", "รวม", "งาน", "ค่า", "ลำดับ")
WESTERN = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿßæœøÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŒÆØºª"
WESTERN_WORDS = (
    "désign",
    "quantité",
    "unité",
    "descripción",
    "medición",
    "descrição",
    "preço",
    "unitário",
    "menge",
    "stück",
    "für",
    "quantità",
    "béton",
    "número",
    "código",
    "fläche",
    "höhe",
    "maçon",
)
CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžőűâăîșțşţĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽŐŰ"
CENTRAL_WORDS = (
    "ilość",
    "jednost",
    "wartość",
    "roboty",
    "množství",
    "cena",
    "popis",
    "mennyiség",
    "egység",
    "količina",
    "beton",
    "výkop",
)
TURKISH = "ığşİĞŞçöüÇÖÜâ"
TURKISH_WORDS = ("açıklama", "birim", "miktar", "tutar", "fiyat", "işi", "yapılması", "iş")
GREEK = "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
GREEK_WORDS = ("περιγραφή", "ποσότητα", "μονάδα", "τιμή", "δαπάνη", "εργασί")
HEBREW = "אבגדהוזחטיכלמנסעפצקרשתךםןףץ"
HEBREW_WORDS = ("תיאור", "כמות", "יחידה", "מחיר", "סה", "סעיף")

SCRIPTS: tuple[Script, ...] = (
    Script("cp1252", "éèêàáçíóúãõñüöäß", WESTERN, WESTERN_WORDS),
    Script("cp1251", "оеаинтсрвлкмдпу", CYRILLIC + CYRILLIC.upper(), CYRILLIC_WORDS),
    Script("cp1256", "اليمنرتوةبعدأس", ARABIC, ARABIC_WORDS),
    Script("cp874", "านรองกเมยลวดทสต่้", THAI, THAI_WORDS),
    Script("cp1250", "ąęłńóśżáčéěířšýž", CENTRAL, CENTRAL_WORDS),
    Script("cp1254", "ığşİçöü", TURKISH, TURKISH_WORDS),
    Script("cp1253", "αοιετσνηυρπκμλ", GREEK, GREEK_WORDS),
    Script("cp1255", "יוהלאתרמבש", HEBREW, HEBREW_WORDS),
    Script("koi8-r", "оеаинтсрвлкмдпу", CYRILLIC + CYRILLIC.upper(), CYRILLIC_WORDS),
    Script("cp866", "оеаинтсрвлкмдпу", CYRILLIC + CYRILLIC.upper(), CYRILLIC_WORDS),
    Script("iso8859-6", "اليمنرتوةبعدأس", ARABIC, ARABIC_WORDS),
    Script("cp850", "éèêàáçíóúãõñüöäß", WESTERN, WESTERN_WORDS),
)
CASED = re.compile(r"[a-zа-яёα-ω][A-ZА-ЯЁΑ-Ω]")
LATIN = frozenset({"cp1252", "cp1250", "cp1254", "cp850"})
STRANGERS = re.compile(r"[^\x00-\x7f]{3,}")


def decode(data: bytes) -> Decoded:
    """The text of a file. Never fails: what no encoding explains is read as cp1252 and said to be unsure."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace").lstrip("\ufeff"), encoding)
    if guess := utf16_without_mark(data[:4096]):
        return Decoded(data.decode(guess, "replace"), guess)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if damaged := nearly_utf8(data):
        return damaged
    encoding, score = best_script(data)
    if score < SURE:
        from charset_normalizer import from_bytes  # asked of few files, and dear to load for each

        vote = from_bytes(sample(data)).best()
        if vote is not None and score < SURE / 2:
            encoding = vote.encoding
    return Decoded(data.decode(encoding, "replace"), encoding, sure=score >= SURE)


def nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: a text cut or pasted together carelessly."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    return Decoded(text, "utf-8", sure=False) if whole > 20 * broken else None


def sample(data: bytes) -> bytes:
    """The lines that hold more than ASCII, up to a limit."""
    lines: list[bytes] = []
    size = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:2000])
            size += len(lines[-1])
            if size > SAMPLE_BYTES:
                break
    return b"".join(lines)


def best_script(data: bytes) -> tuple[str, float]:
    """The encoding whose reading looks most like a bill, and how much so (about 0 to 2)."""
    part = sample(data)
    scored = [(score(part, script), -place) for place, script in enumerate(SCRIPTS)]
    best, place = max(scored)
    return SCRIPTS[-place].encoding, best


def score(part: bytes, script: Script) -> float:
    """How well the bytes read in one encoding: likely letters, letters' company, trade words."""
    text = part.decode(script.encoding, "replace")
    foreign = [letter for letter in text if letter > "\x7f"]
    if not foreign:
        return 0.0
    worth = dict.fromkeys(script.letters, 0.6) | dict.fromkeys(script.frequent, 1.0) | dict.fromkeys(SIGNS, 0.5)
    quality = sum(worth.get(letter, -1.0) for letter in foreign) / len(foreign)
    odd = len(CASED.findall(text))
    if script.encoding in LATIN:
        odd += sum(len(run) for run in STRANGERS.findall(text))
    lower = text.lower()
    words = sum(word in lower for word in script.words)
    return quality - odd / len(foreign) + 0.15 * min(words, 6)
