"""More names of columns of personal data: Nordic, Slavic, Baltic and other European languages, Turkish, Arabic, Hebrew,
Hindi, Chinese, Japanese, Korean, Indonesian and Vietnamese. Written as those of ``header_names``, accents left in.
"""

from __future__ import annotations

DIRECT: dict[str, str] = {
    "email": """
        epost, e post, epostadress, e postadress, epostadresse, sahkoposti, sahkopostiosoite, adres email,
        adres e mail, e posta, e posta adresi, alamat email, surel, электронная почта, эл почта, почта,
        адрес электронной почты, електронна пошта, 邮箱, 电子邮箱, 邮箱地址, 电子邮件, 邮件地址, メール,
        メールアドレス, 이메일, 이메일 주소, 전자우편, البريد الإلكتروني, البريد الالكتروني, ईमेल,
        ηλεκτρονική διεύθυνση, אימייל, דואר אלקטרוני
    """,
    "phone": """
        mobil, numer telefonu, nr telefonu, telefon komórkowy, komórka, puhelin, puhelinnumero, matkapuhelin,
        cep telefonu, telefon numarası, cep no, telefonní číslo, mobilní telefon, telefonszám, număr telefon,
        numar de telefon, telepon, nomor telepon, no telepon, điện thoại, số điện thoại, телефон,
        номер телефона, мобильный, мобильный телефон, контактный телефон, номер телефону, 电话, 电话号码, 手机,
        手机号, 手机号码, 联系电话, 联系方式, 電話, 電話番号, 携帯電話, 携帯番号, 전화번호, 휴대폰, 휴대폰번호,
        핸드폰, 연락처, رقم الهاتف, الهاتف, رقم الجوال, الجوال, هاتف, फ़ोन, फोन, फ़ोन नंबर, मोबाइल, मोबाइल नंबर,
        τηλέφωνο, κινητό τηλέφωνο, טלפון, מספר טלפון, טלפון נייד
    """,
    "national id": """
        身份证, 身份证号, 身份证号码, 身分證, 身分證字號, マイナンバー, 個人番号, 주민등록번호, 주민번호, снилс,
        инн клиента, паспортные данные, tc kimlik, tc kimlik no, tc kimlik numarası, kimlik no, kimlik numarası,
        tckn, henkilötunnus, rodné číslo, fødselsnummer, cpr nummer, no ktp, nomor ktp, numero secu, számjel,
        taj szám, személyi szám, isikukood, teudat zehut, תעודת זהות, مستند الهوية, رقم الهوية, الرقم القومي,
        आधार, आधार संख्या, जन आधार, αμκα, αφμ, jmbg, número de identidad, numer dowodu, số cmnd, cccd, cmnd
    """,
    "passport": """
        паспорт, номер паспорта, серия и номер паспорта, 护照, 护照号, 护照号码, パスポート番号, 旅券番号,
        여권번호, جواز السفر, رقم جواز السفر, pasaport, pasaport no, paszport, numer paszportu, paspor,
        nomor paspor, no paspor, διαβατήριο, דרכון, số hộ chiếu, cestovní pas
    """,
    "licence": """
        водительское удостоверение, 驾驶证, 驾驶证号, 车牌, 车牌号, 運転免許証番号, 免許証番号, 운전면허번호,
        차량번호, prawo jazdy, numer rejestracyjny, ehliyet no, plaka no, körkort, körkortsnummer, ajokortti,
        førerkort
    """,
    "patient": """
        病历号, 住院号, 患者编号, 患者番号, 患者ID, 환자번호, номер пациента, hasta no, numer pacjenta,
        id pacjenta, patientnummer, journalnummer, potilasnumero, číslo pacienta, رقم المريض
    """,
    "birth date": """
        data urodzenia, födelsedatum, fødselsdato, fødselsdag, syntymäaika, syntymäpäivä, doğum tarihi,
        datum narození, datum narodenia, datum rođenja, születési dátum, születési idő, data nașterii,
        дата рождения, день рождения, дата народження, дата на раждане, 出生日期, 出生年月, 出生年月日, 生日,
        生年月日, 誕生日, 생년월일, 생일, تاريخ الميلاد, تاريخ الولادة, जन्म तिथि, जन्मतिथि, ημερομηνία γέννησης,
        תאריך לידה, tanggal lahir, tgl lahir, ngày sinh
    """,
    "person": """
        imię, imię i nazwisko, imię nazwisko, nazwisko, nazwisko i imię, nazwisko rodowe, drugie imię, förnamn,
        efternamn, tilltalsnamn, fullständigt namn, fornavn, etternavn, efternavn, mellomnavn, fulde navn,
        fullt navn, etunimi, sukunimi, soyad, soyadı, ad soyad, adı soyadı, isim soyisim, soyisim, jméno,
        příjmení, jméno a příjmení, priezvisko, meno a priezvisko, vezetéknév, keresztnév, családnév,
        teljes név, prenume, nume si prenume, nama lengkap, nama depan, nama belakang, nama pasien,
        nama pelanggan, nama siswa, nama karyawan, họ tên, họ và tên, tên khách hàng, tên bệnh nhân,
        nome da mãe, nome mãe, nome do cliente, nome do paciente, nome cliente, nome paziente, nome cognome,
        cognome nome, cognome e nome, apellido paterno, apellido materno, nombre apellido, nombre del cliente,
        nombre cliente, nombre del paciente, nombre paciente, geburtsname, mädchenname, rufname, nom du client,
        nom client, nom du patient, nom patient, nom de naissance, nom usuel, nom de jeune fille,
        mother maiden name, mothers maiden name, emergency contact, emergency contact name, фамилия,
        имя и фамилия, фамилия имя, фамилия имя отчество, отчество, фио, полное имя, имя клиента, имя пациента,
        прізвище, по батькові, піб, 姓名, 真实姓名, 客户姓名, 患者姓名, 学生姓名, 员工姓名, 联系人, 氏名,
        患者名, 顧客名, 担当者名, お名前, フリガナ, 성명, 성함, 고객명, 환자명, الاسم الكامل, الاسم الأول,
        اسم العائلة, اسم المريض, اسم العميل, पूरा नाम, उपनाम, επώνυμο, ονοματεπώνυμο, שם פרטי, שם משפחה, שם מלא
    """,
    "address": """
        adress, hemadress, bostadsadress, boligadresse, osoite, kotiosoite, adresa, adres domowy,
        adres zamieszkania, adresi, ev adresi, lakcím, trvalé bydliště, alamat, alamat rumah, alamat lengkap,
        địa chỉ, адрес, домашний адрес, адрес проживания, адрес доставки, место жительства, адреса, 地址,
        家庭地址, 住址, 联系地址, 通讯地址, 收货地址, 住所, 주소, العنوان, عنوان السكن, पता, διεύθυνση, כתובת
    """,
    "street": "gatuadress, katuosoite, ulica, улица, вулиця, sokak",
    "card": """
        numer karty, kortnummer, kart numarası, номер карты, 银行卡号, 信用卡号, 卡号, カード番号,
        クレジットカード番号, 카드번호, رقم البطاقة
    """,
    "account": """
        numer konta, bankkontonummer, номер счета, номер счёта, 银行账号, 银行账户, 口座番号, 계좌번호,
        رقم الحساب, hesap no, hesap numarası, číslo účtu, számlaszám, tilinumero, nomor rekening, no rekening,
        số tài khoản
    """,
}

