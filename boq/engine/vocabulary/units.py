"""Units: one meaning, many spellings. Keys are folded texts without spaces (see `boq.engine.units`)."""

from __future__ import annotations

# canonical code -> spellings as people write them
SPELLINGS: dict[str, tuple[str, ...]] = {
    "m": (
        "m", "lm", "l.m", "rm", "rmt", "r.m.t", "rmtr", "r.mtr", "lin.m", "lin m", "mtr", "mtrs", "metre", "meter", "metres", "meters", "m1", "m'", "ml",
        "m.l.", "running metre", "running meter", "run metre", "linear meter", "linear metre", "rmts", "r/m", "per rm", "mètre", "metro", "metri",
        "metros", "lfm", "lfdm", "lfd. m", "mb", "mtl", "mt l", "м", "м.п", "м.п.", "п.м", "п.м.", "пм", "мп", "пог.м", "пог. м", "пог.метр", "погонный метр",
        "м/п", "п/м", "м пог", "метр", "م", "م.ط", "م ط", "م/ط", "مط", "متر", "متر طولي", "م.طولي", "م طولي", "ม.", "ม", "เมตร", "מ", "מטר", "מ'", "метр погонный",
        "mtul", "metretul", "metre tül", "mt.", "mt", "rft m", "lgm", "m.run", "ml.", "m. l.", "مط.",
    ),
    "m2": (
        "m2", "m²", "sqm", "sq.m", "sq m", "s.m", "sm", "smt", "sq.mt", "sqmt", "sq.mtr", "sqmtr", "sq mtrs", "square metre", "square meter", "msq", "m.q.", "mq",
        "qm", "mc2", "metre carre", "metro cuadrado", "metro quadrado", "м2", "м²", "кв.м", "кв. м", "кв м", "квм", "м.кв", "м кв", "м.кв.", "кв.метр", "квадратный метр", "م2", "م²", "م.م",
        "م م", "متر مربع", "متر مسطح", "م.مسطح", "م مسطح", "م٢", "م.مربع", "ตร.ม.", "ตรม", "ตร.ม", "ตร ม", "ตารางเมตร", 'מ"ר', "מר", "m^2", "m 2", "metrekare", "sq. mtr.",
        "sqms", "sq.ms", "sq meter", "sq metre", "sq.meter", "sq.metre", "s.q.m", "smtr", "ตารางม.", "m kw", "m2.",
    ),
    "m3": (
        "m3", "m³", "cum", "cu.m", "cu m", "c.m", "cmt", "cu.mt", "cumt", "cu.mtr", "cumtr", "cubic metre", "cubic meter", "mcub", "mc", "m.c.", "metre cube", "metro cubico", "cbm", "metros cubicos",
        "м3", "м³", "куб.м", "куб. м", "куб м", "кубм", "м.куб", "м куб", "м.куб.", "кубический метр", "م3", "م³", "متر مكعب", "م.مكعب", "م مكعب", "م٣", "م.ك", "ลบ.ม.", "ลบ.ม", "ลบม", "ลบ ม",
        "ลูกบาศก์เมตร", 'מ"ק', "מק", "m^3", "m 3", "metrekup", "cums", "cu.meter", "cu.metre", "cu meter", "cu metre", "كوب", "m3.",
    ),
    "mm": ("mm", "мм", "مم", "ملم", "มม."),
    "cm": ("cm", "см", "سم", "ซม."),
    "km": ("km", "kms", "км", "كم", "كيلومتر", "กม.", "kilometer", "kilometre"),
    "ha": ("ha", "hectare", "hectares", "га", "هكتار", "ไร่"),
    "nr": (
        "nr", "no", "no.", "nos", "nos.", "number", "numbers", "num", "each", "ea", "ea.", "pc", "pcs", "pce", "piece", "pieces", "unit", "units", "u", "ud", "uds", "und", "un", "unid",
        "unidad", "unidade", "unidades", "unite", "stk", "st", "stck", "stück", "stuck", "cad", "cadauno", "n", "n.", "n°", "nr.", "pz", "pezzi", "ks", "szt", "kpl.szt", "adet", "ad", "ad.", "шт", "шт.", "штук", "штука", "ед", "ед.", "عدد", "بالعدد", "حبه",
        "قطعه", "وحده", "العدد", "بالواحده", "واحد", "อัน", "ตัว", "ต้น", "บ่อ", "หลัง", "ช่อง", "บาน", "ดวง", "เครื่อง", "ใบ", "ก้อน", "แท่ง", "สาย", "ชิ้น", "หน่วย", "buah", "bh", "bh.", "unit.", "pcs.", "יח'", "יח", "יחידה", "ta", "units.", "each.", "per each",
        "nos./each", "unit(s)", "db", "kom", "buc", "bucata", "dona", "дона", "قطعة", "pièce", "pieza", "pz.",
    ),
    "pair": ("pair", "pairs", "pr", "prs", "пара", "пар", "زوج", "คู่"),
    "set": (
        "set", "sets", "компл", "компл.", "комплект", "к-т", "кт", "к-кт", "طقم", "مجموعه", "ชุด", "jgo", "juego", "jeu", "conjunto", "cj", "conj", "satz", "garnitur", "takim", "tk", "takım", "сет", "kit", "kits",
        "מערכת", "kpl", "кмпл", "комп", "ensemble", "ens", "ens.",
    ),
    "lot": ("lot", "lots", "lote", "партия", "دفعه", "package"),
    "sum": (
        "sum", "ls", "l.s", "l.s.", "l/s", "lump sum", "lumpsum", "lump", "item", "items", "job", "jobs", "pausch", "psch", "pauschal", "pa", "p.a.", "forfait", "ff", "glob", "global", "gl", "verba", "vb", "vb.", "pa.", "a corpo", "corpo",
        "ac", "a.c.", "götürü", "goturu", "مقطوعيه", "بالمقطوعيه", "مقطوع", "م.ق", "بند", "شامل", "مبلغ", "مبلغ مقطوع", "паушально", "аккордно", "услуга", "усл", "งาน", "เหมา", "เหมารวม", "L.S.", "ls.", "lsm", "ls/lot", "קומפ", "קומפלט", "הקצב",
        "partida alzada", "allow", "allowance", "lumpsum.", "1s", "1ls", "paket", "lsum", "lumsum", "vg", "fixed sum", "комплекс", "1 job",
    ),
    "ps": ("ps", "p.s", "p.s.", "prov sum", "provisional sum", "prov. sum", "p. sum"),
    "pc": ("p.c.", "pc sum", "prime cost", "p.c. sum", "prime cost sum"),
    "kg": ("kg", "kgs", "kg.", "kilo", "kilogram", "kilogramme", "кг", "كجم", "كغم", "كغ", "كيلو", "كيلوجرام", "กก.", "กก", "กิโลกรัม", 'ק"ג', "кг."),
    "g": ("g", "gm", "gms", "gr", "gram", "г", "гр", "جم", "غرام"),
    "t": ("t", "ton", "tons", "tonne", "tonnes", "mton", "m.ton", "m.t.", "mt.", "metric ton", "т", "тн", "тонн", "тонна", "тонны", "طن", "ตัน", "טון", "to", "mt ton"),
    "quintal": ("qtl", "quintal", "quintals", "qntl", "qt", "ц"),
    "l": ("l", "ltr", "ltrs", "lit", "litre", "liter", "litres", "liters", "lt", "л", "لتر", "ลิตร", "литр"),
    "ml": ("ml.", "мл"),
    "h": ("h", "hr", "hrs", "hour", "hours", "std", "heure", "hora", "horas", "ora", "ore", "час", "ч", "ч.", "часов", "ساعه", "ชม.", "ชั่วโมง", "jam", "chp", "chi", "saat", "שעה"),
    "manhour": ("manhour", "man-hour", "man hour", "mh", "чел.-ч", "чел-ч", "чел.ч", "чел-час", "чел.-час", "чел час", "h.h", "hh", "person hour", "человеко-час"),
    "machinehour": ("маш.-ч", "маш-ч", "маш.ч", "маш-час", "маш.-час", "маш час", "машино-час", "machine hour"),
    "day": ("day", "days", "d", "tag", "jour", "dia", "giorno", "gün", "gun", "день", "дней", "дн", "сут", "сутки", "يوم", "วัน", "hari", "md", "man day", "manday", "mandays", "чел.-дн", "чел-дн", "oh", "יום", "man-day"),
    "week": ("week", "weeks", "wk", "wks", "неделя", "нед", "اسبوع", "สัปดาห์", "minggu"),
    "month": ("month", "months", "mth", "mths", "mo", "monat", "mois", "mes", "meses", "mese", "ay", "мес", "мес.", "месяц", "месяцев", "شهر", "เดือน", "bulan", "bln", "חודש"),
    "year": ("year", "years", "yr", "год", "лет", "سنه", "ปี", "tahun"),
    "%": ("%", "percent", "pct", "процент", "بالمائه"),
    "point": ("point", "points", "pt", "pts", "p.point", "p. point", "per point", "نقطه", "точка", "точек", "จุด", "titik", "ttk", "ponto", "pto", "punto", "outlet", "outlets", "נקודה", "נק'", "נק"),
    "roll": ("roll", "rolls", "рулон", "لفه", "رول", "ม้วน", "rol"),
    "bag": ("bag", "bags", "мешок", "меш", "كيس", "شيكاره", "ถุง", "zak", "sak", "sacos", "saco", "sac"),
    "box": ("box", "boxes", "коробка", "упак", "уп", "упаковка", "صندوق", "علبه", "กล่อง", "caixa", "cx", "dus", "pack", "packet", "pkt", "boite"),
    "sheet": ("sheet", "sheets", "лист", "листов", "لوح", "แผ่น", "chapa", "lembar", "lbr", "pli", "board"),
    "bar": ("bar", "bars", "barra", "barras", "batang", "btg", "เส้น", "ท่อน", "سيخ", "length", "lengths", "rod", "stick"),
    "can": ("can", "tin", "drum", "bucket", "balde", "lata", "galão", "gl.", "ถัง", "бочка", "ведро", "pail", "kaleng"),
    "tree": ("tree", "trees", "дерево", "شجره", "pohon", "plant", "plants", "seedling"),
    "place": ("place", "places", "место", "мест", "location", "locations", "site", "spot", "แห่ง", "موقع"),
    "joint": ("joint", "joints", "стык", "стыков", "وصله", "connection", "connections", "вывод"),
    "trip": ("trip", "trips", "рейс", "рейсов", "visit", "visits", "رحله", "เที่ยว", "rit", "ret"),
    "floor": ("floor", "floors", "этаж", "ชั้น", "storey", "دور"),
    "room": ("room", "rooms", "помещение", "غرفه", "ห้อง", "flat", "house", "houses", "villa"),
    "tkm": ("tkm", "t.km", "ton km", "ткм", "т.км", "т км", "m3km", "m3xkm", "txkm", "m3.km", "cum km", "t km"),
    "kwh": ("kwh", "квт", "квт.ч", "квт ч", "kw", "kva", "hp", "kwp", "wp", "w"),
    "cy": ("cy", "cuyd", "cu yd", "cubic yard", "cyd", "yd3", "cu.yd", "cys"),
    "cf": ("cf", "cft", "cuft", "cu ft", "cubic foot", "ft3", "cu.ft", "cubic feet"),
    "sy": ("sy", "syd", "sqyd", "sq yd", "square yard", "yd2", "sq.yd", "sys"),
    "sf": ("sf", "sft", "sqft", "sq ft", "square foot", "ft2", "sq.ft", "square feet", "s.ft", "ตร.ฟุต"),
    "lf": ("lf", "lft", "lnft", "lin ft", "linear foot", "linear feet", "l.f.", "rft", "r.ft", "rft.", "ft", "foot", "feet", "r ft"),
    "yd": ("yd", "yds", "yard", "yards", "ly"),
    "inch": ("in", "inch", "inches"),
    "acre": ("acre", "acres", "ac.", "faddan", "فدان", "acr", "ac re"),
    "gal": ("gal", "gallon", "gallons", "mgal"),
    "lb": ("lb", "lbs", "pound", "pounds"),
    "mile": ("mile", "miles", "mi"),
    "doll": ("$", "dol", "dolr", "doll", "dollar", "dollars", "fa", "force account", "est"),
    "hundred": ("cento", "сотня", "100pcs"),
    "session": ("session", "sessions"),
    "barg": ("brass", "brs"),
    "page": ("page", "pages"),
}

# leading words that say "price for": "per cum", "P Cum", "за м2", "one job"
PER = ("per", "p", "за", "لكل", "pro", "je", "par", "por", "one", "1", "the", "a", "rate")

# units for which a quantity of one is a lump sum
LUMP = frozenset({"sum"})

# unit words that also stand on total rows and say nothing there
NOT_A_UNIT = frozenset({"page", "รวม", "cur"})
