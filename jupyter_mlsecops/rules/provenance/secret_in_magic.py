"""Credentials written out in magics, shell lines and stores to the environment."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Category,
    Code,
    Command,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    Span,
    Store,
    TextEdit,
    Word,
    import_edits,
    own_shells,
    rule,
    shape,
)
from .credentials import is_credential_name, is_drawn, words_of
from .few import with_few_fixes

# Behind the rules of the secrets engine: what one of them finds is its finding.
_LAST = 9000
_LAST_WORDS = frozenset(("token", "pat", "passwd", "pass", "pw"))
# Commands that take a credential: as the option, or as the word behind these.
_OPTIONS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("wandb", "login"): ("", "--key"),
    ("comet", "login"): ("--api-key",),
    ("huggingface-cli", "login"): ("--token",),
    ("hf", "auth"): ("--token",),
    ("ngrok", "config"): ("add-authtoken",),
    ("ngrok", "authtoken"): ("",),
    ("databricks", "configure"): ("--token",),
    ("dvc", "remote"): ("password",),
}
# What every notebook has in which something can be found: the words alone are in nearly all, as is "environment".
_SHAPES = (
    *("environ(?:[^a-z0-9_.]|$)", "%(?:set_)?env", "%%(?:bash|sh|script|shell|sx|system|!)", "%(?:sx|system)"),
    "get_ipython",
    r"!(?:[^\n]|\\\r?\n)*(?:token|pass|key|secret|pat|pwd|pw|credential)[a-z0-9_]*=",
    r"(?:wandb|comet|ngrok|databricks|dvc|huggingface-cli|hf)\s+(?:login|auth|config|configure|remote)[ \t\\]",
)


@rule(
    id="secret-in-magic",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
    category=Category.SECRETS,
    title="Credential written into a magic or shell line",
    cwe=798,
    owasp=["LLM02"],
    atlas=["AML.T0055"],
    screen=("token", "pass", "key", "secret", "_pat", "login", "credential", "pwd"),
    caseless=True,
    shapes=_SHAPES,
    precedence=_LAST,
    bad=[
        "%env MY_TOKEN=«" + "NqVwYS81" + "VP7H»",
        Example(
            "%env MY_TOKEN=«" + "NqVwYS81" + "VP7H»\nx = 1",
            fixed='import getpass, os; os.environ["MY_TOKEN"] = getpass.getpass("MY_TOKEN: ")\nx = 1',
        ),
        "%set_env DB_PASS «" + "s3cret9Pa" + "X55»",
        Example(
            'import os\nos.environ["X_TOKEN"] = "«' + "b1DX8pPd" + '5khxE3»"',
            fixed='import getpass\nimport os\nos.environ["X_TOKEN"] = getpass.getpass("X_TOKEN: ")',
        ),
        "from os import environ as env\nenv['SERVICE_PASSWORD'] = '«" + "k3!vTq9" + "zLm2»'",
        Example(
            "!MY_API_TOKEN=«" + "5jhy0I9l" + "O7F3vl» python train.py",
            fixed="!python train.py",
        ),
        "%%bash\nexport GITHUB_PAT=«" + "Eokd5ihu9lE" + "mJcADwyQNeL»",
        "!wandb login «" + "kUdfMI7z" + "cpVMw0»",
        "!comet login --api-key «" + "HjHkm1x72Es" + "SfUQUAkNX»",
    ],
    ok=[
        "%env MY_TOKEN=$OTHER",
        "%env MY_TOKEN={token}",
        "!env MY_TOKEN=AQ.Ab8RN6<token> python train.py",
        "%env API_TOKEN=your_token_here",
        "%env TOKENIZERS_PARALLELISM=false",
        "%env MAX_TOKENS=51200000",
        "%env SORT_KEY=created2at9x",
        "%env TOKEN_FILE=/run/t0ken9File",
        "import os\nos.environ['HF_TOKEN'] = getpass()",
        "import os\nos.environ['DB_PASSWORD'] = 'changeme1'",
        "import os\nos.environ['MY_TOKEN'] = 'super-long-words'",
        "%env MY_TOKEN=a1b2C3" + "A" * 20,
        "!wandb login",
        "!wandb login --relogin",
        "!wandb login $WANDB_API_KEY",
        "!huggingface-cli login --token $HF_TOKEN",
        "text = '%env MY_TOKEN=" + "NqVwYS81" + "VP7H'  # %env",
    ],
)
def secret_in_magic(code: Code) -> Iterator[Match]:
    """A magic or shell line keeps the value in the notebook and in the history of IPython, for everybody who gets it.

    Change the credential where it is valid, then ask for it with getpass or set it before Jupyter starts."""
    yield from with_few_fixes(_found(code))


def _found(code: Code) -> Iterator[Match]:
    for shell in own_shells(code):
        settings = {word.span for command in shell.commands() if command.words for word in command.settings}
        for variable in shell.variables():
            given = variable.value.strip("'\"")
            unfinished = shell.text.startswith("<", variable.span.end)  # ``KEY=sk-<your key>``
            if _is_name(variable.name) and is_drawn(given) and not unfinished:
                yield _in_shell(shell, variable.span, given, variable.name, variable.span in settings)
        for command in () if shell.kind == "magic" else shell.commands():
            word = _argument(command)
            if word is not None and is_drawn(word.text):
                yield _in_shell(shell, word.span, word.text, "", False)
    for store in code.stores("os.environ[]"):
        key, value = store.key, store.value
        text = value.constant if value.is_written_out else None
        if isinstance(key, str) and isinstance(text, str) and _is_name(key) and is_drawn(text):
            start = code.text.find(text, value.span.start, value.span.end)
            yield _match(Span(start, start + len(text)) if start >= 0 else value.span, _asked(code, store, key))


def _is_name(name: str) -> bool:
    words = words_of(name)
    return is_credential_name(name) or (bool(words) and words[-1] in _LAST_WORDS)


def _argument(command: Command) -> Word | None:
    """The word of a command that is a credential by its place."""
    texts = [word.text for word in command.words]
    names = _OPTIONS.get(tuple(texts[:2]))
    if names is None:
        return None
    for at, text in enumerate(texts[2:], 2):
        if text in names and at + 1 < len(texts):
            return command.words[at + 1]
        if "" in names and not text.startswith("-") and not texts[at - 1].startswith("--"):
            return command.words[at]
    return None


def _in_shell(shell: Shell, span: Span, value: str, name: str, is_setting: bool) -> Match:
    """The match of a value; ``is_setting`` if it stands in front of a command, as ``NAME=value``."""
    start = shell.text.rfind(value, span.start, span.end)
    place = Span(start, start + len(value)) if start >= 0 else span
    fixes: tuple[Proposal, ...] = ()
    if name and shell.kind == "magic":
        fixes = _instead_of_magic(shell, name)
    elif name and is_setting:
        edit = TextEdit(shell.cut(span).shift(shell.start), "", shell.cell.source_pointer)
        fixes = (Proposal(f"Leave it out, and set {name} before Jupyter starts", Applicability.REVIEW, (edit,)),)
    return _match(place.shift(shell.start), fixes)


def _instead_of_magic(shell: Shell, name: str) -> tuple[Proposal, ...]:
    """Ask for the value in place of ``%env``, where the magic has its line to itself."""
    source = shell.cell.source
    sigil = shell.start - 1
    start = source.rfind("\n", 0, shell.start) + 1
    end = shell.start + len(shell.text)
    if source[sigil : shell.start] != "%" or source[start:sigil].strip() or source[end:].split("\n")[0].strip():
        return ()
    text = f'import getpass, os; os.environ["{name}"] = getpass.getpass("{name}: ")'
    edit = TextEdit(Span(sigil, end), text, shell.cell.source_pointer)
    return (Proposal(f"Ask for {name} with getpass", Applicability.REVIEW, (edit,)),)


def _asked(code: Code, store: Store, name: str) -> tuple[Proposal, ...]:
    imports = import_edits(code, "getpass")
    if imports is None:
        return ()
    edits = (*imports, *store.set_value(f'getpass.getpass("{name}: ")'))
    return (Proposal(f"Ask for {name} with getpass", Applicability.REVIEW, edits),)


def _match(span: Span, proposals: tuple[Proposal, ...]) -> Match:
    return Match(span, label="Credential", preview=shape(), proposals=proposals)
