"""The rows of all tables of tokens. A table makes a rule of each, so it is imported when all of them are asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .row import Row


@cache
def prefixed() -> tuple[Row, ...]:
    """Those of tokens that are known by their own shape."""
    from . import business, clouds, commerce, jwt, models, platforms, services

    return (
        *models.ROWS,
        *clouds.ALL_ROWS,
        *services.ALL_ROWS,
        *business.ROWS,
        *platforms.ROWS,
        *commerce.ROWS,
        jwt.ROW,
    )


@cache
def unprefixed() -> tuple[Row, ...]:
    """Those of tokens that only their provider's name tells from other text."""
    from . import unprefixed

    return unprefixed.ROWS
