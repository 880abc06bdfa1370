"""Planted tables: columns of personal data in every form in which outputs show tables, and twins that are none.

    python bench/columns.py [--rounds N]

prints recall by kind and by form, every miss and every false alarm. Everything is made with a fixed seed; no value is
anybody's.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from typing import Any, NamedTuple

Rows = list[list[str]]
Make = Callable[[random.Random], str]
Output = dict[str, Any]

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


class Case(NamedTuple):
    """A table in one form, as a notebook."""

    kind: str
    form: str
    notebook: dict[str, Any]
    wanted: list[str]


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


def _html(table: Table, index: bool = True) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in table.heads)
    labels = [f"<th>{escape(table.label(k))}</th>" if index else "" for k in range(len(table.rows))]
    body = "".join(
        f"<tr>{label}{''.join(f'<td>{escape(v)}</td>' for v in row)}</tr>\n"
        for label, row in zip(labels, table.rows, strict=True)
    )
    corner = "<th></th>" if index else ""
    return (
        f'<table border="1" class="dataframe">\n<thead><tr>{corner}{head}</tr></thead>\n<tbody>{body}</tbody></table>'
    )


def _styled(table: Table) -> str:
    head = "".join(
        f'<th id="T_1_level0_col{k}" class="col_heading" >{escape(h)}</th>\n' for k, h in enumerate(table.heads)
    )
    body = "".join(
        f'<tr><th id="r{k}" class="row_heading" >{escape(table.label(k))}</th>'
        + "".join(f'<td id="T_1_row{k}_col{j}" class="data" >{escape(v)}</td>' for j, v in enumerate(row))
        + "</tr>"
        for k, row in enumerate(table.rows)
    )
    return (
        f'<style type="text/css"></style><table id="T_1"><thead><tr><th class="blank" >&nbsp;</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _polars_html(table: Table) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in table.heads)
    body = "".join("<tr>" + "".join(f"<td>&quot;{escape(v)}&quot;</td>" for v in row) + "</tr>" for row in table.rows)
    types = "<td>str</td>" * len(table.heads)
    n, m = len(table.rows), len(table.heads)
    return (
        f'<div><small>shape: ({n}, {m})</small><table border="1" class="dataframe"><thead><tr>{head}</tr>'
        f"<tr>{types}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _widths(table: Table) -> list[int]:
    return [max(len(h), *(len(row[k]) for row in table.rows)) for k, h in enumerate(table.heads)]


def _pandas(table: Table, index: bool = True) -> str:
    label = max(len(table.label(k)) for k in range(len(table.rows))) if index else 0
    wide = [w + 1 if any(len(row[k]) == w for row in table.rows) else w for k, w in enumerate(_widths(table))]
    lines = [" " * label + "".join(" " + h.rjust(w) for h, w in zip(table.heads, wide, strict=True))]
    for k, row in enumerate(table.rows):
        cells = "".join(" " + v.rjust(w) for v, w in zip(row, wide, strict=True))
        lines.append((table.label(k).ljust(label) if index else "") + cells)
    return "\n".join(lines)


def _wrapped(table: Table) -> str:
    half = len(table.heads) // 2
    first = Table("", table.heads[:half], [row[:half] for row in table.rows], [], table.labels)
    rest = Table("", table.heads[half:], [row[half:] for row in table.rows], [], table.labels)
    lines = _pandas(first).split("\n")
    lines = [lines[0] + "  \\", *(line + "   " for line in lines[1:])]
    return "\n".join(lines) + "\n\n" + _pandas(rest)


def _barred(table: Table, bar: str, edge: str, cross: str, dash: str, top: bool, right: bool = False) -> str:
    wide = _widths(table)
    rule = edge + cross.join(dash * (w + 2) for w in wide) + edge
    fit = (lambda v, w: v.rjust(w)) if right else (lambda v, w: v.ljust(w))

    def line(row: list[str]) -> str:
        return bar + bar.join(f" {fit(v, w)} " for v, w in zip(row, wide, strict=True)) + bar

    lines = [line(table.heads), rule, *(line(row) for row in table.rows)]
    return "\n".join([rule, *lines, rule] if top else lines)


def _polars(table: Table) -> str:
    text = _barred(table, "┆", "╞", "╪", "═", True)
    types = "┆" + "┆".join(f" {'---'.ljust(w)} " for w in _widths(table)) + "┆"
    kinds = "┆" + "┆".join(f" {'str'.ljust(max(w, 3))} " for w in _widths(table)) + "┆"
    top, head, rule, *rest = text.split("\n")
    shape = f"shape: ({len(table.rows)}, {len(table.heads)})"
    return "\n".join([shape, top, head, types, kinds, rule, *rest]).replace("┆ ", "│ ", 1)


def _underlined(table: Table) -> str:
    wide = _widths(table)
    lines = [table.heads, ["-" * w for w in wide], *table.rows]
    return "\n".join("  ".join(v.ljust(w) for v, w in zip(row, wide, strict=True)).rstrip() for row in lines)


def _separated(table: Table, mark: str) -> str:
    return "\n".join(mark.join(f'"{v}"' if mark in v else v for v in row) for row in [table.heads, *table.rows])


def _records(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.heads, row, strict=True)) for row in table.rows]


def _stream(text: str) -> Output:
    return {"output_type": "stream", "name": "stdout", "text": text + "\n"}


def _shown(**data: Any) -> Output:
    bundle = {
        name.replace("__", "/").replace("_plus_", "+").replace("_dot_", "."): value for name, value in data.items()
    }
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": bundle}


FORMS: dict[str, Callable[[Table], Output]] = {
    "pandas, html and plain": lambda t: _shown(text__plain=_pandas(t), text__html=_html(t)),
    "html without an index": lambda t: _shown(text__html=_html(t, False)),
    "Styler": lambda t: _shown(text__plain="<pandas.io.formats.style.Styler at 0x7f>", text__html=_styled(t)),
    "polars html": lambda t: _shown(text__html=_polars_html(t)),
    "pandas, plain": lambda t: _shown(text__plain=_pandas(t)),
    "pandas, printed": lambda t: _stream("Loaded.\n" + _pandas(t)),
    "pandas, no index": lambda t: _stream(_pandas(t, False)),
    "pandas, wrapped": lambda t: _stream(_wrapped(t)),
    "polars": lambda t: _stream(_polars(t)),
    "Spark": lambda t: _stream(_barred(t, "|", "+", "+", "-", True, True)),
    "Markdown": lambda t: _shown(text__markdown=_barred(t, "|", "|", "|", "-", False)),
    "psql": lambda t: _stream(_barred(t, "|", "|", "+", "-", True)),
    "underlined": lambda t: _stream(_underlined(t)),
    "comma": lambda t: _stream(_separated(t, ",")),
    "semicolon": lambda t: _stream(_separated(t, ";")),
    "tab": lambda t: _stream(_separated(t, "\t")),
    "dicts": lambda t: _stream(repr(_records(t))),
    "JSON lines": lambda t: _stream("\n".join(json.dumps(r, ensure_ascii=False) for r in _records(t))),
    "JSON records": lambda t: _shown(application__json=_records(t)),
    "data resource": lambda t: _shown(
        **{"application__vnd_dot_dataresource_plus_json": {"schema": {"fields": []}, "data": _records(t)}}
    ),
}


_LABELLED = {"pandas, html and plain", "Styler", "pandas, plain", "pandas, printed", "pandas, wrapped"}


_JSON = {"JSON records", "data resource"}


def _has_texts(table: Table) -> bool:
    """Whether a wanted value is a text of its own in JSON: a shorter one is not, and such a table is not seen."""
    return any(len(row[table.heads.index(head)]) >= 6 for row in table.rows for head in table.wanted)


def cases(tables: Iterator[Table]) -> Iterator[Case]:
    """Every table in every form."""
    for table in tables:
        for form, draw in FORMS.items():
            if form in _JSON and table.wanted and not _has_texts(table):
                continue
            cell = {
                "cell_type": "code",
                "id": "a",
                "metadata": {},
                "execution_count": 1,
                "source": "df",
                "outputs": [draw(table if form in _LABELLED else table.labelled())],
            }
            notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
            yield Case(table.kind, form, notebook, table.wanted)


def judged(seed: int = 1, rounds: int = 1) -> tuple[list[str], list[str], Counter[str], int]:
    """What was missed, what was found in a twin or twice, the cases found by kind and form, and the planted cases."""
    from jupyter_mlsecops.core.engine import Engine
    from jupyter_mlsecops.core.policy import Policy
    from jupyter_mlsecops.core.rule import RuleSet
    from jupyter_mlsecops.rules.pii.columns import pii_columns

    engine = Engine(RuleSet([pii_columns]), Policy(profile="audit"), b"columns")
    missed: list[str] = []
    false: list[str] = []
    found: Counter[str] = Counter()
    count = 0
    for case in cases(planted(seed, rounds)):
        count += 1
        messages = [f.message for f in engine.scan(json.dumps(case.notebook).encode(), "planted.ipynb").findings]
        names = ", ".join(case.wanted)
        if [m.partition(" (")[0] for m in messages] == [f"A table shows personal data: {names}"]:
            found.update((case.kind, case.form))
        else:
            missed.append(f"{case.kind} as {names} in {case.form}: {messages}")
    for case in cases(twins(seed, rounds)):
        messages = [f.message for f in engine.scan(json.dumps(case.notebook).encode(), "twin.ipynb").findings]
        if messages:
            false.append(f"{case.kind} in {case.form}: {messages}")
    return missed, false, found, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    missed, false, found, count = judged(asked.seed, asked.rounds)
    twin_count = sum(1 for _ in cases(twins(asked.seed, asked.rounds)))
    print(f"found {count - len(missed)} of {count}; false alarms {len(false)} of {twin_count}")
    for name in (*KINDS, *FORMS):
        print(f"{found[name]:6}  {name}")
    print(*("missed: " + line for line in missed), *("false: " + line for line in false), sep="\n")


if __name__ == "__main__":
    main()
