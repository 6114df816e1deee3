"""What bills say, by language and meaning, as people write it: `a|b|c` lists phrases. Source of tests, not of the vocabulary."""

from __future__ import annotations

# headings of columns, by role
HEADINGS: dict[str, dict[str, str]] = {
    "en": {
        "ref": "Item No|S.No.|Ref.|Sr. No.|Item Ref|#",
        "desc": (
            "Description|Description of Work|Particulars|Item Description|Brief Description|"
            "Detailed Description of Items"
        ),
        "unit": "Unit|UOM|Units|Unit of Measure",
        "qty": "Qty|Quantity|Q'ty|Qty.|Quantities|Estimated Quantity|Total Qty",
        "rate": "Rate|Unit Rate|Unit Price|Rate (USD)|Unit Cost|Price per unit",
        "amt": "Amount|Total|Total Price|Amount (AED)|Total Amount|Extended Amount|Total Cost",
    },
    "ar": {
        "ref": "م|رقم البند|الرقم|مسلسل|رقم|البند رقم|ت|الرقم التسلسلي|رقم المادة|م.|ر.م",
        "desc": (
            "البيان|وصف البند|بيان الأعمال|الوصف|وصف الأعمال|البنود|مواصفات البند|بنود الأعمال|وصف العمل|"
            "التفاصيل|المواصفات"
        ),
        "unit": "الوحدة|وحدة القياس|الوحده|وحدة",
        "qty": "الكمية|الكميات|كمية|الكميه|العدد|الكمية المقدرة|الكمية التقديرية",
        "rate": (
            "سعر الوحدة|الفئة|السعر الإفرادي|سعر الوحدة بالريال|السعر|فئة|سعر المفرد|سعر الإفرادي|"
            "السعر الفردي|سعر الوحدة (جنيه)|ثمن الوحدة"
        ),
        "amt": (
            "الإجمالي|القيمة|المبلغ|السعر الإجمالي|القيمة الإجمالية|إجمالي السعر|المبلغ الإجمالي|"
            "السعر الكلي|المجموع|الاجمالى|الثمن الإجمالي|جملة|الجملة|السعر الاجمالي بالريال"
        ),
    },
    "ru": {
        "ref": "№ п/п|№|Номер|№ п.п.|№пп|Поз.|N п/п|Номер п/п|№ позиции|Шифр|Пункт",
        "desc": (
            "Наименование работ|Наименование|Виды работ|Наименование работ и затрат|Описание работ|"
            "Наименование материалов и работ|Наименование видов работ и материалов|Вид работ|"
            "Наименование работ, услуг|Перечень работ"
        ),
        "unit": "Ед. изм.|Единица измерения|Ед.изм|Ед.|Ед. измерения|ед.изм.",
        "qty": "Кол-во|Количество|Объем|Объём работ|К-во|Объем работ|Кол.|Объёмы работ",
        "rate": (
            "Цена за ед.|Цена|Стоимость единицы|Цена за единицу, руб.|Цена, руб.|Расценка|"
            "Цена за единицу без НДС|Стоимость за единицу, руб|Цена за ед., руб. без НДС|"
            "Единичная расценка"
        ),
        "amt": (
            "Сумма|Стоимость|Всего|Сумма, руб.|Общая стоимость|Стоимость, руб.|Стоимость работ, руб.|"
            "Итого|Общая стоимость, руб. без НДС|Сумма без НДС, руб.|Стоимость всего, руб."
        ),
    },
    "de": {
        "ref": "Pos.|OZ|Pos.-Nr.|Position|Ordnungszahl|Lfd. Nr.|Nr.|Positionsnummer|Pos",
        "desc": (
            "Beschreibung|Leistungsbeschreibung|Kurztext|Bezeichnung|Langtext|Leistung|"
            "Bezeichnung der Leistung|Positionstext|Leistungstext|Beschreibung der Leistung|Text|"
            "Artikelbezeichnung|Bauleistung"
        ),
        "unit": "Einheit|ME|EH|Einh.|Mengeneinheit|Einheiten|Maßeinheit",
        "qty": "Menge|Anzahl|LV-Menge|Mengen|Vordersatz|Stückzahl|Massen",
        "rate": (
            "EP|Einheitspreis|E.P.|EP in EUR|Einzelpreis|Einheitspreis €|EP netto|EP (€)|"
            "Einheitspreis (netto)|Preis/Einheit|Preis je Einheit"
        ),
        "amt": (
            "GP|Gesamtpreis|Gesamtbetrag|Betrag|GP (€)|Gesamtpreis EUR|Summe|Gesamt|Positionspreis|"
            "Gesamtpreis netto|Gesamtsumme|Betrag in EUR"
        ),
    },
    "es": {
        "ref": "Código|Partida|Nº|Item|Ítem|N°|Cód.|Nº Partida|Num.|Clave|Posición",
        "desc": (
            "Descripción|Concepto|Resumen|Designación|Denominación|Descripción de la partida|"
            "Descripción de los trabajos|Unidad de obra|Descripción del ítem|Actividad|Detalle"
        ),
        "unit": "Ud|Unidad|Und|Ud.|UM|U.M.|Unid.|Unidad de medida",
        "qty": "Cantidad|Medición|Cant.|Cantidades|Metrado|Mediciones|Cantidad total",
        "rate": (
            "Precio|Precio unitario|P. Unitario|P.U.|Precio Unit.|Valor unitario|Precio ud.|"
            "Costo unitario|V. Unitario|PU (€)"
        ),
        "amt": (
            "Importe|Total|Importe total|Precio total|Valor total|Parcial|Monto|Costo total|Subtotal|"
            "Importe (€)|V. Total|Presupuesto"
        ),
    },
    "fr": {
        "ref": "N°|Poste|N° prix|Art.|Article|Réf.|Rep.|Repère|N° de prix|Numéro|N° Art.|Item",
        "desc": (
            "Désignation|Désignation des ouvrages|Désignation des travaux|Libellé|Description|"
            "Nature des travaux|Désignation des prestations|Désignations|Description des ouvrages|"
            "Nature des ouvrages|Intitulé|Désignation des articles"
        ),
        "unit": "U|Unité|Unités|U.|Un.|Unité de mesure|Unite",
        "qty": "Qté|Quantité|Quantités|Qtés|Qte|Qté prévue|Quantité estimée",
        "rate": (
            "PU|Prix unitaire|P.U.|Prix unitaire HT|PU HT|Prix unit.|P.U. (€)|P.U. H.T.|Prix unitaire en euros|PU HT €"
        ),
        "amt": (
            "Montant|Prix total|Montant HT|Total HT|Montant total|Prix total HT|P.T.|Total|Montant H.T.|"
            "Total € HT|PT HT|Montant en €"
        ),
    },
    "pt": {
        "ref": "Item|Código|Art.|Nº|Artigo|Ref.|Posição|Nº Item|Cód.|Rubrica",
        "desc": (
            "Descrição|Descrição dos serviços|Discriminação|Descrição dos trabalhos|Designação|"
            "Designação dos trabalhos|Serviço|Especificação dos serviços|Descrição do serviço|"
            "Natureza dos trabalhos|Descritivo"
        ),
        "unit": "Un|Unid.|Unidade|UN.|Und.|Unidades|Unid. de medida|UM",
        "qty": "Quant.|Quantidade|Qtde|Qtd.|Qtd|Quantidades|Qde.|Quantitativo",
        "rate": (
            "Preço unitário|Valor unitário|Custo unitário|P. Unit.|Preço Unit. (R$)|Preço un.|V. Unit.|"
            "Unitário|Preço unitário (€)|P. Unitário|Preços unitários|Unitário (R$)"
        ),
        "amt": (
            "Valor total|Total|Preço total|Custo total|Total (R$)|Importância|Valor|Parcial|Montante|"
            "Valor total (R$)|Preço parcial|Importâncias|Preço Total (€)|Subtotal"
        ),
    },
    "tr": {
        "ref": "Sıra No|Poz No|S.No|Sıra|No|Poz Numarası|SIRA NO|Kalem No|Poz|İş Kalemi No",
        "desc": (
            "Açıklama|İmalatın Cinsi|İşin Tanımı|Tanım|Yapılan İşin Cinsi|İş Kalemi|Yapılacak İşin Cinsi|"
            "İŞİN TANIMI|İş Kaleminin Adı|İş Kaleminin Adı ve Kısa Açıklaması|İmalat Cinsi|Poz Tanımı|"
            "İmalatın Tanımı|Malzemenin Cinsi|İşin Cinsi|İmalat Adı"
        ),
        "unit": "Birim|Birimi|Ölçü Birimi|Ölçü|BİRİMİ|Brm|Ölçü Birimi",
        "qty": "Miktar|Metraj|Miktarı|MİKTARI|Keşif Miktarı|Toplam Miktar|Metraj Miktarı",
        "rate": (
            "Birim Fiyat|Birim Fiyatı|B. Fiyat|Birim Fiyatı (TL)|Teklif Birim Fiyat|Birim Fiyatı TL|"
            "B.Fiyatı|Teklif Edilen Birim Fiyat|Rayiç|BİRİM FİYATI"
        ),
        "amt": (
            "Tutar|Tutarı|Toplam|Toplam Tutar|Toplam Fiyat|Tutarı (TL)|TUTARI|Tutar TL|Toplam Bedel|"
            "Bedeli|Toplam (TL)|Yaklaşık Maliyet"
        ),
    },
    "th": {
        "ref": "ลำดับที่|ลำดับ|ที่|รหัส|ข้อ|รายการที่|ลำดับ ที่",
        "desc": ("รายการ|รายละเอียด|รายการก่อสร้าง|รายการงาน|รายละเอียดงาน|รายการวัสดุ|ลักษณะงาน|รายการประกอบแบบ"),
        "unit": "หน่วย|หน่วยนับ|หน่วยวัด|หน่วย นับ",
        "qty": "จำนวน|ปริมาณ|ปริมาณงาน|จำนวนหน่วย|ปริมาณวัสดุ",
        "rate": ("ราคาต่อหน่วย|ราคา/หน่วย|หน่วยละ|ราคา/หน่วย (บาท)|ราคาหน่วยละ|ราคาต่อหน่วย (บาท)|ค่างานต่อหน่วย|ราคากลางต่อหน่วย"),
        "amt": (
            "จำนวนเงิน|รวมเงิน|ราคารวม|เป็นเงิน|รวมเป็นเงิน|จำนวนเงิน (บาท)|ราคารวม (บาท)|รวม|ค่าก่อสร้างรวม|รวมราคา|จำนวนเงินรวม"
        ),
    },
}

