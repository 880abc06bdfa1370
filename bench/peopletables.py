"""Made-up tables of people: columns of personal data of every kind among harmless ones, and twins that show nobody."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

Rows = list[list[str]]
Make = Callable[[random.Random], str]

_FIRST = "Ann Bob Cleo Dora Emil Finn Gwen Hugo Ines Jonas Kira Luis".split()
_LAST = "Lindt Moreau Novak Okafor Pires Quist Rossi Stein Tanaka Urban Vogel Weiss".split()
_ROADS = ("Mill Lane", "Station Road", "Rue Haute", "Calle Mayor", "Via Roma", "Hauptweg")


class Table(NamedTuple):
    """A generated table: what it is, its headers, its rows, and the headers that must be named (none in a twin).

    ``labels`` name the rows where they are not just counted.
    """

    kind: str
    heads: list[str]
    rows: Rows
    wanted: list[str]
    labels: tuple[str, ...] = ()

    def label(self, k: int) -> str:
        return self.labels[k] if self.labels else str(k)

    def labelled(self) -> Table:
        """The same with its labels in a column, for forms that have no row labels."""
        if not self.labels:
            return self
        rows = [[label, *row] for label, row in zip(self.labels, self.rows, strict=True)]
        return Table(self.kind, ["statistic", *self.heads], rows, self.wanted)


def _digits(r: random.Random, n: int) -> str:
    return "".join(r.choice("123456789") for _ in range(n))


def _card(r: random.Random) -> str:
    body = "4" + _digits(r, 14)
    total = sum(sum(divmod(int(c) * (2 if k % 2 == 0 else 1), 10)) for k, c in enumerate(body))
    return body + str(-total % 10)


def _iban(r: random.Random) -> str:
    bban = _digits(r, 18)
    return f"DE{98 - int(bban + '131400') % 97:02d}{bban}"


def _date(r: random.Random) -> str:
    return f"{r.randint(1940, 2005)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"


def _mail(r: random.Random) -> str:
    return f"{r.choice(_FIRST).lower()}.{r.choice(_LAST).lower()}{r.randint(1, 99)}@mail.example"


KINDS: dict[str, tuple[tuple[str, ...], Make]] = {
    "email": (("email", "E-mail Address", "customer_email", "contactEmail", "Adresse e-mail", "correo"), _mail),
    "phone": (
        ("phone", "Phone Number", "mobile_no", "telefono", "Handynummer", "téléphone"),
        lambda r: f"+1 {_digits(r, 3)} {_digits(r, 3)} {_digits(r, 4)}",
    ),
    "ssn": (
        ("ssn", "SSN", "social_security_number", "Social Security"),
        lambda r: f"{r.randint(100, 600)}-{r.randint(10, 99)}-{r.randint(1000, 9999)}",
    ),
    "birth date": (
        ("dob", "PatientDOB", "Date of Birth", "Geburtsdatum", "fecha_nacimiento", "data di nascita"),
        _date,
    ),
    "first name": (("first_name", "FirstName", "Vorname", "prénom", "voornaam"), lambda r: r.choice(_FIRST)),
    "last name": (("last_name", "Surname", "Nachname", "apellidos", "cognome"), lambda r: r.choice(_LAST)),
    "full name": (
        ("full_name", "customer_name", "Patient Name", "nombre completo"),
        lambda r: f"{r.choice(_FIRST)} {r.choice(_LAST)}",
    ),
    "address": (
        ("address", "Home Address", "billing_address", "Anschrift", "dirección"),
        lambda r: f"{r.randint(1, 99)} {r.choice(_ROADS)}",
    ),
    "street": (("street", "Straße", "calle", "rua"), lambda r: f"{r.choice(_ROADS)} {r.randint(1, 99)}"),
    "patient id": (("patient_id", "PatientID", "Patientennummer"), lambda r: f"P{_digits(r, 6)}"),
    "mrn": (("MRN", "medical_record_number"), lambda r: _digits(r, 8)),
    "passport": (
        ("passport", "passport_no", "Reisepassnummer", "pasaporte"),
        lambda r: f"{r.choice('CFGH')}{_digits(r, 8)}",
    ),
    "licence": (("drivers_license", "Driving Licence Number"), lambda r: f"D{_digits(r, 7)}"),
    "card": (("credit_card", "card number", "CardNumber", "Kreditkartennummer"), _card),
    "iban": (("iban", "IBAN"), _iban),
    "account": (("account_number", "Kontonummer", "bank account"), lambda r: _digits(r, 10)),
    "national id": (("national_id", "codice fiscale", "DNI", "nino", "aadhaar number"), lambda r: f"{_digits(r, 8)}Z"),
    "nhs": (("nhs_number", "NHS No"), lambda r: f"{_digits(r, 3)} {_digits(r, 3)} {_digits(r, 4)}"),
}


def planted(seed: int, rounds: int) -> Iterator[Table]:
    """Tables with one column of each kind among harmless ones, and the column's header."""
    r = random.Random(seed)
    for k in range(rounds):
        for kind, (names, make) in KINDS.items():
            name = names[k % len(names)]
            heads = [name, *r.sample(["plan", "visits", "score", "city", "active", "region code"], 3)]
            r.shuffle(heads)
            rows = [[make(r) if head == name else _harmless(r, head) for head in heads] for _ in range(r.randint(2, 6))]
            yield Table(kind, heads, rows, [name])


