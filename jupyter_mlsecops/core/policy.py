"""Policy: which rules speak, which findings stop a commit or a save, and what may be silenced. Data, never code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from . import licences
from .installed import canonical
from .licences import Licences
from .model import Category, Finding, Severity
from .modelfile import HARD_STOP, KnownModel, Signer
from .regex import regex
from .rule import PROFILES, Rule, quietest_profile
from .ruleset import RuleSet

VERIFICATION = ("allowed", "forbidden")  # the stricter word last
_KEYS = (
    "detect-secrets-plugins",
    "fail-on",
    "forbid-suppress",
    "ignore",
    "known-models",
    "known-packages",
    "licences",
    "minimum-release-age",
    "model-signers",
    "model-timeout",
    "profile",
    "secret-store",
    "select",
    "verification",
)
_LICENCE_SETS = ("allow", "review", "deny")
_KNOWN_MODEL = ("sha256", "names", "reason")
_SIGNER, _IDENTITY = {"name", "pem"}, {"name", "identity", "issuer"}
_MOST_DAYS = 365
MOST_SECONDS = 600
"""The longest that a policy may have a model file read."""
_PEM = regex("-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----")
_SHA256 = regex(r"[0-9a-fA-F]{64}")
SECRET_STORES = ("environment", "getpass", "keyring", "dotenv", "colab", "kaggle", "databricks", "streamlit", "aws")


class PolicyError(Exception):
    """A policy that cannot be read; the text names the key, the cause and the cure."""


class Policy(msgspec.Struct, frozen=True):
    """What is shown and what is refused.

    ``select`` and ``ignore`` hold rule ids or categories; a selected rule speaks in every profile. ``fail_on`` is
    the gate: the least severity that makes a command exit with 1, None for never. ``forbid_suppress`` holds rule ids
    or categories that nobody may silence. ``verification`` is "forbidden" where no token may be sent to its provider;
    "allowed" sends none by itself, it lets a person ask for it. ``secret_store`` is where the first fix of a secret
    reads it from, one of ``SECRET_STORES``; empty for what suits the notebook. ``detect_secrets_plugins`` names
    installed modules; whoever loads them must know that the policy was chosen by the user or the administrator.
    ``licences`` is None where the policy says nothing of licences: nothing is found about them then. ``known_packages``
    are canonical names that are right, and beginnings of such names with a ``*`` behind them. ``known_models`` are
    model files that somebody looked at. ``minimum_release_age`` is how many days a release must be out before it is
    used, None where the policy does not say. ``model_timeout`` is how many seconds the command reads one model file;
    the server has clocks of its own. ``model_signers`` are those whose signatures of models count; as for the plugins,
    whoever uses them must know that the policy was chosen.
    """

    profile: str = "default"
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    fail_on: Severity | None = Severity.MEDIUM
    forbid_suppress: frozenset[str] = frozenset()
    verification: str = "allowed"
    secret_store: str = ""
    detect_secrets_plugins: tuple[str, ...] = ()
    licences: Licences | None = None
    known_packages: frozenset[str] = frozenset()
    known_models: tuple[KnownModel, ...] = ()
    model_signers: tuple[Signer, ...] = ()
    minimum_release_age: int | None = None
    model_timeout: int = HARD_STOP

    def shows(self, rule: Rule, severity: Severity) -> bool:
        """Whether a finding of ``rule`` with this severity is reported."""
        if rule.names & self.ignore:
            return False
        if self.select:
            return bool(rule.names & self.select)
        return self._is_at_least(rule.profile or quietest_profile(severity))

    def runs(self, rule: Rule) -> bool:
        """Whether ``rule`` is asked at all: one that is meant for a louder profile is not, unless it is selected."""
        return bool(self.select) or rule.profile is None or self._is_at_least(rule.profile)

    def _is_at_least(self, profile: str) -> bool:
        return PROFILES.index(self.profile) >= PROFILES.index(profile)

    def may_suppress(self, rule: Rule) -> bool:
        """Whether a person may silence findings of ``rule``."""
        return not rule.names & self.forbid_suppress

    def gate(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings at or above ``fail_on``."""
        least = self.fail_on
        return [] if least is None else [f for f in findings if f.severity.rank >= least.rank]


