"""What is known of names in pickles: exact pairs that honest files hold, and families that do harm when loaded."""

from __future__ import annotations

from .allowed import Entry, allowed
from .harmful import harmful

__all__ = ["Entry", "allowed", "harmful"]
