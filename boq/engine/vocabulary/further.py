"""The plainest words of further languages: Vietnamese, Japanese, Chinese, Korean, Romanian, Polish, Ukrainian, Croatian and Persian.

These are headings, totals and units alone, folded as everywhere; notes, pricing words and kinds are known in the nine languages.
"""

from __future__ import annotations

from boq.engine.vocabulary import words

ROLES: dict[str, tuple[str, ...]] = {
    "ref": words(
        """
        ma so | so tt | tt | 番号 | 項番 | 符号 | 項次 | 项次 | 序號 | 編號 | 번호 | 연번 | 순번 | nr crt | poz | lp |
        no з п | з п | rb | r br | redni broj | ردیف | شماره ردیف | 项目编号
        """
    ),
    "desc": words(
        """
        noi dung cong viec | noi dung | ten cong tac | ten cong viec | dien giai | mo ta | mo ta cong viec |
        hang muc cong viec | cong viec | cong tac | ten hang muc | ten vat tu |
        名称 | 項目 | 品名 | 工事項目 | 工種 | 内容 | 費目 | 摘要 | 細目 | 项目 | 工程项目 | 工作内容 | 项目名称 | 項目名稱 | 說明 | 描述 |
        품명 | 공종 | 항목 | 내용 | 공종명 | 품목 | 명칭 |
        denumirea | denumirea lucrarilor | denumirea lucrarii | denumire lucrare | descriere | descrierea lucrarilor |
        capitolul de lucrari | capitole de lucrari | specificatia | denumire articol |
        wyszczegolnienie | nazwa | opis pozycji | podstawa i opis | nazwa robot | rodzaj robot |
        наименування | найменування робіт | найменування | найменування робіт і витрат | опис робіт | naziv | opis stavke |
        opis radova | شرح عملیات | شرح کار | عنوان
        """
    ),
    "spec": words("quy cach | 規格 | 规格 | 規格 寸法 | 仕様 | 形状 寸法 | 项目特征 | 项目特征描述 | 型号规格 | 규격"),
    "unit": words(
        """
        don vi | don vi tinh | dvt | dv | 単位 | 單位 | 计量单位 | 単 位 | 단위 | um | u m | unitatea de masura |
        unitate | jednostka | jedn | jednostka miary | jm | одиниця виміру | од вим | од виміру | одиниця | jedinica |
        jedinica mjere | jedinica mere | jed mjere | jmj
        """
    ),
    "qty": words(
        """
        khoi luong | kl | so luong | khoi luong moi thau | 数量 | 數量 | 工程量 | 수량 | 물량 | cantitate | cantitatea |
        cantitati | ilosc | obmiar | przedmiar | кількість | обсяг | kolicina | مقدار | مقادیر | تعداد
        """
    ),
    "rate": words(
        """
        don gia | gia don vi | 単価 | 單價 | 单价 | 단가 | pret unitar | pretul unitar | pret unit | cena jedn |
        cena jednostkowa | cena | ціна | ціна за одиницю | вартість одиниці | jedinicna cijena | jedinicna cena | cijena |
        jed cijena | بهای واحد | قیمت واحد | فی
        """
    ),
    "amt": words(
        """
        thanh tien | gia tri | tong gia | tong tien | 金額 | 金额 | 合価 | 合計 | 합계 | 금액 | valoare | valoarea |
        valoare totala | totalul | wartosc | wartosc netto | kwota | вартість | сума | всього | загальна вартість | iznos |
        ukupno | ukupna cijena | بهای کل | مبلغ کل | جمع کل | قیمت کل
        """
    ),
    "note": words("ghi chu | 備考 | 备注 | 備註 | 비고 | observatii | uwagi | примітка | napomena | ملاحظات | توضیحات"),
    "code": words("ma hieu | ma hieu don gia | ma cv | 编码 | simbol | podstawa | شماره فهرست بها | کد"),
}

QUALIFIERS: dict[str, tuple[str, ...]] = {
    "material": words(
        "vat lieu | vl | 材料費 | 材料 | 材料费 | 재료비 | materiale | materialy | матеріали | materijal | مصالح"
    ),
    "labour": words(
        "nhan cong | nc | 労務費 | 人工費 | 人工费 | 人工 | 노무비 | manopera | robocizna | праця | دستمزد"
    ),
    "plant": words(
        """
        may thi cong | mtc | 機械費 | 機械 | 机械费 | 机械 | 경비 | utilaj | sprzet | машини | ماشین آلات
        """
    ),
}

