"""Values in the user's keyring, where the optional package ``keyring`` finds one."""

from __future__ import annotations

import importlib

from .stored import Stored, StoreError, check_name

SERVICE = "notebook"  # what the code that a fix writes asks for
_INSTALL = "Install the package keyring where this program runs: pip install 'jupyter_mlsecops[keyring]'."


def add(name: str, value: str) -> Stored:
    """Put ``value`` into the keyring under ``name``. What stands there already stays.

    Raises ``StoreError`` where there is no keyring, it refuses, or the name has another value.
    """
    check_name(name)
    try:
        keyring = importlib.import_module("keyring")
    except ImportError as error:
        raise StoreError(f"There is no keyring here. {_INSTALL}") from error
    backend = keyring.get_keyring()
    if _cannot_store(backend):
        raise StoreError("No keyring of this system can be used here. Choose another place, or unlock the keyring.")
    try:
        known = keyring.get_password(SERVICE, name)
        if known == value:
            return Stored(name, _where(backend), "It was there already.")
        if known is not None:
            raise StoreError(f"The keyring has another value for {name} ({SERVICE}). It was left as it is.")
        keyring.set_password(SERVICE, name, value)
        if keyring.get_password(SERVICE, name) != value:
            raise StoreError(f"The keyring did not keep {name}. Choose another place.")
    except StoreError:
        raise
    except Exception as error:  # a backend may raise anything, and its text may hold anything
        raise StoreError(f"The keyring refused {name} ({type(error).__name__}).") from None
    return Stored(name, _where(backend))


def _cannot_store(backend: object) -> bool:
    """Whether it is one of the two that stand in where there is none, or a chain of none."""
    priority = getattr(backend, "priority", 0)
    module = type(backend).__module__
    is_empty = module.endswith(".chainer") and not list(getattr(backend, "backends", ()))
    return module.endswith((".fail", ".null")) or is_empty or (isinstance(priority, (int, float)) and priority <= 0)


def _where(backend: object) -> str:
    return str(getattr(backend, "name", "") or "keyring")[:80]
