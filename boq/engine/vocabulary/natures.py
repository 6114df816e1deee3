"""Words of columns that say of each row what it is, and whether it belongs to the works. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.vocabulary import words

# values of a column that says which items belong to the works
_SCOPES: dict[str, tuple[str, ...]] = {
    "counts": words(
        """
        mandatory | base | obligatory | included | required | firm | obbligatorio | obligatorio | базовая |
        обязательно | основной | أساسي | اساسي | الزامي
        """
    ),
    "optional": words("optional | option | opt | opzionale | opcional | опция | опционально | اختياري"),
    "alternative": words("alternative | alternate | alt | вариант | альтернатива | بديل"),
    "not_applicable": words(
        """
        na | n a | not applicable | not required | excluded | не применимо | لا ينطبق | non applicabile
        """
    ),
}
SCOPES: dict[str, str] = {word: standing for standing, found in _SCOPES.items() for word in found}
# what a column that names the nature of each row calls it: exports of estimating programs (folded)
_NATURES: dict[str, tuple[str, ...]] = {
    "heading": words(
        """
        capitulo | subcapitulo | chapter | subchapter | section | titre | chapitre | sous chapitre | titolo | capitolo |
        kapitel | titel | abschnitt | раздел | подраздел | باب | فصل | subetapa | bolum | etapa | heading | group
        """
    ),
    "item": words(
        """
        partida | item | position | poste | voce | work | works | работа | расценка | بند | servico | composicao | poz |
        ouvrage | article | articulo | artikel | leistung
        """
    ),
    "component": words(
        """
        mano de obra | material | maquinaria | mano obra | medios auxiliares | labour | labor | plant | machinery |
        insumo | mao de obra | equipamento | resource | ресурс | материал | машина | descompuesto
        """
    ),
}
NATURES: dict[str, str] = {word: nature for nature, found in _NATURES.items() for word in found}
