"""Contexts that are more than a phrase in a cell: tables, JSON, metadata, colours, pieces, pictures, the old format."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from .draw import Token
from .names import named
from .planting import Json, Plant


def _html(phrases: tuple[str, ...]) -> Callable[[Plant], None]:
    def make(plant: Plant) -> None:
        pool = [each for each in phrases if not (plant.provider.is_password and "?" in each)]  # a URL wants it encoded
        phrase = plant.chance.choice(pool)
        text = plant.write(phrase.replace("<", "\1").replace(">", "\2").replace('"', "\3"),
            f"{plant.draft.here}/outputs/0/data/text~1html", _escaped)  # fmt: skip
        data = {"text/plain": "<IPython.core.display.HTML object>", "text/html": text}
        plant.draft.code("show()", [{"output_type": "display_data", "metadata": {}, "data": data}])

    return make


def _escaped(text: str) -> str:
    return html.escape(text).replace("\1", "<").replace("\2", ">").replace("\3", '"')


HTML_CELL = _html((
    "<table><tr><td>@N@</td><td>@T@</td></tr></table>",
    "<table>\n  <tr>\n    <th>@N@</th>\n    <td>@T@</td>\n  </tr>\n</table>",
    '<table border="1" class="dataframe">\n<thead><tr><th></th><th>value</th></tr></thead>\n'
    "<tbody>\n    <tr>\n      <th>@N@</th>\n      <td>@T@</td>\n    </tr>\n  </tbody></table>",
    '<table border="1" class="dataframe">\n  <thead>\n    <tr style="text-align: right;">\n      <th></th>\n'
    "      <th>@n@</th>\n    </tr>\n  </thead>\n  <tbody>\n    <tr>\n      <th>0</th>\n      <td>@T@</td>\n    </tr>\n"
    "  </tbody>\n</table>",
    '<table border="1" class="dataframe"><thead><tr><th></th><th>user</th><th>@n@</th><th>n</th></tr></thead>'
    "<tbody><tr><th>0</th><td>svc</td><td>@T@</td><td>3</td></tr></tbody></table>",
    "<dl><dt>@N@</dt><dd>@T@</dd></dl>",
    "<ul><li><b>@N@</b>: @T@</li></ul>",
    "<pre>@N@=@T@\nDEBUG=1</pre>",
    "<p>@n@: <code>@T@</code></p>",
    "<div><span class='k'>@N@</span> <span class='v'>@T@</span></div>",
))  # fmt: skip
HTML_ATTRIBUTE = _html((
    '<input type="text" name="@N@" value="@T@">',
    '<a href="https://api.corp.internal/v1?page=2&@n@=@T@">open</a>',
    '<div data-@k@="@T@">x</div>',
    '<meta name="@n@" content="@T@">',
    '<iframe src="https://app.corp.internal/embed?@n@=@T@"></iframe>',
    "<script>const @c@ = \"@T@\";</script>",
    '<input id="@k@" type="password" value="@T@"/>',
))  # fmt: skip


def json_value(plant: Plant) -> None:
    """A value in an output of JSON, at several depths, or a JSON file that is shown."""
    mime = plant.chance.choice(["application/json", "application/vnd.acme.v1+json", "application/geo+json"])
    root = f"{plant.draft.here}/outputs/0/data/{mime.replace('/', '~1')}"
    key = named("@n@", plant.provider, plant.chance)
    style = plant.chance.randrange(5)
    phrase, at = "@n@: @T@", {0: key, 1: f"config/{key}", 2: f"0/{key}", 3: "env/0/value", 4: f"{key}/value"}[style]
    value = plant.write("@T@" if style != 3 else "@T@", f"{root}/{at}")
    plant.draft.planted[-1] = plant.draft.planted[-1]._replace(phrase=phrase, rules=plant.provider.rules)
    data: Any = [
        {key: value, "epochs": 3}, {"config": {"n": 1, key: value}}, [{key: value}],
        {"env": [{"name": key, "value": value}]}, {key: {"value": value, "type": "string"}},
    ][style]  # fmt: skip
    output = {"output_type": "display_data", "metadata": {}, "data": {mime: data, "text/plain": "<JSON object>"}}
    plant.draft.code("show()", [output])


def cell_metadata(plant: Plant) -> None:
    key = named("@n@", plant.provider, plant.chance)
    path = plant.chance.choice([["parameters"], ["papermill", "parameters"], []])
    pointer = "/".join([f"{plant.draft.here}/metadata", *path, key])
    value = plant.write("@T@", pointer)
    plant.draft.planted[-1] = plant.draft.planted[-1]._replace(phrase="@n@", rules=plant.provider.rules)
    plant.draft.code("run()", metadata=_nested(path, {key: value, "tags": ["x"]}))


def notebook_metadata(plant: Plant) -> None:
    key = named("@n@", plant.provider, plant.chance)
    path = plant.chance.choice([["papermill", "parameters"], ["params"], ["acme", "environment_variables"]])
    value = plant.write("@T@", "/".join(["/metadata", *path, key]))
    plant.draft.planted[-1] = plant.draft.planted[-1]._replace(phrase="@n@", rules=plant.provider.rules)
    plant.draft.metadata.update(_nested(path, {key: value, "epochs": 3}))


def _nested(path: list[str], value: Json) -> Json:
    for name in reversed(path):
        value = {name: value}
    return value


def coloured_traceback(plant: Plant) -> None:
    """A coloured traceback: the colours stand around the token, or split it."""
    token, phrase = plant.provider.make(plant.chance), plant.chance.choice(_ANSI)
    text = named(phrase, plant.provider, plant.chance)
    cut = plant.chance.randrange(1, len(token.secret) - 1)
    colour = plant.chance.choice(["\x1b[0m\x1b[31m", "\x1b[39;49;00m", "\x1b[38;5;28m"])
    split = plant.chance.random() < 0.4
    secret = token.secret[:cut] + colour + token.secret[cut:] if split else token.secret
    start = text.index("@T@") + len(token.before)
    at = f"{plant.draft.here}/outputs/0/traceback/0"
    plant.note(phrase, at, start, start + len(secret), token.secret)
    frame = text.replace("@T@", token.before + secret + token.behind)
    output = {"output_type": "error", "ename": "AuthError", "evalue": "denied", "traceback": [frame, "denied"]}
    plant.draft.code("run()", [output])


_ANSI = (
    "\x1b[0;31mAuthError\x1b[0m: bad @N@=\x1b[32m@T@\x1b[39m",
    "\x1b[0;32m----> 1\x1b[0;31m \x1b[0mclient\x1b[0m \x1b[0;34m=\x1b[0m \x1b[0mClient\x1b[0m\x1b[0;34m(\x1b[0m\x1b[0m"
    '@n@\x1b[0m\x1b[0;34m=\x1b[0m\x1b[0;34m"@T@"\x1b[0m\x1b[0;34m)\x1b[0m',
    "\x1b[1;32m      3\x1b[0m @N@ \x1b[38;5;241m=\x1b[39m \x1b[38;5;124m'\x1b[39m\x1b[38;5;124m@T@\x1b[39m'",
    "\x1b[33m@N@\x1b[0m: \x1b[1m@T@\x1b[0m",
)


def split_literal(plant: Plant) -> None:
    """A token in two or three literals, which only the compiler joins. The span is that of the expression."""
    token = plant.provider.make(plant.chance)
    start = len(token.before)
    cuts = {plant.chance.randrange(start + 2, start + len(token.secret) - 1)}  # one at least is in the secret
    if plant.chance.random() < 0.3:
        cuts.add(plant.chance.randrange(4, len(token.text) - 3))
    pieces = [token.text[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(token.text)], strict=True)]
    quoted = [f'"{piece}"' for piece in pieces]
    phrase, (lead, expression, tail) = plant.chance.choice([
        ("+", ("@n@ = ", " + ".join(quoted), "")),
        ("implicit", ("@n@ = (", "\n    ".join(quoted), ")")),
        ("continuation", ("@n@ = ", " \\\n    ".join(quoted), "")),
        ("+ continuation", ("@n@ = ", " + \\\n    ".join(quoted), "")),
        ("f-string", ("@n@ = ", 'f"' + "".join(f"{{'{p}'}}" for p in pieces) + '"', "")),
        ("join", ("@n@ = ", '"".join([' + ", ".join(quoted) + "])", "")),
        ("call", ("client = Client(@n@=", " + ".join(quoted), ")")),
        ("environ", ('os.environ["@N@"] = ', " + ".join(quoted), "")),
        ("one line", ("@n@ = ", " ".join(quoted), "")),
    ])  # fmt: skip
    lead = named(lead, plant.provider, plant.chance)
    plant.note("@n@ " + phrase, f"{plant.draft.here}/source", len(lead), len(lead + expression), token.secret)
    plant.draft.code(lead + expression + tail)


def attachment_name(plant: Plant) -> None:
    """A screenshot is called after what is on it."""
    phrase = plant.chance.choice(["@T@.png", "screenshot @T@.png", "key=@T@.png", "@T@", "@T@ (1).jpg"])
    token: Token = plant.provider.make(plant.chance)
    name = phrase.replace("@T@", token.text)
    start = name.index(token.secret)
    pointer = f"{plant.draft.here}/attachments/{name.replace('~', '~0').replace('/', '~1')}"
    plant.note(phrase, pointer, start, start + len(token.secret), token.secret)
    picture = {
        "image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
    }
    plant.draft.text("markdown", "![picture](attachment:1)", attachments={name: picture})


def rich_output(plant: Plant) -> None:
    """The other texts that an output may have."""
    mime, phrase = plant.chance.choice([
        ("text/markdown", "**@N@**: `@T@`"), ("text/markdown", "| @N@ | @T@ |"), ("text/latex", "\\texttt{@N@=@T@}"),
        ("application/javascript", 'var @c@ = "@T@";'), ("application/javascript", 'fetch(u, {"@n@": "@T@"});'),
        ("image/svg+xml", "<svg><text>@N@=@T@</text></svg>"), ("text/x-yaml", "@n@: @T@\n"),
    ])  # fmt: skip
    text = plant.write(phrase, f"{plant.draft.here}/outputs/0/data/{mime.replace('/', '~1')}")
    output = {"output_type": "display_data", "metadata": {}, "data": {mime: text, "text/plain": "<object>"}}
    plant.draft.code("show()", [output])


def old_format(plant: Plant) -> None:
    """The old format: other member names, worksheets, a traceback with its own output type."""
    draft, style = plant.draft, plant.chance.randrange(5)
    if style == 0:
        draft.code(plant.write('@n@ = "@T@"', f"{draft.here}/input"))
    elif style == 1:
        text = plant.write("@N@: @T@\n", f"{draft.here}/outputs/0/text")
        draft.code("run()", [{"output_type": "stream", "stream": "stdout", "text": text}])
    elif style == 2:
        text = plant.write("{'@N@': '@T@'}", f"{draft.here}/outputs/0/text")
        draft.code("run()", [{"output_type": "pyout", "prompt_number": 1, "metadata": {}, "text": text}])
    elif style == 3:
        frame = plant.write("AuthError: @N@=@T@", f"{draft.here}/outputs/0/traceback/0")
        draft.code("run()", [{"output_type": "pyerr", "ename": "E", "evalue": "denied", "traceback": [frame]}])
    else:
        draft.text("markdown", plant.write("Set `@N@` to `@T@`.", f"{draft.here}/source"))
