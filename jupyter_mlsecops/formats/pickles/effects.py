"""What opcodes do beyond moving values: resolving names, calling, giving state, changing things in place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .bound import GETATTR, PARTIAL, answered, bound, held
from .expansion import check_hashed, check_weight
from .facts import BOUND, HELD, Argument, Kind, Opaque, Pair
from .instances import made_of, never_text
from .lazy import LAZY, iterates, run_through
from .lists.allowed import allowed
from .python2 import renamed
from .state import STREAM, Malformed, State
from .stated import data_type, form, items_called, keys
from .values import (
    LEAVES,
    Blob,
    Call,
    Frozen,
    Global,
    Grown,
    Unknown,
    Value,
    depth,
    described,
    items_of,
    kind_of,
    weight,
)

# A dotted name of identifiers, also non-ASCII ones; "<locals>" and "<lambda>" are names that Python itself gives.
_NAME = re.compile(r"(?:[^\W\d]\w*|<locals>|<lambda>)(?:\.(?:[^\W\d]\w*|<locals>|<lambda>))*\Z")
# Arguments that are told, and the integers that are told again when they double.
_SHOWN = 8
_LARGE = 1 << 20
_TEXTS = frozenset((str,))
# What is told of every call: these are harmless with some arguments only.
_TOLD_EACH = (GETATTR, PARTIAL, Pair("torch.storage", "_load_from_bytes"))
_NEVER_PLAIN = LAZY.union(_TOLD_EACH)


def resolve(state: State, pos: int, module: str, name: str) -> Global:
    """A name is looked up. Said once in a stream for each name, since nothing is imported twice."""
    key = (module, name, state.protocol)
    known = state.globals.get(key)
    if known is not None:
        return known
    raw = Pair(module, name)
    pairs = [raw]
    if state.protocol < 3:
        pairs.append(renamed(raw))
    renames = state.context.renames
    pairs += [renames[pair] for pair in tuple(pairs) if pair in renames]
    found = Global(tuple(dict.fromkeys(pairs)))
    state.globals[key] = found
    state.tell(Kind.GLOBAL, pos, found.pairs)
    if not (_NAME.match(module) and _NAME.match(name)):
        state.tell(Kind.MALFORMED_NAME, pos, found.pairs)
    return found


def resolve_values(state: State, pos: int, module: Value, name: Value) -> Value:
    """STACK_GLOBAL: the names are values of the stack, and both must be exact texts."""
    if type(module) is str and type(name) is str:
        return resolve(state, pos, module, name)
    told: list[Argument] = []
    for value in (module, name):
        if type(value) is str:
            told.append(value)
        elif type(value) in (Call, Global, Unknown) or (type(value) is Blob and value.kind == "text"):
            if never_text(value):
                raise Malformed(f"a name that is of type {kind_of(value)}")
            told.append(described(value))
        else:
            raise Malformed(f"a name that is of type {kind_of(value)}")
    state.tell(Kind.COMPUTED_GLOBAL, pos, arguments=tuple(told))
    return Unknown("computed name")


def call(state: State, pos: int, target: Value, args: Value, extra: Value = None) -> Call | Global:
    """A value is called. Said again for the same target only if the arguments are of other kinds, or much larger.

    An attribute that ``getattr`` takes of a name is a name as well: picklers write bound methods so. What a partial
    calls that picklers wrote is called as such.
    """
    if type(target) is Call and (whole := bound(target, args)) is not None:
        partial, target, args = target, *whole
        if partial.told >= 0:
            state.facts[partial.told] = state.facts[partial.told]._replace(detail=BOUND)
    made = _called(state, pos, target, args, extra)
    attribute = answered(made)
    if attribute is None:
        return made
    state.tell_once(Kind.GLOBAL, pos, pairs=attribute.pairs)
    return attribute


def _called(state: State, pos: int, target: Value, args: Value, extra: Value) -> Call:
    made = Call(target, args)
    if type(args) is tuple and type(target) is Global:
        made.weight = len(args) + 2
        made.depth = 2
        plain = (target, state.window[pos - 1], extra is None)
        if plain in state.plain and target.pairs[-1] not in _NEVER_PLAIN:
            for item in args[:_SHOWN]:
                kind = type(item)
                if kind is Global or kind is Unknown or (kind is int and not -_LARGE < item < _LARGE):
                    break
                if kind is str and item[:1] == "_":
                    break
            else:
                return made
    else:
        plain = None
        made.weight = weight(args) + weight(target)
        made.depth = max(depth(args), depth(target)) + 1
        check_weight(state, pos, made)
        run_through(state, pos, made, args, extra)
    items = items_of(args)
    shown = items[:_SHOWN] if items is not None else (args,)
    pairs = target.pairs if type(target) is Global else ()
    each = bool(pairs) and pairs[-1] in _TOLD_EACH
    signature = tuple((described(item), made_of(item)) if each else _signed(item) for item in shown)
    detail = iterates(state, pairs, args) if extra is None else ""
    largest = max((abs(item) for item in shown if type(item) is int), default=0)
    key = (pairs, kind_of(target), state.window[pos - 1], signature, items is None, extra is None, detail)
    before = state.called.get(key)
    if before is None or largest >= max(2 * before, _LARGE) or (each and pairs[-1] == PARTIAL):
        state.called[key] = largest
        if plain is not None and not any(signature):
            state.plain.add(plain)
        arguments = tuple(described(item) for item in shown)
        if items is None:
            arguments = (Opaque(f"*{kind_of(args)}"),)
        elif len(items) > len(shown):
            arguments += (Opaque("..."),)
        if extra is not None:
            arguments += (Opaque(f"**{kind_of(extra)}"),)
        if pairs:
            maker = made_of(shown[0]) if pairs[-1] == GETATTR and shown else ()
            made.told = len(state.facts)
            state.tell(Kind.CALL, pos, pairs, arguments, str(maker[-1]) if maker else detail)
        else:
            state.tell(Kind.CALL_ON_VALUE, pos, made_of(target), arguments, kind_of(target))
    return made


def _signed(value: Value) -> object:
    if type(value) is Global:
        return value.pairs[0]
    if type(value) is str:
        return value if value[:1] == "_" else ""  # an attribute that is not meant for others
    return kind_of(value) if type(value) in (Call, Unknown) else ""


def build(state: State, pos: int, target: Value, given: Value) -> int:
    """BUILD. Returns where the next opcode stands: the loader may read bytes of its own."""
    mutate(state, pos, target)
    halves = items_of(given)
    parts = halves if halves is not None and len(halves) == 2 else (given,)
    for number, part in enumerate(parts):
        half = "slot" if number else "dict"
        if type(part) is Grown and part.kind == "dict":
            keys(state, pos, part, half, target)
        elif type(part) is Call:
            if part.args is not None and weight(part.args) > 1:
                state.tell_once(Kind.COMPUTED_STATE, pos, f"{half}: call", made_of(part))
            keys(state, pos, part, half, target)
        elif type(part) in (Unknown, Global):
            state.tell_once(Kind.COMPUTED_STATE, pos, f"{half}: {kind_of(part)}")
        if not (type(part) is Grown and part.kind == "dict"):
            run_through(state, pos, target, part)
    if type(target) is not Call:
        return pos
    form(state, pos, target, given)
    data_type(state, pos, target, given)
    target.state = given
    if target.told >= 0 and target.target.pairs[-1] == PARTIAL:
        fact = state.facts[target.told]
        if fact.detail in ("", HELD):
            state.facts[target.told] = fact._replace(detail=HELD if held(target) else "")
    absorb(state, pos, target, (given,))
    if state.context.after_build is None:
        return pos
    offset = state.base + pos
    onward = state.context.after_build(target, state.source, offset)
    state.source.forget()
    if onward is None:
        return pos
    if state.frame_end > offset:  # its reader finds its own bytes only after the frame, and then goes on within it
        state.tell_once(Kind.FRAME, pos, "crossed")
        raise Malformed("a frame that does not end where the loader's own bytes begin")
    state.frame_end = -1
    if onward == STREAM:
        onward = state.inner(offset)
    if onward < offset or not state.source.holds(onward):
        raise Malformed("bytes of the loader's own that are not there")
    return onward - state.base


def mutate(state: State, pos: int, target: Value) -> None:
    """Something is changed in place: no news unless it is more than this file's own."""
    if type(target) is Global:
        state.tell_once(Kind.MUTATION, pos, pairs=target.pairs)
    elif type(target) is Unknown:
        state.tell_once(Kind.MUTATION, pos, target.kind)
    elif type(target) is Call and type(target.target) is Global:
        entry = allowed(target.target.pairs[-1])
        if entry is not None and entry.kind in ("function", "ufunc") and not entry.calls:
            state.tell_once(Kind.MUTATION, pos, "what a function answers")


