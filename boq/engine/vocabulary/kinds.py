"""Words that tell the kind of an item. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.vocabulary import words

# anywhere in the text
INSIDE: dict[str, tuple[str, ...]] = {
    "provisional_sum": words(
        """
        provisional sum | provide the sum of | provide a sum of | prov sum | مبلغ احتياطي | резервная сумма |
        provisional amount | partida alzada a justificar
        """
    ),
    "prime_cost": words("prime cost | pc sum | مبلغ مرصود | مبلغ التكلفه الاوليه | сумма на поставку"),
    "daywork": words("daywork | dayworks | اعمال المياومه | повременные работы | stundenlohnarbeiten"),
}

# at the beginning of the text
OPENING: dict[str, tuple[str, ...]] = {
    "contingency": words(
        """
        contingency | contingencies | allow for contingencies | احتياطي الطوارئ | непредвиденные
        """
    ),
    "discount": words("discount | less discount | خصم | скидка"),
    "tax": words("vat | value added tax | ضريبه القيمه المضافه | ндс | gst"),
}
