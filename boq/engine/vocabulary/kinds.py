"""Words that tell the kind of an item. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.text import fold

_WORDS: dict[str, tuple[str, ...]] = {
    "provisional_sum": ("provisional sum", "provide the sum of", "provide a sum of", "prov sum", "مبلغ احتياطي", "резервная сумма", "provisional amount", "p c sum and provisional", "partida alzada a justificar"),
    "prime_cost": ("prime cost", "pc sum", "مبلغ مرصود", "مبلغ التكلفه الاوليه", "сумма на поставку"),
    "daywork": ("daywork", "day work", "dayworks", "اعمال المياومه", "повременные работы", "stundenlohnarbeiten"),
    "contingency": ("contingency", "contingencies", "allow for contingencies", "احتياطي الطوارئ", "непредвиденные"),
    "discount": ("discount", "less discount", "خصم", "скидка"),
    "tax": ("vat", "value added tax", "ضريبه القيمه المضافه", "ндс", "gst"),
}

KIND_WORDS: dict[str, tuple[str, ...]] = {kind: tuple(fold(phrase) for phrase in phrases) for kind, phrases in _WORDS.items()}
