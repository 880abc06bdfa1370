"""APIs that every website may call."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Call, Code, Confidence, Example, Match, Proposal, Severity, Value, offer, rule

_ORIGINS = (
    *("allow_origins", "cors_allowed_origins", "allow_websocket_origin", "websocket_origin", "cors_origins"),
    *("allowed_origins", "allow_origin", "access_control_allow_origins", "cors_allow_origins", "allow_origin_regex"),
    *("CORS_ORIGINS", "cors_domains", "allow_websocket_origins"),
)
_CREDENTIALS = ("allow_credentials", "supports_credentials", "access_control_allow_credentials")
_EVERYONE = frozenset(("*", ".*", "https?://.*", "^.*$", "http.*"))
_HEADER = "access-control-allow-origin"
_FLASK = ("flask_cors.CORS", "flask_cors.cross_origin", "sanic_cors.CORS", "quart_cors.cors")


@rule(
    id="cors-wildcard",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Every website may call this API",
    cwe=942,
    atlas=["AML.T0049"],
    screen=("CORS", "cors", "origin", "Access-Control-Allow-Origin", "access-control-allow-origin"),
    bad=[
        "from fastapi.middleware.cors import CORSMiddleware\n«app.add_middleware(CORSMiddleware, allow_origins=['*'])»",
        "from flask_cors import CORS\n«CORS(app)»",
        "from flask_cors import CORS\n«CORS(app, resources={r'/api/*': {'origins': '*'}})»",
        "from flask_cors import CORS\n«CORS(app, origins='*', supports_credentials=True)»",
        "from flask_cors import cross_origin\n@app.route('/')\n@«cross_origin()»\ndef f(): ...",
        "origins = ['*']\n# %%\n«app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)»",
        "from starlette.middleware import Middleware\nm = [«Middleware(CORSMiddleware, allow_origins=('*',))»]",
        "app.add_middleware(CORSMiddleware, allow_origins=[])\n«app.add_middleware(C, allow_origin_regex='.*')»",
        Example(
            "from flask_socketio import SocketIO\ns = «SocketIO(app, cors_allowed_origins='*')»",
            fixed="from flask_socketio import SocketIO\ns = SocketIO(app)",
        ),
        "import panel as pn\n«pn.serve(app, websocket_origin='*')»",
        "def f(response):\n    «response.headers['Access-Control-Allow-Origin'] = '*'»",
        "class H:\n    def do_GET(self):\n        «self.send_header('Access-Control-Allow-Origin', '*')»",
    ],
    ok=[
        "app.add_middleware(CORSMiddleware, allow_origins=['https://lab.tool.dev'])",
        "from flask_cors import CORS\nCORS(app, origins=['https://lab.tool.dev'])",
        "from flask_cors import CORS\nCORS(app, resources={r'/api/*': {'origins': 'https://lab.tool.dev'}})",
        "app.add_middleware(CORSMiddleware, allow_origins=settings.origins)",
        "import requests\nprint(r.headers['Access-Control-Allow-Origin'] == '*')",
        "def CORS(app): ...\nCORS(app)",
    ],
)
def cors_wildcard(code: Code) -> Iterator[Match]:
    """Any website that you visit can call this API from your browser and read the answers.

    List the origins that may call it."""
    for call in code.keyword(*_ORIGINS):
        if call.name in _FLASK or call.name.endswith(".launch"):
            continue
        name = next((n for n in _ORIGINS if n in call.keywords and _is_everyone(call.keywords[n])), "")
        if name:
            yield Match(call.span, severity=_severity(call), proposals=_same_origin(call, name))
    for call in code.calls(*_FLASK):
        if call.is_reference:
            continue
        origins = call.argument(-1, "origins", "allow_origin")
        resources = call.argument(-1, "resources")
        rules = (*resources.entries.values(),) if resources is not None else ()
        listed = [entry.entries["origins"] for entry in rules if "origins" in entry.entries]
        given = origins is not None or resources is not None
        wide = origins is not None and _is_everyone(origins)
        if wide or any(_is_everyone(value) for value in listed) or not (given or call.has_unknown_kwargs):
            yield Match(call.span, severity=_severity(call))
    for store in code.stores("*.headers[]", "*.CORS_ORIGINS", "*.config[]"):
        named = isinstance(store.key, str) and store.key.lower() in (_HEADER, "cors_origins")
        if (named or store.name.endswith("CORS_ORIGINS")) and _is_everyone(store.value):
            fix = offer("Delete the statement", Applicability.REVIEW, store.drop_statement())
            yield Match(store.span, proposals=fix)
    for call in code.calls("*.send_header", "*.set_header", "*.add_header", "*.headers.add", "*.headers.set"):
        header, value = call.argument(0), call.argument(1)
        if header is None or value is None or not isinstance(header.constant, str):
            continue
        if header.constant.lower() == _HEADER and value.constant == "*":
            fix = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            yield Match(call.span, proposals=fix)


def _is_everyone(value: Value) -> bool:
    return value.constant in _EVERYONE or any(item.constant in _EVERYONE for item in value.items)


def _severity(call: Call) -> Severity | None:
    """With credentials a website does not only call: it calls in your name."""
    given = (call.keywords.get(name) for name in _CREDENTIALS)
    return Severity.HIGH if any(value is not None and value.is_true() for value in given) else None


def _same_origin(call: Call, name: str) -> tuple[Proposal, ...]:
    """Without the option these two answer their own pages only."""
    if name in ("cors_allowed_origins", "allow_websocket_origin", "websocket_origin"):
        return offer(f"Remove {name}", Applicability.REVIEW, call.drop_keyword(name))
    return ()
