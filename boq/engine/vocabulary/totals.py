"""Words on total, carried, tax and note rows. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.vocabulary import words

# kind -> phrases at the beginning (or, for one or two words, the end) of a label; longer phrases win
TOTALS: dict[str, tuple[str, ...]] = {
    "grand": words(
        """
        grand total | grand totals | overall total | total contract | total contract amount |
        total contract price | contract sum | contract price | total tender | tender sum | total bid |
        total amount bid | total bid price | bid total | total project | total project cost |
        total cost of project | final total | total price bid | total estimated cost | total estimated amount |
        tender total | final summary | total final | payable amount | net payable amount | total payable |
        total inclusive | total including | total incl | total with vat | total base bid | base bid total |
        grand sum | amount with vat | estimated cost | project total | total cost | اجمالي كلي | اجمالي عام |
        مجموع كلي | مجموع عام | اجمالي نهائي | اجمالي شامل | اجمالي بعد ضريبه | اجمالي شامل ضريبه | اجمالي مشروع |
        اجمالي قيمه | اجمالي مع ضريبه | قيمه اجماليه | всего по смете | всего по ведомости | итого по смете |
        всего с ндс | итого с ндс | общий итог | общая стоимость | всего по расчету | итого по ведомости |
        всего с учетом ндс | итого с учетом ндс | всего стоимость | итого стоимость | всего к оплате |
        итоговая стоимость | всего по кп | всего по проекту | gesamtsumme | angebotssumme | gesamtbetrag |
        bruttosumme | gesamt brutto | auftragssumme | total general | total presupuesto | presupuesto total |
        total geral | valor global | preco global | valor total | total do orcamento | total orcamento |
        total ttc | total general ttc | montant total | totale generale | totale complessivo | importo totale |
        totale lavori | importo complessivo | sommano | genel toplam | toplam bedel | genel tutar |
        kdv dahil toplam | รวมทั้งสิ้น | รวมเป็นเงินทั้งสิ้น | รวมราคาทั้งสิ้น | ยอดรวมทั้งสิ้น |
        รวมเงินทั้งสิ้น | รวมค่าก่อสร้างทั้งสิ้น | รวมค่าก่อสร้าง | รวมประมาณค่าก่อสร้าง | jumlah total |
        total keseluruhan | jumlah keseluruhan | total biaya | grand jumlah | total akhir | סהכ כולל | סה כ כולל |
        סך הכל | total global | total investment | जम्मा रकम
        """
    ),
    "net": words(
        """
        net total | total excluding | total excl | total without | total net | total before | total ht |
        total hors taxe | netto | nettosumme | summe netto | اجمالي قبل ضريبه | اجمالي بدون ضريبه | صافي |
        итого без ндс | всего без ндс | base imponible | total sem bdi | imponibile
        """
    ),
    "page": words(
        """
        page total | total this page | total of page | total of this page | total page | اجمالي صفحه |
        مجموع صفحه | итого по странице | итого по листу | total pagina | sayfa toplami | seitensumme
        """
    ),
    "carried": words(
        """
        carried forward | carried to | carried over | carry forward | carry to | c f | cf | b f | bf |
        brought forward | brought from | brought down | to collection | to summary | carried | total carried |
        to final summary | to main summary | total to collection | total to summary | carried to summary |
        carried to collection | to grand summary | to general summary | amount carried | يرحل | يرحل الي | ينقل |
        ما قبله | منقول | مرحل | перенос | ubertrag | a reporter | report | a riportare | riporto | devreden |
        nakli yekun | suma y sigue | transporte | ยอดยกมา | ยอดยกไป | dipindahkan
        """
    ),
    "subtotal": words(
        """
        total | totals | tot | sub total | sub totals | subtotal | sub sum | total for | total of |
        total section | total bill | section total | bill total | total amount | sum total | sum |
        sub total amount | total part | collection | total a | item total | cost of | total rs | total cost of |
        total schedule | total amount of | اجمالي | مجموع | جمله | اجمالي باب | مجموع باب | مجموع فرعي |
        اجمالي فرعي | اجمالي قسم | اجمالي اعمال | مجموع اعمال | جمله اعمال | اجمالي بند | итого | всего |
        итого по разделу | всего по разделу | сумма | итог | итого по | всего по | в том числе итого | подитог |
        summe | zwischensumme | gesamt | subtotal capitulo | total capitulo | suma | sous total | totale |
        totale parziale | somma | toplam | ara toplam | yekun | parcial | subtotale | total do item | total item |
        รวม | ผลรวม | รวมเงิน | ยอดรวม | รวมเป็นเงิน | รวมค่า | รวมราคา | รวมงาน | รวมรายการ | jumlah |
        sub jumlah | total harga | total pekerjaan | jumlah harga | sub tot | jumlah sub | סהכ | סה כ |
        סכום ביניים | सबै जम्मा | जम्मा | custo do item | custo total | jumla
        """
    ),
    "tax": words(
        """
        vat | v a t | gst | g s t | add vat | add gst | value added tax | sales tax | service tax | plus vat |
        add tax | igst | cgst | sgst | vat amount | tax | add 18 gst | nhil | withholding tax | gst amount |
        ضريبه | ضريبه قيمه مضافه | ضريبه مضافه | قيمه مضافه | ндс | сумма ндс | кроме того ндс | в т ч ндс |
        в том числе ндс | mwst | ust | umsatzsteuer | iva | tva | i v a | t v a | kdv | ภาษี | ภาษีมูลค่าเพิ่ม |
        ppn | pajak | מעמ | pph | कर
        """
    ),
    "contingency": words(
        """
        contingency | contingencies | add contingency | add contingencies | allow for contingencies |
        physical contingency | contingency sum | احتياطي | احتياطي طوارئ | طوارئ | непредвиденные | резерв |
        резерв средств | imprevistos | imprevus | imprevisti | biaya tak terduga | unvorhergesehenes |
        provision for contingencies
        """
    ),
    "discount": words(
        """
        discount | less discount | rebate | special discount | less | deduct | deduction | خصم | تخفيض | حسم |
        скидка | с учетом скидки | rabatt | nachlass | descuento | desconto | remise | rabais | ribasso | sconto |
        indirim | ส่วนลด | diskon | potongan | הנחה
        """
    ),
    "addition": words(
        """
        add | premium | tender premium | add tender premium | overheads | overhead | profit |
        overhead and profit | overheads and profit | profit and attendance | say | say rs | round off | rounding |
        rounded | round up | rounded off | labour cess | cess | supervision | price adjustment | escalation |
        insurance | above | below | bdi | bonificacion | накладные расходы | сметная прибыль | нр | сп |
        зимнее удорожание | транспортные | транспортные расходы | gastos generales | beneficio industrial |
        dibulatkan | pembulatan | jasa | jasa kontraktor | keuntungan | oneri sicurezza | oneri della sicurezza |
        oneri | provisional sum | provisional sums | ps amount | ps | factor f | ค่าดำเนินการ | กำไร | benefit |
        water charges | agency charges | departmental charges | quality control
        """
    ),
}

# beginnings of notes
NOTES: tuple[str, ...] = words(
    """
    note | notes | nb | n b | user note | remark | remarks | ملاحظه | ملاحظات | تنبيه | примечание | примечания |
    hinweis | nota | notas | observacion | obs | remarque | avvertenza | not | หมายเหตุ | เงื่อนไข | catatan |
    ket | keterangan | הערה | הערות | important | warning | general notes | preamble | preambles
    """
)

# an option instead of, or beside, the works that count
OPTIONS: dict[str, tuple[str, ...]] = {
    "alternative": words(
        """
        alternative | alternate | alternatives | alternativ | alternativposition | бديل | بديل | вариант |
        альтернатива | alternativa | alternatif | variante | additive alternate | deductive alternate
        """
    ),
    "optional": words(
        """
        optional | option | options | eventualposition | bedarfsposition | اختياري | опция | опционально |
        opcional | opsional | opsi | facultatif | optionnel | opzionale | opsiyonel
        """
    ),
}

# what a sheet is called
SUMMARY_TITLES: tuple[str, ...] = words(
    """
    summary | general summary | grand summary | main summary | collection | abstract of cost | general abstract |
    gen abstract | abstract | recapitulation | rekapitulasi | recap | ملخص | ملخص عام | خلاصه | تجميع | сводка |
    сводная | сводный | сводная ведомость | сводный сметный расчет | zusammenstellung | zusammenfassung |
    resumen | resumo | recapitulatif | riepilogo | icmal | สรุป | ใบสรุป | ปร 5 | ปร 6 | form of tender
    """
)
MEASUREMENT_TITLES: tuple[str, ...] = words(
    """
    measurement | measurements | measurement sheet | details of measurement | details of measurements |
    measurement book | mes | detail | details | quantity sheet | take off | takeoff | taking off | bbs |
    bar bending | حصر | حصر كميات | دفتر حصر | подсчет объемов | ведомость подсчета | aufmass | mediciones |
    estado de mediciones | memoria | memoria de calculo | metre | avant metre | computo | libretto misure |
    metraj | metraj cetveli | ถอดแบบ | backup volume | back up volume | backup quantity | perhitungan volume |
    quantitativo
    """
)
RATE_TITLES: tuple[str, ...] = words(
    """
    rate analysis | analysis of rates | rates analysis | analysis | basic rates | schedule of rates | price list |
    rate library | library | unit rates | material rates | labour rates | build up | rate build up | تحليل اسعار |
    تحليل سعر | анализ цен | калькуляция | прайс | прайс лист | precios unitarios | precios descompuestos |
    cuadro de precios | composicao | composicoes | composicao de custos | composicao de custo | analisi prezzi |
    elenco prezzi | analisa | analisa harga satuan | ahs | ahsp | daftar harga | harga bahan | harga satuan |
    birim fiyat analizi | analiz | catalog | catalogue | price book | cost library | insumos | วิเคราะห์ราคา
    """
)
COVER_TITLES: tuple[str, ...] = words(
    """
    cover | cover page | index | contents | title | title page | instructions | preamble | preambles |
    general notes | notes | غلاف | فهرس | titul | титул | титульный лист | deckblatt | portada | capa |
    frontespizio | kapak | ปก | menu | readme | read me | setup
    """
)
LATER_TITLES: tuple[str, ...] = words(
    """
    old | superseded | obsolete | backup | draft | previous | copy | rev 0 | ملغي | قديم | старая | старый |
    копия | черновик | alt | vecchio | antiguo | eski | lama | not used | do not use
    """
)

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
