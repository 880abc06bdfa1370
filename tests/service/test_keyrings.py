"""Values in a keyring: with a stand-in for the package everywhere, and with the package where it is installed."""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any

import pytest

from jupyter_mlsecops.service import keyrings
from jupyter_mlsecops.service.stored import Stored, StoreError

VALUE = "tok" + "_" + "Zk81xQvT3nWd7r" + "Lm2P"


class Memory:
    """A keyring in memory."""

    name = "in memory"
    priority = 1

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.values.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.values[service, name] = value


class Telling(Memory):
    """A keyring whose errors quote what it was given."""

    def set_password(self, service: str, name: str, value: str) -> None:
        raise RuntimeError(f"no room for {value}")


class Forgetting(Memory):
    """A keyring that keeps nothing."""

    def set_password(self, service: str, name: str, value: str) -> None:
        return None


class Unusable(Memory):
    priority = 0


Fail = type("Keyring", (Memory,), {"__module__": "keyring.backends.fail"})
Null = type("Keyring", (Memory,), {"__module__": "keyring.backends.null"})
EmptyChain = type("ChainerBackend", (Memory,), {"__module__": "keyring.backends.chainer", "backends": []})


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a keyring the current one."""

    def use(keyring: Memory) -> Memory:
        package: Any = types.ModuleType("keyring")
        package.get_keyring = lambda: keyring
        package.get_password, package.set_password = keyring.get_password, keyring.set_password
        monkeypatch.setitem(sys.modules, "keyring", package)
        return keyring

    return use


def refused(name: str = "API_KEY") -> str:
    with pytest.raises(StoreError) as caught:
        keyrings.add(name, VALUE)
    assert VALUE[:8] not in str(caught.value) and caught.value.__cause__ is None
    return str(caught.value)


def test_it_is_stored_where_the_fixed_code_looks(backend: Any) -> None:
    memory = backend(Memory())
    assert keyrings.add("API_KEY", VALUE) == Stored("API_KEY", "in memory")
    assert memory.values == {("notebook", "API_KEY"): VALUE}
    assert keyrings.add("API_KEY", VALUE) == Stored("API_KEY", "in memory", "It was there already.")


def test_another_value_stays(backend: Any) -> None:
    memory = backend(Memory())
    memory.values["notebook", "API_KEY"] = "other"
    assert refused().startswith("The keyring has another value for API_KEY")
    assert memory.values == {("notebook", "API_KEY"): "other"}


@pytest.mark.parametrize("kind", [Fail, Null, EmptyChain, Unusable])
def test_a_backend_that_cannot_store(backend: Any, kind: type[Memory]) -> None:
    memory = backend(kind())
    assert refused().startswith("No keyring of this system can be used here.")
    assert memory.values == {}


@pytest.mark.parametrize(("kind", "says"), [(Telling, "refused API_KEY (RuntimeError)"), (Forgetting, "did not keep")])
def test_a_backend_that_fails(backend: Any, kind: type[Memory], says: str) -> None:
    backend(kind())
    assert says in refused()


def test_names(backend: Any) -> None:
    memory = backend(Memory())
    assert refused("A B").startswith("The name may hold")
    assert memory.values == {}


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(StoreError, match=r"pip install 'jupyter_mlsecops\[keyring\]'"):
        keyrings.add("API_KEY", VALUE)


def test_the_package_itself() -> None:
    try:
        keyring: Any = importlib.import_module("keyring")
    except ImportError:
        pytest.skip("keyring is not installed")

    class Kept(keyring.backend.KeyringBackend):  # type: ignore[misc]
        priority = 1
        values: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.values.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.values[service, username] = password

    before = keyring.get_keyring()
    try:
        keyring.set_keyring(Kept())
        assert keyrings.add("API_KEY", VALUE).name == "API_KEY"
        assert keyring.get_password("notebook", "API_KEY") == VALUE
        for module in ("fail", "null"):
            keyring.set_keyring(importlib.import_module(f"keyring.backends.{module}").Keyring())
            assert refused().startswith("No keyring of this system can be used here.")
    finally:
        keyring.set_keyring(before)
