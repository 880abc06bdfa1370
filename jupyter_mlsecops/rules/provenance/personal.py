"""Which data frames of a notebook hold columns that its code calls by the name of personal data."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...sdk import Code, Value
from .credentials import words_of
from .reach import Step, at, settled

_NAMES = frozenset(
    name.replace(" ", "")
    for name in (
        "ssn,social security number,social security,sin,email,e mail,email address,mail address,phone,phone number,"
        "telephone,mobile,mobile number,cell phone,dob,date of birth,birth date,birthdate,birthday,iban,bank account,"
        "account number,credit card,credit card number,card number,cc number,passport,passport number,national id,"
        "tax id,nhs number,aadhaar,driver license,drivers license,license plate,first name,last name,full name,surname,"
        "family name,given name,maiden name,home address,street address,mailing address,postal address,patient id,"
        "patient name,mrn,medical record number,customer name,employee name,ip address"
    ).split(",")
)
_BEFORE = frozenset(
    "user customer client patient employee contact person member student home work primary secondary billing".split()
)
# What is made of a frame in these ways no longer holds its rows.
_SUMMARIES = frozenset(
    "groupby agg aggregate describe value_counts mean sum count nunique corr isna isnull pivot_table crosstab std "
    "dtypes median info memory_usage quantile cov".split()
)
_DROPPERS = ("drop", "pop")


def is_personal(column: str) -> bool:
    """Whether a column of this name holds what names or reaches a person directly: ``Email``, ``user_ssn``."""
    if len(column) > 40:
        return False
    words = words_of(column)
    while len(words) > 1 and words[0] in _BEFORE and "".join(words) not in _NAMES:
        del words[0]
    return "".join(words) in _NAMES


def frames(cells: tuple[Code, ...]) -> Mapping[str, frozenset[str]]:
    """By variable, the personal columns that the notebook reads from or gives to it and does not change or remove."""
    seen: dict[str, set[str]] = {}
    gone: dict[str, set[str]] = {}
    for code in cells:
        for node in ast.walk(code.summary.parsed.tree):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
                into = gone if isinstance(node.ctx, (ast.Store, ast.Del)) else seen
                into.setdefault(node.value.id, set()).update(filter(is_personal, _texts(node.slice)))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _DROPPERS:
                if isinstance(node.func.value, ast.Name):
                    gone.setdefault(node.func.value.id, set()).update(t for a in _arguments(node) for t in _texts(a))
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                made = frozenset(filter(is_personal, _columns(node.value)))
                for target in node.targets:
                    if isinstance(target, ast.Name) and made:
                        seen.setdefault(target.id, set()).update(made)
    return {name: frozenset(columns - gone.get(name, set())) for name, columns in seen.items()}


def personal_columns(code: Code, value: Value) -> frozenset[str]:
    """The personal columns of the frame that an expression is, or is made of."""
    known = code.remember(frames)
    step = Step(value, {})
    without: set[str] = set()
    for _ in range(12):
        node = step.node
        if isinstance(node, ast.Call):
            made = frozenset(filter(is_personal, _columns(node)))
            if made:
                return made - without
            if not isinstance(node.func, ast.Attribute) or node.func.attr in _SUMMARIES:
                return frozenset()
            if node.func.attr in _DROPPERS:
                without |= {text for argument in _arguments(node) for text in _texts(argument)}
            step = at(step, code, node.func.value)
        elif isinstance(node, ast.Subscript):
            chosen = _texts(node.slice)
            if chosen:
                return frozenset(filter(is_personal, chosen)) - without
            step = at(step, code, node.value)
        elif isinstance(node, ast.Attribute):
            step = at(step, code, node.value)
        elif isinstance(node, ast.Name):
            if known.get(node.id):
                return known[node.id] - without
            after = settled(step, code)
            if after.node is node:
                return frozenset()
            step = after
        else:
            return frozenset()
    return frozenset()


def _columns(call: ast.Call) -> list[str]:
    """The columns that a call names for the frame it makes: keys of a dict, ``columns=``, ``usecols=``, ``names=``."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in ("DataFrame", "from_dict", "from_records") and not name.startswith("read_"):
        return []
    found = [t for k in call.keywords if k.arg in ("columns", "usecols", "names") for t in _texts(k.value)]
    for argument in call.args[:1]:
        if isinstance(argument, ast.Dict):
            found += [
                key.value for key in argument.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
            ]
    return found


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args
    yield from (keyword.value for keyword in call.keywords)


def _texts(node: ast.expr) -> list[str]:
    """The constant strings of a string or list."""
    nodes = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else [node]
    return [one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]
