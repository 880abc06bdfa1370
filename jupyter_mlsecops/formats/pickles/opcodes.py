"""The names of the opcodes, as ``pickle`` spells them."""

from __future__ import annotations

_TABLE = """
( MARK  . STOP  0 POP  1 POP_MARK  2 DUP  F FLOAT  I INT  J BININT  K BININT1  L LONG  M BININT2  N NONE  P PERSID
Q BINPERSID  R REDUCE  S STRING  T BINSTRING  U SHORT_BINSTRING  V UNICODE  X BINUNICODE  a APPEND  b BUILD  c GLOBAL
d DICT  } EMPTY_DICT  e APPENDS  g GET  h BINGET  i INST  j LONG_BINGET  l LIST  ] EMPTY_LIST  o OBJ  p PUT  q BINPUT
r LONG_BINPUT  s SETITEM  t TUPLE  ) EMPTY_TUPLE  u SETITEMS  G BINFLOAT  B BINBYTES  C SHORT_BINBYTES
"""

_BINARY = """
PROTO NEWOBJ EXT1 EXT2 EXT4 TUPLE1 TUPLE2 TUPLE3 NEWTRUE NEWFALSE LONG1 LONG4 SHORT_BINUNICODE BINUNICODE8 BINBYTES8
EMPTY_SET ADDITEMS FROZENSET NEWOBJ_EX STACK_GLOBAL MEMOIZE FRAME BYTEARRAY8 NEXT_BUFFER READONLY_BUFFER
"""

_words = _TABLE.split()

NAMES: dict[int, str] = {
    **{ord(letter): name for letter, name in zip(_words[::2], _words[1::2], strict=True)},
    **{0x80 + k: name for k, name in enumerate(_BINARY.split())},
}
CODES: dict[str, int] = {name: code for code, name in NAMES.items()}
