"""What looks like personal data and is none, and the places a number is named from."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules.pii.rules import survey
from tests.hang import must_end

CARD = "4539148803436" + "467"
SSN = "5369043" + "99"
PHONE = "415-555-" + "2671"


def found(text: str, kind: str = "stream") -> dict[str, list[str]]:
    part = Part.SOURCE if kind in ("code", "markdown") else Part.OUTPUT
    segment = Segment(text, text, kind, part, "/cells/0/x")
    return {rule: [text[v.start : v.end] for v in values] for rule, values in survey(segment).items()}


SILENT = [
    ("code", "@tf.function\ndef f(): return A@B.mean(axis=0) + a@b.T"),
    ("code", "!pip install git+ssh://git@github.com/a/b.git@v1.2"),
    ("markdown", "Write to user@example.com, your.name@corp.io, noreply@corp.io or support@corp.io."),
    ("markdown", "https://ada@corp-mail.io/x and ssh git@gitlab.com:a/b"),
    ("stream", "root@ip-10-0-0-1.ec2.internal icon@2x.png java.lang.Object@1b2c3d4"),
    ("stream", f"[{CARD}, {CARD}]"),
    ("stream", f"user_id: {CARD}"),
    ("stream", f"0.{CARD} {CARD}.5"),
    ("stream", f"12 {CARD} 77"),
    ("code", f"ids = [{SSN}, {SSN}]"),
    ("code", f"y = sin({SSN})"),
    ("stream", "cell 12 took 1234567 ns; cell 1234567"),
    ("stream", "phone: 2019-01-01 2020-12-31"),
    ("code", "x = a +12345678901 - 3"),
    ("stream", "Passport control for 12345678 people"),
    ("stream", "isbn 978-3-16-148410-0, version 1.2.3.4, client 10.0.0.3, ip address 203.0.113.9"),
    ("stream", "itin 912-67-" + "3456, ether 02:42:ac:11:00:02, Resolving x.org... 93.184." + "216.34"),
    ("stream", "Using train-sa@acme-ml.iam.gserviceaccount.com"),
    ("stream", "national id of Thailand 5594499" + "018746"),
    ("stream", "center 48.208330, 16.372080"),
    ("code", 'df[df.birth_date < "1990-01-01"]'),
    ("stream", "rows with dob > 1990-01-01 or dob>='1991-01-01'"),
    ("stream", "/home/jovyan/x /Users/runner/y"),
]


@pytest.mark.parametrize(("kind", "text"), SILENT)
def test_silent(kind: str, text: str) -> None:
    assert found(text, kind) == {}


NAMED = [
    (f"SSN is {SSN[:3]}-{SSN[3:5]}-{SSN[5:]}", {"us-ssn": [f"{SSN[:3]}-{SSN[3:5]}-{SSN[5:]}"]}),
    (f'{{"name": "Ann", "ssn": "{SSN}", "order": "{SSN}"}}', {"us-ssn": [SSN]}),
    (f"patientSSN={SSN}", {"us-ssn": [SSN]}),
    (f"name,ssn,order\nAnn,{SSN},{SSN}\n", {"us-ssn": [SSN]}),
    (f"| name | ssn |\n|------|-----|\n| Ann | {SSN} |\n", {"us-ssn": [SSN]}),
    (f"   name        ssn       order\n0   Ann  {SSN}   {SSN}\n", {"us-ssn": [SSN]}),
    (f'ssns: ssn ["{SSN}", "{SSN}"]', {"us-ssn": [SSN, SSN]}),
    (f"'first\\nssn: {SSN}\\nlast'", {"us-ssn": [SSN]}),
    (f"name,ssn\nAnn,{SSN}\nBob,{SSN}\n", {"us-ssn": [SSN, SSN]}),
    (f"card {CARD}", {"payment-card": [CARD]}),
    (CARD, {"payment-card": [CARD]}),
    (f"call home, phone {PHONE} or {PHONE}", {"phone-number": [PHONE]}),
    ("German tax 36574261" + "809", {"de-tax-id": ["36574261" + "809"]}),
    ("<dob>02.11.2000</dob>", {"date-of-birth": ["02.11.2000"]}),
    ("D.O.B. -> 04 Jul 1955", {"date-of-birth": ["04 Jul 1955"]}),
    ("The date of birth on file is May 4, 1955.", {"date-of-birth": ["May 4, 1955"]}),
    ("%env BIRTH_DATE=November 13, 1999", {"date-of-birth": ["November 13, 1999"]}),
    ("fecha_nacimiento: 4 Jul 1955", {"date-of-birth": ["4 Jul 1955"]}),
    ("Passport No: C0IX8" + "T549", {"passport-number": ["C0IX8" + "T549"]}),
    ("passport_no = '94KH" + "98515'", {"passport-number": ["94KH" + "98515"]}),
    ("mrn = c('45-30" + "-96', 'x')", {"medical-record-number": ["45-30" + "-96"]}),
    (
        "Home address: Flat 5, 149 Acacia Avenue, London SW1A 1AA",
        {"postal-address": ["Flat 5, 149 Acacia Avenue, London SW1A 1AA"]},
    ),
    ("ADDRESS=ul. Prosta 5, 00-098 Warszawa", {"postal-address": ["ul. Prosta 5, 00-098 Warszawa"]}),
    ("address: Storgatan 13, 114 56 Stockholm", {"postal-address": ["Storgatan 13, 114 56 Stockholm"]}),
    (
        "endereço: Rua Augusta 690, São Paulo - SP, 01329-001",
        {"postal-address": ["Rua Augusta 690, São Paulo - SP, 01329-001"]},
    ),
    ("ITIN: 912-55-" + "3456", {"us-itin": ["912-55-" + "3456"]}),
    ("mac DC-70-4E-36-" + "D6-25", {"mac-address": ["DC-70-4E-36-" + "D6-25"]}),
    ("2023-04-11 client_ip='2a01:f13:6fef::a70" + ":e9'", {"ip-address": ["2a01:f13:6fef::a70" + ":e9"]}),
    ("ip,plan\n81.198.113" + ".176,pro\n", {"ip-address": ["81.198.113" + ".176"]}),
    ("last_location: 48.255510, 2.174354", {"home-coordinates": ["48.255510, 2.174354"]}),
    (
        f"│ row ┆ ssn       ┆ x │\n│ --- ┆ ---       ┆ - │\n╞═════╪═══════════╪═══╡\n│ a   ┆ {SSN} ┆ b │\n",
        {"us-ssn": [SSN]},
    ),
    (f"┏━━━━━┳━━━━━━━━━━━┓\n┃ No  ┃ ssn       ┃\n┡━━━━━╇━━━━━━━━━━━┩\n│ a   │ {SSN} │\n", {"us-ssn": [SSN]}),
    (f"  who   ssn       score\n  <chr> <chr>     <dbl>\n1 ann   {SSN}  0.83\n", {"us-ssn": [SSN]}),
    ("https://acme-crm.io/v1?email=ada@" + "corp-mail.io&n=5", {"email-address": ["ada@" + "corp-mail.io"]}),
    (f"status:\n  active\nssn:\n  {SSN}\n", {"us-ssn": [SSN]}),
    (f"{{'type': {{'text': 'ssn'}}, 'value': '{SSN}'}}", {"us-ssn": [SSN]}),
    ("943 476 " + "5919 (NHS)", {"uk-nhs-number": ["943 476 " + "5919"]}),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_named(text: str, expected: dict[str, list[str]]) -> None:
    assert found(text) == expected


SEEDS = [
    *("1", "12 ", "123-45-6789 ", "1-", "1.", "1,", "[1,", "a@", "a@b.", "@", "a.b@c.de ", "+1 ", "+", "(", "/home/a"),
    *("AA00 0", "12:", "aa:", "DE89 3704 0044 0532 0130 0 ", "4111 1111 1111 1112 ", "ssn: 123456789, ", " | 12345678"),
    *(
        "<td>12345678</td>\n",
        "dob 1984-07-23",
        "12 Aa Bb ",
        "1 Aa St, AAAAAAAAAAAAAAAAAAAA",
        "Rue a ",
        "Via a b c d e ",
    ),
    *(
        "12345678\n",
        "1,2,3\n",
        "::1:",
        "user 1.2.3.4 ",
        "home 48.20833, 16.37208 ",
        "phone 415 555 2671 ",
        "+1111111111",
    ),
    *("national id 1111111111111111111111x", "A1B2C3", "address 1 rue a b c d e "),
]


@pytest.mark.parametrize("kind", ["stream", "html"])
@pytest.mark.parametrize("seed", SEEDS)
def test_hostile_text_of_100_kilobytes(seed: str, kind: str) -> None:
    names = "ssn phone address dob passport nhs card client home national id steuer id "
    text = names + seed * (100_000 // len(seed))
    with must_end():
        found(text, kind)
