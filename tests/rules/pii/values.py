"""Made-up personal data: valid values and twins with a wrong check digit, made without our rules.

Check digits come from python-stdnum or from own arithmetic here. Nothing is written down,
and no value belongs to anybody
but by chance.
"""

from __future__ import annotations

import itertools
import random
import string
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

Make = Callable[[random.Random], str]


class Kind(NamedTuple):
    """A kind of value: the rule that finds it, the name beside it, and how values and twins are made.

    ``free``: it is found without a name as well. ``twin`` is None where any value of the shape is as good.
    """

    rule: str
    name: str
    valid: Make
    twin: Make | None
    free: bool = False


def drawn(template: str, chance: random.Random) -> str:
    """``template`` with a date for YYYY, YY, MM, DD, a digit for each ``#`` and a capital for each ``@``."""
    year = chance.randint(1942, 1999)
    for word, value in (
        ("YYYY", str(year)), ("YY", f"{year % 100:02}"),
        ("MM", f"{chance.randint(1, 12):02}"), ("DD", f"{chance.randint(1, 28):02}"),
    ):  # fmt: skip
        template = template.replace(word, value)
    letters = "BCDFGHJKLMNPRSTVW"
    return "".join(
        chance.choice(string.digits) if c == "#" else chance.choice(letters) if c == "@" else c for c in template
    )


def completed(body: str, is_right: Callable[[str], bool], chance: random.Random, wanted: bool = True) -> str | None:
    """``body`` with its ``?`` (a digit) and ``!`` (a capital) filled so that it is right, or wrong; None if none is."""
    blanks = [k for k, c in enumerate(body) if c in "?!"]
    signs = [string.digits if body[k] == "?" else string.ascii_uppercase for k in blanks]
    choices = list(itertools.product(*signs))
    chance.shuffle(choices)
    for choice in choices:
        text = list(body)
        for k, c in zip(blanks, choice, strict=True):
            text[k] = c
        if is_right("".join(text)) is wanted:
            return "".join(text)
    return None


def by(template: str, is_right: Callable[[str], bool], wanted: bool) -> Make:
    """Values like ``template`` that are right, or wrong."""

    def make(chance: random.Random) -> str:
        while True:
            text = completed(drawn(template, chance), is_right, chance, wanted)
            if text is not None:
                return text

    return make


def stdnum(rule: str, name: str, module: str, template: str, free: bool = False, twin: str | None = "") -> Kind:
    """A kind that python-stdnum checks; ``twin`` is a template of wrong values where no sign in it is a check digit."""

    def is_right(text: str) -> bool:
        return bool(import_module(f"stdnum.{module}").is_valid(text))

    wrong = None if twin is None else by(twin or template, is_right, False)
    return Kind(rule, name, by(template, is_right, True), wrong, free)


def own(rule: str, name: str, template: str, is_right: Callable[[str], bool]) -> Kind:
    """A kind with arithmetic of our own."""
    return Kind(rule, name, by(template, is_right, True), by(template, is_right, False))


def _nric(text: str) -> bool:
    total = sum(int(d) * w for d, w in zip(text[1:8], "2765432", strict=True) for w in [int(w)])
    total += 4 if text[0] in "TG" else 0
    return ("JZIHGFEDCBA" if text[0] in "ST" else "XWUTRQPNMLK")[total % 11] == text[8]


def _taiwan(text: str) -> bool:
    first = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))[text[0]]
    total = first // 10 + first % 10 * 9
    for weight, digit in zip(range(8, 0, -1), text[1:9], strict=True):
        total += weight * int(digit)
    return (10 - total % 10) % 10 == int(text[9])


def _snils(text: str) -> bool:
    digits = text.replace("-", "").replace(" ", "")
    total = sum(int(d) * w for d, w in zip(digits, range(9, 0, -1), strict=False)) % 101
    return int(digits[9:]) == (0 if total == 100 else total)