def _harmless(r: random.Random, head: str) -> str:
    if head == "score":
        return f"{r.uniform(-3, 3):.3f}"
    if head == "active":
        return r.choice(["True", "False"])
    if head == "visits":
        return str(r.randint(0, 90))
    return r.choice({"plan": ["basic", "gold"], "city": ["Ulm", "Bern"]}.get(head, ["n-1", "s-2"]))


def counts(r: random.Random) -> str:
    """A small whole number."""
    return str(r.randint(0, 40))


def number(r: random.Random) -> str:
    """A measured number."""
    return f"{r.uniform(0, 1):.4f}"


def twins(seed: int, rounds: int) -> Iterator[Table]:
    """Tables that look alike and show nobody."""
    r = random.Random(seed)
    columns: list[tuple[str, dict[str, Make]]] = [
        (
            "products",
            {"name": lambda r: r.choice(["Desk Lamp", "Chair"]), "price": number, "sku": lambda r: _digits(r, 5)},
        ),
        ("models", {"model name": lambda r: r.choice(["bert base", "t5"]), "accuracy": number, "f1": number}),
        ("features", {"address_len": counts, "email_count": counts, "n_names": counts, "phone_model": lambda r: "X1"}),
        ("masked", {"email": lambda r: "***", "phone": lambda r: "[redacted]", "visits": counts}),
        ("missing", {"email": lambda r: "NaN", "dob": lambda r: "NaT", "ssn": lambda r: "None", "visits": counts}),
        ("flags", {"email": lambda r: r.choice(["True", "False"]), "phone": lambda r: r.choice(["True", "False"])}),
        ("counts", {"email": counts, "address": counts, "first_name": counts}),
        ("floats", {"phone": number, "ssn": number, "patient_id": number, "account_number": number}),
        ("hashes", {"email_hash": lambda r: f"{r.getrandbits(128):032x}", "visits": counts}),
        ("digests", {"email": lambda r: f"{r.getrandbits(256):064x}", "visits": counts}),
        (
            "partly",
            {"card_number": lambda r: f"**** **** **** {_digits(r, 4)}", "ssn": lambda r: f"XXX-XX-{_digits(r, 4)}"},
        ),
        ("files", {"filename": lambda r: f"a{counts(r)}.csv", "path name": lambda r: "data", "size": counts}),
        ("importance", {"feature": lambda r: r.choice(["email", "dob", "age"]), "importance": number}),
        ("scaled", {"age": lambda r: f"{r.uniform(-2, 2):.4f}", "income": number, "zip": number, "sex": number}),
        ("titanic", {"survived": counts, "pclass": counts, "name": lambda r: "Lee, Mr. Bob", "sex": lambda r: "male"}),
        ("iris", {"sepal_length": number, "petal_length": number, "species": lambda r: "setosa"}),
        ("places", {"address": lambda r: f"0x{_digits(r, 12)}", "mail": counts, "street": lambda r: "Pave"}),
        ("two", {"age": lambda r: str(r.randint(20, 60)), "sex": lambda r: "female", "bmi": number}),
    ]
    for _ in range(rounds):
        for kind, makes in columns:
            rows = [[make(r) for make in makes.values()] for _ in range(r.randint(2, 6))]
            yield Table(kind, list(makes), rows, [])
        for kind, head in (("describe", "phone"), ("describe", "account_number")):
            labels = ("count", "mean", "std", "min", "25%", "50%", "75%", "max")
            yield Table(kind, [head, "visits"], [[_digits(r, 9), counts(r)] for _ in labels], [], labels)
