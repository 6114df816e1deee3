"""Words that stand for a text told before ("ditto"), and words of texts that rule the items under them ("supply and fix the following")."""

from __future__ import annotations

from boq.engine.vocabulary import words

# the whole text, or its opening, says: as above
DITTO: tuple[str, ...] = words(
    """
    ditto | dto | dito | same | same as above | same as previous | same as previous item | same as last item |
    as above | as before | as previous | as previous item | as last item | as item above | same item |
    same as item above | as described above | all as above | as last | ditto as above | as above described |
    as above but | نفس بند | نفس بند سابق | نفس سابق | كما سبق | كما ورد | كسابق | كسابقه | كبند سابق |
    مثل سابق | مثل بند سابق | كما في بند سابق | كما في بند اعلاه | كما هو مذكور اعلاه | كما ذكر اعلاه |
    كما اعلاه | نفس ما سبق | شرحه | ايضا | то же | то же самое | тоже | как выше | аналогично |
    аналогично предыдущему | аналогично п выше | так же | как в предыдущем пункте | wie vor |
    wie vor beschrieben | wie zuvor | wie oben | wie vorherige position | wie vorherige pos | desgl |
    desgleichen | wie position zuvor | idem | idem anterior | idem al anterior | idem ant | lo mismo |
    igual al anterior | igual que el anterior | igual anterior | idem partida anterior | comme ci dessus |
    comme precedemment | idem ci dessus | idem au precedent | dito ci dessus | meme description | meme article |
    idem acima | idem ao anterior | idem item anterior | igual ao anterior | o mesmo | conforme acima | ayni |
    aynisi | ayni sekilde | yukaridaki gibi | keza | yukaridakinin aynisi | bir onceki gibi | เหมือนข้างต้น |
    เหมือนข้อข้างต้น | เช่นเดียวกับข้างต้น | เหมือนรายการข้างต้น | เช่นเดียวกัน | ตามข้างต้น | come sopra |
    come precedente | seperti di atas | sama dengan di atas | כנל | כמו לעיל
    """
)
# only as the whole text: they open other texts as well
DITTO_ALONE: tuple[str, ...] = words("do | d o | id | same | ايضا | ayni | как выше | آيضا | idem id | dt | ibid")
# the item that is meant follows: "as item 1.2"
DITTO_REFERENCE: tuple[str, ...] = words(
    """
    as item | as item no | same as item | same as item no | as per item | ditto item | ditto as item |
    as described in item | نفس بند رقم | كما في بند رقم | كما ورد في بند رقم | مثل بند رقم | كبند رقم |
    то же что п | как в п | как п | как в позиции | аналогично п | аналогично позиции | wie pos | wie position |
    wie vor pos | igual que la partida | igual a la partida | idem partida | como la partida | igual partida |
    comme article | comme poste | idem article | idem poste | idem prix no | idem item | igual ao item |
    conforme item | como o item | poz no ile ayni | เหมือนข้อ | เช่นเดียวกับข้อ | เหมือนรายการที่ | come art
    """
)

# anywhere in a text that rules the items under it
PREAMBLES: tuple[str, ...] = words(
    """
    the following | as follows | following items | following works | under this heading | in this section |
    under this section | in this bill | all the items | all items below | items below | rates shall include |
    rates to include | price shall include | prices shall include | rate shall include | rates are to include |
    shall be deemed to include | deemed to include | including all | to be read in conjunction | preamble |
    ما يلي | كما يلي | كالتالي | علي نحو تالي | بنود تاليه | اعمال تاليه | اصناف تاليه | شامله اسعار |
    سعر يشمل | اسعار تشمل | سعر شامل | فئه تشمل | تشمل اسعار | مما يلي | اتيه | следующие | следующих |
    следующее | следующим | нижеследующие | в состав работ входит | цены включают | расценки включают |
    цена включает | стоимость включает | в стоимость включено | folgende | folgendes | folgenden | folgender |
    nachfolgende | nachfolgend | nachstehende | einheitspreise enthalten | in die einheitspreise |
    einzurechnen | sind einzukalkulieren | siguiente | siguientes | a continuacion | los precios incluyen |
    el precio incluye | precios incluiran | suivant | suivants | suivante | suivantes | ci apres | ci dessous |
    les prix comprennent | le prix comprend | prix comprenant | seguinte | seguintes | a seguir | abaixo |
    os precos incluem | o preco inclui | precos compreendem | asagidaki | asagidakiler | asagida belirtilen |
    birim fiyatlara dahil | fiyatlara dahil | fiyata dahil olan | ต่อไปนี้ | ดังต่อไปนี้ | ดังนี้ | ราคารวม |
    ให้รวม | seguenti | di seguito | berikut | sebagai berikut | הבאים
    """
)
