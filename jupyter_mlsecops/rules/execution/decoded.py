"""Whether a text comes out of a decoder: base64, compression, a list of character codes, a string read backwards."""

from __future__ import annotations

import ast

from jupyter_mlsecops.sdk import Code, Value, regex, replace

_STEPS = 80
_DECODERS = regex(
    r"base64\.\w*(?:decode|decodebytes|decodestring)|(?:zlib|gzip|bz2|lzma|zstd|zstandard\.\w+\(\)|brotli)\.decompress"
    r"|marshal\.loads?|codecs\.decode|(?:builtins\.)?(?:bytes|bytearray)\.fromhex|binascii\.(?:unhexlify|a2b_\w+)"
    r"|cryptography\..*\.decrypt|(?:Crypto|Cryptodome)\..*\.decrypt|.*Fernet\(\)\.decrypt"
)
_CODECS = frozenset(("rot13", "rot_13", "base64", "base64_codec", "hex", "hex_codec", "zlib", "zlib_codec", "bz2"))
_PASSES = frozenset(("compile", "builtins.compile", "str", "bytes", "bytearray", "ast.parse", "eval", "exec"))


def is_decoded(code: Code, value: Value | None) -> bool:
    """Whether a text comes out of a decoder."""
    stack = [value.spot] if value is not None else []
    for _ in range(_STEPS):
        if not stack:
            return False
        at = code.names.settled(stack.pop())
        node = at.node
        inner: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = code.names.qualified(replace(at, node=node.func))
            if _DECODERS.fullmatch(name) or _names_a_codec(node) or _joins_codes(node):
                return True
            inner = node.args[:1] if name in _PASSES else []
            if isinstance(node.func, ast.Attribute):
                inner = [node.func.value, *(node.args if node.func.attr == "join" else ())]
            stack += [one.spot for one in _returned(code, Value(code, replace(at, node=node.func)))]
        elif isinstance(node, ast.Subscript):
            if _is_backwards(node.slice) and isinstance(code.names.literal(replace(at, node=node.value)), str):
                return True
            inner = [node.value]
        elif isinstance(node, ast.BinOp):
            inner = [node.left, node.right]
        elif isinstance(node, ast.JoinedStr):
            inner = [value.value for value in node.values if isinstance(value, ast.FormattedValue)]
        stack.extend(replace(at, node=one) for one in inner)
    return False


def _returned(code: Code, func: Value) -> list[Value]:
    """What a function or lambda of the notebook gives back."""
    at = code.names.settled(func.spot)
    if isinstance(at.node, ast.Lambda):
        return [Value(code, replace(at, node=at.node.body))]
    found = code.names.lookup(at, at.node.id) if isinstance(at.node, ast.Name) else None
    if found is None or not found[1].body:
        return []
    unit, scope = found[0], found[1].body
    returns = code.names.facts[unit].scopes[scope].returns
    return [Value(code, replace(at, unit=unit, node=node, scope=scope, order=order)) for order, node in returns]


def _names_a_codec(call: ast.Call) -> bool:
    """``text.decode("rot13")``, and ``bytes.decode`` of such a codec."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("decode", "encode"):
        return False
    return any(isinstance(a, ast.Constant) and a.value in _CODECS for a in call.args)


def _joins_codes(call: ast.Call) -> bool:
    """``"".join(chr(n) for n in numbers)``, ``"".join(map(chr, numbers))``, ``bytes([...])`` of many numbers."""
    func = call.func
    if isinstance(func, ast.Name) and func.id in ("bytes", "bytearray") and call.args:
        return isinstance(call.args[0], ast.List) and len(call.args[0].elts) > 8
    if not isinstance(func, ast.Attribute) or func.attr != "join" or not call.args:
        return False
    items = call.args[0]
    if isinstance(items, ast.Call):
        functions = [items.func, *items.args[:1]]
        return any(isinstance(f, ast.Name) and f.id == "chr" for f in functions) or _makes_a_character(items)
    return isinstance(items, (ast.GeneratorExp, ast.ListComp)) and _makes_a_character(items.elt)


def _makes_a_character(node: ast.expr) -> bool:
    made = [node, *(ast.iter_child_nodes(node))]
    return any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "chr" for n in made)


def _is_backwards(index: ast.expr) -> bool:
    step = index.step if isinstance(index, ast.Slice) else None
    return isinstance(step, ast.UnaryOp) and isinstance(step.op, ast.USub)
