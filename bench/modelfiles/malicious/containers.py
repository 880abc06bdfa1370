"""Pickles where nobody looks for them: torch, joblib, numpy, archives in archives, odd headers, wrong names."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import zlib
from collections.abc import Iterator

from tests.formats.archives import assemble as z
from tests.formats.archives.assemble import File
from tests.formats.pickles import assemble as a

from .made import Made
from .pieces import ATTACK, PLAIN, RUN, WORD, old

TORCH = a.proto(2) + a.EMPTY_DICT + a.STOP
ZERO = old("os", "system")  # a pickle without magic


def containers() -> Iterator[Made]:
    """All of them."""
    yield from _torch()
    yield from _joblib()
    yield from _numpy()
    yield from _archives()
    yield from _named_wrongly()


def _torch() -> Iterator[Made]:
    rest = (File("m/data/0", bytes(64)), File("m/version", b"3\n"))

    def made(name: str, *files: File, **more: bytes | bool) -> Made:
        return Made("torch", f"torch_{name}.pt", z.zipped(*files, *rest, **more))  # type: ignore[arg-type]

    yield made("stored", File("m/data.pkl", ATTACK))
    yield made("deflated", File("m/data.pkl", ATTACK, method=8))
    yield made("wrong_crc", File("m/data.pkl", ATTACK, crc=1))
    yield made("flag_encrypted", File("m/data.pkl", ATTACK, flags=1))
    yield made("local_flag", File("m/data.pkl", ATTACK, local_flags=1))
    yield made("local_name", File("m/data.pkl", ATTACK, local_name="m/data.txt"))
    yield made("local_size", File("m/data.pkl", ATTACK, local_size=4))
    yield made("local_method", File("m/data.pkl", ATTACK, local_method=8))
    yield made("hidden", File("m/data.pkl", TORCH), File("m/extra.pkl", ATTACK, listed=False))
    yield made("twice", File("m/data.pkl", ATTACK), File("m/data.pkl", TORCH))
    yield made("other_extension", File("m/data.pkl", TORCH), File("m/config.p", ATTACK))
    yield made("no_extension", File("m/data.pkl", TORCH), File("m/notes", ATTACK))
    yield made("no_magic", File("m/data.pkl", TORCH), File("m/notes.txt", ZERO))
    yield made("deep", File("m/data.pkl", TORCH), File("m/a/b/c/d/data.pkl", ATTACK))
    yield made("prefix", File("m/data.pkl", ATTACK), before=b"\x00" * 77)
    yield made("pickle_before", File("m/data.pkl", TORCH), before=ATTACK)
    yield made("suffix", File("m/data.pkl", ATTACK), after=b"\x00" * 77)
    yield made("comment", File("m/data.pkl", ATTACK), comment=b"PK\5\6" + bytes(18))
    yield made("wide", File("m/data.pkl", ATTACK), wide=True)
    yield made("descriptor", File("m/data.pkl", ATTACK, descriptor=True))
    yield made("inner_zip", File("m/data.pkl", TORCH), File("m/more.bin", z.torch_zip(ATTACK)))
    yield made("as_weights", File("m/data.pkl", TORCH), File("m/data/1", ATTACK))
    yield made("constants", File("m/data.pkl", TORCH), File("m/constants.pkl", ATTACK))
    code = b'def forward(self, x):\n  ops.aten.save(x, "/tmp/x")\n  return torch.from_file("/etc/hostname", False, 9)\n'
    yield made("script", File("m/data.pkl", TORCH), File("m/code/__torch__.py", code), File("m/constants.pkl", PLAIN))
    magic = a.proto(2) + b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19" + a.STOP
    five = magic + a.proto(2) + b"M\xe9\x03" + a.STOP + a.proto(2) + a.EMPTY_DICT + a.STOP
    yield Made("torch", "torch_legacy.pt", five + ATTACK + a.proto(2) + a.EMPTY_LIST + a.STOP)
    yield Made("torch", "torch_legacy_keys.pt", five + TORCH + a.proto(2) + RUN + a.STOP)
    computed = a.proto(2) + a.call(a.global_("os", "system"), WORD) + a.STOP
    yield Made(
        "torch", "torch_legacy_computed.pt", computed + five[len(magic) :] + TORCH + a.proto(2) + a.EMPTY_LIST + a.STOP
    )
    tar = z.tar_file("sys_info", PLAIN) + z.tar_file("pickle", ATTACK) + z.tar_file("storages", PLAIN) + z.TAR_END
    yield Made("torch", "torch_old_tar.pt", tar)
    source = (
        a.proto(2)
        + a.MARK
        + a.text("module")
        + a.global_("acme.nets", "Net")
        + a.text("net.py")
        + a.text("import os")
        + (a.TUPLE + a.BINPERSID + a.STOP)
    )
    yield made("module_source", File("m/data.pkl", source))


def _dtype(spelled: str, flags: int = 0, size: int = -1) -> bytes:
    made = a.call(a.global_("numpy", "dtype"), a.text(spelled), b"\x89", b"\x88")
    state = (a.int1(3), a.text("|"), a.NONE, a.NONE, a.NONE, a.int4(size), a.int4(size), a.int1(flags))
    return made + a.MARK + b"".join(state) + a.TUPLE + a.BUILD


def _wrapper(count: int, dtype: bytes) -> bytes:
    made = a.global_("joblib.numpy_pickle", "NumpyArrayWrapper") + a.EMPTY_TUPLE + a.NEWOBJ
    state = a.text("shape") + a.int4(count) + a.TUPLE1 + a.text("dtype") + dtype + a.text("order") + a.text("C")
    return made + a.EMPTY_DICT + a.MARK + state + a.SETITEMS + a.BUILD


def _joblib() -> Iterator[Made]:
    def made(name: str, data: bytes) -> Made:
        return Made("joblib", f"joblib_{name}", data)

    yield made("plain.joblib", ATTACK)
    yield made("zlib.joblib", zlib.compress(ATTACK))
    yield made("zlib_1.joblib", zlib.compress(ATTACK, 1))
    yield made("gzip.joblib", gzip.compress(ATTACK))
    yield made("bz2.joblib", bz2.compress(ATTACK))
    yield made("xz.joblib", lzma.compress(ATTACK))
    yield made("lzma.joblib", lzma.compress(ATTACK, format=lzma.FORMAT_ALONE))
    yield made("lz4.joblib", _lz4(ATTACK))
    yield made("old_zlib.joblib", b"ZF0x%-19x" % len(ATTACK) + zlib.compress(ATTACK))
    yield made("twice.joblib", gzip.compress(zlib.compress(ATTACK)))
    yield made("two_members.joblib", gzip.compress(PLAIN[:5]) + gzip.compress(PLAIN[5:-1] + RUN + a.STOP))
    yield made("cut.joblib", gzip.compress(a.proto(2) + RUN + a.data(bytes(range(256)) * 40) + a.STOP)[:-300])
    yield made("gzip_as.pkl", gzip.compress(ATTACK))
    after = a.POP + RUN + a.STOP
    yield made("after_array.joblib", a.proto(4) + _wrapper(4, _dtype("f8")) + bytes(range(200, 232)) + after)
    yield made("objects.joblib", a.proto(4) + _wrapper(1, _dtype("O8", 63)) + ATTACK + a.STOP)
    yield made(
        "octal_shape.joblib", a.proto(2) + _wrapper(8, _dtype("u1")).replace(a.int4(8), b"I010\n") + bytes(8) + after
    )
    wrapper = a.global_("joblib.numpy_pickle_compat", "NDArrayWrapper") + a.EMPTY_TUPLE + a.NEWOBJ
    state = a.EMPTY_DICT + a.text("filename") + a.text("../outside.npy") + a.SETITEM + a.BUILD
    yield made("escaping.joblib", a.proto(2) + wrapper + state + a.STOP)
    loader = a.proto(4) + a.call(a.stack_global("joblib.numpy_pickle", "load"), WORD) + a.STOP
    yield made("loads_other.joblib", loader)


def _lz4(data: bytes) -> bytes:
    """A frame of one block that is stored; the checksum of its header is the one of these flags."""
    return b"\x04\x22\x4d\x18\x60\x40\x82" + struct.pack("<I", len(data) | 1 << 31) + data + bytes(4)


def _npy(descr: str, data: bytes, version: int = 1) -> bytes:
    head = f"{{'descr': {descr}, 'fortran_order': False, 'shape': (1,), }}".ljust(117) + "\n"
    return (
        b"\x93NUMPY"
        + bytes([version, 0])
        + struct.pack("<H" if version == 1 else "<I", len(head))
        + head.encode()
        + data
    )


def _numpy() -> Iterator[Made]:
    def made(name: str, data: bytes) -> Made:
        return Made("numpy", f"numpy_{name}", data)

    yield made("objects.npy", _npy("'|O'", ATTACK))
    yield made("version_2.npy", _npy("'|O'", ATTACK, 2))
    yield made("field.npy", _npy("[('a', '<i4'), ('b', '|O')]", ATTACK))
    yield made("nested_field.npy", _npy("[('a', [('x', '<i4'), ('y', 'O')])]", ATTACK))
    yield made("part.npy", _npy("[('a', '|O', (1,))]", ATTACK))
    yield made("alias.npy", _npy("'object'", ATTACK))
    yield made("no_magic.npy", ATTACK)
    yield made("member.npz", z.zipped(File("a.npy", _npy("'|O'", ATTACK))))
    yield made("odd_member.npz", z.zipped(File("a.npy", _npy("'<f8'", bytes(8))), File("b", ATTACK)))
    yield made("packed.npz", z.zipped(File("a.npy", _npy("'|O'", ATTACK), method=8)))


def _archives() -> Iterator[Made]:
    def made(name: str, data: bytes) -> Made:
        return Made("archives", f"archive_{name}", data)

    tar = z.tar_file("model.pkl", ATTACK) + z.TAR_END
    yield made("plain.tar", tar)
    yield made("packed.tar.gz", gzip.compress(tar))
    yield made("packed.tar.bz2", bz2.compress(tar))
    yield made("packed.tar.xz", lzma.compress(tar))
    yield made("escape.tar", z.tar_file("../../x.txt", b"harmless") + z.TAR_END)
    yield made("absolute.tar", z.tar_file("/tmp/x.txt", b"harmless") + z.TAR_END)
    yield made("link.tar", z.tar_header("x", 0, b"2", "/etc") + z.TAR_END)
    yield made("name_is_pickle.tar", z.tar_file("cos\nsystem\n(S'echo harmless'\ntR.", b"") + z.TAR_END)
    weights = z.tar_file("model_weights.ckpt", z.torch_zip(ATTACK)) + z.TAR_END
    yield made("weights.nemo", z.tar_file("model_config.yaml", b"a: 1\n") + weights)
    target = b"model:\n  _target_: os.system\n  command: echo harmless\n"
    yield made("target.nemo", z.tar_file("model_config.yaml", target) + z.tar_file("a.txt", b"") + z.TAR_END)
    yield made("plain.zip", z.zipped(File("model.pkl", ATTACK)))
    yield made(
        "in_zip.zip", z.zipped(File("a.zip", z.zipped(File("b.zip", z.zipped(File("model.pkl", ATTACK, method=8))))))
    )
    yield made("escape.zip", z.zipped(File("../../x.txt", b"harmless")))
    yield made("link.zip", z.zipped(File("x", b"/etc/passwd", attributes=0o120777 << 16)))
    yield made("no_magic.zip", z.zipped(File("weights.bin", ZERO)))
    yield made("tar_with_zip.tar", z.tar_file("a.zip", z.zipped(File("model.pkl", ATTACK))) + z.TAR_END)
    yield made("frame.pkl.zip", z.zipped(File("frame.pkl", ATTACK, method=8)))
    yield made("handler.mar", z.zipped(
        File("MAR-INF/MANIFEST.json", b'{"model": {"handler": "handler.py", "serializedFile": "model.pt"}}'),
        File("handler.py", b"import os\nos.system('echo harmless')\n"),
        File("model.pt", z.torch_zip(ATTACK)),
    ))  # fmt: skip
    yield made("bomb.pkl.gz", gzip.compress(a.proto(4) + RUN + a.POP + (a.NONE + a.POP) * 3_000_000 + a.STOP))
    yield made("seven.7z", _seven())


def _seven() -> bytes:
    """A 7z archive of one stored file, put together by hand."""
    header = (
        b"\x01\x04\x06\x00\x01\x09" + bytes([len(ATTACK)]) + b"\x00\x07\x0b\x01\x00\x01\x01\x00\x0c"
        + bytes([len(ATTACK)])
        + b"\x00\x08\x00\x00\x05\x01\x11\x0d\x00" + "a.pkl".encode("utf-16-le") + b"\x00\x00\x00\x00"
    )  # fmt: skip
    start = struct.pack("<QQI", len(ATTACK), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + ATTACK + header


def _named_wrongly() -> Iterator[Made]:
    for name in (
        "plain.bin", "none", "text.txt", "weights.safetensors", "graph.onnx", "model.gguf", "model.h5", "model.keras",
        "picture.png", "config.json", "model.ckpt", "data.dat", "vocab.model",
    ):  # fmt: skip
        yield Made("wrong names", f"wrong_{name}", ATTACK)
    yield Made("wrong names", "wrong_zero.bin", ZERO)
    yield Made("wrong names", "wrong_zip.pkl", z.torch_zip(ATTACK))
    yield Made("wrong names", "wrong_torch.safetensors", z.torch_zip(ATTACK))
    yield Made("wrong names", "wrong_both.pt", ATTACK + z.torch_zip(TORCH))
    yield Made("wrong names", "wrong_joblib.pt", zlib.compress(ATTACK))
    out = io.BytesIO(z.torch_zip(ATTACK))
    yield Made("wrong names", "wrong_torch.7z", out.getvalue())
