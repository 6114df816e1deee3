"""Words that name one of several like parts of a project: its works are works of their own, however alike they are."""

from __future__ import annotations

from boq.engine.text import fold
from boq.engine.vocabulary import words

# parts that are built again and again, as they stand in the names of sheets
_PLACES: tuple[str, ...] = words(
    """
    house | houses | block | tower | building | bldg | villa | floor | flr | storey | zone | unit | plot | wing | flat | apartment |
    room | shop | shed | station | site | culvert | bridge | road | street | pole | reservoir | tank | classroom | school | clinic |
    مبني | فيلا | دور | طابق | عماره | برج | بلوك | منطقه | وحده | موقع | مدرسه |
    дом | корпус | этаж | секция | здание | блок | участок | подъезд | башня |
    haus | gebaude | geschoss | etage | bauteil | stockwerk | casa | edificio | bloque | torre | planta | vivienda | nave |
    batiment | maison | bloc | niveau | tour | bloco | piso | andar | predio | pavimento | quadra | fabbricato | palazzina | piano |
    bina | blok | kat | ev | villa | daire | อาคาร | บ้าน | ชั้น | rumah | gedung | lantai | unit rumah | ruko | tipe
    """
)
# what tells one from the next, beside numbers and single letters
_WHICH: tuple[str, ...] = words(
    """
    ground | first | second | third | fourth | fifth | sixth | basement | roof | typical | mezzanine | upper | lower | north | south |
    east | west | gf | ff | sf | tf | ارضي | اول | ثاني | ثالث | رابع | خامس | بدروم | سطح | متكرر | baja | primera | segunda | terreo |
    primeiro | segundo | rdc | eg | og | ug | dg | dasar | satu | dua | tiga | i | ii | iii | iv | v | vi
    """
)
PLACES: frozenset[str] = frozenset(map(fold, _PLACES))
WHICH: frozenset[str] = frozenset(map(fold, _WHICH))
