"""Credentials in any text of a notebook: provider tokens, URLs with passwords, private keys, and named values."""
