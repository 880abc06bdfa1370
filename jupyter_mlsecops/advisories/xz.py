"""An xz file as a stream. The one of the standard library lets the file say how much memory it needs."""

from __future__ import annotations

import lzma
from typing import BinaryIO

_MEMORY = 100_000_000  # what `xz -9` needs


class XzStream:
    """The unpacked bytes of an xz file, forwards only. Raises ``ValueError`` and ``EOFError`` where it is damaged."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._decoder: lzma.LZMADecompressor | None = None

    def read(self, number: int) -> bytes:
        """At most so many bytes; none at the end."""
        while True:
            if self._decoder is None or self._decoder.eof:
                rest = self._decoder.unused_data if self._decoder else b""
                rest = rest.lstrip(b"\0") or self._packed.read(65_536).lstrip(b"\0")  # padding between streams
                if not rest:
                    return b""
                self._decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)
            elif self._decoder.needs_input:
                rest = self._packed.read(65_536)
                if not rest:
                    raise EOFError
            else:
                rest = b""
            try:
                piece = self._decoder.decompress(rest, number)
            except lzma.LZMAError as error:
                raise ValueError("damaged") from error
            if piece:
                return piece
