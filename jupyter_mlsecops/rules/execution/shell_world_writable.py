"""``chmod 777`` and the like."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_mlsecops.sdk import (
    Applicability,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    Shell,
    TextEdit,
    Word,
    matching_calls,
    regex,
    rule,
)

_OCTAL = regex(r"(0?)([0-7])([0-7])([0-7])\Z")
_CLAUSE = regex(r"([ugoa]*)([+=])([rwxXst]+)\Z")


@rule(
    id="shell-world-writable-permissions",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="File made writable for everyone",
    cwe=732,
    screen=("chmod", "mkdir", "umask", "install"),
    bad=[
        Example("!chmod «777» run.sh", fixed="!chmod 755 run.sh"),
        Example("!sudo chmod -R «0777» /data", fixed="!sudo chmod -R 0755 /data"),
        Example("!chmod «a+rwx» run.sh", fixed="!chmod u+rwx,go+rx run.sh"),
        Example("%%bash\nchmod «666» notes.txt", fixed="%%bash\nchmod 644 notes.txt"),
        "!chmod «o+w» notes.txt",
        "!find . -type d -exec chmod «777» {} +",
        Example("!mkdir -p -m «777» out", fixed="!mkdir -p -m 755 out"),
        "%%bash\numask «000»\ntouch notes.txt",
        "!install -m «0777» run.sh /usr/local/bin",
    ],
    ok=[
        "!chmod +x run.sh",
        "!chmod 755 run.sh",
        "!chmod 600 key.pem",
        "!chmod u+w x",
        "!chmod 1777 /tmp/x",
        "!chmod o-w x",
        "!mkdir -m 700 out",
        "!umask 022",
    ],
)
def shell_world_writable(shell: Shell) -> Iterator[Match]:
    """Every user and every process on the machine can change this file, and what it holds may be run later.

    Give write access to the owner only: 755 for folders and programs, 644 for other files."""
    for mode in _modes(shell):
        strict = _strict(mode.text)
        edits = (TextEdit(mode.span, strict),) if strict else ()
        proposals = (Proposal(f"Use {strict}", Applicability.SAFE, edits),) if edits else ()
        yield Match(mode.span, proposals=proposals)


@rule(
    id="process-world-writable-permissions",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="File made writable for everyone by a program",
    cwe=732,
    screen=("chmod", "mkdir", "umask", "install"),
    bad=[
        "import os\n«os.system('chmod 777 run.sh')»",
        "import subprocess\n«subprocess.run(['chmod', '-R', 'a+rwx', '/data'])»",
        "import subprocess as s\n# %%\n«s.check_call(f'chmod -R 777 {folder}', shell=True)»",
    ],
    ok=[
        "import os\nos.system('chmod 755 run.sh')",
        "import subprocess\nsubprocess.run(['chmod', '+x', 'run.sh'])",
        "text = 'chmod 777 run.sh'",
    ],
)
def process_world_writable(code: Code) -> Iterator[Match]:
    """Every user and every process on the machine can change this file, and what it holds may be run later.

    Give write access to the owner only: 755 for folders and programs, 644 for other files."""
    yield from matching_calls(code, _modes)


def _modes(shell: Shell) -> Iterator[Word]:
    """The modes that commands give to files with which everybody may write to them."""
    for command in shell.commands():
        words = command.words
        if command.name == "find":  # find … -exec chmod 777 {} +
            words = words[next((k for k, word in enumerate(words) if word.text == "chmod"), len(words)) :]
        elif command.name in ("mkdir", "install"):
            given = zip(words, words[1:], strict=False)
            words = (words[0], *(mode for option, mode in given if option.text in ("-m", "--mode")))
        elif command.name == "umask":
            if words[1:] and words[1].text in ("0", "00", "000", "0000"):
                yield words[1]
            continue
        elif command.name != "chmod":
            continue
        mode = next((word for word in words[1:] if not word.text.startswith("-")), None)
        if mode is not None and _is_world_writable(mode.text):
            yield mode


def _is_world_writable(mode: str) -> bool:
    octal = _OCTAL.match(mode)
    if octal:
        return bool(int(octal.group(4)) & 2)
    clauses = [_CLAUSE.match(clause) for clause in mode.split(",")]
    return any(c and "w" in c.group(3) and set("oa") & set(c.group(1)) for c in clauses)


def _strict(mode: str) -> str:
    octal = _OCTAL.match(mode)
    if octal and int(octal.group(4)) & 2:  # the others are masks
        zero, owner, group, others = octal.groups()
        return f"{zero}{owner}{int(group) & 5}{int(others) & 5}"
    clause = _CLAUSE.match(mode)
    if clause and "," not in mode and set(clause.group(1)) in ({"a"}, {"u", "g", "o"}, {"a", "u", "g", "o"}):
        rest = clause.group(3).replace("w", "")
        others = f",go{clause.group(2)}{rest}" if rest else ""
        return f"u{clause.group(2)}{clause.group(3)}{others}"
    return ""
