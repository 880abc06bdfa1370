"""Asking a provider whether a token still works: only when a person asks for it, never while a file is scanned.

This is the only place of the product that sends a secret anywhere. The command ``verify`` imports it, and nothing else
does: neither a scan nor the server can reach it.
"""