def append(state: State, pos: int, target: Value, items: Sequence[Value]) -> None:
    """APPEND, APPENDS, ADDITEMS."""
    mutate(state, pos, target)
    if isinstance(target, Grown):
        if type(target) is Call:
            run_through(state, pos, target, *items)
        if target.kind != "list":
            check_hashed(state, pos, items)
        absorb(state, pos, target, items)


def set_items(state: State, pos: int, target: Value, items: Sequence[Value]) -> None:
    """SETITEM, SETITEMS, DICT: keys and values by turns."""
    kind = type(target)
    if kind is not Grown and kind is not Call:
        mutate(state, pos, target)
        return
    named = items[::2]
    wanted = state.context.keys
    if kind is Call:
        run_through(state, pos, target, *items)
    if not _TEXTS.issuperset(map(type, named)):
        target.odd = True
        if kind is Call:
            items_called(state, pos, target, named)
        _remember(state, target, named, items[1::2])
        check_hashed(state, pos, named)
    elif "\n__" in "\n" + "\n".join(named) or (wanted and not wanted.isdisjoint(named)):
        _remember(state, target, named, items[1::2])
    absorb(state, pos, target, items)


def _remember(state: State, target: Grown, keys: Sequence[Value], values: Sequence[Value]) -> None:
    """Keep the values of keys that matter, the last of each, whatever stands before them."""
    wanted = state.context.keys
    if target.kept is None:
        target.kept = {}
    for key, value in zip(keys, values):  # noqa: B905 (a key without a value ends the stream after this)
        if type(key) is str and (key.startswith("__") or key in wanted):
            target.kept[key] = value


def absorb(state: State, pos: int, target: Grown, items: Sequence[Value]) -> None:
    """A container takes more in."""
    if LEAVES.issuperset(map(type, items)):
        target.weight += len(items)
        return
    deepest = target.depth
    total = target.weight
    parts = target.parts
    if parts is None:
        parts = target.parts = []
    for item in items:
        kind = type(item)
        if kind in LEAVES:
            total += 1
        elif kind is tuple:
            total += 1 + len(item)
            if deepest < 2:
                deepest = 2
        else:
            total += item.weight
            if item.depth >= deepest:
                deepest = item.depth + 1
            parts.append(item)
            if kind is not Frozen:
                item.held = True
            if target.held:
                state.grown_late = True
    target.weight = min(total, 1 << 62)
    target.depth = deepest
    check_weight(state, pos, target)


def freeze(state: State, pos: int, kind: str, items: Sequence[Value]) -> Value:
    """A tuple or frozenset of these."""
    if kind == "tuple" and LEAVES.issuperset(map(type, items)):
        return tuple(items)
    made = Frozen(kind, items)
    for item in items:
        if isinstance(item, Grown):
            item.held = True
    if kind == "frozenset":
        check_hashed(state, pos, items)
    check_weight(state, pos, made)
    return made
