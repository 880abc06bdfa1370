"""msgpack and Arrow set up to make Python objects."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, Value, load_match, offer, rule

_UNPACKS = (
    "msgpack.unpackb",
    "msgpack.unpack",
    "msgpack.loads",
    "msgpack.load",
    "msgpack.Unpacker",
    "umsgpack.unpackb",
)
_HOOKS = ("msgpack_numpy.decode", "joblib.load", "dill.loads", "pickle.loads", "cloudpickle.loads", "jsonpickle.decode")
_NUMPY = ("msgpack_numpy.unpackb", "msgpack_numpy.unpack", "msgpack_numpy.loads", "msgpack_numpy.load")
_ARROW = (
    *("pyarrow.deserialize", "pyarrow.deserialize_from", "pyarrow.deserialize_components", "pyarrow.read_serialized"),
    *("pyarrow.serialization.deserialize", "pyarrow.SerializationContext().deserialize"),
)
_TYPES = ("pyarrow.PyExtensionType.set_auto_load", "pyarrow.lib.PyExtensionType.set_auto_load")


@rule(
    id="unsafe-msgpack-arrow-hook",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="msgpack or Arrow data that may hold pickles",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("msgpack", "pyarrow"),
    bad=[
        Example(
            "import msgpack, msgpack_numpy as m\n«m.patch()»\nx = msgpack.unpackb(blob)",
            fixed="import msgpack, msgpack_numpy as m\nx = msgpack.unpackb(blob)",
        ),
        "import msgpack\nimport msgpack_numpy as m\nx = «msgpack.unpackb(blob, object_hook=m.decode)»",
        "import msgpack, pickle\nx = «msgpack.unpackb(blob, ext_hook=lambda code, data: pickle.loads(data))»",
        "from msgpack_numpy import loads\nx = «loads(blob)»",
        "import pyarrow as pa\nx = «pa.deserialize(buf)»",
        "import pyarrow as pa\n«pa.PyExtensionType.set_auto_load(True)»",
    ],
    ok=[
        "import msgpack\nx = msgpack.unpackb(blob)",
        "import msgpack\nx = msgpack.unpackb(blob, object_hook=to_date)",
        "import pyarrow as pa\nx = pa.ipc.open_stream(buf).read_all()",
        "import pyarrow.parquet as pq\nx = pq.read_table('a.parquet')",
        "import msgpack_numpy as m\nblob = m.packb(x)",
    ],
)
def unsafe_msgpack_arrow_hook(code: Code) -> Iterator[Match]:
    """With this hook the data may hold pickled objects, and reading it runs them. Plain msgpack and Arrow hold values
    only.

    Leave the hook out and rebuild arrays from their bytes, shape and type, or use Arrow's IPC format or Parquet."""
    for call in code.calls("msgpack_numpy.patch"):
        yield Match(call.span, proposals=offer("Delete the patch", Applicability.REVIEW, call.drop_statement()))
    for call in code.calls(*_UNPACKS):
        hooks = [call.keywords[name] for name in ("object_hook", "ext_hook") if name in call.keywords]
        if any(_unpickles(code, hook) for hook in hooks):
            yield load_match(
                code, call, call.argument(0, "packed", "stream"), unknown=Severity.MEDIUM, fetched=Severity.HIGH
            )
    for call in code.calls(*_NUMPY, *_ARROW):
        value = call.argument(0, "packed", "stream", "obj", "source")
        yield load_match(code, call, value, unknown=Severity.MEDIUM, fetched=Severity.HIGH)
    for call in code.calls(*_TYPES):
        flag = call.argument(0, "value")
        if flag is None or flag.is_true():
            yield Match(call.span, "Types in Arrow data are unpickled")


def _unpickles(code: Code, hook: Value) -> bool:
    """Whether a hook is one that unpickles, or a lambda that calls one."""
    if hook.name in _HOOKS:
        return True
    inside = (call for call in code.calls(*_HOOKS) if hook.span.start <= call.span.start < hook.span.end)
    return next(inside, None) is not None