# labels of total rows, by kind of total
TOTALS: dict[str, dict[str, str]] = {
    "en": {
        "subtotal": "Subtotal|Sub-total|Total|Total Section A|Total for Bill No. 1|Section Total",
        "grand": "Grand Total|Contract Sum|Total including VAT|Total incl. VAT",
        "net": "Total excluding VAT|Net total",
        "page": "Page total|Total this page",
        "carried": (
            "Carried forward|Brought forward|Carried to Summary|Carried to Collection|To collection|c/f|"
            "b/f|Total carried to summary"
        ),
        "tax": "VAT 15%|Add VAT 5%|Value Added Tax (15%)|GST 18%",
        "contingency": "Contingencies 10%|Add contingency sum|Contingency (5%)",
        "discount": "Less discount 3%|Discount|Deduct discount",
    },
    "ar": {
        "subtotal": (
            "المجموع|الإجمالي|إجمالي الباب الأول|المجموع الفرعي|إجمالي أعمال الحفر|مجموع القسم|"
            "جملة أعمال الباب|الاجمالي الفرعي"
        ),
        "grand": (
            "الإجمالي العام|المجموع الكلي|الإجمالي شامل الضريبة|الإجمالي الكلي|المجموع العام|"
            "الإجمالي شامل ضريبة القيمة المضافة|إجمالي المشروع"
        ),
        "net": ("الإجمالي قبل الضريبة|الإجمالي بدون ضريبة|المجموع قبل الضريبة|الصافي|الإجمالي غير شامل الضريبة"),
        "page": "إجمالي الصفحة|مجموع الصفحة|المجموع لهذه الصفحة",
        "carried": (
            "يرحل إلى|ما قبله|يرحل إلى الملخص|منقول من الصفحة السابقة|مرحل إلى التجميع|ما قبلة|المرحل|"
            "ينقل إلى الصفحة التالية|المجموع المرحل"
        ),
        "tax": "ضريبة القيمة المضافة 15%|الضريبة 15%|ضريبة المبيعات|ق.م.م 14%",
        "contingency": "احتياطي 10%|احتياطي الطوارئ|مبلغ الطوارئ",
        "discount": "خصم 5%|الخصم|الحسم|نسبة الخصم",
    },
    "ru": {
        "subtotal": (
            "Итого|Итого по разделу 1|Всего по разделу|Подытог|Итого по разделу: Земляные работы|ИТОГО:|"
            "Итого прямые затраты"
        ),
        "grand": (
            "Всего по смете|Итого с НДС|Всего с НДС|Общий итог|ВСЕГО с учетом НДС 20%|Итого по смете|"
            "Общая стоимость работ|Всего по ведомости"
        ),
        "net": "Итого без НДС|Всего без НДС",
        "page": "Итого по странице|Итого по листу|Итого на странице",
        "carried": (
            "Перенос|Перенос на следующую страницу|Переносится на лист 2|К переносу|Перенос с предыдущей страницы"
        ),
        "tax": "НДС 20%|НДС|в т.ч. НДС 20%|В том числе НДС",
        "contingency": "Непредвиденные затраты 2%|Непредвиденные расходы|Резерв средств на непредвиденные работы",
        "discount": "Скидка 5%|Скидка",
    },
    "de": {
        "subtotal": (
            "Summe|Zwischensumme|Summe Titel 1|Summe LB 01|Summe Abschnitt 2|Gesamt Titel 01|Titelsumme|Summe Gewerk"
        ),
        "grand": (
            "Gesamtsumme|Angebotssumme|Gesamtsumme brutto|Bruttosumme|Summe brutto|Gesamtbetrag brutto|"
            "Angebotssumme brutto|Auftragssumme|Gesamtsumme inkl. MwSt.|Endsumme|Summe LV|"
            "Summe Leistungsverzeichnis"
        ),
        "net": "Nettosumme|Summe netto|Netto|Gesamtsumme netto|Angebotssumme netto|Gesamt netto",
        "page": "Seitensumme",
        "carried": "Übertrag|Übertrag von Seite 3|Vortrag|Übertrag auf Seite 4",
        "tax": (
            "MwSt. 19%|zzgl. 19% MwSt.|Umsatzsteuer 19%|USt. 19 %|Mehrwertsteuer 19 %|zzgl. MwSt. 19%|"
            "+ 19% MwSt.|zzgl. gesetzl. MwSt."
        ),
        "contingency": "Unvorhergesehenes 5%|Unvorhergesehenes",
        "discount": "Nachlass 3%|Rabatt|abzgl. Nachlass|Skonto 2%|abzüglich Nachlass 3 %",
    },
    "es": {
        "subtotal": (
            "Subtotal|Total capítulo 1|Total partida|Suma|Subtotal capítulo|"
            "TOTAL CAPÍTULO 01 MOVIMIENTO DE TIERRAS|Total"
        ),
        "grand": (
            "Total general|Presupuesto total|Total con IVA|Total presupuesto|TOTAL PRESUPUESTO GENERAL|"
            "Total IVA incluido|Presupuesto general|Total presupuesto de contrata|Importe total|"
            "PRESUPUESTO DE EJECUCIÓN POR CONTRATA"
        ),
        "net": "Total sin IVA|Base imponible|Presupuesto de ejecución material|Total neto",
        "page": "Total página|Suma de la página",
        "carried": "Suma y sigue|Suma anterior|Suma y sigue...",
        "tax": "IVA 21%|I.V.A. 21%|21% IVA|IGV 18%|Impuesto 16%",
        "contingency": "Imprevistos 5%|Imprevistos",
        "discount": "Descuento 5%",
    },
    "fr": {
        "subtotal": (
            "Sous-total|Sous total lot 1|Total|Total lot 01|Total chapitre 2|S/Total|TOTAL DU LOT|Sous-total HT"
        ),
        "grand": (
            "Total TTC|Montant total TTC|Total général|Total général TTC|MONTANT TTC|Montant Total|"
            "Total toutes taxes comprises|Net à payer"
        ),
        "net": "Total HT|Total hors taxes|Montant total HT|Total général HT|TOTAL H.T.|Montant HT",
        "page": "Total page|Total de la page",
        "carried": "À reporter|Report|A reporter|Report page précédente|Montant à reporter",
        "tax": "TVA 20%|T.V.A. 20 %|Montant TVA|TVA (20%)|Taxe sur la valeur ajoutée",
        "contingency": "Imprévus 5%|Aléas 5%|Provisions pour aléas|Divers et imprévus",
        "discount": "Remise 3%|Rabais|Remise commerciale|Escompte",
    },
    "pt": {
        "subtotal": (
            "Subtotal|Total do item|Total da etapa|Total do capítulo|Soma|Sub-total|Total capítulo 1|Subtotal do item 2"
        ),
        "grand": (
            "Total geral|Total com BDI|Valor global|Total do orçamento|Preço global|Valor total da obra|"
            "Total geral com IVA|TOTAL GERAL DA OBRA|Valor total do orçamento"
        ),
        "net": "Total sem BDI|Total sem IVA|Total líquido",
        "page": "Total da página|Total página",
        "carried": "A transportar|Transporte|Transportado|Transporte da página anterior",
        "tax": "IVA 23%|ISS 5%|Imposto",
        "contingency": "Imprevistos 5%|Contingências",
        "discount": "Desconto 5%|Descontos",
    },
    "tr": {
        "subtotal": "Ara toplam|Toplam|Bölüm toplamı|Ara Toplamı|TOPLAM|Kısım Toplamı|Yekün|İnşaat işleri toplamı",
        "grand": (
            "Genel toplam|KDV dahil toplam|GENEL TOPLAM|Toplam bedel|Genel Toplam (KDV Dahil)|"
            "Toplam teklif bedeli|KDV Dahil Genel Toplam|Teklif Tutarı|Toplam Tutar"
        ),
        "net": "KDV hariç toplam|Net toplam|Toplam (KDV hariç)|KDV Hariç Genel Toplam",
        "page": "Sayfa toplamı",
        "carried": "Nakli yekun|Devreden|Bir önceki sayfadan nakil|Nakli yekün|Devir",
        "tax": "KDV %20|KDV (%20)|K.D.V. %18|Katma Değer Vergisi",
        "contingency": "Öngörülemeyen giderler %5|Beklenmeyen giderler",
        "discount": "İndirim %5|İskonto|Tenzilat",
    },
    "th": {
        "subtotal": "รวม|รวมหมวดที่ 1|รวมเงิน|รวมงานโครงสร้าง|ยอดรวมย่อย|รวมค่างาน",
        "grand": ("รวมทั้งสิ้น|รวมเป็นเงินทั้งสิ้น|ยอดรวมทั้งสิ้น|รวมราคาทั้งสิ้น|รวมเงินทั้งสิ้น|รวมค่าก่อสร้างทั้งสิ้น|ยอดสุทธิ"),
        "net": "รวมก่อนภาษี|ราคาก่อนภาษีมูลค่าเพิ่ม",
        "page": "รวมหน้านี้|ยอดรวมหน้านี้",
        "carried": "ยอดยกไป|ยอดยกมา|ยกไป|ยกมา",
        "tax": "ภาษีมูลค่าเพิ่ม 7%|ภาษี 7%|VAT 7%",
        "contingency": "ค่าเผื่อเหลือเผื่อขาด|สำรองเผื่อ",
        "discount": "ส่วนลด|หักส่วนลด",
    },
}