def parse_severity(word: str, key: str = "fail-on") -> Severity | None:
    """A severity by its word; ``never`` is None. Raises ``PolicyError``."""
    if word == "never":
        return None
    try:
        return Severity(word)
    except ValueError as error:
        choices = ", ".join(s.value for s in Severity)
        raise PolicyError(f"{key}: {word!r} is none of {choices}, never.") from error


def from_table(table: Mapping[str, Any]) -> Policy:
    """A policy from a TOML table (``[tool.mlsecops]`` or the whole of ``mlsecops.toml``). Raises ``PolicyError``.

    Keys: profile, select, ignore, fail-on, forbid-suppress, verification, secret-store, detect-secrets-plugins,
    licences, known-packages, known-models, minimum-release-age, model-signers, model-timeout. An unknown key is an
    error: a typing mistake must not switch a check off.
    """
    for key in table:
        if key not in _KEYS:
            raise PolicyError(f"{key!r} is no key of a policy; the keys are {', '.join(_KEYS)}.")
    profile = table.get("profile", "default")
    if profile not in PROFILES:
        raise PolicyError(f"profile: {profile!r} is none of {', '.join(PROFILES)}.")
    fail_on = table.get("fail-on", "medium")
    if not isinstance(fail_on, str):
        raise PolicyError('fail-on: a word is wanted, such as "medium".')
    verification = table.get("verification", "allowed")
    if verification not in VERIFICATION:
        raise PolicyError(f"verification: {verification!r} is none of {', '.join(VERIFICATION)}.")
    secret_store = table.get("secret-store", "")
    if secret_store not in ("", *SECRET_STORES):
        raise PolicyError(f"secret-store: {secret_store!r} is none of {', '.join(SECRET_STORES)}.")
    return Policy(
        profile=profile,
        select=_words(table, "select"),
        ignore=_words(table, "ignore"),
        fail_on=parse_severity(fail_on),
        forbid_suppress=_words(table, "forbid-suppress"),
        verification=verification,
        secret_store=secret_store,
        detect_secrets_plugins=_modules(table),
        licences=_licences(table),
        known_packages=_packages(table),
        known_models=_models(table),
        model_signers=_signers(table),
        minimum_release_age=_whole(table, "minimum-release-age", "days", 0, _MOST_DAYS),
        model_timeout=_whole(table, "model-timeout", "seconds", 1, MOST_SECONDS) or HARD_STOP,
    )


