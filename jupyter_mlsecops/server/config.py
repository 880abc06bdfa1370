"""What an administrator can set: ``c.MLSecOps.*``."""

from __future__ import annotations

from traitlets import Bool, Enum, Float, HasTraits, Int, TraitError, Unicode, validate

from ..core.model import Severity
from ..core.rule import PROFILES

NEVER = "never"


class Options(HasTraits):
    """The traits of ``MLSecOps``, kept apart so that they can be read in one place."""

    enabled = Bool(True, help="Scan notebooks when they are saved, and answer the front end.").tag(config=True)

    block_on_save = Enum(
        [NEVER, *(severity.value for severity in Severity)],
        NEVER,
        help="""Refuse to save a notebook that has a finding at or above this severity. A save is refused only for a
        finding: if the scan fails or takes too long, the save passes.""",
    ).tag(config=True)

    policy_file = Unicode(
        "",
        help="""A TOML file with the policy: an mlsecops.toml, or a pyproject.toml with [tool.mlsecops]. It is read
        when the server starts.""",
    ).tag(config=True)

    profile = Enum(
        PROFILES,
        None,
        allow_none=True,
        help="Which rules speak: default, strict or audit. By default what the policy file says.",
    ).tag(config=True)

    max_notebook_bytes = Int(64_000_000, help="Notebooks larger than this are reported as not scanned.").tag(
        config=True
    )

    scan_timeout = Float(30.0, help="Seconds after which the scan of one notebook is ended.").tag(config=True)

    block_timeout = Float(
        2.0, help="Seconds that a save may wait for the scan of block_on_save; after that it passes."
    ).tag(config=True)

    workers = Int(1, help="Number of scan processes. Each takes about 50 MB of memory.").tag(config=True)

    allow_moving_secrets = Bool(
        True,
        help="""Let people move a secret from a notebook to the .env file beside it, or to the keyring of the system
        that the server runs on. Nothing is moved without their word.""",
    ).tag(config=True)

    @validate("max_notebook_bytes", "scan_timeout", "block_timeout", "workers")
    def _positive(self, proposal: dict[str, object]) -> object:
        value = proposal["value"]
        if not isinstance(value, (int, float)) or value <= 0:
            raise TraitError(f"c.MLSecOps.{proposal['trait'].name}: a number above 0 is wanted, not {value!r}.")  # type: ignore[attr-defined]
        return value
