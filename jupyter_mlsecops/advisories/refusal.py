"""What an import, a download or an export ends with when it is not done."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was changed; the text says why and what to do, in words for the user."""
