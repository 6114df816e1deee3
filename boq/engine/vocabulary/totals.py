"""Words on total, carried, tax and note rows. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.vocabulary import words

# kind -> phrases at the beginning (or, for one or two words, the end) of a label; longer phrases win
TOTALS: dict[str, tuple[str, ...]] = {
    "grand": words(
        """
        γενικο συνολο | συνολικη δαπανη |
        tender amount | tender price | tender value | offer price | quoted amount | quotation total | bid amount |
        grand total | grand totals | g total | gr total | grand tot | overall total | total contract | total contract amount |
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
        סך הכל | total global | total investment | जम्मा रकम |
        endsumme | summe lv | summe leistungsverzeichnis | summe brutto | gesamtsumme brutto |
        angebotssumme brutto | gesamtsumme inkl | summe inkl | auftragssumme brutto | presupuesto general |
        presupuesto de ejecucion por contrata | presupuesto base de licitacion | total iva incluido |
        total con iva | importe total | total presupuesto de contrata | montant ttc |
        total toutes taxes comprises | net a payer | total general toutes taxes | total com bdi |
        total com iva | valor total da obra | preco total da obra | total da obra | toplam teklif bedeli |
        teklif tutari | teklif bedeli | kdv dahil genel toplam | toplam tutar | kdv dahil tutar |
        kdv dahil toplam tutar | ยอดสุทธิ | รวมสุทธิ | ยอดเงินรวมทั้งสิ้น | รวมเป็นเงินค่าก่อสร้างทั้งสิ้น |
        итого по смете с ндс | всего к оплате с ндс | итого к оплате | всего по объекту | итого по объекту |
        стоимость с ндс | итоговая сумма | общая сумма | اجمالي مقايسه | اجمالي عطاء | قيمه عطاء |
        اجمالي شامل ضريبه قيمه مضافه | اجمالي تكلفه | مجموع شامل ضريبه
        """
    ),
    "net": words(
        """
        net total | taxable value | taxable amount | assessable value | total taxable value | total excluding |
        total excl | total without | total net | total before | total ht |
        total hors taxe | netto | nettosumme | summe netto | اجمالي قبل ضريبه | اجمالي بدون ضريبه | صافي |
        итого без ндс | всего без ндс | base imponible | total sem bdi | imponibile |
        gesamtsumme netto | angebotssumme netto | gesamt netto | zwischensumme netto | auftragssumme netto |
        netto summe | total sin iva | total sin impuestos | total neto | presupuesto de ejecucion material |
        importe neto | total hors taxes | total h t | montant ht | montant h t | montant total ht |
        montant hors taxes | total general ht | total general hors taxes | total sem iva | total sem impostos |
        total liquido | valor sem bdi | kdv haric toplam | kdv haric genel toplam | kdv haric tutar |
        toplam kdv haric | genel toplam kdv haric | net toplam | รวมก่อนภาษี | ราคาก่อนภาษี | ยอดก่อนภาษี |
        รวมเงินก่อนภาษี | مجموع قبل ضريبه | مجموع بدون ضريبه | اجمالي غير شامل | اجمالي غير شامل ضريبه |
        مجموع غير شامل | صافي مجموع | итого без учета ндс | всего без учета ндс | сумма без ндс |
        стоимость без ндс | итого по смете без ндс
        """
    ),
    "page": words(
        """
        page total | total this page | total of page | total of this page | total page | اجمالي صفحه |
        مجموع صفحه | итого по странице | итого по листу | total pagina | sayfa toplami | seitensumme |
        مجموع لهذه صفحه | اجمالي هذه صفحه | مجموع هذه صفحه | итого на странице | итого на листе | summe seite |
        summe dieser seite | suma de la pagina | total de la pagina | suma pagina | total de la page |
        sous total page | total da pagina | soma da pagina | รวมหน้านี้ | ยอดรวมหน้านี้ | รวมเงินหน้านี้ |
        sayfa yekunu | toplam sayfa
        """
    ),
    "carried": words(
        """
        carried forward | carried to | carried over | carry forward | carry to | c f | cf | b f | bf |
        brought forward | brought from | brought down | to collection | to summary | carried | total carried |
        to final summary | to main summary | total to collection | total to summary | carried to summary |
        carried to collection | to grand summary | to general summary | amount carried | يرحل | يرحل الي | ينقل |
        ما قبله | منقول | مرحل | ubertrag | a reporter | a riportare | riporto | devreden |
        nakli yekun | suma y sigue | ยอดยกมา | ยอดยกไป | dipindahkan |
        مجموع مرحل | ينقل الي صفحه تاليه | مدور | перенос на | перенос с | перенос со | перенос итога |
        переносится | к переносу | переносится на | vortrag von | ubertrag von | suma anterior |
        suma de la pagina anterior | suma y sigue al | report page | report de la page | montant a reporter |
        total a reporter | report precedent | a transportar | transportado | transporte da pagina |
        transporte de pagina | transporte anterior | transporte da folha | onceki sayfadan nakil |
        bir onceki sayfadan nakil | nakil | devreden toplam | ยกไป | ยกมา | ยอดรวมยกไป | ยอดรวมยกมา
        """
    ),
    "subtotal": words(
        """
        συνολο | αθροισμα | μερικο συνολο |
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
        סכום ביניים | सबै जम्मा | जम्मा | custo do item | custo total | jumla |
        подытог | промежуточный итог | итого прямые затраты | titelsumme | abschnittssumme | gewerkesumme |
        losumme | soma | subtotal do item | bolum toplami | kisim toplami | ara toplami | ara yekun |
        isler toplami | s total | sous total lot | جمله باب | مجموع كلي للباب | اجمالي جزئي | مجموع جزئي
        """
    ),
    "tax": words(
        """
        φπα |
        vat | v a t | gst | g s t | add vat | add gst | value added tax | sales tax | service tax | plus vat |
        add tax | igst | cgst | sgst | vat amount | tax | add 18 gst | nhil | withholding tax | gst amount |
        ضريبه | ضريبه قيمه مضافه | ضريبه مضافه | قيمه مضافه | ндс | сумма ндс | кроме того ндс | в т ч ндс |
        в том числе ндс | mwst | ust | umsatzsteuer | iva | tva | i v a | t v a | kdv | ภาษี | ภาษีมูลค่าเพิ่ม |
        ppn | pajak | מעמ | pph | कर |
        ق م م | ضريبه مبيعات | mehrwertsteuer | gesetzliche mwst | gesetzl mwst | igv | impuesto | impuestos |
        montant tva | taxe sur la valeur ajoutee | iss | imposto | impostos | icms | k d v |
        katma deger vergisi | налог на добавленную стоимость | в том числе ндс 20%
        """
    ),
    "contingency": words(
        """
        απροβλεπτα |
        contingency | contingencies | add contingency | add contingencies | allow for contingencies |
        physical contingency | contingency sum | احتياطي | احتياطي طوارئ | طوارئ | непредвиденные | резерв |
        резерв средств | imprevistos | imprevus | imprevisti | biaya tak terduga | unvorhergesehenes |
        provision for contingencies |
        مبلغ طوارئ | مصاريف طارئه | зарезервированные средства | unvorhersehbares | unvorgesehenes | aleas |
        provisions pour aleas | provision pour aleas | divers et imprevus | somme pour imprevus |
        contingencias | contingencia | reserva de contingencia | ongorulemeyen giderler |
        ongorulmeyen giderler | beklenmeyen giderler | ค่าเผื่อเหลือเผื่อขาด | สำรองเผื่อ | เงินสำรอง
        """
    ),
    "discount": words(
        """
        trade discount | cash discount | additional discount | volume discount | negotiated discount |
        discount | less discount | rebate | special discount | less | deduct | deduction | خصم | تخفيض | حسم |
        скидка | с учетом скидки | rabatt | nachlass | descuento | desconto | remise | rabais | ribasso | sconto |
        indirim | ส่วนลด | diskon | potongan | הנחה |
        نسبه خصم | قيمه خصم | сумма скидки | skonto | preisnachlass | descuentos | baja de licitacion |
        baja ofertada | descuento comercial | remise commerciale | escompte | descontos | abatimento | iskonto |
        tenzilat | หักส่วนลด
        """
    ),
    "addition": words(
        """
        γε οε | auf abschlag | auf und abschlag | auf abgebot | auf und abgebot |
        freight | freight and packing | freight packing | packing and forwarding | packing forwarding | p f | p and f |
        transportation charges | transport charges | loading and unloading | handling charges | delivery charges |
        add | roundoff | premium | tender premium | add tender premium | overheads | overhead | profit |
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