# openings of items, by kind
KINDS: dict[str, str] = {
    "provisional_sum": (
        "Provisional sum for landscaping|Allow a provisional sum of 5,000|مبلغ احتياطي لأعمال الموقع|"
        "مبالغ احتياطية|مبلغ مؤقت|Резервная сумма на благоустройство|Условная сумма|"
        "Предварительная сумма|Резервной суммы на|Vorläufiger Betrag für Außenanlagen|Bedarfssumme|"
        "Partida alzada a justificar para imprevistos|Suma provisional para jardinería|"
        "Somme provisionnelle pour aménagement|Somme à valoir pour travaux|"
        "Verba provisória para paisagismo|Montante provisional|Soma provisória|Geçici tutar|"
        "Tahmini bedel (provisional sum)|Geçici meblağ peyzaj|เงินเผื่อจ่าย|ยอดเงินสำรองจ่าย|"
        "เงินสำรองจ่ายงานภูมิทัศน์"
    ),
    "prime_cost": (
        "Prime cost sum for ironmongery|P.C. sum for sanitary ware|PC Sum|مبلغ مرصود لأعمال المصاعد|"
        "مبلغ التكلفة الأولية|المبلغ الأولي|Сумма на поставку лифтов|Первоначальная стоимость|"
        "Suma a precio de coste|Partida a precio de costo|Coste primo|Prix coûtant|"
        "Somme à prix coûtant|Preço de custo verba|Custo primário|Maliyet bedeli (prime cost)|"
        "Esas maliyet tutarı|ราคาต้นทุนเบื้องต้น"
    ),
    "daywork": (
        "Daywork: labourer|Dayworks - plant|أعمال المياومة|يومية عامل|مياومة|Повременные работы|"
        "Повременная оплата|Stundenlohnarbeiten Facharbeiter|Regiearbeiten|"
        "Trabajos por administración|Trabajos a jornal|Travaux en régie|Main d'oeuvre en régie|"
        "Trabalhos por administração|Trabalhos em regime de administração|Yevmiyeli işler|Yevmiye|"
        "งานรายวัน|ค่าแรงรายวัน"
    ),
    "contingency": (
        "Contingency sum|Allow for contingencies|احتياطي الطوارئ|احتياطي عام|Непредвиденные затраты|"
        "Unvorhergesehenes|Imprevistos|Imprévus|Aléas|Imprevistos 5%|Öngörülemeyen giderler|"
        "Beklenmeyen giderler|ค่าเผื่อเหลือเผื่อขาด"
    ),
    "discount": "Discount|خصم|Скидка|Nachlass|Rabatt|Descuento|Rabais|Desconto|İndirim|ส่วนลด",
    "tax": ("VAT 15%|ضريبة القيمة المضافة|НДС 20%|MwSt. 19%|Mehrwertsteuer|IVA 21%|TVA 20%|KDV %20|ภาษีมูลค่าเพิ่ม 7%"),
}

