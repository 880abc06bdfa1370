"""Ways to write a token down, by context: which one is used is drawn for each token.

``@T@`` is the token. ``@N@`` is its variable in one of many styles, ``@n@`` the same in lower case, ``@c@`` in camel
case, ``@k@`` with hyphens; ``@A@`` is the name of an argument (``api_key``, ``password``). ``@Q@`` is a quotation
mark, the same in all of the text. ``@w@`` is the provider's package.

``ANY`` stands for every token, ``KNOWN`` for those that are known by their own shape: nothing there names them.
``URL`` needs a token that can stand in a URL, ``PLAIN`` one of one line without quotation marks or spaces.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrases(NamedTuple):
    """The phrasings of one context. ``kind`` says what is made of the text, see ``contexts``."""

    kind: str
    any: tuple[str, ...]
    known: tuple[str, ...] = ()
    only: str = ""
    language: str = "python"


# fmt: off
MARKDOWN = {
    "md": Phrases(
        "markdown",
        (
            "Set `@N@` to `@T@` before running.",
            "**@N@**: `@T@`",
            "- @N@ = @T@",
            "The @N@ is `@T@`.",
            "| name | value |\n|---|---|\n| @N@ | @T@ |",
            "| name | value |\n|---|---|\n| `@N@` | `@T@` |",
            "@N@: @T@",
            "1. Use @N@=@T@\n2. Run all cells",
            "> @N@: `@T@`",
            "Export the key first: `export @N@=@T@`.",
            "* __@N@__ = `@T@`",
        ),
        ("Ask for a new one when `@T@` stops working.", "(@T@)", "My key is @T@."),
        only="plain",
    ),
    "md_block": Phrases(
        "markdown",
        (
            "```bash\nexport @N@=@T@\n```",
            '```python\n@N@ = "@T@"\n```',
            "```\n@N@=@T@\n```",
            "~~~yaml\n@n@: @T@\nepochs: 3\n~~~",
            '    @N@ = "@T@"\n',
            '```json\n{"@n@": "@T@"}\n```',
            '<details>\n\n```sh\n@N@="@T@" ./run.sh\n```\n</details>',
        ),
        ("```\n@T@\n```",),
    ),
    "md_html": Phrases(
        "markdown",
        (
            "<b>@N@</b>: <code>@T@</code>",
            "<!-- @N@: @T@ -->",
            "<table><tr><td>@N@</td><td>@T@</td></tr></table>",
        ),
        only="plain",
    ),
    "raw": Phrases(
        "raw",
        (
            "@N@: @T@",
            "@N@=@T@",
            "---\ntitle: report\n@n@: @T@\n---",
            "@n@ = '@T@'",
        ),
        ("@T@",),
    ),
}
OUTPUT = {
    "out": Phrases(
        "stream",
        (
            "@N@: @T@\n",
            "@N@=@T@\n",
            "loading ...\n@N@ = @T@\ndone\n",
            "[INFO] @n@: @T@\n",
            "2026-01-05 10:00:01 DEBUG app - @n@=@T@\n",
            '{"level": "debug", "@n@": "@T@"}\n',
            "@N@ -> @T@\n",
            "Using @N@ '@T@'\n",
            "HOME=/home/jovyan\n@N@=@T@\nPATH=/usr/bin\n",
            "@N@               @T@\nHOME              /home/jovyan\n",
            "env: @N@=@T@\n",
            "> Authorization: Bearer @T@\n> Accept: */*\n",
        ),
        ("@T@\n", "key @T@ ok\n", "('svc', '@T@')\n", "Token is valid.\n@T@\n"),
    ),
    "out_repr": Phrases(
        "result",
        (
            "{'@N@': '@T@', 'region': 'eu-west-1'}",
            "Config(@n@='@T@', epochs=3)",
            "environ({'HOME': '/root', '@N@': '@T@'})",
            "Namespace(epochs=3, @n@='@T@')",
            "[('@N@', '@T@'), ('HOME', '/root')]",
            "{'@w@': {'@n@': '@T@'}}",
            "@N@    @T@\nHOME    /root\ndtype: object",
            "<Client @n@=@T@>",
            "'@N@=@T@'",
        ),
        ("'@T@'", "['@T@', None]", "   user  key\n0  svc   @T@"),
    ),
    "repr_newline": Phrases(
        "result",
        (
            "'first\\n@N@=@T@\\nlast'",
            "'a\\t@N@: @T@\\n'",
            "b'HOME=/root\\n@N@=@T@\\n'",
            '\'{"@n@": "@T@"}\\n\'',
            '"x\\r\\n@N@=@T@\\r\\n"',
            '\'{\\n  "@n@": "@T@"\\n}\'',
        ),
        ("'ok\\n@T@\\n'", "'a\\t@T@\\tb'"),
        only="plain",
    ),
    "config_text": Phrases(
        "stream",
        (
            "epochs: 3\n@n@: @T@\nlr: 0.1\n",
            "@w@:\n  @n@: @T@\n",
            "@w@:\n  @n@: '@T@'\n",
            '[@w@]\n@n@ = "@T@"\n',
            "[default]\n@n@=@T@\n",
            'export @N@="@T@"\nDEBUG=1\n',
            '{\n  "@n@": "@T@",\n  "epochs": 3\n}\n',
            "machine api.corp.internal login svc password @T@\n",
            "env:\n- name: @N@\n  value: @T@\n",
            '<add key="@N@" value="@T@" />\n',
            "<@n@>@T@</@n@>\n",
        ),
        only="plain",
    ),
    "traceback": Phrases(
        "error",
        (
            "AuthError: 401 invalid credentials for @N@=@T@",
            "ValueError: bad @n@: '@T@'",
            "----> 3 client = Client(@n@='@T@')",
            "HTTPError: 403 for url: https://api.corp.internal/v1?@n@=@T@",
            "Incorrect @N@ provided: @T@. See the docs.",
            "    connect(user='svc', @n@=\"@T@\", timeout=3)",
            "KeyError: {'@N@': '@T@'}",
        ),
        ("Incorrect API key provided: @T@", "Error: @T@ was revoked"),
        only="plain",
    ),
    "stderr": Phrases(
        "stderr",
        (
            "WARNING:root:@n@=@T@ is deprecated\n",
            "+ export @N@=@T@\n",
            "usage: tool [--@k@ @T@]\n",
            "UserWarning: @N@: @T@ will expire\n",
            "DEBUG:urllib3:GET /v1?@n@=@T@ HTTP/1.1\n",
        ),
        ("fatal: unable to access 'https://@T@@git.corp.internal/x.git/'\n",),
        only="url",
    ),
}
# fmt: on
