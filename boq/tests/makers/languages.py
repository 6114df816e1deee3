"""How bills are worded in the languages that the random bills speak."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """The words of one language. `heads`: headings for ref, description, unit, quantity, rate, amount (several each)."""

    code: str
    heads: dict[str, tuple[str, ...]]
    units: tuple[str, ...]
    lump: str
    works: tuple[str, ...]
    things: tuple[str, ...]
    section: str
    subtotal: str
    grand: str
    vat: str
    with_vat: str
    carried: str
    brought: str
    note: str
    summary: str
    material: str
    labour: str
    mark: str = "."
    group: str = ","


EN = Tongue(
    "en",
    {
        "ref": ("Item", "No.", "S.No.", "Item No.", "Ref"),
        "description": ("Description", "Description of Works", "Particulars", "Item Description"),
        "unit": ("Unit", "UOM", "Units"),
        "quantity": ("Qty", "Quantity", "Q'ty", "Estimated Quantity"),
        "rate": ("Rate", "Unit Price", "Unit Rate"),
        "amount": ("Amount", "Total", "Total Price"),
    },
    ("m2", "m3", "m", "nr", "kg", "sqm", "Cum", "Each", "LF"), "Item",
    ("Excavate", "Supply and fix", "Provide and lay", "Concrete", "Remove", "Paint", "Waterproof", "Form"),
    ("trenches for foundations", "precast kerbs", "steel doors", "ceramic floor tiles", "copper pipework",
        "roof slab", "block walls", "manholes"),
    "SECTION", "Sub-total", "Grand Total", "VAT 15%", "Total including VAT", "Carried forward", "Brought forward",
    "Note: all rates include waste",
    "Summary", "Material", "Labour",
)  # fmt: skip
AR = Tongue(
    "ar",
    {
        "ref": ("م", "رقم البند", "الرقم", "مسلسل"),
        "description": ("البيان", "وصف البند", "بيان الأعمال"),
        "unit": ("الوحدة", "وحدة القياس"),
        "quantity": ("الكمية", "الكميات"),
        "rate": ("سعر الوحدة", "الفئة", "السعر الإفرادي"),
        "amount": ("الإجمالي", "القيمة", "المبلغ"),
    },
    ("م2", "م3", "م.ط", "عدد", "كجم", "طن"), "مقطوعية",
    ("توريد وتركيب", "حفر", "صب", "أعمال دهان", "عزل"),
    ("بلاط بورسلان للأرضيات", "أبواب خشبية", "خرسانة مسلحة للقواعد", "مواسير صرف", "جدران بلوك"),
    "أعمال الباب", "المجموع", "الإجمالي العام", "ضريبة القيمة المضافة 15%", "الإجمالي شامل الضريبة", "يرحل إلى",
    "ما قبله", "ملاحظة: الأسعار شاملة",
    "الملخص العام", "مواد", "عمالة",
)  # fmt: skip
RU = Tongue(
    "ru",
    {
        "ref": ("№ п/п", "№", "Номер"),
        "description": ("Наименование работ", "Наименование", "Виды работ"),
        "unit": ("Ед. изм.", "Единица измерения"),
        "quantity": ("Кол-во", "Количество", "Объем"),
        "rate": ("Цена за ед.", "Цена", "Стоимость единицы"),
        "amount": ("Сумма", "Стоимость", "Всего"),
    },
    ("м2", "м3", "п.м", "шт", "кг", "т", "компл."), "усл.",
    ("Устройство", "Монтаж", "Окраска", "Разработка", "Укладка"),
    ("бетонной подготовки", "стен из кирпича", "металлических дверей", "кровли из профлиста", "кабеля в лотке"),
    "Раздел", "Итого по разделу", "Всего по смете", "НДС 20%", "Всего с НДС", "Перенос", "Перенос",
    "Примечание: цены без учёта доставки",
    "Сводная ведомость", "Материалы", "Работа", ",", " ",
)  # fmt: skip
ES = Tongue(
    "es",
    {
        "ref": ("Código", "Partida", "Nº"),
        "description": ("Descripción", "Concepto", "Resumen"),
        "unit": ("Ud", "Unidad", "Und"),
        "quantity": ("Cantidad", "Medición"),
        "rate": ("Precio", "Precio unitario"),
        "amount": ("Importe", "Total"),
    },
    ("m2", "m3", "m", "ud", "kg"), "PA",
    ("Suministro y colocación de", "Excavación de", "Hormigón para", "Pintura de"),
    ("zanjas en terreno blando", "solado de gres", "puertas de madera", "tubería de PVC", "muros de bloque"),
    "CAPÍTULO", "Subtotal", "Total general", "IVA 21%", "Total con IVA", "Suma y sigue", "Suma anterior",
    "Nota: precios con medios auxiliares",
    "Resumen", "Material", "Mano de obra", ",", ".",
)  # fmt: skip
PT = Tongue(
    "pt",
    {
        "ref": ("Item", "Código"),
        "description": ("Descrição dos serviços", "Descrição", "Discriminação"),
        "unit": ("Unid.", "Un", "Unidade"),
        "quantity": ("Quant.", "Quantidade", "Qtde"),
        "rate": ("Preço unitário", "Valor unitário", "Custo unitário"),
        "amount": ("Valor total", "Total", "Preço total"),
    },
    ("m²", "m³", "m", "un", "kg"), "vb",
    ("Execução de", "Fornecimento e instalação de", "Pintura de", "Demolição de"),
    ("alvenaria de blocos", "piso cerâmico", "porta de madeira", "tubo de PVC", "concreto armado"),
    "ETAPA", "Subtotal", "Total geral", "BDI 25%", "Total com BDI", "A transportar", "Transporte",
    "Nota: inclui encargos",
    "Resumo", "Material", "Mão de obra", ",", ".",
)  # fmt: skip
IT = Tongue(
    "it",
    {
        "ref": ("N. ord.", "Art.", "Codice"),
        "description": ("Designazione dei lavori", "Descrizione", "Descrizione dei lavori"),
        "unit": ("U.M.", "Unità di misura", "UM"),
        "quantity": ("Quantità", "Q.tà"),
        "rate": ("Prezzo unitario", "Prezzo"),
        "amount": ("Importo", "Importo totale"),
    },
    ("mq", "mc", "m", "cad", "kg"), "a corpo",
    ("Fornitura e posa di", "Scavo di", "Demolizione di", "Calcestruzzo per"),
    ("pavimento in gres", "porte interne", "tubazioni in PVC", "solai in latero-cemento"),
    "CAPITOLO", "Totale parziale", "Totale generale", "IVA 22%", "Totale IVA compresa", "A riportare", "Riporto",
    "Nota: prezzi comprensivi di oneri",
    "Riepilogo", "Materiale", "Manodopera", ",", ".",
)  # fmt: skip
TR = Tongue(
    "tr",
    {
        "ref": ("Sıra No", "Poz No"),
        "description": ("Açıklama", "İmalatın Cinsi", "İşin Tanımı"),
        "unit": ("Birim", "Birimi"),
        "quantity": ("Miktar", "Metraj"),
        "rate": ("Birim Fiyat", "Birim Fiyatı"),
        "amount": ("Tutar", "Tutarı"),
    },
    ("m²", "m³", "m", "adet", "kg"), "götürü",
    ("Betonarme", "Boya", "Kazı", "Montaj"),
    ("temel işleri", "duvar kaplaması", "çelik kapı", "boru döşenmesi"),
    "BÖLÜM", "Ara toplam", "Genel toplam", "KDV %20", "KDV dahil toplam", "Nakli yekun", "Devreden",
    "Not: nakliye dahildir",
    "İcmal", "Malzeme", "İşçilik", ",", ".",
)  # fmt: skip
TH = Tongue(
    "th",
    {
        "ref": ("ลำดับที่", "ลำดับ"),
        "description": ("รายการ", "รายละเอียด"),
        "unit": ("หน่วย",),
        "quantity": ("จำนวน", "ปริมาณ", "ปริมาณงาน"),
        "rate": ("ราคาต่อหน่วย", "ราคา/หน่วย"),
        "amount": ("จำนวนเงิน", "รวมเงิน", "ราคารวม"),
    },
    ("ตร.ม.", "ลบ.ม.", "ม.", "ชุด", "กก."), "เหมา",
    ("งานก่อสร้าง", "งานติดตั้ง", "งานทาสี", "งานขุด"),
    ("ผนังอิฐมวลเบา", "พื้นคอนกรีต", "ประตูไม้", "ท่อระบายน้ำ"),
    "หมวดงาน", "รวม", "รวมทั้งสิ้น", "ภาษีมูลค่าเพิ่ม 7%", "รวมเป็นเงินทั้งสิ้น", "ยอดยกไป", "ยอดยกมา",
    "หมายเหตุ ราคารวมค่าขนส่ง",
    "สรุป", "ค่าวัสดุ", "ค่าแรง",
)  # fmt: skip
ID = Tongue(
    "id",
    {
        "ref": ("No", "No."),
        "description": ("Uraian Pekerjaan", "Jenis Pekerjaan", "Uraian"),
        "unit": ("Satuan", "Sat."),
        "quantity": ("Volume", "Vol"),
        "rate": ("Harga Satuan", "Harga Sat."),
        "amount": ("Jumlah Harga", "Jumlah", "Total Harga"),
    },
    ("m2", "m3", "m1", "bh", "kg"), "ls",
    ("Pasangan", "Pekerjaan galian", "Pengecatan", "Pemasangan"),
    ("dinding bata", "lantai keramik", "pintu kayu", "pipa PVC"),
    "PEKERJAAN", "Sub Total", "Total Keseluruhan", "PPN 11%", "Grand Total", "Dipindahkan", "Dipindahkan",
    "Catatan: harga termasuk ongkos",
    "Rekapitulasi", "Bahan", "Upah", ",", ".",
)  # fmt: skip

DE = Tongue(
    "de",
    {
        "ref": ("Pos.", "OZ", "Pos.-Nr."),
        "description": ("Leistungsbeschreibung", "Bezeichnung", "Kurztext"),
        "unit": ("Einheit", "ME", "Einh."),
        "quantity": ("Menge", "LV-Menge"),
        "rate": ("EP", "Einheitspreis", "EP in EUR"),
        "amount": ("GP", "Gesamtpreis", "GP in EUR"),
    },
    ("m²", "m³", "m", "St", "kg", "t", "Stk"), "psch",
    ("Liefern und einbauen", "Aushub", "Beton für", "Abbruch", "Anstrich"),
    ("Fundamentgraben, Klasse 3", "Stahltüren", "Bodenfliesen", "Mauerwerk aus Kalksandstein", "Kupferrohre"),
    "Titel", "Summe", "Gesamtsumme netto", "zzgl. 19% MwSt.", "Gesamtsumme brutto", "Übertrag", "Übertrag",
    "Hinweis: alle Preise ohne Gerüst",
    "Zusammenstellung", "Material", "Lohn", ",", ".",
)  # fmt: skip
FR = Tongue(
    "fr",
    {
        "ref": ("N°", "N° prix", "Art."),
        "description": ("Désignation des ouvrages", "Désignation", "Libellé"),
        "unit": ("U", "Unité", "Unités"),
        "quantity": ("Quantité", "Qté", "Quantités"),
        "rate": ("Prix unitaire", "P.U. HT", "PU"),
        "amount": ("Montant HT", "Prix total", "Montant"),
    },
    ("m²", "m³", "ml", "U", "kg"), "forfait",
    ("Fourniture et pose de", "Terrassement pour", "Béton pour", "Démolition de", "Peinture sur"),
    ("semelles filantes", "carrelage en grès", "portes métalliques", "maçonnerie de briques", "tuyaux en cuivre"),
    "LOT", "Sous-total", "Total général HT", "TVA 20%", "Total général TTC", "À reporter", "Report",
    "Nota : prix y compris échafaudages",
    "Récapitulatif", "Fourniture", "Pose", ",", " ",
)  # fmt: skip

TONGUES = (EN, AR, RU, ES, PT, IT, TR, TH, ID)
NINE = (EN, AR, RU, DE, ES, FR, PT, TR, TH)
