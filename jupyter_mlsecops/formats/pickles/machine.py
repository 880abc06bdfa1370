"""The loop: one stream, opcode by opcode, as both unpicklers of CPython would read it.

It goes on wherever one of the two would, and stops only where both do. Nothing is made, imported or called.
"""

from __future__ import annotations

from .budget import OverBudget
from .cold import COLD, load, store
from .effects import append, freeze, set_items
from .facts import End, Ending
from .frames import BeyondMemory, begin_frame, reaches
from .payloads import BASE64, look, payload, utf8
from .runs import BLOCK, FLOATS, I4, INTS, RUN_BYTES, RUN_FLOATS, RUN_INTS, RUN_SHORTS, SHORTS, U4
from .source import LARGE, SMALL
from .state import Malformed, State
from .values import LEAVES, Grown

# No argument of fixed size is longer, with its opcode.
_FIXED = 10


def run(state: State) -> Ending:
    """Read one stream from ``state.start``. Its facts are in the state, also where it does not end well."""
    try:
        end, offset, why = _loop(state)
    except OverBudget as error:
        end, offset, why = End.OVER_BUDGET, state.base, str(error)
    return Ending(end, state.start, offset, why, state.stream, state.path)


def _loop(state: State) -> tuple[End, int, str]:  # one function: a call for each opcode would halve the speed
    window, pos, safe, at, op = b"", 0, -1, 0, 0
    size = SMALL // 4
    opcodes, kept = state.extra, 0
    stack, below = state.stack, state.below
    dense, sparse = state.memo.dense, state.memo.sparse
    leaves, holds_leaves = LEAVES, LEAVES.issuperset
    try:
        while True:
            if pos > safe:
                if 0 <= state.frame_end <= state.base + pos:
                    if state.frame_end < state.base + pos:
                        state.cross(at, op)
                    state.frame_end = -1
                safe = _last(state, size)
                if window and pos <= safe:  # a frame ended, or a loader read bytes of its own
                    continue
                if state.limit < size and window and pos != state.limit:
                    return End.NO_STOP, state.base + at - 1, "the bytes end within an opcode"
                state.stack, state.extra = stack, opcodes
                state.budget.keep(kept)
                size = SMALL if pos > state.limit else min(LARGE, 4 * size)
                window = state.refill(pos, size)
                if not state.limit:
                    return End.NO_STOP, state.base, "the bytes end before a STOP"
                pos = opcodes = kept = 0
                safe = _last(state, size)
            op = window[pos]
            pos = at = pos + 1
            opcodes += 1
            if op >= 0x80:
                if op == 0x94:  # MEMOIZE
                    if sparse:
                        store(state_with(state, stack, opcodes), pos, len(dense) + len(sparse))
                    else:
                        dense.append(stack[-1])
                    continue
                if op == 0x8C:  # SHORT_BINUNICODE
                    end = pos + 1 + window[pos]
                    if end <= state.limit:
                        raw = window[pos + 1 : end]
                        try:
                            stack.append(raw.decode())
                        except UnicodeDecodeError:
                            stack.append(utf8(raw))
                        kept += end - pos
                        if end > pos + 7 and (
                            b"\n" in raw or b"\xc2" in raw or (end > pos + 17 and BASE64(raw)) or raw[:2] == b"PK"
                        ):
                            look(state, at, "text", state.base + pos + 1, len(raw), raw)
                        pos = end
                        if pos <= safe and window[pos] == 0x94 and not sparse:  # MEMOIZE
                            dense.append(stack[-1])
                            pos += 1
                            opcodes += 1
                        continue
                    state.stack, state.extra = stack, opcodes
                    pos = payload(state, at, pos + 1, window[pos], "text", "utf-8")
                    continue
                if op == 0x86:  # TUPLE2
                    last = stack.pop()
                    first = stack[-1]
                    if type(last) in leaves and type(first) in leaves:
                        stack[-1] = (first, last)
                        if pos <= safe and window[pos] == 0x94 and not sparse:  # MEMOIZE, which nearly always follows
                            dense.append(stack[-1])
                            pos += 1
                            opcodes += 1
                    else:
                        stack[-1] = freeze(state_with(state, stack, opcodes), pos, "tuple", (first, last))
                    continue
                if op == 0x87:  # TUPLE3
                    items = [stack.pop(), stack.pop(), stack[-1]][::-1]
                    if holds_leaves(map(type, items)):
                        stack[-1] = tuple(items)
                    else:
                        stack[-1] = freeze(state_with(state, stack, opcodes), pos, "tuple", items)
                    continue
                if op == 0x85:  # TUPLE1
                    last = stack[-1]
                    if type(last) in leaves:
                        stack[-1] = (last,)
                    else:
                        stack[-1] = freeze(state_with(state, stack, opcodes), pos, "tuple", (last,))
                    continue
                if op == 0x95:  # FRAME
                    state.stack, state.extra = stack, opcodes
                    pos = begin_frame(state, pos)
                    safe = _last(state, size)
                    continue
                if op == 0x88 or op == 0x89:  # NEWTRUE, NEWFALSE
                    stack.append(op == 0x88)
                    continue
            elif op >= 0x61:
                if op == 0x68 or op == 0x6A:  # BINGET, LONG_BINGET
                    if op == 0x68:
                        number = window[pos]
                        pos += 1
                    else:
                        (number,) = U4(window, pos)
                        pos += 4
                    if state.first_get < 0 or number >= len(dense):
                        load(state_with(state, stack, opcodes), at, number)
                    else:
                        stack.append(dense[number])
                    continue
                if op == 0x71 or op == 0x72:  # BINPUT, LONG_BINPUT
                    if op == 0x71:
                        number = window[pos]
                        pos += 1
                    else:
                        (number,) = U4(window, pos)
                        pos += 4
                    if number == len(dense) and not sparse:
                        dense.append(stack[-1])
                    else:
                        store(state_with(state, stack, opcodes), at, number)
                    continue
                if op == 0x65:  # APPENDS
                    items, stack = stack, below.pop()
                    state.height -= len(stack)
                    target = stack[-1]
                    if type(target) is Grown and target.kind == "list" and holds_leaves(map(type, items)):
                        target.weight += len(items)
                    else:
                        append(state_with(state, stack, opcodes), pos, target, items)
                    continue
                if op == 0x61:  # APPEND
                    item = stack.pop()
                    append(state_with(state, stack, opcodes), pos, stack[-1], (item,))
                    continue
                if op == 0x75:  # SETITEMS
                    items, stack = stack, below.pop()
                    state.height -= len(stack)
                    set_items(state_with(state, stack, opcodes), pos, stack[-1], items)
                    if len(items) % 2:
                        return End.MALFORMED, state.base + pos - 1, "a key without a value"
                    continue
                if op == 0x73:  # SETITEM
                    item = stack.pop()
                    key = stack.pop()
                    set_items(state_with(state, stack, opcodes), pos, stack[-1], (key, item))
                    continue
                if op == 0x74:  # TUPLE
                    items, stack = stack, below.pop()
                    state.height -= len(stack)
                    if holds_leaves(map(type, items)):
                        stack.append(tuple(items))
                    else:
                        stack.append(freeze(state_with(state, stack, opcodes), pos, "tuple", items))
                    continue
                if op == 0x7D:  # EMPTY_DICT
                    stack.append(Grown("dict"))
                    continue
            else:
                if op == 0x4B:  # BININT1
                    if (
                        window[pos + 1] == 0x4B
                        and pos + 31 <= safe
                        and window[pos + 29] == 0x4B
                        and window[pos - 1 : pos + 31 : 2] == RUN_BYTES
                    ):
                        stack += window[pos : pos + 31 : 2]
                        opcodes += BLOCK - 1
                        pos += 31
                        continue
                    stack.append(window[pos])
                    pos += 1
                    continue
                if op == 0x4D:  # BININT2
                    if (
                        window[pos + 2] == 0x4D
                        and pos + 47 <= safe
                        and window[pos + 44] == 0x4D
                        and window[pos - 1 : pos + 47 : 3] == RUN_SHORTS
                    ):
                        stack += SHORTS(window, pos - 1)
                        opcodes += BLOCK - 1
                        pos += 47
                        continue
                    stack.append(window[pos] | window[pos + 1] << 8)
                    pos += 2
                    continue
                if op == 0x4A:  # BININT
                    if (
                        window[pos + 4] == 0x4A
                        and pos + 79 <= safe
                        and window[pos + 74] == 0x4A
                        and window[pos - 1 : pos + 79 : 5] == RUN_INTS
                    ):
                        stack += INTS(window, pos - 1)
                        opcodes += BLOCK - 1
                        pos += 79
                        continue
                    stack.append(I4(window, pos)[0])
                    pos += 4
                    continue
                if op == 0x47:  # BINFLOAT
                    if (
                        window[pos + 8] == 0x47
                        and pos + 143 <= safe
                        and window[pos + 134] == 0x47
                        and window[pos - 1 : pos + 143 : 9] == RUN_FLOATS
                    ):
                        stack += FLOATS
                        opcodes += BLOCK - 1
                        pos += 143
                        continue
                    stack.append(0.0)
                    pos += 8
                    continue
                if op == 0x28:  # MARK
                    below.append(stack)
                    state.height += len(stack)
                    stack = []
                    continue
                if op == 0x4E:  # NONE
                    stack.append(None)
                    continue
                if op == 0x29:  # EMPTY_TUPLE
                    stack.append(())
                    continue
                if op == 0x5D:  # EMPTY_LIST
                    stack.append(Grown("list"))
                    continue
                if op == 0x30:  # POP: the mark itself where it is on top
                    if stack:
                        del stack[-1]
                    else:
                        stack = below.pop()
                        state.height -= len(stack)
                    continue
                if op == 0x2E:  # STOP
                    stack.pop()
                    state.stack, state.extra = stack, opcodes
                    return End.STOP, state.base + pos, ""
            handler = COLD.get(op)
            if handler is None:
                return End.MALFORMED, state.base + pos - 1, f"byte 0x{op:02x}, which is no opcode"
            state.stack, state.extra = stack, opcodes
            pos = handler(state, pos)
            stack = state.stack
    except IndexError:
        why = "the stack has too little"
    except KeyError:
        why = "a memo slot that is not set"
    except BeyondMemory:
        why = "a frame beyond all memory"
    except Malformed as error:
        why = str(error)
    finally:
        state.extra = opcodes
    if reaches(state, at, op):
        state.cross(at, op)
    return End.MALFORMED, state.base + at - 1, why


def _last(state: State, size: int) -> int:
    """The last position at which an opcode may begin: all its bytes are at hand, and it is in the frame at hand."""
    last = max(0, state.limit - (1 if state.limit < size else _FIXED))
    return last if state.frame_end < 0 else min(last, state.frame_end - state.base - 1)


def state_with(state: State, stack: list[object], opcodes: int) -> State:
    """The state with what the loop keeps to itself."""
    state.stack = stack
    state.extra = opcodes
    return state
