"""All rows of tokens that are known by their own shape."""

from __future__ import annotations

from . import business, clouds, commerce, jwt, models, platforms, services

PREFIXED = (
    *models.ROWS,
    *clouds.ALL_ROWS,
    *services.ALL_ROWS,
    *business.ROWS,
    *platforms.ROWS,
    *commerce.ROWS,
    jwt.ROW,
)
