"""Harmless files in the shape of attacks: put together from opcodes and fields when they are needed, never stored.

Whatever they name is called with a word that does nothing; still, no file is ever loaded, only read.
"""
