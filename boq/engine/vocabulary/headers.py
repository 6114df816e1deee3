"""Words of column headings: what a column holds, in every language side by side.

A heading is folded (`boq.engine.text.fold`) and searched for these phrases at word borders; the longest phrase wins. Roles:
`ref desc unit qty rate amt` are the columns of a bill; `item` may be a reference or a description; `price` a rate or an amount;
the others are columns that must not be taken for one of these.
"""

from __future__ import annotations

from boq.engine.vocabulary import words

ROLES: dict[str, tuple[str, ...]] = {
    "ref": words(
        """
        α α | αα | αρθρο | κωδικος |
        s no | sno | sl no | slno | sr no | srno | s n | sn | sl | sr | no | nr | ref | ref no | reference no |
        item no | item nr | bill no | bill nr | item number | item ref | bill ref | item code | itemno | boq ref | boq no |
        boq item no | line no | line | line number | pos | pos no | position | index | serial | serial no |
        serial number | cost code | activity code | item id | id | pay item | pay item no | bid item |
        bid item no | proposal line number | section no | clause | spec no | wbs code | bsr no | مسلسل | رقم |
        رقم بند | رقم تسلسلي | رقم متسلسل | تسلسل | تسلسلي | بند رقم | كود | م | ت | رمز | رمز انشائي |
        رقم مسلسل | كود بند | لرقم تسلسلي | no п п | no пп | п п | пп | номер | поз | позиция | шифр | код |
        no позиции | no поз | код работ | обоснование | шифр расценки | no no | шифр и номер позиции норматива |
        oz | ordnungszahl | pos nr | lfd nr | lfd no | nummer | codigo | cod | codice | partida | num | numero |
        poste | no prix | no de prix | tariffa | n ord | num ord | nr ord | art | articolo | articulo |
        n ord tariffa | numero ord | sira no | sira | poz no | poz | ลำดับ | ลำดับที่ | ที่ | รหัส | nomor |
        kode | no urut | kode analisa | מס | מספר | סעיף | מספר סעיף | מס סעיף | item kod | l p | lp | stt |
        nr crt | 序号 | 编号 | 项目编码 | क्र सं | סעי |
        رقم ماده | رقم فقره | تسلسل بند | пункт | no пункта | номер пункта | номер позиции | positionsnummer |
        pos nummer | positions nr | clave | no partida | posicion | cod partida | article | rep | repere |
        no d ordre | no article | no art | no poste | num prix | artigo | posicao | rubrica | n item |
        poz numarasi | kalem no | is kalemi no | poz no su | ข้อ | ข้อที่ | รายการที่ | no item | nr poz |
        no dordre
        """
    ),
    "desc": words(
        """
        περιγραφη | περιγραφη εργασιας | περιγραφη εργασιων | ειδος εργασιας | ειδος εργασιων |
        description | descriptions | descriptiom | item description | description of work | description of works |
        description of item | description of items | particulars | particular | scope of work | scope |
        name of work | name of works | details | details of work | work item | activity | designation |
        descr | desc | description of item of work |
        nature of work | work description | task | item name | name | item of work | items of work |
        short description | long description | material description | bill description | structure | element |
        pay item description | item details | product | product name | works | وصف | بيان | بيان اعمال | وصف بند |
        توصيف | وصف اعمال | اسم بند | نوع عمل | بيان بند | بيان بالاعمال | وصف عمل | اعمال | بنود | وصف بنود |
        بيان بنود اعمال | مواصفات | مواصفات بند | توصيف بند | наименование | наименование работ |
        наименование работ и затрат | описание | виды работ | вид работ | состав работ |
        наименование видов работ | наименование работ и материалов | наименование позиции |
        наименование материалов | работы | наименование работ и конструктивных элементов |
        наименование показателя | наименование раздела | bezeichnung | beschreibung | leistungsbeschreibung |
        kurztext | langtext | leistung | text | positionstext | descripcion | concepto | resumen | designacion |
        denominacion | descripcion de la partida | libelle | nature des travaux | designation des ouvrages |
        designation des travaux | designations | descricao | discriminacao | servico | servicos |
        descricao do servico | descricao dos servicos | descrizione | designazione dei lavori |
        indicazione dei lavori | descrizione dei lavori | indicazione dei lavori e delle somministrazioni | voce |
        aciklama | tanim | imalatin cinsi | is kalemi | yapilacak isin cinsi | poz tanimi | yapilan isin cinsi |
        isin tanimi | aciklamasi | รายการ | รายละเอียด | uraian | uraian pekerjaan | jenis pekerjaan | pekerjaan |
        deskripsi | item pekerjaan | nama pekerjaan | תאור | תיאור | תאור סעיף | תיאור סעיף | תיאור העבודה |
        opis | opis robot | denumire | 项目名称 | 名称 | विवरण | कामको विवरण | hang muc | kazi |
        تفاصيل | تفاصيل اعمال | وصف مفصل | بيان تفصيلي | وصف تفصيلي | شرح | перечень работ |
        перечень работ и затрат | наименование работ услуг | наименование вида работ | содержание работ |
        наименование и описание работ | leistungstext | artikelbezeichnung | bauleistung |
        bezeichnung der leistung | beschreibung der leistung | bezeichnung der leistungen |
        leistungsbezeichnung | art der leistung | descripcion de los trabajos | descripcion de la obra |
        descripcion del item | unidad de obra | actividad | actividades | detalle |
        designation des prestations | description des ouvrages | description des travaux | nature des ouvrages |
        nature des prestations | intitule | designation des articles | intitule des ouvrages | designacao |
        designacao dos trabalhos | descricao dos trabalhos | especificacao dos servicos |
        especificacao do servico | natureza dos trabalhos | descritivo | descricao dos artigos |
        is kaleminin adi | is kaleminin adi ve kisa aciklamasi | imalat cinsi | imalatin tanimi |
        imalat tanimi | malzemenin cinsi | isin cinsi | imalat adi | is tanimi | is kaleminin tanimi |
        รายการก่อสร้าง | ลักษณะงาน | รายการประกอบแบบ | รายละเอียดงาน | รายการงาน
        """
    ),
    "spec": words(
        """
        specification | specifications | spec | uraian ringkas | especificacao | spesifikasi | характеристика |
        тип марка | тип | марка | item details | additional information | additional description |
        spesifikasi teknis | etapa
        """
    ),
    "unit": words(
        """
        μον | μοναδα | μον μετρ | μοναδα μετρησης | μ μ |
        unit | units | uom | per | unit of measure | unit of measurement | unit of issue | u m | um | measure unit |
        units of measure | وحده | وحده قياس | وحدات | وحده قياس وحده | ед изм | ед | единица измерения |
        ед измерения | единица | ед измер | единицы измерения | измеритель | изм | einheit | me | mengeneinheit |
        eh | ud | unidad | u | und | uds | unidad de medida | unite | unites | unidade | unid | un |
        unita di misura | unita | birim | birimi | olcu birimi | olcu | หน่วย | หน่วยนับ | sat | satuan |
        sat satuan | יחידה | יח | יחידת מידה | יח מידה | jm | j m | 单位 | एकाइ | don vi | dvt |
        einh | einheiten | masseinheit | mengen einheit | unite de mesure | unite mesure | unidades |
        unid de medida | unidade de medida | unidad medida | un med | brm | olcu brm | หน่วยวัด | единица изм |
        ед изм я | единиц измерения
        """
    ),
    "qty": words(
        """
        ποσοτητα | ποσοτητες |
        qty | quantity | quantities | quant | total qty | total quantity | boq qty | est qty |
        estimated quantity | estimated qty | bill qty | bid quantity | approx qty | approx quantity | tender qty |
        contract qty | contract quantity | bill quantity | boq quantity | estimate quantity | initial quantity |
        plan quantity | qnty | qtty | quantity executed | no of units | qty nos | كميه | كميات | كميه تقديريه |
        كميه تعاقديه | عدد | اجمالي كميه | количество | кол во | кол | объем | объем работ | количество объем |
        объемы | к во | объем всего | кол во всего | всего по проекту | количество всего | menge | anzahl |
        lv menge | mengen | cantidad | medicion | cant | cantidades | quantite | qte | quantites | qtes |
        quantidade | qtd | qtde | qde | quantita | qta | q ta | q te | q de | q tita | miktar | miktari | metraj |
        toplam miktar | ปริมาณ | จำนวน | ปริมาณงาน | จำนวนหน่วย | vol | volume | kuantitas | banyaknya | qty vol |
        כמות | כמויות | ilosc | cantitate | 工程量 | 数量 | परिमाण | khoi luong | so luong | idadi |
        no of pcs | no of pieces | pcs | pieces | qty reqd | qty required | required qty | required quantity |
        no off | nos off | number off | no reqd | no required | nr off | qty no | q ty | qnt | qte totale | total quantities |
        كميه مقدره | كميه كليه | كميه مطلوبه | كميات تقديريه | كميات مقدره | vordersatz | stuckzahl | massen | canpres |
        mengenansatz | lv mengen | metrado | metrados | cantidad total | cantidad estimada | qte prevue |
        quantite prevue | quantite estimee | quantites prevues | quantitativo | quantitativos |
        quantidade total | kesif miktari | sozlesme miktari | ปริมาณวัสดุ | количество ед | объем ед | кол во ед
        """
    ),
    "rate": words(
        """
        τιμη | τιμη μοναδας | τιμη μοναδος |
        ex works rate | ex works price | ex factory rate | ex factory price | ex works unit price |
        rate | rates | unit rate | unit price | unit cost | u price | u rate | rate per unit | price per unit |
        basic rate | price unit | bid unit price | unit bid price | rate unit | cost per unit | item rate |
        quoted rate | each price | unit value | offer rate | offered rate | tender rate | rat | rate in figures |
        ur | bid price | unit amount | contract rate | all in rate | net rate | u p | سعر وحده | سعر افرادي |
        افرادي | سعر فردي | سعر | سعر فئه | فئه | سعر بالارقام | فئه بالارقام | سعر وحده بالريال | سعر بند |
        цена | цена за ед | стоимость единицы | расценка | цена за единицу | стоимость за ед |
        стоимость за единицу | цена ед | ст ть ед | цена за ед изм | стоимость ед | цена единицы | цена без ндс |
        цена с ндс | на единицу | на ед | стоимость единицы руб | за единицу | цена за единицу измерения |
        einheitspreis | ep | e p | einzelpreis | listenpreis | katalogpreis | list price | listino | mrp |
        precio unitario | precio | precio ud | precio unit | p u | pu | prpres |
        p unit | prix unitaire | prix unitaires | prix unit | preco unitario | valor unitario | custo unitario |
        preco unit | unitario | valor unit | custo unit | item unitario | prezzo unitario | prezzo | prezzo unit |
        birim fiyat | birim fiyati | fiyat | fiyati | liste fiyati | teklif birim fiyat | ราคาต่อหน่วย | ราคา หน่วย | หน่วยละ |
        ราคาหน่วย | ราคาต่อ หน่วย | harga satuan | harga sat | hsp | harga unit | h satuan | מחיר | מחיר יחידה |
        מחיר ליחידה | cena jedn | pret unitar | 单价 | 综合单价 | दर | don gia | bei |
        سعر مفرد | ثمن وحده | ثمن افرادي | سعر واحد | единичная расценка | единичная стоимость |
        цена за ед без ндс | цена за единицу без ндс | цена руб | цена за ед руб | стоимость за ед изм |
        ep in eur | ep eur | ep netto | preis einheit | preis je einheit | preis pro einheit |
        einheitspreis netto | einheitspreis in eur | pu ht | p u h t | prix unitaire ht |
        prix unitaire en euros | v unit | v unitario | precos unitarios | preco un | valores unitarios |
        precios unitarios | costo unitario | coste unitario | b fiyat | b fiyati | birim bedel | birim bedeli |
        teklif edilen birim fiyat | teklif birim fiyati | rayic | rayic fiyat | ค่างานต่อหน่วย |
        ราคากลางต่อหน่วย | ราคาต่อหน่วย บาท | ราคาหน่วยละ | เป็นเงินต่อหน่วย
        """
    ),
    "amt": words(
        """
        δαπανη | μερικη δαπανη | ολικη δαπανη | συνολο | αξια |
        contract sum | contract value | contract price | tender sum |
        amount | amounts | amt | amts | scheduled value | scheduled values | schedule of values |
        total | total price | total amount | total cost | total value | value |
        extended amount | extended price | extension | extended | price total | bid amount | item total |
        line total | sub total | subtotal | offer amount | amount in figures | net amount | sum | amount total |
        total sum | grand total | ext price | ext amount | total bid | contract amount | اجمالي | مبلغ | قيمه |
        سعر اجمالي | اجمالي سعر | مجموع | جمله | قيمه اجماليه | مبلغ اجمالي | اجمالي قيمه | كلي | سعر كلي | ثمن |
        جمله ثمن | اجمالي مبلغ | اجمالي بدون ضريبه | сумма | стоимость | всего | итого | общая стоимость |
        стоимость всего | общая сумма | стоимость работ | сумма без ндс | сумма с ндс | всего руб |
        стоимость общая | стоимость с ндс | стоимость без ндс | итого стоимость | на весь объем | общая |
        всего с ндс | итого с ндс | gesamtpreis | gp | g p | betrag | gesamtbetrag | gesamt | summe | importe |
        precio total | importe total | monto | parcial | valor total | montant | prix total | montant total |
        montant ht | prix totaux | preco total | valor | custo total | preco total r | total r | importo |
        importi | totale | prezzo totale | importo totale | tutar | tutari | toplam | toplam tutar |
        toplam fiyat | tutar tl | จำนวนเงิน | รวมเงิน | ราคารวม | รวม | ค่างานต้นทุน | เป็นเงิน | รวมเป็นเงิน |
        รวมราคา | รวมค่าวัสดุและค่าแรงงาน | รวมทั้งสิ้น | ราคาทั้งหมด | jumlah | jumlah harga | total harga |
        harga total | jml harga | jml | total biaya | סכום | סהכ | סה כ | סהכ מחיר | סה כ מחיר | מחיר כולל | סכום כולל | wartosc |
        valoare | 合价 | 合计 | जम्मा | रकम | thanh tien | up to date | upto date | ค่าก่อสร้าง |
        ثمن كلي | ثمن اجمالي | مجموع كلي | positionspreis | gesamtsumme | gesamtpreis netto |
        gesamtpreis in eur | gp in eur | gp eur | gp netto | betrag in eur | presupuesto | importe parcial |
        costo total | coste total | valor parcial | imppres | precio parcial | p t | p t ht | pt ht | prix total ht |
        total ht | montant h t | montant en euros | importancia | importancias | preco parcial | precos totais |
        montante | bedeli | yaklasik maliyet | toplam bedel | toplam fiyati | tutari tl | จำนวนเงินรวม |
        ค่าก่อสร้างรวม | стоимость руб | сумма руб | стоимость работ всего | общая стоимость без ндс |
        общая стоимость руб
        """
    ),
    "item": words("item | items | بند | artikel | item work | articles | מק ט | part"),
    "price": words(
        """
        price | cost | harga | prix | preis | custo | costo | coste | preco | biaya | ราคา | תמחור | maliyet |
        bedel | prices | costs | pricing | تكلفه | cout | fiyatlar
        """
    ),
    "code": words(
        """
        part no | part number | code | item code no | bsr | bsr no | ref bsr no | catalogue no | model |
        model no | specification no | spec ref | schedule code | sor code | dsr | dsr no | codes | material code |
        code no | sap code | kode barang | spec section | drawing no | drawing ref | drg no | tag no | tag | sku |
        hsn | hsn code | isr code | guid | fonte | банк | banco | source | page | reference | csi | csi code |
        uniclass | nrm ref
        """
    ),
    "note": words(
        """
        remarks | remark | notes | note | comments | comment | compliance | make | brand | manufacturer |
        approved make | justification | reason | supplier | status | contractor comments | clarification | photo |
        image | picture | مرفقات | ملاحظات | ملاحظه | ملاحظات مقاول | منتج من قائمه الزاميه | قائمه الزاميه |
        примечание | примечания | комментарий | комментарии | หมายเหตุ | observacoes | observaciones |
        observations | notlar | keterangan | ket | catatan | bemerkung | bemerkungen | hinweis |
        note annotazioni | הערות | uwagi | 备注 | कैफियत | annotazioni | schedule | warranty | delivery |
        lead time | amount in words | rate in words | in words | سعر كتابه | كتابه | فئه كتابه | اجمالي كتابه |
        سعر بالحروف | прописью | size | sizes | thickness | floor | zone | capacity | reference drawing | link |
        ghi chu
        """
    ),
    "dim": words(
        """
        length | breadth | width | height | depth | thick | l | b | d | h | w | l m | b m | d m | h m | w m |
        nos | number of | no s | nos of | length m | width m | breadth m | height m | depth m | area | perimeter |
        dia | unit weight | wt | weight kg | طول | عرض | ارتفاع | سمك | عمق | مساحه | длина | ширина | высота |
        площадь | толщина | глубина | largura | altura | comprimento | perimetro | longitud | ancho | alto | anchura | parciales |
        longueur | largeur | hauteur | lange | breite | hohe | par ug | lung | larg | h peso | parti uguali |
        lunghezza | larghezza | altezza | dimensioni | boy | en | yukseklik | adet | benzer | panjang | lebar |
        tinggi | กว้าง | ยาว | สูง | measurement | measurements | dimensions | dimension | lbs | uds | formula |
        deduction | deductions | kg m | no l b h | contents | contents of area | total length | אורך | רוחב |
        גובה
        """
    ),
    "coef": words(
        """
        coefficient | coeff | coef | коэф | коэф расхода | коэффициент | коэффициент расхода | норма расхода |
        норма | расход | coeficiente | koefisien | rendimiento | consumption | factor | расход на ед |
        норма расхода на ед | wastage | waste | productivity | output | factor f
        """
    ),
    "pct": words(
        """
        percent | percentage | weight | bobot | discount | disc | rabatt | nachlass | remise | rabais | descuento |
        desconto | sconto | iskonto | indirim | ส่วนลด | خصم | نسبه خصم | rebate | change | margin | markup | profit | overhead |
        premium | reduction | escalation | bdi | peso | incidenza | margem de erro | progress | completion |
        prestasi | prestasi minggu | نسبه | процент | скидка | доля | tax | taxes | gst | vat | igst | cgst |
        sgst | tax rate | gst rate | ضريبه | قيمه ضريبه | ضريبه قيمه مضافه | ндс | ставка ндс | сумма ндс | tva |
        iva | mwst | kdv | ppn | incidence
        """
    ),
    "cat": words(
        """
        wbs | bill | bills | category | trade | section | group | chapter | class | раздел | division | long cat | short cat |
        cat | type | subcategory | discipline | package | system | building | location | area name | zone name |
        باب | قسم | تصنيف | категория | тип | вид | item class | work package | family | sub category | level 1 |
        level 2 | level 3 | level 4 | sub section | project | project name | contract | letting | county |
        district | scope mandatory optional
        """
    ),
    "level": words("level | уровень | nivel | niveau | lvl | outline level | ebene"),
    "bidder": words(
        """
        bidder | bidders | vendor | vendor name | tenderer | contractor | company | bidder name | bidder id |
        vendor id | company name | supplier name | firm | contractor name | участник | подрядчик | поставщик |
        مقاول | مورد | متنافس | مقدم عطاء | rank | bidder rank | vendor rank | low bidder
        """
    ),
    "date": words(
        """
        date | start | end | start date | finish | duration | تاريخ | дата | data | datum | tanggal | begin |
        month | jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec | month 1 | срок
        """
    ),
}

