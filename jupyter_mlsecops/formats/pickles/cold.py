"""The opcodes that are rare enough to cost a function call each; the others stand in ``machine``.

Each takes the state and the position after its opcode byte, and returns the position of the next opcode.
"""

from __future__ import annotations

from . import arguments, effects
from .arguments import Handler
from .facts import Kind
from .state import Malformed, State
from .texts import index
from .values import Global, Grown, Unknown, described

_HIGHEST_PROTOCOL = 5
_TOO_FAR = 1 << 20


def _marked(state: State) -> list[object]:
    """Take all above the last mark, and the mark."""
    if not state.below:
        raise Malformed("no mark")
    items = state.stack
    state.stack = state.below.pop()
    state.height -= len(state.stack)
    return items


# Names and calls


def _global(state: State, pos: int) -> int:
    module, end, whole = state.line(pos)
    name, end, whole_name = state.line(end)
    try:
        names = module.decode("utf-8"), name.decode("utf-8")
    except UnicodeDecodeError as error:
        if whole and whole_name:
            raise Malformed("a name that is not UTF-8") from error
        names = ("", "")
    if whole and whole_name:
        state.budget.keep(len(module) + len(name))
        state.stack.append(effects.resolve(state, pos, *names))
    else:
        state.tell(Kind.COMPUTED_GLOBAL, pos, detail="a name of more than 64 KiB")
        state.stack.append(Unknown("computed name"))
    return end


def _inst(state: State, pos: int) -> int:
    module, end, whole = state.line(pos)
    name, end, whole_name = state.line(end)
    if not (module.isascii() and name.isascii()):
        raise Malformed("a name that is not ASCII")
    target: Global | Unknown
    if whole and whole_name:
        state.budget.keep(len(module) + len(name))
        target = effects.resolve(state, pos, module.decode(), name.decode())
    else:
        state.tell(Kind.COMPUTED_GLOBAL, pos, detail="a name of more than 64 KiB")
        target = Unknown("computed name")
    args = effects.freeze(state, pos, "tuple", _marked(state))
    state.stack.append(effects.call(state, pos, target, args))
    return end


def _obj(state: State, pos: int) -> int:
    items = _marked(state)
    if not items:
        raise Malformed("OBJ without a class")
    args = effects.freeze(state, pos, "tuple", items[1:])
    state.stack.append(effects.call(state, pos, items[0], args))
    return pos


def _stack_global(state: State, pos: int) -> int:
    name = state.stack.pop()
    module = state.stack.pop()
    state.stack.append(effects.resolve_values(state, pos, module, name))
    return pos


def _reduce(state: State, pos: int) -> int:
    args = state.stack.pop()
    state.stack[-1] = effects.call(state, pos, state.stack[-1], args)
    return pos


def _newobj_ex(state: State, pos: int) -> int:
    extra = state.stack.pop()
    args = state.stack.pop()
    state.stack[-1] = effects.call(state, pos, state.stack[-1], args, extra)
    return pos


def _build(state: State, pos: int) -> int:
    given = state.stack.pop()
    return effects.build(state, pos, state.stack[-1], given)


def _extension(size: int) -> Handler:
    def extension(state: State, pos: int) -> int:
        code = int.from_bytes(state.window[pos : pos + size], "little", signed=size == 4)
        if code <= 0:
            raise Malformed("an extension code that is not positive")
        state.tell(Kind.EXTENSION, pos, arguments=(code,))
        state.stack.append(Unknown("extension"))
        return pos + size

    return extension


def _persid(state: State, pos: int) -> int:
    text, end, _ = state.line(pos)
    if not text.isascii():
        raise Malformed("a persistent id that is not ASCII")
    state.tell(Kind.PERSISTENT_ID, pos, arguments=(text[:256].decode(),))
    state.stack.append(Unknown("persistent id"))
    return end


def _binpersid(state: State, pos: int) -> int:
    value = state.stack.pop()
    state.tell(Kind.PERSISTENT_ID, pos, arguments=(described(value),))
    state.stack.append(Unknown("persistent id"))
    return pos