# what stands in place of a figure, by meaning
PRICE_WORDS: dict[str, str] = {
    "rate_only": (
        "Rate only|R.O.|RO|سعر فقط|للتسعير فقط|فئة فقط|только расценка|Только цена|nur EP|"
        "nur Einheitspreis|NEP|Nur EP|solo precio unitario|sólo precio|prix unitaire seulement|"
        "PU seul|apenas preço unitário|só preço unitário|sadece birim fiyat|yalnız birim fiyat|"
        "เฉพาะราคาต่อหน่วย|ราคาต่อหน่วยเท่านั้น"
    ),
    "included": (
        "Included|Incl.|Inc|مشمول|ضمن البند|شامل|متضمن|محمل على البند|включено|учтено|вкл.|"
        "включено в цену|enthalten|inkl.|im Preis enthalten|einkalkuliert|incluido|incl|inclus|"
        "compris|y compris|incluído|incluso|dahil|dahildir|รวมแล้ว|รวมอยู่แล้ว|รวมในราคา|"
        "รวมอยู่ในรายการ"
    ),
    "excluded": (
        "Excluded|By others|Not included|غير مشمول|مستثنى|غير شامل|لا يشمل|не включено|исключено|"
        "не учтено|nicht enthalten|bauseits|excluido|no incluido|exclu|non compris|hors lot|excluído|"
        "não incluído|hariç|dahil değil|ไม่รวม"
    ),
    "nil": ("nil|-|—|N/A|لا يوجد|لا شيء|нет|entfällt|ninguno|néant|sans objet|nenhum|yok|ไม่มี|keine|nulo|não há|н/п"),
}

