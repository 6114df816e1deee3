"""Words that tell the kind of an item. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.vocabulary import words

# anywhere in the text
INSIDE: dict[str, tuple[str, ...]] = {
    "provisional_sum": words(
        """
        provisional sum | provide the sum of | provide a sum of | prov sum | مبلغ احتياطي | резервная сумма |
        provisional amount | partida alzada a justificar |
        provisional sums | p.s. sum | مبالغ احتياطيه | مبلغ مؤقت | مبالغ مؤقته | مبلغ تقديري | резервной суммы |
        резервную сумму | резервные суммы | условная сумма | предварительная сумма | vorlaufiger betrag |
        vorlaufige summe | bedarfssumme | provisorische summe | suma provisional | sumas provisionales |
        monto provisional | somme provisionnelle | sommes provisionnelles | somme a valoir | verba provisoria |
        verba provisional | soma provisoria | montante provisional | montante provisorio | gecici tutar |
        gecici meblag | gecici bedel | tahmini meblag | เงินเผื่อจ่าย | เงินสำรองจ่าย | ยอดเงินเผื่อ
        """
    ),
    "prime_cost": words(
        """
        prime cost | pc sum | مبلغ مرصود | مبلغ التكلفه الاوليه | сумма на поставку | p c sum | p c sums |
        pc sums | prime cost sum | prime cost rate | مبالغ مرصوده | مبلغ اولي | تكلفه اوليه |
        суммы на поставку | сумму на поставку | первоначальная стоимость | einkaufspreissumme |
        suma a precio de coste | precio de costo | precio de coste | coste primo | costo primo | prix coutant |
        preco de custo | custo primario | esas maliyet | ilk maliyet bedeli | ราคาต้นทุนเบื้องต้น |
        ต้นทุนเบื้องต้น
        """
    ),
    "daywork": words(
        """
        daywork | dayworks | اعمال المياومه | повременные работы | stundenlohnarbeiten | day work | day works |
        مياومه | باليوميه | اجره يوميه | повременная оплата | повременной оплаты | повременных работ |
        stundenlohn | stundenlohnarbeit | regiearbeiten | regiestunden | trabajos por administracion |
        trabajos a jornal | travaux en regie | main d oeuvre en regie | trabalhos por administracao |
        regime de administracao | yevmiyeli | yevmiye | gundelik | งานรายวัน | ค่าแรงรายวัน |
        main doeuvre en regie
        """
    ),
}

# at the beginning of the text
OPENING: dict[str, tuple[str, ...]] = {
    "contingency": words(
        """
        contingency | contingencies | allow for contingencies | احتياطي الطوارئ | непредвиденные |
        احتياطي عام | مبلغ طوارئ | непредвиденных затрат | непредвиденные расходы | unvorhergesehenes |
        imprevistos | imprevus | aleas | provision pour aleas | contingencias | ongorulemeyen giderler |
        ongorulmeyen giderler | beklenmeyen giderler | ค่าเผื่อเหลือเผื่อขาด
        """
    ),
    "discount": words(
        """
        discount | less discount | خصم | скидка | تخفيض | حسم | скидки | nachlass | preisnachlass | rabatt |
        descuento | remise commerciale | rabais | desconto | indirim | iskonto | ส่วนลด | sconto
        """
    ),
    "tax": words(
        """
        vat | value added tax | ضريبه القيمه المضافه | ндс | gst | ضريبه مبيعات | mwst | mehrwertsteuer |
        umsatzsteuer | iva | i v a | tva | t v a | kdv | ภาษีมูลค่าเพิ่ม | igv | ppn
        """
    ),
}
