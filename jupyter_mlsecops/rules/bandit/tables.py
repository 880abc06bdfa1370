"""All rows: which of bandit's tests are kept. Those that are not are named, with the reason, in decision 14."""

from __future__ import annotations

from .commands import COMMANDS
from .encryption import ENCRYPTION
from .markup import MARKUP
from .row import Row

ROWS: tuple[Row, ...] = (*ENCRYPTION, *MARKUP, *COMMANDS)
