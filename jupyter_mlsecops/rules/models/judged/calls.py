"""Calls that are as harmless as what they are given: methods that are taken, partials, iterators, storages."""

from __future__ import annotations

from ....formats.pickles import BOUND, HELD, LAZY, MISREAD, OF_VALUES, Fact, Kind, Opaque, Pair
from ....formats.pickles.lists import allowed

# Opcodes that call a class as code does; NEWOBJ makes an object without its __init__.
CALLS = frozenset(("REDUCE", "INST", "OBJ"))
GETATTR = Pair("builtins", "getattr")
# How the classes of the values of which there is one only are written, and types with types: Union[int, str].
_TYPE = Pair("builtins", "type")
_SINGLE = (None, Pair("builtins", "Ellipsis"), Pair("builtins", "NotImplemented"))
_GETITEM = Pair("_operator", "getitem")
_PARTIAL = Pair("functools", "partial")
# How methods begin that do more than compute: whoever uses the object calls them in place of its own.
_METHODS = tuple(
    "agg apply call clear connect delete download dump eval exec export fetch from_ import load map open pipe query "
    "read register remove run save send spawn start store system to_ tofile unlink write".split()
)
# Methods of Python's own that only tell a value of an object: libraries keep them to see whether something has changed.
_OF_VALUES = frozenset(f"__{name}__" for name in "bool contains eq ge gt hash le len lt ne".split())
# What these answer is told as a name, by their two texts.
_BY_NAME = (Pair("numpy.core", "_ufunc_reconstruct"), Pair("numpy._core", "_ufunc_reconstruct"))
_MADE = frozenset(Opaque(kind) for kind in ("call", "list", "dict", "set"))
# How PyTorch pickles a storage outside of its own files: a file of its own in bytes, which is read with this one.
_OWN_BYTES = Pair("torch.storage", "_load_from_bytes")


def harmless(facts: tuple[Fact, ...]) -> set[Pair]:
    """Names of which every call is as harmless as its arguments, which are judged by themselves."""
    read = {(fact.path, fact.arguments[0]) for fact in facts if fact.kind is Kind.NESTED and fact.arguments}
    found = set()
    for pair in (GETATTR, _TYPE, _GETITEM, _OWN_BYTES, _PARTIAL, *_BY_NAME, *LAZY):
        calls = [fact for fact in facts if fact.kind is Kind.CALL and pair in fact.pairs]
        if pair == GETATTR:
            fine = all(map(_takes_attribute, calls))
        elif pair == _TYPE:
            fine = all(len(fact.arguments) == 1 and fact.arguments[0] in _SINGLE for fact in calls)
        elif pair == _GETITEM:
            fine = all(isinstance(fact.arguments[0], Pair) and fact.arguments[0].module == "typing" for fact in calls)
        elif pair == _PARTIAL:
            fine = all(fact.detail in (BOUND, HELD, MISREAD) for fact in calls)
        elif pair in LAZY:
            fine = all(fact.detail in (OF_VALUES, MISREAD) for fact in calls)
        elif pair in _BY_NAME:
            fine = all(len(fact.arguments) == 2 and set(map(type, fact.arguments)) == {str} for fact in calls)
        else:
            fine = all(_offset(fact) >= 0 and (fact.path, _offset(fact)) in read for fact in calls)
        if calls and fine:
            found.add(pair)
    return found


def methods_of(facts: tuple[Fact, ...]) -> set[Pair]:
    """Names that only ``getattr`` of another name answers, which is how picklers write methods of classes."""
    taken: set[Pair] = set()
    spelt: set[Pair] = set()
    for fact in facts:
        if fact.kind is Kind.GLOBAL:
            (taken if fact.opcode in CALLS else spelt).update(fact.pairs)
    return taken - spelt


def _takes_attribute(fact: Fact) -> bool:
    """Whether a call of ``getattr`` is how picklers write a method: of a name, which is judged with it, or of an object
    that the file makes, and then not one of Python's own."""
    of, name, *more = (*fact.arguments, None, None)[: max(len(fact.arguments), 2)]
    if more or not isinstance(name, str):
        return False
    if isinstance(of, Pair):
        return True
    return of in _MADE and name.isidentifier() and (not name.startswith("__") or name in _OF_VALUES)


def is_known(fact: Fact) -> bool:
    """Whether an attribute is taken of a name, which is judged with it, a container, or a listed class's object, and
    then not a method that reads, writes, runs or calls what it is given."""
    if fact.arguments[0] != Opaque("call"):
        return True
    module, _, name = fact.detail.rpartition(".")
    entry = allowed(Pair(module, name))
    method = str(fact.arguments[1])
    if allowed(Pair(module, f"{name}.{method}")) is not None:
        return True  # a person looked at this one
    does_more = method.lstrip("_").startswith(_METHODS)
    return entry is not None and entry.kind in ("class", "instance") and not does_more


def _offset(fact: Fact) -> int:
    """Where the bytes stand that are the only argument of a call; -1 where there is anything else."""
    only = fact.arguments[0] if len(fact.arguments) == 1 else None
    return only.offset if isinstance(only, Opaque) else -1