# openings of items that need not count, by standing
OPTIONS: dict[str, str] = {
    "alternative": (
        "Alternative: granite|Alternate item|بديل: رخام|البديل: رخام|Вариант: гранит|"
        "Альтернативная позиция|Alternativ: Granit|Alternativposition Granit|Wahlposition: Granit|"
        "Alternativa: granito|Variante: granit|Variante : granit|Alternatif: granit|Seçenek: granit|"
        "ทางเลือก: หินแกรนิต|รายการทางเลือก หินแกรนิต"
    ),
    "optional": (
        "Optional: granite|Option: granite|اختياري: رخام|بند اختياري: رخام|Опция: гранит|"
        "Опционально: гранит|Опциональная позиция|Eventualposition: Granit|Bedarfsposition Granit|"
        "Optional: Granit|Opcional: granito|Option : granit|En option : granit|Opsiyonel: granit|"
        "İsteğe bağlı: granit|เผื่อเลือก: หิน|รายการเสริม หิน"
    ),
}

# names of sheets, by purpose
TITLES: dict[str, str] = {
    "summary": (
        "Summary|General Summary|Grand Summary|Collection|Final Summary|Summary of Bills|الملخص|"
        "الملخص العام|الخلاصة|التجميع|ملخص الأسعار|الملخص النهائي|Сводка|Сводная ведомость|Свод|"
        "Итоги|Сводный расчет|Zusammenstellung|LV-Zusammenstellung|Übersicht|Kostenzusammenstellung|"
        "Resumen|Resumen de presupuesto|Hoja resumen|Récapitulatif|Récapitulation|Récap|"
        "RECAP GENERAL|Resumo|Resumo do orçamento|Resumo geral|İcmal|Genel İcmal|Özet|Keşif özeti|"
        "สรุป|สรุปราคา|ใบสรุป|สรุปค่าก่อสร้าง|บทสรุป"
    ),
    "rates": (
        "Rate analysis|Schedule of Rates|Basic rates|تحليل أسعار|تحليل الأسعار|Анализ цен|"
        "Калькуляция|Прайс-лист|Preisliste|Precios unitarios|Precios descompuestos|Cuadro de precios|"
        "BPU|Sous-détail des prix|Décomposition des prix|Composições|Composição de preços|"
        "Birim fiyat analizi|Analiz|Rayiç listesi|Birim Fiyat Listesi|วิเคราะห์ราคา"
    ),
    "cover": (
        "Cover|Index|Contents|Instructions|Preambles|Preamble|General Notes|غلاف|الغلاف|الفهرس|"
        "المقدمة|الشروط العامة|تعليمات|المواصفات العامة|Титул|Обложка|Титульный лист|Содержание|"
        "Общие указания|Пояснительная записка|Deckblatt|Vorbemerkungen|Inhalt|Inhaltsverzeichnis|"
        "Vorwort|Titelblatt|Portada|Índice|Instrucciones|Condiciones generales|"
        "Page de garde|Garde|Sommaire|Préambule|Notice|Capa|Índice|Preâmbulo|Instruções|Kapak|"
        "İçindekiler|Önsöz|Genel Şartlar|ปก|หน้าปก|สารบัญ|คำนำ|เงื่อนไขทั่วไป|ข้อกำหนดทั่วไป"
    ),
    "measurement": (
        "Measurement sheet|Take off|Measurements|حصر الكميات|دفتر الحصر|Подсчет объемов|"
        "Ведомость подсчета|Aufmaß|Massenermittlung|Mengenermittlung|Mediciones|Estado de mediciones|"
        "Hoja de metrados|Avant-métré|Métré|Memória de cálculo|Metraj|Metraj cetveli|ถอดแบบ|"
        "ถอดปริมาณ|Mes sheet"
    ),
}

