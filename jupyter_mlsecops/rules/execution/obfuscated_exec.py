"""Programs that are hidden in an encoded text and run."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Code,
    Command,
    Confidence,
    Match,
    Severity,
    Shell,
    Span,
    Value,
    matching_calls,
    own_shells,
    regex,
    rule,
)

from .decoded import is_decoded
from .sinks import runs_code, runs_shell

_LONGEST_PIPE = 20
_INTERPRETERS = frozenset(("sh", "bash", "zsh", "dash", "ksh", "ash", "python", "perl", "ruby", "node", "php", "eval"))
_CODES = regex(r"(?:\\x[2-7][0-9a-fA-F]|\\u00[2-7][0-9a-fA-F]|\\1[0-7]{2}){4}")
_IN_PROGRAM = regex(r"\b(?:exec|eval)\s{0,8}\(.{0,400}?(?:b64decode|decompress|fromhex|unhexlify|rot13|marshal\.loads)")


@rule(
    id="obfuscated-exec",
    on=Code,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Hidden code decoded and run",
    cwe=506,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=("eval", "exec", "system", "popen", "subprocess", "base64", "xxd", "run_cell"),
    bad=[
        "import base64\n«exec(base64.b64decode('cHJpbnQoMSk='))»",
        "import base64, zlib\n«exec(zlib.decompress(base64.b64decode(blob)).decode())»",
        "import marshal\n«exec(marshal.loads(blob))»",
        "from base64 import b64decode as d\nsource = d(blob).decode()\n# %%\n«exec(source)»",
        "_ = lambda s: __import__('zlib').decompress(__import__('base64').b64decode(s[::-1]))\n«exec((_)(b'=8xy'))»",
        "import base64\ndef shown(text):\n    return base64.b64decode(text).decode()\n# %%\n«exec(shown(blob))»",
        "import codecs\n«eval(codecs.decode('cevag(1)', 'rot13'))»",
        "«exec(bytes.fromhex('7072696e74283129').decode())»",
        "«exec(''.join(chr(n) for n in [112, 114, 105]))»",
        "«exec(''.join(map(chr, numbers)))»",
        "«exec(''.join([chr(ord(c) ^ 7) for c in text]))»",
        "«exec(')1(tnirp'[::-1])»",
        "text = '\\x70\\x72\\x69\\x6e\\x74\\x28\\x31\\x29'\n# %%\n«exec(text)»",
        "«exec(__import__('base64').b64decode(blob))»",
        "import base64\n«exec(compile(base64.b64decode(blob), 'x', 'exec'))»",
        "run = exec\nimport base64 as b\n# %%\n«run(b.b64decode(blob))»",
        "from cryptography.fernet import Fernet\n«exec(Fernet(key).decrypt(blob))»",
        "import base64, os\n«os.system(base64.b64decode(blob).decode())»",
        "import base64, subprocess\n«subprocess.run(base64.b64decode(blob), shell=True)»",
        "«get_ipython().run_cell(codecs.decode(text, 'rot13'))»\n# %%\nimport codecs",
        "!echo cHJpbnQoMSk= | «base64 -d | bash»",
        '%%bash\n«eval "$(echo bHMK | base64 --decode)"»',
        "!«python -c \"exec(__import__('base64').b64decode('cHJpbnQoMSk='))\"»",
        "import os\n«os.system('echo bHMK | base64 -d | sh')»",
    ],
    ok=[
        "import base64\nimage = base64.b64decode(blob)",
        "exec(source)",
        "import base64\nexecute(base64.b64decode(x))",
        "import base64\nmodel.eval(base64.b64decode(x))",
        "!base64 -d key.txt > key.pem",
        "!echo aGVsbG8= | base64 -d | wc -c",
        "text = 'exec(base64.b64decode(x))'",
        "import json, base64\nrows = json.loads(base64.b64decode(x))",
        "exec(','.join(names))",
        "exec(lines[::-1])",
        "!echo hello | base64 | bash count.sh",
    ],
)
def obfuscated_exec(code: Code) -> Iterator[Match]:
    """This decodes text and runs it, which hides from a reader what the cell does.

    Do not run the cell. Decode the text, print it and read it first."""
    for call, source in (*runs_code(code), *runs_shell(code)):
        if not call.is_reference and (is_decoded(code, source) or _is_escaped(code, source)):
            yield Match(call.span)
    for shell in own_shells(code):
        for span in _hidden(shell):
            yield Match(span.shift(shell.start))
    yield from matching_calls(code, _hidden)


def _is_escaped(code: Code, source: Value | None) -> bool:
    """Whether a constant text is written in codes where letters would do."""
    if source is None or not isinstance(source.constant, str):
        return False
    at = code.names.settled(source.spot)
    home = code.cells[at.unit]
    return _CODES.search(home.cell.source, *Value(home, at).span) is not None


def _hidden(shell: Shell) -> Iterator[Span]:
    """The places of a shell line in which a decoded text is run."""
    if shell.kind == "magic":
        return
    commands = shell.commands()
    for at, command in enumerate(commands):
        if _decodes(command):
            reader = _reader(commands, at)
            if reader is not None:
                yield Span(min(command.span.start, reader.span.start), max(command.span.end, reader.span.end))
        elif command.name == "python" and any(_IN_PROGRAM.search(word.text[:4000]) for word in command.words[1:]):
            yield command.span


def _decodes(command: Command) -> bool:
    options = [word.text for word in command.words[1:]]
    if command.name in ("base64", "base32", "gbase64"):
        return any(option in ("-d", "-D", "--decode", "-di", "-id") for option in options)
    if command.name == "xxd":
        return any(option.startswith("-") and "r" in option for option in options)
    return command.name == "openssl" and options[:1] in (["enc"], ["base64"]) and "-d" in options


def _reader(commands: tuple[Command, ...], at: int) -> Command | None:
    """The command that runs what one prints: down the pipe, or around it as ``eval "$(…)"``."""
    outer = commands[at].outer
    if outer is not None:
        return outer if outer.name in _INTERPRETERS and outer.span.end > commands[at].span.end else None
    last = min(at + _LONGEST_PIPE, len(commands) - 1)
    while commands[at].operator in ("|", "|&") and at < last:
        at += 1
        given = [word.text for word in commands[at].words[1:]]
        if commands[at].name in _INTERPRETERS and all(text.startswith("-") for text in given):
            return commands[at]
    return None