def _words(table: Mapping[str, Any], key: str) -> frozenset[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise PolicyError(f"{key}: a list of rule ids or categories is wanted.")
    return frozenset(value)


def _modules(table: Mapping[str, Any]) -> tuple[str, ...]:
    value = table.get("detect-secrets-plugins", [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise PolicyError("detect-secrets-plugins: a list of installed modules is wanted.")
    return tuple(value)


def _packages(table: Mapping[str, Any]) -> frozenset[str]:
    value = table.get("known-packages", [])
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip("*") for name in value):
        raise PolicyError('known-packages: a list of names is wanted, such as ["acme-models", "acme-*"].')
    return frozenset(canonical(name.strip()) for name in value)


def _whole(table: Mapping[str, Any], key: str, unit: str, least: int, most: int) -> int | None:
    value = table.get(key)
    if value is not None and (type(value) is not int or not least <= value <= most):
        raise PolicyError(f"{key}: a number of {unit} from {least} to {most} is wanted.")
    return value


def _models(table: Mapping[str, Any]) -> tuple[KnownModel, ...]:
    """``known-models = [{sha256 = "…", names = ["acme.Model"], reason = "…"}]``."""
    value = table.get("known-models", [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise PolicyError("known-models: a list of tables is wanted, each with sha256, names and reason.")
    return tuple(_known_model(one) for one in value)


def _known_model(table: Mapping[str, Any]) -> KnownModel:
    for key in table:
        if key not in _KNOWN_MODEL:
            raise PolicyError(f"known-models: {key!r} is none of {', '.join(_KNOWN_MODEL)}.")
    digest, names, reason = table.get("sha256"), table.get("names"), table.get("reason")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise PolicyError("known-models: sha256 must be the 64 hex digits that name the file; `sha256sum` prints them.")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and "." in name for name in names):
        raise PolicyError('known-models: names must be a list such as ["acme.models.Net"].')
    if not isinstance(reason, str) or not reason.strip():
        raise PolicyError("known-models: a reason is wanted: who looked at the file, and why it is right.")
    return KnownModel(digest.lower(), frozenset(names), reason)


def _signers(table: Mapping[str, Any]) -> tuple[Signer, ...]:
    """``model-signers = [{name = "ACME Ltd", pem = "-----BEGIN PUBLIC KEY-----…"}]``, or with identity and issuer."""
    value = table.get("model-signers", [])
    if not isinstance(value, list) or not all(
        isinstance(one, dict) and set(one) - {"trusted-root"} in (_SIGNER, _IDENTITY) for one in value
    ):
        raise PolicyError(
            "model-signers: a list of tables is wanted, each with name and pem, or with name, identity and issuer."
        )
    return tuple(_signer(one) for one in value)


def _signer(table: Mapping[str, Any]) -> Signer:
    for key, word in table.items():
        if not isinstance(word, str) or not word.strip():
            raise PolicyError(f"model-signers: {key} must be a text that is not empty.")
    if "pem" not in table:
        return _identity(table)
    if "trusted-root" in table:
        raise PolicyError("model-signers: trusted-root belongs to an identity; a pem needs none.")
    if not _PEM.search(table["pem"]):
        raise PolicyError("model-signers: pem must be a public key or a certificate, -----BEGIN … and all.")
    return Signer(table["name"].strip(), table["pem"])


def _identity(table: Mapping[str, Any]) -> Signer:
    name, identity, issuer = (table[key].strip() for key in ("name", "identity", "issuer"))
    if "*" in identity:
        raise PolicyError("model-signers: identity is compared as it stands, without *; write one table for each.")
    if not issuer.startswith(("https://", "http://")):
        raise PolicyError('model-signers: issuer must be an address such as "https://accounts.google.com".')
    return Signer(name, identity=identity, issuer=issuer, trusted_root=table.get("trusted-root", ""))


def _licences(table: Mapping[str, Any]) -> Licences | None:
    """``licences = {allow = […], review = […], deny = […]}`` with SPDX ids, in which ``*`` stands for anything."""
    if "licences" not in table:
        return None
    value = table["licences"]
    if not isinstance(value, dict):
        raise PolicyError('licences: a table is wanted, such as {deny = ["AGPL-*"]}.')
    for key in value:
        if key not in _LICENCE_SETS:
            raise PolicyError(f"licences: {key!r} is none of {', '.join(_LICENCE_SETS)}.")
    sets = {key: _licence_ids(value, key) for key in _LICENCE_SETS}
    return Licences(sets["allow"] if "allow" in value else None, sets["review"], sets["deny"])


def _licence_ids(table: Mapping[str, Any], key: str) -> frozenset[str]:
    ids = table.get(key, [])
    if not isinstance(ids, list) or not all(isinstance(word, str) for word in ids):
        raise PolicyError(f"licences.{key}: a list of SPDX ids is wanted.")
    for word in ids:
        if "*" not in word and not licences.canonical(word):
            raise PolicyError(f"licences.{key}: {word!r} is no SPDX id; write one, a pattern with * or LicenseRef-….")
    return frozenset(ids)


def check_names(policy: Policy, rules: RuleSet) -> list[str]:
    """Words in the policy that name no rule and no category, sorted."""
    categories = {category.value for category in Category}
    words = policy.select | policy.ignore | policy.forbid_suppress
    return sorted(word for word in words if word not in categories and word not in rules)


def tightened(floor: Policy, other: Policy) -> Policy:
    """``other`` on top of ``floor``: it may show more, refuse more and forbid more, never less."""
    ranks = [p.fail_on.rank for p in (floor, other) if p.fail_on is not None]
    fail_on = next((s for s in Severity if ranks and s.rank == min(ranks)), None)
    return replace(
        floor,
        profile=max(floor.profile, other.profile, key=PROFILES.index),
        select=floor.select | other.select if floor.select else frozenset(),
        ignore=floor.ignore & other.ignore,
        fail_on=fail_on,
        forbid_suppress=floor.forbid_suppress | other.forbid_suppress,
        verification=max(floor.verification, other.verification, key=VERIFICATION.index),
        secret_store=other.secret_store or floor.secret_store,
        licences=licences.tightened(floor.licences, other.licences),
        # 0 asks for less than nothing does: without it young releases are advice.
        minimum_release_age=max(floor.minimum_release_age or 0, other.minimum_release_age or 0)
        or floor.minimum_release_age,
    )
