"""Units: one meaning, many spellings. Keys are folded texts without spaces (see `boq.engine.units`)."""

from __future__ import annotations

from boq.engine.vocabulary import words

# canonical code -> spellings as people write them
SPELLINGS: dict[str, tuple[str, ...]] = {
    "m": words(
        """
        m | lm | l.m | rm | rmt | r.m.t | rmtr | r.mtr | lin.m | lin m | mtr | mtrs | metre | meter | metres |
        meters | m1 | m' | ml | m.l. | running metre | running meter | run metre | linear meter | linear metre |
        rmts | r/m | per rm | mètre | metro | metri | metros | lfm | lfdm | lfd. m | mb | mtl | mt l | м | м.п |
        м.п. | п.м | п.м. | пм | мп | пог.м | пог. м | пог.метр | погонный метр | м/п | п/м | м пог | метр | م |
        م.ط | م ط | م/ط | مط | متر | متر طولي | م.طولي | م طولي | ม. | ม | เมตร | מ | מטר | מ' | метр погонный |
        mtul | metretul | metre tül | mt. | mt | rft m | lgm | m.run | ml. | m. l. | مط. |
        linear metres | linear meters | متر ط | متر طولى | metre lineaire | metres lineaires | laufende meter |
        lfd meter | lfm. | m lineal | mts | mts. | mt lineal | metro lineal | metros lineales | metro linear |
        metros lineares | metr | metre tul | mt tul | ม.ความยาว | м.дл | пог метр | м погонный
        """
    ),
    "m2": words(
        """
        m2 | m² | sqm | sq.m | sq m | s.m | sm | smt | sq.mt | sqmt | sq.mtr | sqmtr | sq mtrs | square metre |
        square meter | msq | m.q. | mq | qm | mc2 | metre carre | metro cuadrado | metro quadrado | м2 | м² |
        кв.м | кв. м | кв м | квм | м.кв | м кв | м.кв. | кв.метр | квадратный метр | م2 | م² | م.م | م م |
        متر مربع | متر مسطح | م.مسطح | م مسطح | م٢ | م.مربع | ตร.ม. | ตรม | ตร.ม | ตร ม | ตารางเมตร | מ\"ר | מר |
        m^2 | m 2 | metrekare | sq. mtr. | sqms | sq.ms | sq meter | sq metre | sq.meter | sq.metre | s.q.m |
        smtr | ตารางม. | m kw | m2. |
        متر2 | متر٢ | metros cuadrados | mts2 | mt2 | mtr2 | ตร.เมตร | quadratmeter | مسطح | metros quadrados |
        metres carres | m carre | м2 общ | متر مربع. | metre kare | sq.metres | sq metres |
        square metres | square meters | м. кв
        """
    ),
    "m3": words(
        """
        m3 | m³ | cum | cu.m | cu m | cmt | cu.mt | cumt | cu.mtr | cumtr | cubic metre | cubic meter |
        mcub | mc | m.c. | metre cube | metro cubico | cbm | metros cubicos | м3 | м³ | куб.м | куб. м | куб м |
        кубм | м.куб | м куб | м.куб. | кубический метр | م3 | م³ | متر مكعب | م.مكعب | م مكعب | م٣ | م.ك |
        ลบ.ม. | ลบ.ม | ลบม | ลบ ม | ลูกบาศก์เมตร | מ\"ק | מק | m^3 | m 3 | metrekup | cums | cu.meter | cu.metre |
        cu meter | cu metre | كوب | m3. |
        متر3 | متر٣ | mts3 | mt3 | mtr3 | kubikmeter | مكعب | metres cubes | m cube | metre kup | cubic metres |
        cubic meters | cu metres | м. куб | ลบ.เมตร
        """
    ),
    "mm": words("mm | мм | مم | ملم | มม."),
    "cm": words("cm | см | سم | ซม."),
    "km": words("km | kms | км | كم | كيلومتر | กม. | kilometer | kilometre"),
    "ha": words(
        """
        ha | hectare | hectares | га | هكتار | ไร่ | hectarea | hectareas | hektar | hectare.
        """
    ),
    "nr": words(
        """
        nr | no | no. | nos | nos. | number | numbers | num | each | ea | ea. | pc | pcs | pce | piece | pieces |
        unit | units | u | ud | uds | und | un | unid | unidad | unidade | unidades | unite | stk | st | stck |
        stück | stuck | cad | cadauno | n | n. | n° | nr. | pz | pezzi | ks | szt | kpl.szt | adet | ad | ad. |
        шт | шт. | штук | штука | ед | ед. | عدد | بالعدد | حبه | قطعه | وحده | العدد | بالواحده | واحد | อัน |
        ตัว | ต้น | บ่อ | หลัง | ช่อง | บาน | ดวง | เครื่อง | ใบ | ก้อน | แท่ง | สาย | ชิ้น | หน่วย | buah | bh |
        bh. | unit. | pcs. | יח' | יח | יחידה | ta | units. | each. | per each | nos./each | unit(s) | db | kom |
        buc | bucata | dona | дона | قطعة | pièce | pieza | pz. |
        peca | pecas | pc. | pza | pza. | pzas | piezas | stueck | st. | unites | pieces. | unidades. | buc. |
        tane | ตัวละ | عدد. | قطع
        """
    ),
    "pair": words(
        """
        pair | pairs | pr | prs | пара | пар | زوج | คู่ | paar | par | paire | paires | pares | cift | пары
        """
    ),
    "set": words(
        """
        set | sets | компл | компл. | комплект | к-т | кт | к-кт | طقم | مجموعه | ชุด | jgo | juego | jeu |
        conjunto | cj | conj | satz | garnitur | takim | tk | takım | сет | kit | kits | מערכת | kpl | кмпл |
        комп | ensemble | ens | ens. |
        jogo | jogos | juegos | grup | sada
        """
    ),
    "lot": words("lot | lots | lote | партия | دفعه | package"),
    "sum": words(
        """
        sum | ls | l.s | l.s. | l/s | lump sum | lumpsum | lump | item | items | job | jobs | pausch | psch |
        pauschal | pa | p.a. | forfait | ff | glob | global | gl | verba | vb | vb. | pa. | a corpo | corpo | ac |
        a.c. | götürü | goturu | مقطوعيه | بالمقطوعيه | مقطوع | م.ق | بند | شامل | مبلغ | مبلغ مقطوع | паушально |
        аккордно | услуга | усл | งาน | เหมา | เหมารวม | L.S. | ls. | lsm | ls/lot | קומפ | קומפלט | הקצב |
        partida alzada | allow | allowance | lumpsum. | 1s | 1ls | paket | lsum | lumsum | vg | fixed sum |
        комплекс | 1 job |
        fft | glb | glb. | forf | forf. | forfaitaire | global. | suma global | s g | valor global |
        monto global | götürü bedel | toplu | เหมาจ่าย | l s | lump sum. | l sum | ls item | مقطوعيه. |
        بالمقطوع
        """
    ),
    "ps": words("ps | p.s | p.s. | prov sum | provisional sum | prov. sum | p. sum"),
    "pc": words("p.c. | pc sum | prime cost | p.c. sum | prime cost sum"),
    "kg": words(
        """
        kg | kgs | kg. | kilo | kilogram | kilogramme | кг | كجم | كغم | كغ | كيلو | كيلوجرام | กก. | กก |
        กิโลกรัม | ק\"ג | кг. |
        kilogramo | kilogramos | quilograma | quilogramas | kilogramm | kilograms | kilogrammes | килограмм
        """
    ),
    "g": words("g | gm | gms | gr | gram | г | гр | جم | غرام"),
    "t": words(
        """
        t | ton | tons | tonne | tonnes | mton | m.ton | m.t. | mt. | metric ton | т | тн | тонн | тонна | тонны |
        طن | ตัน | טון | to | mt ton |
        tonelada | toneladas | tonnen | ton. | toneladas metricas | тн. | اطنان
        """
    ),
    "quintal": words("qtl | quintal | quintals | qntl | qt | ц"),
    "l": words(
        """
        l | ltr | ltrs | lit | litre | liter | litres | liters | lt | л | لتر | ลิตร | литр | litro | litros |
        liter. | litry | لترات
        """
    ),
    "ml": words("мл | millilitre | milliliter"),
    "h": words(
        """
        h | hr | hrs | hour | hours | std | heure | hora | horas | ora | ore | час | ч | ч. | часов | ساعه | ชม. |
        ชั่วโมง | jam | chp | chi | saat | שעה |
        stunde | stunden | horas. | heures | ชั่วโมง. | ساعات | часы
        """
    ),
    "manhour": words(
        """
        manhour | man-hour | man hour | mh | чел.-ч | чел-ч | чел.ч | чел-час | чел.-час | чел час | h.h | hh |
        person hour | человеко-час
        """
    ),
    "machinehour": words(
        """
        маш.-ч | маш-ч | маш.ч | маш-час | маш.-час | маш час | машино-час | machine hour
        """
    ),
    "day": words(
        """
        day | days | d | tag | jour | dia | giorno | gün | gun | день | дней | дн | сут | сутки | يوم | วัน |
        hari | md | man day | manday | mandays | чел.-дн | чел-дн | oh | יום | man-day |
        tage | jours | jornada | jornadas | dias | ايام | günler
        """
    ),
    "week": words(
        """
        week | weeks | wk | wks | неделя | нед | اسبوع | สัปดาห์ | minggu | woche | wochen | semana | semanas |
        semaine | semaines | hafta | недели
        """
    ),
    "month": words(
        """
        month | months | mth | mths | mo | monat | mois | mes | meses | mese | ay | мес | мес. | месяц | месяцев |
        شهر | เดือน | bulan | bln | חודש |
        monate | mois. | mesi | aylar | اشهر | месяца
        """
    ),
    "year": words("year | years | yr | год | лет | سنه | ปี | tahun"),
    "%": words(
        """
        % | percent | pct | процент | بالمائه | prozent | por ciento | pour cent | por cento | yuzde | ร้อยละ
        """
    ),
    "point": words(
        """
        point | points | pt | pts | p.point | p. point | per point | نقطه | точка | точек | จุด | titik | ttk |
        ponto | pto | punto | outlet | outlets | נקודה | נק' | נק |
        nokta | punkt | نقاط | puntos | pontos | точки
        """
    ),
    "roll": words(
        """
        roll | rolls | рулон | لفه | رول | ม้วน | rol | rolle | rollen | rollo | rollos | rouleau | rolo | rulo
        """
    ),
    "bag": words("bag | bags | мешок | меш | كيس | شيكاره | ถุง | zak | sak | sacos | saco | sac"),
    "box": words(
        """
        box | boxes | коробка | упак | уп | упаковка | صندوق | علبه | กล่อง | caixa | cx | dus | pack | packet |
        pkt | boite
        """
    ),
    "sheet": words("sheet | sheets | лист | листов | لوح | แผ่น | chapa | lembar | lbr | pli | board"),
    "bar": words(
        """
        bar | bars | barra | barras | batang | btg | เส้น | ท่อน | سيخ | length | lengths | rod | stick
        """
    ),
    "can": words(
        """
        can | tin | drum | bucket | balde | lata | galão | gl. | ถัง | бочка | ведро | pail | kaleng
        """
    ),
    "tree": words("tree | trees | дерево | شجره | pohon | plant | plants | seedling"),
    "place": words("place | places | место | мест | location | locations | site | spot | แห่ง | موقع"),
    "joint": words("joint | joints | стык | стыков | وصله | connection | connections | вывод"),
    "trip": words("trip | trips | рейс | рейсов | visit | visits | رحله | เที่ยว | rit | ret"),
    "floor": words("floor | floors | этаж | ชั้น | storey | دور"),
    "room": words("room | rooms | помещение | غرفه | ห้อง | flat | house | houses | villa"),
    "tkm": words("tkm | t.km | ton km | ткм | т.км | т км | m3km | m3xkm | txkm | m3.km | cum km | t km"),
    "kwh": words("kwh | квт | квт.ч | квт ч | kw | kva | hp | kwp | wp | w"),
    "cy": words("cy | cuyd | cu yd | cubic yard | cyd | yd3 | cu.yd | cys"),
    "cf": words("cf | cft | cuft | cu ft | cubic foot | ft3 | cu.ft | cubic feet"),
    "sy": words("sy | syd | sqyd | sq yd | square yard | yd2 | sq.yd | sys"),
    "sf": words("sf | sft | sqft | sq ft | square foot | ft2 | sq.ft | square feet | s.ft | ตร.ฟุต"),
    "lf": words(
        """
        lf | lft | lnft | lin ft | linear foot | linear feet | l.f. | rft | r.ft | rft. | ft | foot | feet |
        r ft
        """
    ),
    "bf": words("bf | mbf | fbm | bdft | bd ft | board foot | board feet"),
    "yd": words("yd | yds | yard | yards | ly"),
    "inch": words("in | inch | inches"),
    "acre": words("acre | acres | ac. | faddan | فدان | acr | ac re"),
    "gal": words("gal | gallon | gallons | mgal"),
    "lb": words("lb | lbs | pound | pounds"),
    "mile": words("mile | miles | mi"),
    "doll": words("$ | dol | dolr | doll | dollar | dollars | fa | force account | est"),
    "hundred": words("cento | сотня"),
    "session": words("session | sessions"),
    "barg": words("brass | brs"),
    "page": words("page | pages"),
}

# leading words that say "price for": "per cum", "P Cum", "за м2", "one job"
PER: tuple[str, ...] = words(
    """
    per | p | за | لكل | pro | je | par | por | one | 1 | the | a | rate | le | la | el | al | za | в | cada | her | ต่อ
    """
)
