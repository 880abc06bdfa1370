"""How bad something is; apart from the wire types, for what is known of packages is asked without them."""

from __future__ import annotations

import enum


class Severity(enum.Enum):
    """How bad it is if the finding is true."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical, so that ranks compare."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(reversed(Severity))}
