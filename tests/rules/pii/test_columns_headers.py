"""Headers in many spellings, what values must look like, and where the readers say that cells stand."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.core.views import html_view
from jupyter_mlsecops.rules.pii import header_names, header_names_world
from jupyter_mlsecops.rules.pii.dataframe_html import head_text, html_tables
from jupyter_mlsecops.rules.pii.dataframe_output import in_raw, in_text
from jupyter_mlsecops.rules.pii.dataframe_text import text_tables
from jupyter_mlsecops.rules.pii.dataframe_values import fits
from jupyter_mlsecops.rules.pii.header import kind_of, stems_in
from jupyter_mlsecops.sdk import lowered

AT = "@"
NAMES = {
    "email": "E-mail Address, customer_email, eMail, CONTACT_EMAIL, patientemail, Adresse e-mail, correo electrónico",
    "phone": "Phone No., home_phone, téléphone, Número de teléfono, Handynummer, phone2, Tel.",
    "birth date": "PatientDOB, D.O.B., DOB (mm/dd/yyyy), date_of_birth, Geburtsdatum, Date de naissance, birthdate",
    "person": "FirstName, last-name, customer name, prénom, Nachname, apellidos, sobrenome, cognome, achternaam",
    "address": "Home Address, AddressLine1, billing_address, Anschrift, dirección, endereço, indirizzo, adres",
    "street": "Straße, street, rue",
    "national id": "codice fiscale, CPF, DNI, NHS No, Steuer-ID, BSN, Carta d'identità, número de sécurité sociale",
    "patient": "patient_id, MRN, PatientID, Patientennummer",
    "card": "Credit Card, card_number, ccNumber, Kreditkarte",
    "name": "Name, nom, nome, nombre, user_name",
    "word": "Gender, sexe, Staatsangehörigkeit, marital_status, género",
    "": "email_count, address_len, phone_model, n_names, filename, product name, model_name, is_email, hostname, "
    "customer_id, last4, HouseAge, email verified, phones per capita, name length, geolocation, a, 1, city, visits",
}


@pytest.mark.parametrize(
    ("label", "kind"), [(label.strip(), kind) for kind, labels in NAMES.items() for label in labels.split(",")]
)
def test_a_header_in_any_spelling(label: str, kind: str) -> None:
    found = kind_of(label)
    assert (found.name if found else "") == kind


SHORT = frozenset(
    "age alter edad idade eta leeftijd ip lat lon lng long cap".split()
    + ["ip addr", "client ip", "remote ip", "adresse ip", "d o b"]
)


@pytest.mark.parametrize("join", [" ", "_", ""])
def test_every_name_has_a_piece_that_lets_a_text_be_looked_at(join: str) -> None:
    tables = [
        names
        for table in (header_names, header_names_world)
        for names in (*table.DIRECT.values(), *table.INDIRECT.values(), table.GENERIC)
    ]
    phrases = {" ".join(phrase.split()) for names in tables for phrase in names.split(",")}
    assert [p for p in sorted(phrases - SHORT) if not stems_in(p.replace(" ", join))] == []


@pytest.mark.parametrize(
    "label", [label.strip() for kind, labels in NAMES.items() if kind for label in labels.split(",")]
)
def test_accents_do_not_hide_a_name(label: str) -> None:
    for form in ("NFC", "NFD"):
        spelled = unicodedata.normalize(form, label)  # type: ignore[arg-type]
        assert stems_in(lowered(spelled)) or label == "D.O.B.", spelled


VALUES = [
    ("email", ["a.b" + AT + "c.example"], True),
    ("email", ["NaN", "***", "[redacted]", ""], False),
    ("email", ["3", "4", "a" + AT + "b.example"], False),
    ("phone", ["+49 30 123456", "None"], True),
    ("phone", ["2021-03-04"], False),
    ("phone", ["0.1234567", "1.5"], False),
    ("birth date", ["12.03.1985", "Mar 12, 1985", "12 March 1985", "1985-03-12 00:00:00"], True),
    ("birth date", ["12", "3.5"], False),
    ("person", ["Ann", "O'Neil", "Anna-Maria von Hohen", "José"], True),
    ("person", ["a1", "0.5", "True"], False),
    ("address", ["12 Mill Lane", "Hauptweg 3, Ulm"], True),
    ("address", ["0x12ab34cd", "Ulm", "10.0.0.1"], False),
    ("street", ["Hauptstraße", "Mill Lane"], True),
    ("street", ["Pave", "Grvl"], False),
    ("age", ["34", "[20-30)"], True),
    ("age", ["-0.41", "1", "0"], False),
    ("zip", ["10115", "SW1A 1AA"], True),
    ("money", ["52000", "$52,000.00", "<=50K"], True),
    ("national id", ["12345678Z", "0.5"], True),
    ("national id", ["0.5123456", "3.2"], False),
]


@pytest.mark.parametrize(("kind", "values", "expected"), VALUES, ids=[f"{k}-{v[0]}" for k, v, _ in VALUES])
def test_values_look_like_what_the_header_says(kind: str, values: list[str], expected: bool) -> None:
    assert fits(kind, values) is expected


words = st.text(st.sampled_from("abcXYZ019 .-é&<\"'"), max_size=12).map(str.strip)
grids = st.integers(1, 4).flatmap(
    lambda n: st.tuples(
        st.lists(words, min_size=n, max_size=n),
        st.lists(st.lists(words, min_size=n, max_size=n), min_size=1, max_size=4),
    )
)


@given(grids, st.sampled_from(["", "<b>", "\n  "]))
def test_cells_of_html_stand_where_they_are_said_to(grid: tuple[list[str], list[list[str]]], lead: str) -> None:
    heads, rows = grid
    cells = "".join(f"<tr>{''.join(f'<td>{lead}{html.escape(v)}</td>' for v in row)}</tr>" for row in rows)
    head = "".join(f"<th>{html.escape(h)}</th>" for h in ["email", *heads])
    body = cells.replace("<tr>", "<tr><td>x</td>")
    raw = f"<p>&amp;</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    view, origin = html_view(raw)
    segment = Segment(view, raw, "html", Part.OUTPUT, "/cells/0/outputs/0/data/text~1html", origin=origin)
    for table in html_tables(raw):
        assert table.rows == len(rows)
        for column in table.columns:
            span = head_text(raw, column.head.span)
            assert in_raw(segment, segment.raw_span(in_text(segment, span))) == span
            for cell in column.cells:
                piece = raw[slice(*cell.span)]
                assert " ".join(html.unescape(piece.replace("<b>", " ")).split()).strip('" ') == " ".join(
                    cell.text.split()
                ).strip('" ')


@given(grids, st.sampled_from([",", ";", "|", "  "]))
def test_cells_of_a_text_stand_where_they_are_said_to(grid: tuple[list[str], list[list[str]]], mark: str) -> None:
    heads, rows = grid
    lines = [["email", *heads], *(["x", *row] for row in rows)]
    text = "log\n" + "\n".join(mark.join(line) for line in lines) + "\n\ndone"
    for table in text_tables(text):
        for column in table.columns:
            assert text[slice(*column.head.span)] == column.head.text
            for cell in column.cells:
                assert text[slice(*cell.span)] == cell.text
                assert table.body.start <= cell.span.start <= cell.span.end <= table.body.end


@given(st.text(st.sampled_from("email ,|\t\n-+'\"{}[]()=:<>tdhr/0a\\")))
def test_no_text_breaks_the_readers(text: str) -> None:
    for table in [*text_tables("email" + text), *html_tables("<table><th>email" + text)]:
        assert table.rows > 0
