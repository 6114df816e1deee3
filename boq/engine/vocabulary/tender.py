"""Words of the form of tender, where the offered sum is signed. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.vocabulary import words

# the paper itself
TITLES: tuple[str, ...] = words(
    """
    form of tender | form of bid | letter of tender | letter of bid | tender form | bid form | form of offer |
    letter of offer | priced offer | نموذج العطاء | خطاب العطاء | كتاب العرض | صيغه العطاء | نموذج العرض |
    عرض السعر المقدم | форма предложения | форма тендерного предложения | письмо о подаче предложения |
    письмо предложение | angebotsschreiben | carta de oferta | formulario de oferta | modelo de proposicion |
    acte d engagement | lettre de soumission | carta proposta | carta de proposta | teklif mektubu | หนังสือเสนอราคา |
    ใบเสนอราคา
    """
)
# the sentence that offers: "we offer to execute the works for the sum of …"
OFFERS: tuple[str, ...] = words(
    """
    for the sum of | in the sum of | offer to execute | hereby offer | we offer | undertake to execute |
    undertake to complete | for the total sum of | for the amount of | at the price of | total amount of our |
    total price of our | amount of tender | tender amount | بمبلغ | مبلغ وقدره | بمبلغ وقدره | بقيمه اجماليه |
    نتعهد بتنفيذ | نعرض تنفيذ | قيمه عطائنا | قيمه العطاء | на сумму | по цене | предлагаем выполнить |
    стоимость предложения | цена предложения | цена договора | zum preis von | zum gesamtpreis von | bieten wir an |
    por la suma de | por la cantidad de | por un importe de | importe de la oferta | pour la somme de |
    pour un montant de | montant de l offre | pelo valor de | pela quantia de | valor da proposta | toplam bedelle |
    teklif bedeli | teklif ediyoruz | เป็นเงินทั้งสิ้น | เสนอราคา
    """
)
# words by which a title names who offers, each one word
PARTY_WORDS = frozenset(
    words(
        """
        bidder | tenderer | vendor | supplier | contractor | subcontractor | quotation | quote | offer | messrs | ltd | limited |
        llc | inc | pvt | plc | corp | gmbh | ag | kg | bieter | angebot | sarl | eurl | sas | soumissionnaire | entreprise |
        fournisseur | oferta | licitador | contratista | proveedor | ltda | proponente | licitante | fornecedor |
        участник | подрядчик | поставщик | предложение | ооо | зао | пао | оао | firma | yuklenici | istekli | sti |
        مقاول | مورد | شركه | مؤسسه | متنافس | عطاء | عرض | บริษัท | หจก | l1 | l2 | l3 | l4 | l5 | bid
        """
    )
)