# qualifiers of rate and amount columns
QUALIFIERS: dict[str, tuple[str, ...]] = {
    "material": words(
        """
        material | materials | supply | matl | mat | supply only | material cost | مواد | توريد | توريد فقط |
        материал | материалы | материалов | мтр | оборудование | стоимость материалов | ค่าวัสดุ | วัสดุ |
        ค่าวัสดุ อุปกรณ์ | ราคาวัสดุ | bahan | materiale | materiales | materiaux | malzeme | material orcado |
        equipment supply | material rate | fourniture | lieferung | supply rate | fornitura |
        stoffe | materialanteil | materialkosten | fournitures | materiais | malzemeler
        """
    ),
    "labour": words(
        """
        labour | labor | wage | wages | install | installation | erection | e c | lab | installation rate |
        fixing | i t c | itc | testing commissioning | execution | تركيب | عماله | اجور | مصنعيه | работа | смр |
        монтаж | монтажа | работ | работы | фот | зарплата | ค่าแรง | ค่าแรงงาน | แรงงาน | ราคาค่าแรง | mao de obra |
        m d o | mdo | mano de obra | main d oeuvre | manodopera | upah | iscilik | montaj | montage | lohn |
        pose | tenaga | labour rate | posa |
        main doeuvre | mano obra | gewerbe lohn | lohnanteil | lohnkosten
        """
    ),
    "plant": words(
        """
        plant | machinery | эксплуатация машин | машины | механизмы | معدات | equipment | equipamento | noli |
        alat | other | others | lain | makine | gerate | subcontract | subcontractor | оборудования | прочие
        """
    ),
    "tax": words(
        """
        gst | vat | tax | taxes | igst | cgst | sgst | ضريبه | ндс | tva | iva | mwst | kdv | ppn | with tax
        """
    ),
    "discount": words(
        """
        discount | disc | discounts | rebate | rabatt | nachlass | remise | rabais | descuento | dto | dcto | desconto | desc % |
        sconto | iskonto | indirim | скидка | скидки | скидкой | скидку | خصم | تخفيض | ส่วนลด | korting
        """
    ),
    "net": words(
        """
        net | netto | neto | after discount | net of discount | discounted | less discount | со скидкой | с учетом скидки |
        за вычетом скидки | nach rabatt | abzgl rabatt | abzuglich rabatt | apres remise | remise deduite | apres rabais |
        con descuento | com desconto | al netto | scontato | indirimli | iskontolu | بعد خصم | بعد تخفيض | หลังหักส่วนลด |
        หลังส่วนลด
        """
    ),
    "words": words("in words | words | كتابه | حروف | بالحروف | прописью"),
    "total": words(
        """
        total | всего | итого | รวม | grand | اجمالي | overall | общая | jumlah | toplam | totale | gesamt |
        summe | сумма | combined | unit price total
        """
    ),
    "later": words(
        """
        previous | completed | stored | this period | retainage | executed |
        upto date | up to date | uptodate | since previous | this bill | current | revised |
        variation | vo | vo 1 | remaining | balance | excess | saving | savings | difference | deviation |
        actual | actual work done | to date | cumulative | claimed | certified | paid | progress | escalation |
        after escalation | reserve | less | realisasi | selisih | выполнено | остаток | факт | фактически |
        сверх | منفذ | سابق | حالي | فرق | متبقي | change | proposed | approved | amended | submitted | budget |
        market | comprado | executada | amendment
        """
    ),
    "first": words(
        """
        boq | as per boq | scheduled | original | work order | as per work order | contract | agreement | tender | rencana |
        plan | planned | estimate | estimated | as per agreement | contractual | تعاقدي | عقد | договор |
        по договору | смета | проект
        """
    ),
    "ordered": words(
        """
        original | contract | agreement | work order | as per work order | as per agreement | contractual | تعاقدي | عقد |
        договор | по договору | contrat | marche initial | contratado | contratada | vertrag | sozlesme | חוזה
        """
    ),
    "alternative": words("alternate | alternative | option | optional"),
    "statistic": words(
        """
        avg | average | min | max | median | minimum | maximum | per use | usage | mean | средняя | lowest |
        highest
        """
    ),
    "imperial": words("imperial | imperial units | us units"),
}
