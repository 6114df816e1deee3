"""Words in the titles of sheets and tables: what they hold that is no bill. Folded phrases (see `boq.engine.text.fold`)."""

from __future__ import annotations

from boq.engine.text import fold
from boq.engine.vocabulary import words

# what a sheet is called
SUMMARY_TITLES: tuple[str, ...] = words(
    """
    summary | general summary | grand summary | main summary | collection | abstract of cost | general abstract |
    gen abstract | abstract | recapitulation | rekapitulasi | recap | ملخص | ملخص عام | خلاصه | تجميع | сводка |
    сводная | сводный | сводная ведомость | сводный сметный расчет | zusammenstellung | zusammenfassung |
    resumen | resumo | recapitulatif | riepilogo | icmal | สรุป | ใบสรุป | ปร 5 | ปร 6 | form of tender |
    свод | сводка затрат | итоги | ubersicht | kostenzusammenstellung | lv zusammenstellung | hoja resumen |
    ozet | kesif ozeti | สรุปราคา | สรุปค่าก่อสร้าง | บทสรุป | ملخص نهائي | جدول تجميعي | summaries |
    final summary | recapitulacao | recapitulacion
    """
)
MEASUREMENT_TITLES: tuple[str, ...] = words(
    """
    measurement | measurements | measurement sheet | details of measurement | details of measurements |
    measurement book | mes | detail | details | quantity sheet | take off | takeoff | taking off | bbs |
    bar bending | حصر | حصر كميات | دفتر حصر | подсчет объемов | ведомость подсчета | aufmass | mediciones |
    estado de mediciones | memoria | memoria de calculo | metre | avant metre | computo | libretto misure |
    metraj | metraj cetveli | ถอดแบบ | backup volume | back up volume | backup quantity | perhitungan volume |
    quantitativo |
    massenermittlung | mengenermittlung | hoja de metrados | planilla de metrados | ถอดปริมาณ | metres
    """
)
QUANTITY_TITLES: tuple[str, ...] = words(
    """
    bill of quantities | bills of quantities | schedule of quantities | list of works | list of work | scope of works |
    scope of work | schedule of works | quantities | boq | works to be priced | to be priced | جدول كميات | كميات | مقايسه |
    حصر كميات | جدول اعمال | перечень работ | ведомость объемов работ | ведомость объемов | объемы работ | дефектная ведомость |
    список работ | leistungsverzeichnis | mengen | massen | leistungen | mediciones | lista de trabajos |
    quantitatif | devis quantitatif | liste des travaux | quantidades | mapa de quantidades | lista de quantidades |
    kesif | kesif ozeti | is listesi | metraj | รายการปริมาณงาน | ปริมาณงาน | รายการงาน
    """
)
RATE_TITLES: tuple[str, ...] = words(
    """
    roa | lead statement | lead chart | lead | analysis of rate | rate analyses |
    rate analysis | analysis of rates | rates analysis | analysis | analitico | basic rates | schedule of rates | price list |
    rate library | library | unit rates | material rates | labour rates | build up | rate build up | تحليل اسعار |
    تحليل سعر | анализ цен | калькуляция | прайс | прайс лист | precios unitarios | precios descompuestos |
    cuadro de precios | composicao | composicoes | composicao de custos | composicao de custo | analisi prezzi |
    elenco prezzi | analisa | analisa harga satuan | ahs | ahsp | daftar harga | harga bahan | harga satuan |
    birim fiyat analizi | analiz | catalog | catalogue | price book | cost library | insumos | วิเคราะห์ราคา |
    descompuestos | material schedule | materials schedule | schedule of materials | material list | list of materials |
    bill of materials | labour schedule | ведомость материалов | ведомость ресурсов | спецификация материалов | механизмы |
    машины и механизмы | daftar bahan | kebutuhan bahan | lista de materiales | phan tich vat tu | tong hop vat tu |
    preisliste | einheitspreisliste | bpu | sous detail des prix | decomposition des prix | rayic listesi |
    birim fiyat listesi | birim fiyat analizleri | quarry chart | quarry charts | lead and lift | unit cost build up |
    ต้นทุนต่อหน่วย | วิเคราะห์ราคาต่อหน่วย
    """
)
# what a sheet is called that says how works are spread over time or were paid: its totals are not the last word
PROGRESS_TITLES: tuple[str, ...] = words(
    """
    progress | progress claim | payment certificate | payment schedule | schedule of payments | cash flow | cashflow | programme of works |
    work programme | time schedule | gantt | situation | situation de travaux | avancement | planning | planning des travaux | echeancier |
    plan de obra | cronograma | programa de obra | certificacion | cronograma fisico financeiro | medicao | boletim de medicao |
    bauzeitenplan | terminplan | zahlungsplan | abschlagsrechnung | is programi | odeme plani | hakedis | hakediş |
    календарный план | график работ | график платежей | график финансирования | кс 2 | кс 3 | برنامج زمني | جدول زمني | دفعات |
    مستخلص | แผนงาน | งวดงาน | jadwal | time schedule kurva s | kurva s | cronoprogramma | sal
    """
)
# what a sheet is called that describes what the bill asks for, article by article
SPECIFICATION_TITLES: tuple[str, ...] = words(
    """
    specification | specifications | technical specification | technical specifications | spec sheet | data sheet | datasheet |
    makes | make list | approved makes | compliance | compliance statement | technical compliance | спецификация | спецификации |
    технические характеристики | spezifikation | datenblatt | especificacion | especificaciones | fiche technique | fiches techniques |
    especificacoes | teknik ozellikler | مواصفات | المواصفات الفنيه | ข้อกำหนด | spesifikasi | scheda tecnica
    """
)
# what the columns of a range of prices are called: the lowest, the middle and the highest
PRICE_RANGE: tuple[frozenset[str], ...] = tuple(
    frozenset(map(fold, found))
    for found in (
        words("von | from | low | lowest | min | minimum | мин | минимум | desde | de | da | bas"),
        words(
            "mittel | mittelwert | mean | average | avg | mid | median | typical | средняя | среднее | medio | media | moyen"
        ),
        words("bis | to | high | highest | max | maximum | макс | максимум | hasta | ate | a | haut"),
    )
)
# what a sheet is called that lists what works are made of, beside the bill of these works
MATERIAL_TITLES: tuple[str, ...] = words(
    """
    material | materials | labour | labor | manpower | plant and equipment | resources | حصر مواد | مواد | خامات | مصنعيات | عماله |
    материалы | ресурсы | трудозатраты | materialliste | materialien | lohnkosten | materiales | mano de obra | insumos | materiaux |
    main d oeuvre | materiais | mao de obra | malzeme | malzemeler | iscilik | วัสดุ | ค่าแรง | bahan | upah | materiali
    """
)
# the title over one table of a sheet that works out the rate of a work
ANALYSIS_TITLES: tuple[str, ...] = words(
    """
    rate analysis | analysis of rate | analysis of rates | rates analysis | rate build up | build up of rate | build up of rates |
    تحليل سعر | تحليل اسعار | анализ цен | калькуляция | composicao de custo | composicao de custos | analisi prezzi |
    precios descompuestos | sous detail des prix | sous detail de prix | birim fiyat analizi | analisa harga satuan
    """
)
COVER_TITLES: tuple[str, ...] = words(
    """
    cover | cover page | index | contents | title | title page | instructions | preamble | preambles |
    general notes | notes | غلاف | فهرس | titul | титул | титульный лист | deckblatt | portada | capa |
    frontespizio | kapak | ปก | menu | readme | read me | setup |
    مقدمه | شروط عامه | تعليمات | مواصفات عامه | محتويات | обложка | содержание | общие указания |
    пояснительная записка | vorbemerkung | vorbemerkungen | inhalt | inhaltsverzeichnis | vorwort | titelblatt |
    deckblatter | indice | memoria descriptiva | instrucciones | condiciones generales | pliego de condiciones |
    page de garde | garde | sommaire | preambule | notice | notice descriptive | preambulo | instrucoes |
    condicoes gerais | icindekiler | onsoz | genel sartlar | teknik sartname | หน้าปก | สารบัญ | คำนำ |
    เงื่อนไขทั่วไป | ข้อกำหนดทั่วไป | general conditions | specification notes
    """
)
LATER_TITLES: tuple[str, ...] = words(
    """
    old | superseded | obsolete | backup | draft | previous | copy | rev 0 | ملغي | قديم | старая | старый |
    копия | черновик | alt | vecchio | antiguo | eski | lama | not used | do not use
    """
)
