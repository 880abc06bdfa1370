"""Password hashes: of ``/etc/shadow``, ``.htpasswd``, Django, Werkzeug and Jupyter."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .filters import is_blank
from .fixes import proposals

_C = "[A-Za-z0-9./]"
_HASH = regex(
    rf"(?<![A-Za-z0-9$])(?:\$(?:apr)?1\${_C}{{2,8}}\${_C}{{22}}|\$2[abxy]\$[0-9]{{2}}\${_C}{{53}}|"
    rf"\$5\$(?:rounds=[0-9]{{1,9}}\$)?{_C}{{1,16}}\${_C}{{43}}|\$6\$(?:rounds=[0-9]{{1,9}}\$)?{_C}{{1,16}}\${_C}{{86}}|"
    rf"\$y\$[./A-Za-z0-9]{{1,8}}\${_C}{{1,86}}\${_C}{{43}}|"
    r"(?:argon2:)?\$argon2(?:id|i|d)\$v=[0-9]{1,3}\$m=[0-9]{1,8},t=[0-9]{1,4},p=[0-9]{1,3}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{20,90}|"
    r"\{S?SHA\}[A-Za-z0-9+/]{27,60}={0,2}|"
    r"pbkdf2_sha(?:1|256|512)\$[0-9]{3,8}\$[A-Za-z0-9]{8,64}\$[A-Za-z0-9+/]{27,90}={0,2}|"
    r"pbkdf2:sha(?:1|256|512)(?::[0-9]{1,8})?\$[A-Za-z0-9]{8,64}\$[0-9a-f]{40,128}|"
    r"scrypt:[0-9]{4,8}:[0-9]{1,3}:[0-9]{1,3}\$[A-Za-z0-9]{8,64}\$[0-9a-f]{64,128}|"
    r"sha(?:1|256):[0-9a-f]{12}:[0-9a-f]{40}(?:[0-9a-f]{24})?)(?![A-Za-z0-9./$])"
)
LABEL = "Password hash"
_BODY = "q7Rk2Zs9Xw4Tn6Yb1Vd8"
_HEX = "0d5e9c3ab714f6827c41d90be385a26f91e4b07c"


@rule(
    id="password-hash",
    on=Segment,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Password hash",
    cwe=522,
    bad=[
        f"# %%\n!sudo cat /etc/shadow\n# %% [output]\nroot:«$6$k2Lm9Qx4${(_BODY * 5)[:86]}»:19000:0:99999:7:::",
        f"# %%\n!cat .htpasswd\n# %% [output]\nada:«$2y$10${(_BODY * 3)[:53]}»",
        f"# %%\n!cat .htpasswd\n# %% [output]\nada:«$apr1$k2Lm9Qx4${(_BODY * 2)[:22]}»",
        f"c.NotebookApp.password = 'sha1:{_HEX[:12]}:{_HEX}'".replace("sha1:", "«sha1:").replace(_HEX, _HEX + "»"),
    ],
    ok=[
        "hashed = bcrypt.hashpw(password, bcrypt.gensalt())",
        f'digest = "sha1:{_HEX}"',
        "# $2y$10$ begins a bcrypt hash, $6$ one of SHA-512",
    ],
    screen=(
        *("$1$", "$2a$", "$2b$", "$2x$", "$2y$", "$5$", "$6$", "$y$", "$apr1$", "$argon2", "SHA}", "pbkdf2", "scrypt:"),
        *("sha1:", "sha256:"),
    ),
    precedence=1690,
    propose=proposals("password hash", ""),
)
def password_hash(segment: Segment) -> Iterator[Match]:
    """Who has the hash can try passwords as fast as a computer can, and weak ones are found within hours.

    Remove it, and change the password if it is used anywhere."""
    for match in _HASH.finditer(segment.text):
        if not is_blank(match[0][-20:]):
            yield Match(Span(*match.span()), message=f"{LABEL} {segment.where}", label=LABEL.lower(), preview=shape())