# labels that are totals only when they say nothing more: longer texts that open so are works ("transporte de terras")
EXACT: dict[str, str] = dict.fromkeys(words("перенос | report | transporte | vortrag | devir | reporte"), "carried")
EXACT |= dict.fromkeys(words("gross | gross total | gross amount | basic total | basic amount | balance"), "subtotal")
EXACT |= dict.fromkeys(words("net | net amount | net price | net value | net of discount | after discount"), "net")
EXACT |= dict.fromkeys(words("payable | final amount | final price | final value | amount payable"), "grand")
# beginnings that look like the words of a total and are works
NOT_TOTALS: tuple[str, ...] = words(
    """
    remise en | remise a | remise aux | total station | overhead door | overhead doors | overhead crane | overhead line |
    overhead lines | overhead tank | overhead tanks | overhead cable | overhead water | overhead travelling | overhead power
    """
)
# words before a tax or a discount
LEADING: tuple[str, ...] = words(
    "zzgl | zuzuglich | zuzugl | abzgl | abzuglich | abzugl | gesetzl | gesetzliche | der | mas | plus"
)

# beginnings of notes
NOTES: tuple[str, ...] = words(
    """
    note | notes | nb | n b | user note | remark | remarks | ملاحظه | ملاحظات | تنبيه | примечание | примечания |
    hinweis | nota | notas | observacion | obs | remarque | avvertenza | not | หมายเหตุ | เงื่อนไข | catatan |
    ket | keterangan | הערה | הערות | important | warning | general notes | preamble | preambles |
    прим | замечание | anmerkung | anmerkungen | bemerkung | bemerkungen | observaciones | aclaracion |
    observacao | observacoes | remarques | dikkat | aciklama notu | ملحوظه | ملحوظات | ملاحظات عامه | تنويه |
    ข้อสังเกต
    """
)