def _taj(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    return (3 * sum(digits[0:8:2]) + 7 * sum(digits[1:8:2])) % 10 == digits[8]


def _hungarian_tax(text: str) -> bool:
    total = 0
    for position, digit in enumerate(text[:9], 1):
        total += position * int(digit)
    return str(total % 11) == text[9]


def _medicare(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    total = (
        digits[0] + digits[4] + 3 * (digits[1] + digits[5]) + 7 * (digits[2] + digits[6]) + 9 * (digits[3] + digits[7])
    )
    return total % 10 == digits[8]


def _hong_kong(text: str) -> bool:
    check = text[8] if text[7] == "(" else text[7]
    total = 9 * 36 + 8 * (string.ascii_uppercase.index(text[0]) + 10)
    total += sum(w * int(d) for w, d in zip((7, 6, 5, 4, 3, 2), text[1:7], strict=True))
    return (11 - total % 11) % 11 == int(check)


def _uruguay(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    return (10 - sum(a * b for a, b in zip([2, 9, 8, 7, 6, 3, 4], digits[:7], strict=True)) % 10) % 10 == digits[7]


def _german_insurance(text: str) -> bool:
    full = text[:8] + f"{string.ascii_uppercase.index(text[8]) + 1:02}" + text[9:11]
    total = 0
    for digit, weight in zip(full, "212571212121", strict=True):
        product = int(digit) * int(weight)
        total += product // 10 + product % 10
    return total % 10 == int(text[11])


def _luhn(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    for k in range(len(digits) - 2, -1, -2):
        digits[k] = digits[k] * 2 - 9 * (digits[k] > 4)
    return sum(digits) % 10 == 0


def _iban(text: str) -> bool:
    plain = text.replace(" ", "")
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _mixed(templates: list[str], is_right: Callable[[str], bool], wanted: bool) -> Make:
    return lambda chance: by(chance.choice(templates), is_right, wanted)(chance)


_CARDS = ["4### #### #### ###?", "4###-####-####-###?", "52############3?", "37## ###### ####?", "4##############?",
          "6011 #### #### ###?"]  # fmt: skip
_IBANS = ["DE?? #### #### #### #### ##", "GB??BARC##############", "NL?? ABNA #### #### ##", "BE?? #### #### ####"]


def plain(rule: str, name: str, *templates: str, free: bool = False) -> Kind:
    """A kind without check digits."""
    return Kind(rule, name, lambda chance: drawn(chance.choice(templates), chance), None, free)


def _mail(chance: random.Random) -> str:
    user = chance.choice(["ada", "j.doe", "mia_k", "o'neil", "li-wei", "zoe99"]) + str(chance.randint(1, 999))
    return f"{user}@{chance.choice(['corp-mail', 'uni', 'klinik'])}{chance.randint(1, 99)}." + chance.choice(
        ["io", "com", "co.uk", "de", "org"]
    )


def _decorator(chance: random.Random) -> str:
    return chance.choice(["@tf.function", "a@b.mean", "user@example.com", "noreply@corp-mail.io", "git@github.com:a/b"])


KINDS = [
    Kind("email-address", "contact", _mail, _decorator, True),
    Kind("payment-card", "card_number", _mixed(_CARDS, _luhn, True), _mixed(_CARDS, _luhn, False), True),
    Kind("iban", "iban", _mixed(_IBANS, _iban, True), _mixed(_IBANS, _iban, False), True),
    plain("phone-number", "phone", "+1 415 23# ####", "+44 20 7946 ####", "+49 151 2345####", "(415) 23#-####",
    "+141523#####"),
    plain("passport-number", "passport_no", "C4######8", "AB5######", "4########"),
    plain("driving-licence", "driving_licence", "@@@@@7##0##AB9IJ", "D#######"),
    plain("medical-record-number", "mrn", "MRN#######", "4#######"),
    plain("date-of-birth", "date_of_birth", "YYYY-MM-DD", "DD/MM/YYYY", "DD.MM.YYYY", "MM/DD/YYYY"),
    plain("postal-address", "home_address", "4## Maple Avenue, Dayton, OH 4####", "1# Hill Road, London SW1A 2AA",
          "Hauptstraße 4#, 10### Berlin", "1# rue de Rivoli, 75001 Paris"),
    plain("national-id-number", "national_id", "ID-4######", "4####-#####-#"),
    stdnum("uk-nhs-number", "nhs_number", "gb.nhs", "### ### ###?"),
    plain("uk-national-insurance-number", "nino", "AB ## ## ## C", "CE######A"),
    stdnum("uk-taxpayer-reference", "utr", "gb.utr", "?#########"),
    stdnum("de-tax-id", "steuer_id", "de.idnr", "3657426180?"),
    own("de-insurance-number", "rentenversicherungsnummer", "65DDMMYY@00?", _german_insurance),
    stdnum("fr-social-security-number", "numéro de sécurité sociale", "fr.nir", "1 YY MM 75 ### ### ??", True),
    stdnum("fr-tax-number", "numéro fiscal", "fr.nif", "0#########???"),
    stdnum("es-dni", "dni", "es.dni", "########!"),
    stdnum("es-nie", "nie", "es.nie", "X#######!"),
    stdnum("it-codice-fiscale", "codice_fiscale", "it.codicefiscale", "@@@@@@YYA15@###!", True),
    stdnum("pl-pesel", "pesel", "pl.pesel", "YYMMDD####?"),
    stdnum("pl-nip", "nip", "pl.nip", "###-###-##-#?"),
    stdnum("nl-bsn", "bsn", "nl.bsn", "########?"),
    stdnum("be-national-number", "rijksregisternummer", "be.nn", "YY.MM.DD-0##.??", True),
    stdnum("se-personnummer", "personnummer", "se.personnummer", "YYMMDD-###?"),
    stdnum("no-fodselsnummer", "fødselsnummer", "no.fodselsnummer", "DDMMYY3##??"),
    stdnum("dk-cpr", "cpr", "dk.cpr", "DDMMYY-2##?", twin="DD13YY-2##?"),
    stdnum("fi-hetu", "hetu", "fi.hetu", "DDMMYY-2##!"),
    stdnum("ee-isikukood", "isikukood", "ee.ik", "3YYMMDD###?"),
    stdnum("lv-personal-code", "personas kods", "lv.pvn", "DDMMYY-1###?"),
    stdnum("lt-personal-code", "asmens kodas", "lt.asmens", "3YYMMDD###?"),
    stdnum("ie-pps", "ppsn", "ie.pps", "#######!"),
    stdnum("pt-nif", "contribuinte", "pt.nif", "2#######?"),
    stdnum("pt-citizen-card", "cartão de cidadão", "pt.cc", "######## ? ZZ?"),
    stdnum("cz-rodne-cislo", "rodné číslo", "cz.rc", "YYMMDD/###?"),
    own("hu-taj", "taj", "### ### ##?", _taj),
    own("hu-tax-number", "adóazonosító", "8########?", _hungarian_tax),
    stdnum("ro-cnp", "cnp", "ro.cnp", "1YYMMDD12###?"),
    stdnum("bg-egn", "egn", "bg.egn", "YYMMDD###?"),
    stdnum("hr-oib", "oib", "hr.oib", "##########?"),
    stdnum("si-emso", "emšo", "si.emso", "DDMM98950###?"),
    stdnum("gr-amka", "amka", "gr.amka", "DDMMYY####?"),
    stdnum("ch-ahv", "ahv_nummer", "ch.ssn", "756.####.####.#?", True),
    stdnum("at-insurance-number", "svnr", "at.vnr", "2##?DDMMYY"),
    stdnum("tr-tckn", "tc_kimlik_no", "tr.tckimlik", "1########??"),
    stdnum("is-kennitala", "kennitala", "is_.kennitala", "DDMMYY-3#?9"),
    stdnum("ru-inn", "инн", "ru.inn", "77########??"),
    own("ru-snils", "снилс", "1##-###-### ??", _snils),
    stdnum("ua-tax-number", "рнокпп", "ua.rntrc", "2########?"),
    stdnum("us-ssn", "ssn", "us.ssn", "53?-4#-####", True, twin="000-4#-####"),
    stdnum("us-itin", "itin", "us.itin", "9##-8?-####", twin="9##-2?-####"),
    stdnum("ca-sin", "social_insurance_number", "ca.sin", "1##-###-##?"),
    stdnum("in-aadhaar", "aadhaar", "in_.aadhaar", "4### #### ###?"),
    stdnum("in-pan", "pan_card", "in_.pan", "@@@P@####!", twin="@@@D@####!"),
    stdnum("cn-resident-identity", "身份证号", "cn.ric", "110105YYYYMMDD###?", True),
    stdnum("jp-my-number", "マイナンバー", "jp.in_", "#### #### ###?"),
    stdnum("kr-resident-registration", "주민등록번호", "kr.rrn", "YYMMDD-101###?", True),
    own("tw-national-id", "身分證字號", "A1########"[:-1] + "?", _taiwan),
    stdnum("th-national-id", "thai_id", "th.pin", "1-2###-#####-##-?", True),
    own("sg-nric", "nric", "S#######!", _nric),
    stdnum("my-nric", "mykad", "my.nric", "YYMMDD-10-###?", twin="YY13DD-10-###?"),
    own("hk-identity-card", "hkid", "G######(?)", _hong_kong),
    stdnum("id-nik", "nik", "id.nik", "317101DDMMYY000?", twin="31710113139900??"),
    stdnum("pk-cnic", "cnic", "pk.cnic", "34201-#######-?", twin=None),
    stdnum("il-identity-number", "teudat_zehut", "il.idnr", "0########"[:-1] + "?"),
    stdnum("br-cpf", "cpf", "br.cpf", "###.###.###-??", True),
    stdnum("cl-rut", "rut", "cl.rut", "1#.###.###-?", True),
    stdnum("ar-cuit", "cuit", "ar.cuit", "20-########-?"),
    stdnum("ar-dni", "dni_argentino", "ar.dni", "2#.###.##?", twin=None),
    stdnum("mx-curp", "curp", "mx.curp", "BOXWYYMMDDHNERXN0?", True),
    stdnum("mx-rfc", "rfc", "mx.rfc", "GODEYYMMDDGR!", twin="GODEYY13DDGR!"),
    stdnum("co-nit", "nit", "co.nit", "9##.###.###-?"),
    stdnum("pe-cui", "cui", "pe.cui", "1#######-?"),
    stdnum("ec-cedula", "cédula", "ec.ci", "171######?"),
    own("uy-cedula", "cédula", "4.###.###-?", _uruguay),
    stdnum("do-cedula", "cédula", "do.cedula", "001-#######-?"),
    stdnum("au-tfn", "tfn", "au.tfn", "1## ### ##?"),
    own("au-medicare", "medicare", "2### ####? 1", _medicare),
    stdnum("nz-ird", "ird", "nz.ird", "49-###-##?"),
    stdnum("za-id-number", "sa_id", "za.idnr", "YYMMDD5###08?"),
    stdnum("ke-pin", "kra_pin", "ke.pin", "A#########!", twin=None),
]  # fmt: skip