NOTES = (
    "Note: all rates|ملاحظة: الأسعار شاملة|Примечание: цены|Прим. цены|Hinweis: alle Preise|"
    "Anmerkung: Preise|Bemerkung: x|Nota: los precios|Observación: x|Observaciones: x|"
    "Remarque : les prix|NB : prix|Nota : prix|Observação: preços|Obs.: preços|"
    "Not: nakliye dahil|Dikkat: x|หมายเหตุ ราคา|หมายเหตุ: ราคา|ملحوظة: الأسعار|ملاحظات عامة"
)

# canonical code -> spellings as the nine languages write them
UNITS: dict[str, str] = {
    "m": (
        "м.п|lin. m|linear metres|Lm|L/M|متر ط|م.طولي|متر طولى|пог.м.|мп|metre linéaire|ml|m.l.|"
        "laufende Meter|lfm|lfdm|lfd.m|m lineal|mts|mt lineal|metro lineal|metros lineales|"
        "metro linear|mtül|metre|เมตร|ม.|м.пог.|metr|RMT.|Rmt|R.M|M."
    ),
    "m2": (
        "m²|M2|Sq.M.|sq. m.|SQM|Sqm.|м кв.|м²|кв.м.|م²|م2|م ٢|م٢|متر مربع|متر2|م.مسطح|m2|qm|"
        "mètre carré|m²|metro quadrado|metros cuadrados|mts2|mt2|metrekare|ตารางเมตร|ตร.ม|ตรม.|"
        "ตร.เมตร|M^2|Quadratmeter|m2.|مسطح"
    ),
    "m3": (
        "m³|M3|Cu.M.|cu. m.|CUM|м куб.|м³|куб.м.|م³|م3|م ٣|م٣|متر مكعب|متر3|م.مكعب|mètre cube|"
        "metro cúbico|metros cúbicos|mts3|mt3|metreküp|ลูกบาศก์เมตร|ลบ.ม|ลบม.|cbm|Kubikmeter|مكعب|M^3"
    ),
    "nr": (
        "Nr.|No.|Nos|Each|EA|pcs|Stk|Stück|St.|St|Stck.|u|U|unité|ud|ud.|unid.|un.|UN|pç|pc|peça|"
        "peças|pza|pieza|adet|AD|шт|шт.|штук|عدد|بالعدد|العدد|حبة|قطعة|อัน|ชิ้น|หน่วย|pièce|pce|pcs.|"
        "Adet|ADET"
    ),
    "kg": ("kg|KG|кг|كجم|كغ|كيلوجرام|كيلو|กก.|กิโลกรัม|kilogramo|quilograma|kilogramme|Kilogramm|kilograms"),
    "t": ("t|ton|tonne|т|тонна|тн|طن|Tonne|tonelada|toneladas|to|ตัน|Tonnen|tonnes|MT ton|ton."),
    "set": ("set|компл|комплект|к-т|طقم|مجموعة|ชุด|juego|jeu|conjunto|takım|Satz|jgo.|Set|ens.|kit"),
    "sum": (
        "LS|L.S.|lump sum|Item|sum|مقطوعية|بالمقطوعية|مقطوع|م.ق|усл.|услуга|pauschal|psch.|Psch|PA|"
        "forfait|fft|vg|verba|vb|götürü|เหมา|เหมารวม|global|Gl|glb|global.|Forf.|job|allow|"
        "partida alzada|P.A.|pausch.|паушально|งาน|L/S"
    ),
    "h": ("h|hr|hour|час|ч|ساعة|Std|Stunde|Stunden|hora|heure|saat|ชม.|ชั่วโมง|h.|Std.|hrs."),
    "manhour": ("чел.-ч|чел.ч|чел/час|чел-час|man-hour|mh"),
    "machinehour": ("маш.-ч|маш/час|маш.ч"),
    "day": ("day|день|сут|يوم|Tag|Tage|día|jour|jours|dia|gün|วัน|jornada|days"),
    "month": ("month|мес|месяц|شهر|Monat|Monate|mes|mois|mês|meses|ay|เดือน"),
    "week": ("week|неделя|أسبوع|Woche|semana|semaine|hafta|สัปดาห์|Wochen"),
    "l": ("l|ltr|литр|л|لتر|Liter|litro|litre|ลิตร|lt."),
    "km": ("km|км|كم|Kilometer"),
    "ha": ("ha|га|هكتار|hectárea|hectare|hektar"),
    "%": ("%|٪|процент|prozent"),
    "point": ("point|точка|نقطة|จุด|ponto|punto|nokta|Punkt"),
    "pair": ("pair|пара|زوج|Paar|par|paire|çift|คู่"),
    "lot": ("lot|lote|партия"),
    "roll": ("roll|рулон|لفة|Rolle|rollo|rouleau|rolo|rulo|ม้วน"),
}
