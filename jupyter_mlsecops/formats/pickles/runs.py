"""Runs of numbers with the same opcode, which the loop takes sixteen at a time."""

from __future__ import annotations

from struct import Struct

BLOCK = 16
INTS = Struct("<" + "xi" * BLOCK).unpack_from
SHORTS = Struct("<" + "xH" * BLOCK).unpack_from
I4 = Struct("<i").unpack_from
U4 = Struct("<I").unpack_from
RUN_FLOATS, RUN_INTS, RUN_SHORTS, RUN_BYTES = (bytes([code]) * BLOCK for code in b"GJMK")
# What floats are is of no interest.
FLOATS = [0.0] * BLOCK
