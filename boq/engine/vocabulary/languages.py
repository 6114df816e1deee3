"""Small frequent words, for telling languages in Latin letters apart. Folded: no accents."""

from __future__ import annotations

from boq.engine.vocabulary import words

_WORDS: dict[str, str] = {
    "en": "the | and | of | to | for | with | including | in | or | as | all | per | not | thick | on | by | supply | providing | fixing",
    "fr": "et | du | des | les | pour | avec | en | sur | par | fourniture | pose | y | compris | une | au | aux | beton",
    "es": "y | del | los | las | con | para | por | en | incluso | suministro | colocacion | el | una | hormigon",
    "pt": "e | do | da | dos | das | com | para | em | de | fornecimento | instalacao | ate | concreto | servicos | obra",
    "it": "e | di | del | della | dei | delle | con | per | compreso | fornitura | posa | opera | il | la | calcestruzzo",
    "de": "und | der | die | das | mit | fur | von | im | aus | einschl | liefern | herstellen | inkl | bis",
    "tr": "ve | ile | icin | yapilmasi | her | turlu | kalinlikta | beton | dosenmesi | temini",
    "id": "dan | pekerjaan | pasang | pasangan | untuk | dengan | beton | lantai | dinding | pengadaan | tanah | pas | galian",
    "nl": "en | van | het | een | met | voor | leveren | aanbrengen | incl",
    "pl": "i | z | na | do | oraz | wykonanie | dostawa | montaz | robot",
    "ro": "si | din | cu | pentru | de | la | montare | beton | executie",
    "vi": "va | cua | cho | bang | lap | dat | cong | tac | be | tong",
}

STOP_WORDS: dict[str, frozenset[str]] = {language: frozenset(words(text)) for language, text in _WORDS.items()}