# a row that only counts pages: "Page 3 of 12"
PAGE_WORDS: tuple[str, ...] = words(
    """
    page | pg | sheet no | صفحه | صحيفه | страница | стр | лист | seite | blatt | pagina | pag | hoja | folio | folha | sayfa | หน้า |
    หน้าที่ | แผ่นที่ | halaman | hal | עמוד
    """
)
PAGE_JOINS: frozenset[str] = frozenset(
    words("of | from | von | de | sur | من | из | จาก | dari | di | a | no | nr | มี")
)

# an option instead of, or beside, the works that count
OPTIONS: dict[str, tuple[str, ...]] = {
    "alternative": words(
        """
        alternative | alternate | alternates | alternatives | alternativ | alternativposition | бديل | بديل | вариант |
        альтернатива | alternativa | alternatif | variante | additive alternate | deductive alternate |
        альтернативная | альтернативный | альтернативно | вар | wahlposition | wahlpos | alternativpos |
        addalt | add alt | additive alternates | add alternate | add alternates | deduct alternate | deductive alt |
        secenek | ทางเลือก | รายการทางเลือก
        """
    ),
    "optional": words(
        """
        optional | option | options | eventualposition | bedarfsposition | اختياري | اختياريه | опция | опционально |
        opcional | opsional | opsi | facultatif | optionnel | opzionale | opsiyonel |
        опциональная | опциональный | опциональные | необязательная | bedarfspos | eventualpos | opcao |
        en option | pse | prestation supplementaire | prestations supplementaires | tranche optionnelle |
        istege bagli | opsiyon | เผื่อเลือก | รายการเสริม | รายการเผื่อเลือก
        """
    ),
}