TOTALS: dict[str, tuple[str, ...]] = {
    "grand": words(
        """
        tong cong | tong cong gia tri | tong gia tri | tong du toan | 総合計 | 総計 | 総額 | 御見積金額 | 見積金額 | 税込合計 |
        合計金額 | 总计 | 總計 | 总价 | 工程总造价 | 含税合计 | 총계 | 총합계 | total general inclusiv tva |
        total cu tva | total inclusiv tva | razem brutto | ogolem | wartosc kosztorysowa | разом з пдв | всього з пдв |
        загальна вартість | sveukupno | ukupno s pdv | جمع کل | مبلغ کل | جمع کل برآورد | مبلغ کل برآورد | جمع نهایی
        """
    ),
    "net": words(
        """
        cong truoc thue | gia tri truoc thue | 税抜合計 | 税抜金額 | 不含税合计 | 공급가액 | total fara tva |
        total general fara tva | razem netto | всього без пдв | разом без пдв | ukupno bez pdv
        """
    ),
    "subtotal": words(
        """
        cong hang muc | tong hang muc | cong phan | 小計 | 計 | 合計 | 小计 | 合计 | 分部小计 | 本页小计 |
        소계 | 계 | 합계 | total cheltuieli directe | total capitol | total deviz | total obiect | razem |
        razem dzial | suma dzialu | разом | всього | разом по розділу | усього | ukupno | sveukupno grupa | جمع فصل | جمع |
        جمع بخش | جمع جزء
        """
    ),
    "carried": words(
        "mang sang | chuyen sang trang | 次頁へ | 前頁より | 다음장으로 | de reportat | do przeniesienia | نقل از صفحه قبل"
    ),
    "tax": words(
        """
        thue gtgt | thue vat | thue gia tri gia tang | gtgt | 消費税 | 消費税額 | 税金 | 增值税 | 税费 | 부가세 | 부가가치세 |
        podatek vat | пдв | сума пдв | pdv | مالیات | مالیات بر ارزش افزوده | ارزش افزوده
        """
    ),
    "contingency": words(
        "du phong | chi phi du phong | du phong phi | 予備費 | 暂列金额 | 예비비 | diverse si neprevazute | rezerva | پیش بینی نشده"
    ),
    "discount": words(
        "giam gia | chiet khau | 値引 | 値引き | 出精値引 | お値引き | 优惠 | 折扣 | 할인 | reducere | rabat | upust | знижка | "
        "popust | تخفیف"
    ),
    "addition": words(
        """
        chi phi chung | thu nhap chiu thue tinh truoc | thu nhap chiu thue | chi phi khac | chi phi nha tam | 諸経費 |
        現場経費 | 一般管理費 | 現場管理費 | 共通仮設費 | 法定福利費 | 管理费 | 利润 | 规费 | 措施费 | 일반관리비 | 이윤 | 간접비 |
        cheltuieli indirecte | contributie asiguratorie | contributie | organizare de santier | koszty posrednie |
        koszty ogolne | zysk | накладні витрати | загальновиробничі витрати | прибуток | ضریب | ضریب بالاسری | ضریب منطقه |
        هزینه تجهیز کارگاه | تجهیز کارگاه
        """
    ),
}

# totals, and parts of a rate, only where the text says nothing more
TOTALS_ALONE: dict[str, str] = dict.fromkeys(words("cong | tong"), "subtotal")
QUALIFIERS_ALONE: dict[str, str] = {"may": "plant"}

# canonical code -> spellings
SPELLINGS: dict[str, tuple[str, ...]] = {
    "m": words("m dai | 米 | メートル | mp curent | mb. | متر طول | مترطول | متر طولی | 미터"),
    "m2": words("平米 | 平方米 | 平方メートル | mp | метр кв | м.кв | مترمربع | متر مربع"),
    "m3": words("立米 | 立方米 | 立方メートル | mc | مترمکعب | متر مکعب"),
    "t": words("tan | tấn | トン | 吨 | 噸 | tone | tona | تن"),
    "kg": words("公斤 | 千克 | キロ | کیلوگرم | کیلو"),
    "nr": words(
        """
        cai | chiec | con | vien | qua | tam | thanh | 個 | 个 | 箇 | 台 | 本 | 枚 | 只 | 块 | 根 | 樘 | 扇 | 座 | 面 | 基 | 臺 |
        개 | 대 | 매 | 본 | ea | sztuk | sztuka | kom. | дана | دستگاه | اصله
        """
    ),
    "set": words("bo | bộ | he thong | 組 | 组 | 套 | セット | 셋트 | 조 | komplet | kpl. | دست | سری"),
    "sum": words(
        "goi | gói | tron goi | 式 | 一式 | 项 | 項 | 식 | ansamblu | ryczalt | ryczałt | kpl ryczalt | пауза | مقطوع"
    ),
    "place": words("vi tri | 箇所 | か所 | ヶ所 | カ所 | 個所 | 处 | 處 | 개소"),
    "pair": words("doi | cap | 対 | 对 | 双"),
    "tree": words("cay | cây | 株 | 棵 | 주 | درخت"),
    "day": words("cong | công | 日 | 工日 | 人工 | 人日 | 人 | 天 | zi | zile | dzien | روز | نفر روز"),
    "month": words("thang | tháng | 月 | ヶ月 | か月 | 个月 | luna | luni | miesiac | ماه"),
    "h": words("gio | 時間 | 小时 | godzina | godz | година | ساعت"),
    "trip": words("chuyen | 回 | 次 | 往復 | kurs"),
    "machinehour": words("ca | ca may | 台班"),
    "bag": words("bao | 袋"),
    "roll": words("cuon | 巻 | 卷"),
    "can": words("thung | 缶 | 桶"),
    "room": words("室 | 间 | 戸"),
}
