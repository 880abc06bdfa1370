"""Values whose name stands apart from them: above, below or behind, in a list of names, or once for many."""

from __future__ import annotations

import pytest

from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.matching import Matcher
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.pii.rules import RULES
from jupyter_mlsecops.testing import notebook

MATCHER = Matcher(RuleSet(RULES))
OIB, OTHER, WRONG = "94577403" + "194", "33392005" + "961", "94577403" + "195"
DNI, NEXT = "54362315" + "K", "12345678" + "Z"
PRINTED = "# %%\nx\n# %% [output]\n"

APART = {
    "the columns of an insert": f"q = \"INSERT INTO people (town, oib) VALUES ('Ulm', '{OIB}'), ('Bern', '{OTHER}')\"",
    "a frame's rows and its columns": f'pd.DataFrame([["Ulm", "{OIB}"], ["Bern", "{OTHER}"]], columns=["town", "oib"])',
    "rows of tuples and a list of names": f'make([("Ulm", "{OIB}"), ("Bern", "{OTHER}")], ["town", "oib"])',
    "names zipped with a row": f'cols = ["town", "oib"]\nrow = ("{DNI}", "{OIB}")\nother = ("Bern", "{OTHER}")',
    "JSON in columns and rows": f'{PRINTED}{{"columns":["oib","n"],"index":[0,1],"data":[["{OIB}",1],["{OTHER}",2]]}}',
    "JSON by column": f'{PRINTED}{{"oib":{{"0":"{OIB}","1":"{OTHER}"}}}}',
    "a list with a name in the plural": f'oibs = ["{OIB}", "{OTHER}"]',
    "a selection": f'df[df["oib"].isin(["{OIB}", "{OTHER}"])]',
    "the foot of a series": f"{PRINTED}0    {OIB}\n1    {OTHER}\nName: oib, dtype: object",
    "the name of an index": f"{PRINTED}             visits  town\noib\n{OIB}       3   Ulm\n{OTHER}       4  Bern",
    "counted values": f"{PRINTED}oib\n{OIB}    1\n{OTHER}    1\nName: count, dtype: int64",
    "a turned frame": f"{PRINTED}          0            1\nn         3            4\noib  {OIB}  {OTHER}",
    "a glimpse": f"{PRINTED}$ n   <i64> 3, 4\n$ oib <str> '{OIB}', '{OTHER}'",
    "LaTeX": f"{PRINTED}\\toprule\ntown & oib \\\\\n\\midrule\nUlm & {OIB} \\\\\nBern & {OTHER} \\\\\n\\bottomrule",
    "a ruled table": f"{PRINTED}====  ===========\ntown  oib\n====  ===========\nUlm   {OIB}\nBern  {OTHER}\n====",
    "HTML in a text": f"{PRINTED}<table>\n<tr><th>n</th><th>oib</th></tr>\n<tr><td>1</td><td>{OIB}</td></tr>\n"
    f"<tr><td>1</td><td>{OTHER}</td></tr></table>",
    "HTML with the name of its rows": "# %%\nx\n# %% [output text/html]\n<table><tr><th></th><th>n</th></tr>"
    f"<tr><th>oib</th><th></th></tr><tr><th>{OIB}</th><td>1</td></tr><tr><th>{OTHER}</th><td>1</td></tr></table>",
    "the label of a field": f"a = Text(value='{OIB}', description='OIB')\nb = Text(value='{OTHER}', description='OIB')",
    "a series that a column is": f'df["oib"] = pd.Series(["{OIB}", "{OTHER}"])',
    "the columns of pyarrow": f'{PRINTED}n: [[1,2]]\noib: [["{OIB}","{OTHER}"]]',
    "a title above a table": f"{PRINTED}Last rows:\n  town          oib\n0  Ulm  {OIB}\n1  Ulm  {OTHER}",
    "a query and its rows": f'run("INSERT INTO t (town, oib) VALUES (?, ?)", [\n("a", "{OIB}"),\n("b", "{OTHER}")])',
    "a heading": f"# %% [markdown]\n### OIB\n{OIB}\n### OIB\n{OTHER}",
    "one and another": f"{PRINTED}OIB changed from {OIB} to {OTHER}",
    "a fallback": f'a = get("OIB", "{OIB}")\nadd("--oib", default="{OTHER}")',
    "a pair": f"{PRINTED}[('{OIB}', 'OIB'), ('{OTHER}', 'OIB')]",
    "marked words": f"# %% [markdown]\n<b>OIB</b> <span>{OIB}</span>\n\n<b>OIB</b> <span>{OTHER}</span>",
}
TWINS = {
    "figures in a list": f"oib = [{OIB}, {WRONG}]\nd = [0.1, {OTHER}]",
    "another column": f'pd.DataFrame([["{OIB}", "x"]], columns=["order", "oib"])',
    "as many fields, but no names": f'order = ("a", "b")\nrow = ("oib", "{OIB}")'.replace("oib", "town"),
    "the foot of another series": f"{PRINTED}0   {OIB}\nName: order, dtype: object\n\n0   1\nName: oib, dtype: int64",
    "wrong check digits": f'pd.DataFrame([["Ulm", "{WRONG}"]], columns=["town", "oib"])',
}


def found(text: str, rule: str) -> list[str]:
    matched = MATCHER.run(build(notebook(text)[0]))
    places = [place for one in matched.found if one.rule.id == rule for place in one.match.hidden]
    return [matched.texts[place.pointer].raw[slice(*place.span)] for place in places if place.span]


@pytest.mark.parametrize("text", APART.values(), ids=APART.keys())
def test_a_name_that_stands_apart(text: str) -> None:
    assert sorted(found(text, "hr-oib")) == sorted([OIB, OTHER])


@pytest.mark.parametrize("text", TWINS.values(), ids=TWINS.keys())
def test_what_another_name_belongs_to(text: str) -> None:
    assert found(text, "hr-oib") == [OIB] * ("oib = [" in text)


def test_values_that_end_in_a_letter_follow_one_another() -> None:
    assert found(f"dni = ['{DNI}', '{NEXT}']", "es-dni") == [DNI, NEXT]


def test_an_address_without_a_long_number() -> None:
    address = "2a02:8108:41c0::1a" + "2b"
    assert found(f"{PRINTED}remote_addr {address}", "ip-address") == [address]


def test_what_is_named_an_order_is_no_number_of_a_person() -> None:
    ssn = "536-90-" + "4399"
    assert found(f"{PRINTED}town,order_no\nUlm,{ssn}", "us-ssn") == []
    assert found(f"{PRINTED}town,code\nUlm,{ssn}", "us-ssn") == [ssn]


@pytest.mark.parametrize("date", ["02-Oct-1957", r"1957\/10\/02"])
def test_further_notations_of_dates(date: str) -> None:
    assert found(f'{PRINTED}{{"dob":"{date}"}}', "date-of-birth") == [date]
