"""Small frequent words, for telling languages in Latin letters apart. Folded: no accents."""

from __future__ import annotations

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        ["the", "and", "of", "to", "for", "with", "including", "in", "or", "as", "all", "per", "not", "thick", "on", "by", "supply", "providing", "fixing", "laying"]
    ),
    "fr": frozenset(["et", "du", "des", "les", "pour", "avec", "en", "sur", "par", "fourniture", "pose", "y", "compris", "une", "au", "aux", "beton"]),
    "es": frozenset(["y", "del", "los", "las", "con", "para", "por", "en", "incluso", "suministro", "colocacion", "el", "una", "hormigon"]),
    "pt": frozenset(["e", "do", "da", "dos", "das", "com", "para", "em", "de", "fornecimento", "instalacao", "ate", "concreto", "servicos", "obra"]),
    "it": frozenset(["e", "di", "del", "della", "dei", "delle", "con", "per", "compreso", "fornitura", "posa", "opera", "il", "la", "calcestruzzo"]),
    "de": frozenset(["und", "der", "die", "das", "mit", "fur", "von", "im", "aus", "einschl", "liefern", "herstellen", "inkl", "bis"]),
    "tr": frozenset(["ve", "ile", "icin", "yapilmasi", "her", "turlu", "cm", "kalinlikta", "beton", "dosenmesi", "temini"]),
    "id": frozenset(
        ["dan", "pekerjaan", "pasang", "pasangan", "untuk", "dengan", "beton", "lantai", "dinding", "pengadaan", "tanah", "pas", "galian"]
    ),
    "nl": frozenset(["en", "van", "het", "een", "met", "voor", "leveren", "aanbrengen", "incl"]),
    "pl": frozenset(["i", "z", "na", "do", "oraz", "wykonanie", "dostawa", "montaz", "robot"]),
    "ro": frozenset(["si", "din", "cu", "pentru", "de", "la", "montare", "beton", "executie"]),
    "vi": frozenset(["va", "cua", "cho", "bang", "lap", "dat", "cong", "tac", "be", "tong"]),
}
