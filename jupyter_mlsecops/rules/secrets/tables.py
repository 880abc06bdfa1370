"""All rows of tokens that are known by their own shape."""

from __future__ import annotations

from . import business, clouds, jwt, models, services

PREFIXED = (*models.ROWS, *clouds.ALL_ROWS, *services.ALL_ROWS, *business.ROWS, jwt.ROW)