# Containers


def _list(state: State, pos: int) -> int:
    items = _marked(state)
    made = Grown("list")
    effects.absorb(state, pos, made, items)
    state.stack.append(made)
    return pos


def _dict(state: State, pos: int) -> int:
    items = _marked(state)
    made = Grown("dict")
    effects.set_items(state, pos, made, items)
    if len(items) % 2:
        raise Malformed("a key without a value")
    state.stack.append(made)
    return pos


def _empty_set(state: State, pos: int) -> int:
    state.stack.append(Grown("set"))
    return pos


def _additems(state: State, pos: int) -> int:
    items = _marked(state)
    effects.append(state, pos, state.stack[-1], items)
    return pos


def _frozenset(state: State, pos: int) -> int:
    items = _marked(state)
    state.stack.append(effects.freeze(state, pos, "frozenset", items))
    return pos


# The stack and the memo


def _pop_mark(state: State, pos: int) -> int:
    _marked(state)
    return pos


def _dup(state: State, pos: int) -> int:
    state.stack.append(state.stack[-1])
    return pos


def _put(state: State, pos: int) -> int:
    text, end, whole = state.line(pos)
    number = index(text) if whole else None
    if number is None or number < 0:
        raise Malformed("a memo index that is no number")
    store(state, pos, number)
    return end


def _get(state: State, pos: int) -> int:
    text, end, whole = state.line(pos)
    number = index(text) if whole else None
    if number is None:
        raise Malformed("a memo index that is no number")
    load(state, pos, number)
    return end


def store(state: State, pos: int, number: int) -> None:
    """Put the top of the stack into the memo; the C unpickler makes room for all indices up to it."""
    if number > _TOO_FAR and number > 16 * state.opcodes:
        state.tell_once(Kind.ALLOCATION, pos, "memo index")
    state.memo.put(number, state.stack[-1])


def load(state: State, pos: int, number: int) -> None:
    """Push what the memo has."""
    if state.first_get < 0:
        state.first_get = state.base + pos - 1
    state.stack.append(state.memo.get(number))


# The stream itself


def _proto(state: State, pos: int) -> int:
    protocol = state.window[pos]
    if protocol > _HIGHEST_PROTOCOL:
        raise Malformed(f"protocol {protocol}, which there is none of")
    if state.base + pos - 1 != state.start:
        state.tell_once(Kind.PROTOCOL_SWITCH, pos, f"to {protocol}")
    state.protocol = protocol
    return pos + 1


COLD: dict[int, Handler] = {
    ord("c"): _global,
    ord("i"): _inst,
    ord("o"): _obj,
    ord("R"): _reduce,
    ord("b"): _build,
    ord("P"): _persid,
    ord("Q"): _binpersid,
    ord("l"): _list,
    ord("d"): _dict,
    ord("1"): _pop_mark,
    ord("2"): _dup,
    ord("p"): _put,
    ord("g"): _get,
    ord("I"): arguments.int_,
    ord("L"): arguments.long_,
    ord("F"): arguments.float_,
    ord("S"): arguments.string_,
    ord("T"): arguments.sized_("text", "python2", 4),
    ord("U"): arguments.sized_("text", "python2", 1),
    ord("V"): arguments.unicode_,
    ord("X"): arguments.sized_("text", "utf-8", 4),
    ord("B"): arguments.sized_("bytes", "", 4),
    ord("C"): arguments.sized_("bytes", "", 1),
    0x80: _proto,
    0x81: _reduce,
    0x82: _extension(1),
    0x83: _extension(2),
    0x84: _extension(4),
    0x8A: arguments.long1_,
    0x8B: arguments.long4_,
    0x8D: arguments.sized_("text", "utf-8", 8),
    0x8E: arguments.sized_("bytes", "", 8),
    0x8F: _empty_set,
    0x90: _additems,
    0x91: _frozenset,
    0x92: _newobj_ex,
    0x93: _stack_global,
    0x96: arguments.sized_("bytes", "", 8),
    0x97: arguments.next_buffer_,
    0x98: arguments.readonly_buffer_,
}