# As ``header_names.GENERIC``: what anything can have as well as a person.
GENERIC = "имя, ім'я, nama, namn, navn, 이름, 名前, 名字, الاسم, नाम, όνομα, שם"

INDIRECT: dict[str, str] = {
    "word": """
        płeć, kjønn, sukupuoli, cinsiyet, pohlaví, jenis kelamin, giới tính, пол пациента, пол клиента, 性别,
        性別, 성별, الجنس, लिंग, narodowość, obywatelstwo, kansalaisuus, uyruk, национальность, гражданство,
        国籍, 국적, الجنسية, rozpoznanie, diagnoza, диагноз, 诊断, 診断, 진단명, التشخيص, stan cywilny,
        medeni durum, семейное положение, 婚姻状况, agama, 宗教, 民族, вероисповедание
    """,
    "zip": """
        kod pocztowy, postnummer, postinumero, posta kodu, irányítószám, почтовый индекс, 邮编, 邮政编码,
        郵便番号, 우편번호
    """,
    "age": "возраст, 年龄, 年齢, 나이, العمر, आयु, ηλικία, wiek pacjenta, umur, tuổi",
    "money": "wynagrodzenie, зарплата, 工资, 薪资, 月薪, 年収, 연봉, الراتب",
}

# As ``header_names.STEMS``. The search knows no capitals but ours: of other scripts that have some the first letter is
# left out, and names that are written in capitals stand in ``CAPITALS``.
STEMS = tuple(
    """
    surel komork komórk puhel nomor thoạ thoai kimli tckn tunnus rodn ktp szám szam isiku teudat jmbg dowod cmnd
    cccd paszp chiếu chieu cestovn jazdy rejestr ehliy plaka körkort korkort ajokort rerkort hasta pacjen pacien
    urodz delsed dsels syntym tarih narozen narodeni rođen szület szulet terii lahir ngày ngay imię imie nazwis
    namn navn unimi soya soyi jmén jmen zvisk vezet keresz család csalad telje renum nama tên ho_ten hoten khach
    khách benh osoit lakc bydli alamat chỉ dia_chi diachi ulica sokak karty numaras konta účtu uctu rekening
    khoả khoan płeć plec kjønn sukupu cinsiy pohlav kelamin giới gioi narodow uyruk cywiln medeni agama pocztow
    umur tuổi tuoi очт ошт елефон обил омер аспорт нилс одительск ациент ожден ародж аждан амили мя фио чество
    різв м'я атьк піб дрес ительств лиц лиент чета чёта арты циональ ражда иагн емейн оиспов ндекс озраст арплат 邮
    电话 手机 联系 電話 携帯 メール 이메 전자우 전화 휴대 핸드폰 연락 بريد هاتف جوال मेल फ़ोन फोन मोबा φων κινη
    ηλεκτ טלפ נייד אימ דוא 身份 身分 マイナ 個人番 주민 هوية قومي आधार μκα φμ זהות 护照 パスポ 旅券 여권 جواز
    βατ דרכ 驾驶 车牌 免許 면허 차량 病历 住院号 患者 환자 مريض 出生 生日 生年 誕生 생년 생일 ميلاد ولادة जन्म
    ννησ לידה 姓名 氏名 客名 担当者名 名前 フリガナ 성명 성함 고객명 اسم नाम νυμο שם 地址 住址 住所 주소 عنوان
    पता θυνση כתוב 卡号 カード 카드 بطاقة 账 口座 계좌 حساب 이름 名字 جنس νομα 性别 性別 성별 लिंग 国籍 국적
    诊断 診断 진단 تشخيص 婚姻 宗教 民族 郵便 우편 年龄 年齢 나이 عمر आयु λικ 工资 薪 年収 연봉 راتب
    """.split()
)
CAPITALS = ("ФИО", "ПІБ", "СНИЛС", "АДРЕС", "ТЕЛЕФОН", "ФАМИЛИЯ", "ΑΜΚΑ", "ΑΦΜ")
