"""No text keeps a rule busy for ever."""

from __future__ import annotations

import pytest

from tests.hang import must_end

from .scanning import code, markdown, notebook, output, scan

SEEDS = [
    *(
        "<",
        "<a ",
        '<a x="',
        "<script>",
        "<style>",
        "<svg><style>",
        "<!--",
        "<!-->",
        "<p onerror=a>",
        "javascript:",
        "](",
        "`",
    ),
    *(
        "``a`",
        "```\n",
        '\n \n<a "',
        "A",
        "gASV",
        "eJx4",
        'b"',
        "b'''",
        '"""',
        "'",
        "\\x80\\x04",
        "x" + " " * 220,
        "\t",
        "\u202e",
    ),
    *(
        "a\u200b",
        "p\u0430 ",
        "\U0001d5f2",
        "&#",
        "800495",
        "cos\\nsystem\\n",
        "kernel.execute(",
        'a="b" ',
        "onx=onx=",
        "srcdoc=",
    ),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_100_kilobytes_of_anything(seed: str) -> None:
    text = "<script>x</script> onerror= " + seed * (100_000 // len(seed))
    with must_end():
        scan(notebook(code(text, [output(text), output(text, "text/javascript")], hide_input=True), markdown(text)))
