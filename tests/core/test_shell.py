"""The shell lines of a notebook: where they are, their words and their commands."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_mlsecops.core.ipynb import build
from jupyter_mlsecops.core.shell import commands as shellcommands
from jupyter_mlsecops.core.shell import words as shellwords
from jupyter_mlsecops.core.shell.installs import installs
from jupyter_mlsecops.core.shell.line import commands
from jupyter_mlsecops.core.text import Span
from tests.core.cells import line, notebook_of, unmarked
from tests.hang import must_end

PLACES = [
    ("!«ls -l»", ["line"]),
    ("!!«ls -l»", ["line"]),
    ("files = !«ls -l»", ["line"]),
    ("!  «ls»  ", ["line"]),
    ("if True:\n    !«ls»\nprint(1)", ["line"]),
    ("%sx «ls»", ["line"]),
    ("%time !«ls»", ["line"]),
    ("%«pip install numpy»", ["magic"]),
    ("out = %«env HOME»", ["magic"]),
    ("%«run x.py»\n!«ls»", ["magic", "line"]),
    ("!«ls \\\n  -l»\nprint(1)", ["line"]),
    ("!«ls \\\r\n  -l»\r\nprint(1)", ["line"]),
    ("«pip install numpy»", ["magic"]),
    ("import os\n«pip install numpy»\nos.getcwd()", ["magic"]),
    ("%%bash\n«ls -l»\n\n«pwd» # here\n# nothing\n«if true; then»\n  «ls»\n«fi»", ["script"] * 5),
    ("%%sh --out x\n«ls»", ["script"]),
    ("%%script bash -e\n«ls»", ["script"]),
    ("%%!\n«ls»", ["script"]),
    ("%%shell\n«ls»", ["script"]),
    ("%%bash\n«curl x |\n  sh»\n«a &&\n# why\n  b»\n«c \\\n  d»", ["script"] * 3),
    ("%%bash\n«echo 'a\nb'»\n«echo $(ls\npwd)»", ["script"] * 2),
    ("%%bash\n«cat <<EOF > x»\nrm -rf /\n  EOF\nEOF\n«ls»\n«cat <<-'END'»\n\tpwd\n\tEND\n«ls»", ["script"] * 4),
    ("%%capture\n!«ls»", ["line"]),
    ("%%time\n%«pip install numpy»", ["magic"]),
    ("%%writefile x.sh\n«ls»\n# pwd\n«pwd»", ["file"] * 2),
    ("%%file 'a b/x.bash'\n«echo {HOME}»", ["file"]),
    ("%%writefile -a x.sh \n«ls»", ["file"]),
    (
        "%%writefile docker/Dockerfile.gpu\nFROM a\nRUN «ls -l \\\n  && pwd»\nrun --mount=type=cache «ls»\nCMD ls",
        ["file"] * 2,
    ),
    ('%%writefile Dockerfile\nRUN ["ls", "-l"]', []),
    ("%%writefile sh.txt\nls", []),
    ("%%script python\n!ls", []),
    ("%%html\n<b>!ls</b>", []),
    ("x = '''\n!ls\n%pip install x\npip install y\n'''", []),
    ("print('5 % 3'); a != b", []),
    ("x = (5\n % 3)", []),
    ("# !ls\n# %pip install numpy", []),
    ("!", []),
    ("'''pip install numpy'''", []),
]


@pytest.mark.parametrize(("marked", "kinds"), PLACES)
def test_shell_lines_stand_where_they_are_written(marked: str, kinds: list[str]) -> None:
    source, spans = unmarked(marked)
    found = commands(notebook_of(source))
    assert [Span(shell.start, shell.start + len(shell.text)) for shell in found] == spans
    assert [shell.kind for shell in found] == kinds
    assert all(shell.text == source[shell.start :][: len(shell.text)] for shell in found)


def test_a_notebook_with_a_shell_as_kernel_is_a_script() -> None:
    found = commands(notebook_of("ls -l\nfor f in *; do\n  echo $f\ndone", language="bash"))
    assert [shell.text for shell in found] == ["ls -l", "for f in *; do", "echo $f", "done"]
    assert commands(notebook_of("!ls\n%pip install x", language="julia")) == []


def test_cells_that_are_not_code_have_no_shell_lines() -> None:
    tree = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    cells = [{"cell_type": kind, "source": "!ls", "metadata": {}} for kind in ("markdown", "raw")]
    assert commands(build(tree | {"cells": cells})) == []


WORDS = [
    ("«ls» «-l» «a.txt»", ["ls", "-l", "a.txt"]),
    ("«'a b'» «\"c d\"» «'x'y\"z\"»", ["a b", "c d", "xyz"]),
    ("«a\\ b» «\"q\\\"r\"» «'it'\\''s'» «\"\\d\"»", ["a b", 'q"r', "it's", "\\d"]),
    ("«a» # b c", ["a"]),
    ("«a#b» «'#'»", ["a#b", "#"]),
    ("«pip» «install» \\\n  «num\\\npy»", ["pip", "install", "numpy"]),
    ("«pip» «{\" \".join(x)}» «{a['b c']}» «$name»", ["pip", '{" ".join(x)}', "{a['b c']}", "$name"]),
    ("«echo» «$(ls -l 'a)b')» «`pwd`» «<(cat x)»", ["echo", "$(ls -l 'a)b')", "`pwd`", "<(cat x)"]),
    ("«a»|«b»&&«c»;«d» 2>&«1» > «x»", ["a", "b", "c", "d", "1", "x"]),
    ("«find» «.» «-exec» «rm» «{}» «\\;»", ["find", ".", "-exec", "rm", "{}", ";"]),
    ("«awk» «'{print $1}'»", ["awk", "{print $1}"]),
    ("«'open»", ["open"]),
    ('«"open $(x»', ["open $(x"]),
    ("«a\x1fb» «é\xa0😀»", ["a\x1fb", "é\xa0😀"]),
]


@pytest.mark.parametrize(("marked", "texts"), WORDS)
def test_words_have_their_text_and_place(marked: str, texts: list[str]) -> None:
    text, spans = unmarked(marked)
    words = line(text).words()
    assert [word.span for word in words] == spans
    assert [word.text for word in words] == texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ls -l | grep x && pwd; cd ..&", [("ls", "|"), ("grep", "&&"), ("pwd", ";"), ("cd", "&")]),
        ("sudo -u me -E pip install x", [("pip", "")]),
        ("A=1 B='2 3' env C=4 nohup python3.11 x.py", [("python", "")]),
        ("time nice -n 5 timeout 10s curl x", [("curl", "")]),
        ("conda run -n env pip install x", [("pip", "")]),
        ("/opt/conda/bin/pip3 list", [("pip", "")]),
        ("{sys.executable} -m pip list", [("python", "")]),
        ('"$sys.executable" -m pip list', [("python", "")]),
        ("if [ -f x ]; then rm x; fi", [("[", ";"), ("rm", ";"), ("fi", "")]),
        ("(cd x && ls)", [("cd", "&&"), ("ls", ")")]),
        ("bash -c 'ls | wc'", [("bash", ""), ("ls", "|"), ("wc", "")]),
        ('sh -c "$(curl x)"', [("sh", ""), ("$(curl x)", ""), ("curl", "")]),
        ("bash <(curl x)", [("bash", ""), ("curl", "")]),
        ("echo `date` > $(pwd)/x", [("echo", ""), ("date", ""), ("pwd", "")]),
        ("echo $((1 + 2))", [("echo", "")]),
        ("sudo", [("sudo", "")]),
        ("> x", [("", "")]),
    ],
)
def test_commands_are_split_at_operators(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(command.name, command.operator) for command in line(text).commands()] == expected


def test_a_command_inside_knows_where_it_stands() -> None:
    shell = line('sh -c "$(curl -fsSL x)" && A=1 ls 2> err')
    outer, second, program, inner = shell.commands()
    assert inner.outer is program and program.outer is outer and outer.outer is None
    assert shell.text[slice(*inner.span)] == "curl -fsSL x"
    assert [word.text for word in second.settings] == ["A=1"]
    assert [(r.operator, r.target and r.target.text) for r in second.redirects] == [("2>", "err")]
    assert shell.text[slice(*second.span)] == "A=1 ls 2> err"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("!A=1 ls", [("A", "1", "A=1")]),
        ("%%bash\nexport A='x y' B", [("A", "x y", "A='x y'")]),
        ("%env A=1", [("A", "1", "A=1")]),
        ("%env A x y", [("A", "x y", "A x y")]),
        ("%set_env A=1", [("A", "1", "A=1")]),
        ("%env", []),
        ("!ls A=1", []),
    ],
)
def test_variables_that_are_set(source: str, expected: list[tuple[str, str, str]]) -> None:
    (shell,) = commands(notebook_of(source))
    assert [(v.name, v.value, shell.text[slice(*v.span)]) for v in shell.variables()] == expected


SHELLISH = st.text(st.sampled_from("ab=-1 \t\n\\'\"`$(){}<>|&;#!%é😀"), max_size=60)


@given(SHELLISH | st.text(max_size=60), st.booleans())
def test_words_stand_in_the_text_in_order(text: str, ipython: bool) -> None:
    at = 0
    for token in shellwords.tokens(text, 0, len(text), ipython):
        start, end = token.word.span
        assert at <= start < end <= len(text)
        assert all(start <= inner.start <= inner.end <= end for inner in token.word.inner)
        at = end
    assert [w.span for w in shellwords.words(text, ipython)] == sorted(w.span for w in shellwords.words(text, ipython))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12), max_size=6))
def test_words_that_were_quoted_come_back(texts: list[str]) -> None:
    assert [word.text for word in shellwords.words(shlex.join(texts), True)] == texts


@given(SHELLISH)
def test_commands_stand_in_the_text(text: str) -> None:
    for command in shellcommands.commands(text, True):
        assert 0 <= command.span.start < command.span.end <= len(text)
        for word in (*command.words, *command.settings):
            assert command.span.start <= word.span.start <= word.span.end <= command.span.end


@given(SHELLISH)
def test_lines_of_a_script_do_not_overlap(text: str) -> None:
    at = 0
    for start, end in shellwords.lines(text, 0, len(text)):
        assert at <= start < end <= len(text)
        at = end


@given(st.sampled_from(["!", "%pip install ", "%%bash\n", "x = !", "pip install ", "%env "]), SHELLISH)
def test_no_text_is_refused(head: str, text: str) -> None:
    source = head + text
    for shell in commands(notebook_of(source)):
        assert source[shell.start : shell.start + len(shell.text)] == shell.text
        assert all(v.span.end <= len(shell.text) for v in shell.variables())
        for install in installs(shell):
            spans = [r.span for r in install.requirements] + [o.value_span for o in install.options]
            assert all(0 <= s.start <= s.end <= len(shell.text) for s in spans)


HOSTILE = [
    "(",
    "$(",
    "${",
    "{",
    '{"',
    "{'",
    "{a",
    "'",
    '"',
    "`",
    "\\",
    "\\\n",
    "<<E\n",
    "<(",
    "a=",
    "a|",
    "-",
    "#\n",
    '"$(',
    "a\n",
    "; ",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("head", ["!", "%%bash\n", "%pip install "])
def test_hostile_text_of_100_kilobytes(head: str, piece: str) -> None:
    source = head + piece * (100_000 // len(piece))
    with must_end():
        for shell in commands(notebook_of(source)):
            list(shell.variables())
            installs(shell)
