"""What a name means: to loaders of Python 2 pickles, to loaders with tables of their own, and when it is no name."""

from __future__ import annotations

import _compat_pickle

import pytest

from jupyter_mlsecops.formats.pickles import Context, Kind, Pair, read
from jupyter_mlsecops.formats.pickles.python2 import renamed

from . import assemble as a
from .told import of_kind, told


@pytest.mark.parametrize(
    ("protocol", "pairs"),
    [
        (0, ["__builtin__.apply", "builtins.apply"]),
        (2, ["__builtin__.apply", "builtins.apply"]),
        (3, ["__builtin__.apply"]),
        (4, ["__builtin__.apply"]),
    ],
)
def test_below_protocol_3_a_name_is_told_with_what_python_3_makes_of_it(protocol: int, pairs: list[str]) -> None:
    (fact,) = of_kind(a.proto(protocol) + a.global_("__builtin__", "apply") + a.STOP, Kind.GLOBAL)
    assert [str(pair) for pair in fact.pairs] == pairs and fact.protocol == protocol


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("__builtin__", "xrange"), ("builtins", "range")),
        (("__builtin__", "reduce"), ("functools", "reduce")),
        (("copy_reg", "_reconstructor"), ("copyreg", "_reconstructor")),
        (("commands", "getoutput"), ("subprocess", "getoutput")),
        (("os", "system"), ("os", "system")),
    ],
)
def test_names_of_python_2(old: tuple[str, str], new: tuple[str, str]) -> None:
    assert renamed(Pair(*old)) == new


def test_every_name_that_this_python_maps_is_mapped_likewise() -> None:
    for old, new in _compat_pickle.NAME_MAPPING.items():
        assert renamed(Pair(*old)) == new
    for module, other in _compat_pickle.IMPORT_MAPPING.items():
        assert renamed(Pair(module, "some_name")) == (other, "some_name")


def test_the_protocol_of_a_name_is_the_one_in_force_where_it_stands() -> None:
    name = a.global_("__builtin__", "apply")
    data = a.proto(4) + name + a.POP + a.proto(2) + name + a.POP + a.proto(5) + name + a.STOP
    assert [len(fact.pairs) for fact in of_kind(data, Kind.GLOBAL)] == [1, 2, 1]
    assert told(data, "protocol-switch") == [
        ("protocol-switch", 22, "PROTO", "to 2"),
        ("protocol-switch", 44, "PROTO", "to 5"),
    ]
    second = a.NONE + a.STOP + name + a.STOP
    assert [fact.protocol for fact in of_kind(a.proto(4) + second, Kind.GLOBAL)] == [0]
    assert of_kind(a.proto(4) + name + a.STOP, Kind.PROTOCOL_SWITCH) == []


def test_a_loaders_own_table_is_told_too() -> None:
    context = Context(renames={Pair("old.place", "Index"): Pair("new.place", "Index")})
    (fact,) = read(a.global_("old.place", "Index") + a.STOP, context=context).facts
    assert fact.pairs == (Pair("old.place", "Index"), Pair("new.place", "Index"))


@pytest.mark.parametrize("protocol", [2, 4])
def test_dotted_names_are_told_whole(protocol: int) -> None:
    data = a.proto(protocol) + a.stack_global("innocent", "sys.modules.get") + a.STOP
    (fact,) = of_kind(data, Kind.GLOBAL)
    assert fact.pairs[0] == ("innocent", "sys.modules.get") and of_kind(data, Kind.MALFORMED_NAME) == []


@pytest.mark.parametrize(
    ("module", "name", "malformed"),
    [
        ("os\r", "system", True),
        ("os", "system\r", True),
        ("os ", "system", True),
        ("", "system", True),
        ("os", "", True),
        ("os", "a..b", True),
        ("os", "f()", True),
        ("os.path", "join", False),
        ("module", "f.<locals>.g", False),
        ("módulo", "ñame", False),
    ],
)
def test_a_name_that_is_none_keeps_its_characters_and_is_told(module: str, name: str, malformed: bool) -> None:
    data = a.global_(module, name) + a.STOP
    assert told(data, "global") == [("global", 0, "GLOBAL", f"{module}.{name}")]
    assert [fact.offset for fact in of_kind(data, Kind.MALFORMED_NAME)] == [0] * malformed


def test_the_last_byte_of_the_file_ends_a_line_for_the_pure_python_unpickler() -> None:
    assert told(b"cos\nsystem?", "global") == [("global", 0, "GLOBAL", "os.system")]
    assert told(b"cevil?", "global") == [("global", 0, "GLOBAL", "evil.")]
    assert told(a.MARK + b"ios\nsystem?") == [
        ("global", 1, "INST", "os.system"),
        ("call", 1, "INST", "os.system"),
    ]


def test_a_name_without_an_end_is_told_and_not_kept() -> None:
    data = a.global_("m" * 200_000, "f") + a.global_("os", "system") + a.STOP
    assert told(data) == [
        ("computed-global", 0, "GLOBAL", "a name of more than 64 KiB"),
        ("global", 200_004, "GLOBAL", "os.system"),
    ]
