"""What hostile texts cost: every rule that reads texts, on 100 KB made of what it looks for.

``python bench/hostile.py`` prints the five slowest rules, each with its worst text.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from figures import Figure
from yardstick import pace

from jupyter_mlsecops.core.model import Part
from jupyter_mlsecops.core.segments import Segment
from jupyter_mlsecops.rules import load

SIZE = 100_000
SHOWN = 5
ROUNDS = 5
TAILS = (
    *(
        "",
        "a",
        "=",
        ' "',
        ":",
        "_key=",
        "\\n",
        " = ",
        "1",
        "-",
        "_",
        ".",
        "'",
        '"',
        "/",
        "@",
        "a1B",
        "==",
        ": '",
        '\\"',
    ),
    *("\t", "\n", " \n", "1 ", ",", "(", "\u00e9", "A" * 40, "0" * 40, " " * 40),
)
# Texts that have brought down the expressions of others, whatever a rule looks for.
ALIKE = (
    *(
        "a",
        "A",
        "0",
        " ",
        "\n",
        "=",
        '"',
        "'",
        "-",
        "_",
        ".",
        ":",
        "/",
        "@",
        "\\",
        "(",
        "[",
        "{",
        "<",
        "+",
        ",",
        "\u00e9",
    ),
    *(
        "a ",
        "1 ",
        "1-",
        "1.",
        "a.",
        "a@",
        "a:",
        "a=",
        "a_",
        "a-",
        'a"',
        "ab,",
        "0x",
        "\\n",
        '\\"',
        "://",
        "a://b:",
        "ACGT",
    ),
    *(
        "key=",
        "key =",
        "token: ",
        "password ",
        "api_key=(",
        'secret="a',
        "<td>",
        "&amp;",
        "a@b.",
        "+1 ",
        "1234 ",
        "12-",
    ),
    *("eyJ", ".eyJ", "-----BEGIN ", "sk-", "AKIA", "Bearer ", "0123456789abcdef", "2001:", "1.2.3.", "AB12 "),
)
# As much as fits in of what costs rules most: names of credentials with every kind of tail, values in values, tables of
# them, and addresses and numbers of persons beside their names.
DENSE = (
    *("key", "pwd", "key,", "key, ", "pw\n", "key=password ", "key=password\n", "pw=Bearer ", "login abcdefgh "),
    *("key:key:key:key ", "set key aB3xK9qZ8 ", "login ann key aB3xK9q8 ", "identified by \n", "key=aB3xK9qZ8vN2mL5p "),
    *("key=1234abcd&", "?key=aB3xK9qZ&", "key=" + "a1B/key=" * 30 + " ", "key" + " " * 36 + "x ", "secret\t\t\tx "),
    *("\u5bc6\u7801=", "\u5bc6\u7801=abcdefgh", "pw=\u5bc6", "api_key\u7684a", "key = Field(x", "key: a.b.c.d = "),
    *("key a b c d e= ", "key (abc) is ", 'key value="', "key<br>", "key <br> <br> <br> ", "key --x --y "),
    *("aB3xK9qZ8 is the key ", "a,b_key\n1,aB3xK9qZ8\n", "key, token = 'abcdefgh', 'abcdefgh'\n", 'key="abcdefgh" '),
    *("8.8.4.4\n", "1.2.3.4:", "client ip 84.17.201.112 ", "user 84.17.201.112 84.17.201.113\n", "1::2 client "),
    *("ada.l@corp-mail.io ", "a@b.co ", "ada@corp.io>\n", "'''''@b.co", "+14158675309,", "tel 07912 345678 "),
    *("0123456 tel ", "(415) 867-5309 tel ", "tel,fax\n4158675309,4158675308\n", "mrn 1234567 ", "dob 1990-01-01 "),
    *("4539148803436467,", "GB82WEST12345698765432,", "390.533.447-05\n", "ssn: 536904399,", "nino AB123456C "),
    *("sin,nik,cpf\n536904399,536904399,536904399\n", "id,tax,ssn,cpf,cuit,dni,rut,tfn,ird,rfc 123456789 "),
    *(
        'ard_number = "371449635398423"',
        "card 4539 1488 0343 6467, ",
        "4539148803436467\n",
        "IBAN GB33BUKB20201555555555\n",
    ),
    *(
        "GB33 BUKB 2020 1555 5555 55 ",
        "'ssn': '536-90-4399', ",
        "+41 44 668 18 00 +1 415 867 5309\n",
        "@",
        "o@b.co,p@b.co\n",
    ),
    # Names that stand apart: above lines, under a series, beside rows.
    *(
        "ssn\n536904399\n",
        "0    536904399\nName: ssn, dtype: object\n",
        "ssn & tel \\\\\n536904399 & 4158675309 \\\\\n",
    ),
    *('columns=["town","ssn"]\n' + '("Ulm", "536904399"), ' * 40 + "\n", 'cols=["a",' + '"b",' * 200 + "]\n"),
    # In columns, and in a row of very many.
    *(
        "  name       ssn\n  Ada  536904399\n",
        "ssn\ttel\n536904399\t4158675309\n",
        "email,iban\na@b.co,GB33BUKB20201555555555\n",
    ),
    *("ssn," * 300 + "\n" + "536904399," * 300 + "\n", "      ssn  " * 80 + "\n" + "536904399  " * 80 + "\n"),
    # The numbers of many countries, each with its name, and all names before the numbers of one.
    "nhs 9434765919 utr 1955839661 nip 8567346215 bsn 111222333 egn 7523169263 cpr 2110625629 nif 501964843 "
    "personnummer 8803200016 pesel 44051401359 oib 33392005961 emšo 0101006500006 cnp 1630615123457 tckn 17291716060 "
    "aadhaar 234123412346 nric S1234567D curp BOXW310820HNERXN09 hkid A123456(3) dni 54362315K amka 01013000304\n",
    "nhs utr nip bsn egn cpr nif pesel oib cnp tckn aadhaar nric sin ssn cpf cuit rut tfn ird"
    + " 536904399" * 100
    + "\n",
    *("2f1e7c1a-3b5d-4f6e-8a9b-0c1d2e3f4a5b ", "id 2f1e7c1a-3b5d-4f6e-8a9b-0c1d2e3f4a5b\n", "3c:22:fb:1a:9e:04 "),
)


def measure() -> list[Figure]:
    """The slowest rule on its worst text, and how its time grows when the text doubles."""
    worst, rule, text = worst_texts()[0]
    growth = _on(rule, text, 2 * SIZE) / max(worst, 0.001)
    how = f"worst of all rules and texts: {rule.id} on {_named(text)} repeated"
    return [
        Figure("hostile 100 KB text, slowest rule", worst, "ms", how, 50.0),
        Figure("the same when the text doubles", growth, "x", "2 is linear, 4 is quadratic"),
    ]


def worst_texts() -> list[tuple[float, object, str]]:
    """For each rule the milliseconds on its worst text, the rule and that text; the slowest rule first.

    All texts are tried in a fiftieth of the size, and the three worst of them in the whole. Of rules that share a guard
    and a screen, which do their work together, one stands for all, on the texts of them all.
    """
    found = []
    groups: dict[object, list] = {}
    for rule in load().on(Segment):
        groups.setdefault((rule.guard, rule.screen, rule.shapes) if rule.guard else rule.id, []).append(rule)
    for rules in groups.values():
        rule, texts = rules[-1], set().union(*map(_texts, rules))
        # More than once each: what is loaded at first, and a busy machine, are no properties of a rule.
        sifted = sorted(((_best(rule, text, SIZE // 50, 2), text) for text in texts), reverse=True)[:3]
        took, text = max((_best(rule, text, SIZE, ROUNDS), text) for _, text in sifted)
        found.append((took, rule, text))
    return sorted(found, key=lambda entry: -entry[0])


def _texts(rule) -> set[str]:
    heads = {*rule.screen[:3], *_literals(rule)} or {"key", "1.2.3.", "password"}
    return {head + tail for head in heads for tail in TAILS} | {*ALIKE, *DENSE} | set(_pieces(rule))


def _literals(rule) -> Iterator[str]:
    """The literals inside the patterns that a rule is screened by."""
    for shape in rule.shapes[:2]:
        yield from (word for word in re.findall(r"[A-Za-z_:/.-]{2,}", shape)[:3])


def _pieces(rule) -> Iterator[str]:
    """What the rule finds, and what it nearly finds: its example, cut off, without its end, with another one behind."""
    for example in rule.bad[:2]:
        text = example.text.replace("\u00ab", "").replace("\u00bb", "")
        value = re.search("\u00ab(.*?)\u00bb", example.text, re.S)
        for piece in (text, *((value[1],) if value else ())):
            yield from (piece, piece + " ", piece[:-1], piece[: len(piece) // 2], piece[1:], piece[:-1] + "!")


def _best(rule, piece: str, size: int, rounds: int) -> float:
    return min(_on(rule, piece, size) for _ in range(rounds))


def _on(rule, piece: str, size: int) -> float:
    text = piece * (size // len(piece)) if piece else ""
    segment = Segment(text, text, "stream", Part.OUTPUT, "/cells/0/outputs/0/text")
    began = time.process_time()
    if rule.guard is None or rule.guard(segment):
        list(rule.check(segment))
    return (time.process_time() - began) * 1000


def _named(text: str) -> str:
    """A text that may stand in a report: what rules look for is cut short."""
    return repr(text if len(text) <= 12 else text[:6] + "…" + text[-3:])


if __name__ == "__main__":
    now = pace()
    found = worst_texts()[:SHOWN]
    now = min(now, pace())
    for took, rule, text in found:
        print(f"{took:8.1f} ms  {took / now:8.1f} on the machine of the goals  {rule.id:32} {_named(text)} repeated")
