"""Model APIs that ask nobody who they are."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Cell, Code, Confidence, Match, Place, Severity, regex, rule
from .routes import FRAMEWORKS, Route, routes

_ASKS = frozenset(
    (
        *("predict", "predict_proba", "predict_on_batch", "generate", "forward", "infer", "classify", "embed"),
        *(
            "invoke",
            "ainvoke",
            "encode",
            "transcribe",
            "generate_content",
            "chat",
            "score_samples",
            "decision_function",
        ),
    )
)
# What a model is called where it is called itself: ``model(x)``, ``pipe(text)``.
_MODELS = regex(
    r"(?i)(?:self\.)?\w*(?:model|net|pipe|pipeline|classifier|generator|predictor|llm|learner|session\.run)\Z"
)
_WHO = regex(
    r"(?i)\b(?:Security|HTTPBearer|HTTPBasic\w*|HTTPDigest|APIKey\w*|OAuth2\w*|login_required|jwt_required|Depends"
    r"|token_required|\w*auth_required|requires_auth|require_\w*(?:auth|key|token|login)|api_key\w*|x[-_]api[-_]key"
    r"|(?:verify|check|validate)_\w*(?:token|key|user|password|auth)\w*|Authorization|authenticat\w+|current_user"
    r"|auth\w*Middleware|basic_auth|HTTPTokenAuth|compare_digest|before_request)\b"
)
_LIMIT = regex(
    r"(?i)\b(?:slowapi|flask_limiter|Limiter|fastapi_limiter|RateLimit\w*|rate_limit\w*|ratelimit\w*|throttl\w+"
    r"|max_concurren\w+|max_ongoing_requests|Semaphore)\b"
)
_PUBLIC = regex(
    r"0\.0\.0\.0|\[::\]|\bngrok\b|cloudflared|localtunnel|serveo\.net|localhost\.run|\bshare\s{0,3}=\s{0,3}True"
    r"|\bfastapi run\b|\bbentoml (?:serve|deploy)\b|\bserve\.run\b|\bgcloud run deploy\b|\bmodal deploy\b"
)
_APP = "from fastapi import FastAPI\napp = FastAPI()\n"
_SERVED = "\n# %%\n!uvicorn app:app --host 0.0.0.0"


@rule(
    id="unauthenticated-model-api",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Model API that asks nobody who they are",
    cwe=306,
    owasp=["ML05", "ML03"],
    atlas=["AML.T0024"],
    screen=FRAMEWORKS,
    bad=[
        _APP + "@app.post('/predict')\n«def predict»(x: X):\n    return model.predict([x.values])" + _SERVED,
        _APP + "@app.post('/a')\n«async def answer»(x: str):\n    return pipe(x)" + _SERVED,
        "from flask import Flask, request\napp = Flask('a')\n@app.route('/p', methods=['POST'])\n«def p»():\n"
        "    return str(clf.predict(request.json['x']))\n# %%\napp.run(host='0.0.0.0')",
        _APP
        + "@app.get('/a')\n«def a»(x):\n    return model(x)\n@app.get('/b')\n«def b»(x):\n    return llm.invoke(x)",
        "import bentoml\n@bentoml.service\nclass S:\n    @bentoml.api\n    «def predict»(self, x):\n"
        "        return self.model.predict(x)",
        "from ray import serve\n@serve.deployment\nclass S:\n    «async def __call__»(self, request):\n"
        "        return self.model.predict(await request.json())",
    ],
    ok=[
        _APP + "@app.get('/health')\ndef health():\n    return 'ok'",
        "from fastapi import FastAPI, Depends\napp = FastAPI()\n@app.post('/p')\n"
        "def p(x: X, user=Depends(user)):\n    return model.predict(x)" + _SERVED,
        "import sklearn\ndef predict(x):\n    return model.predict(x)",
        _APP + "@app.post('/p')\ndef p(x: X, x_api_key: str = Header()):\n    return model.predict(x)",
        "cache.get('a')\n@cache.get\ndef f(x):\n    return model.predict(x)",
    ],
)
def unauthenticated_model_api(code: Code) -> Iterator[Match]:
    """Anyone who reaches this API can use the model as often as they like, and learn enough from its answers to copy it
    or to find out what it was trained on.

    Ask for a key: FastAPI's Security(APIKeyHeader(...)), flask-httpauth, or a gateway in front of it."""
    places = _places(code)
    if places and places[0].pointer == code.cell.source_pointer and not any(code.notebook.each(_asks_who)):
        severity = None if any(code.notebook.each(_is_public)) else Severity.INFO
        yield Match(places[0].span, severity=severity, related=places[1:])


@rule(
    id="model-api-without-rate-limit",
    on=Code,
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    title="Model API without a limit on requests",
    cwe=770,
    owasp=["ML05", "LLM10"],
    atlas=["AML.T0024.002", "AML.T0029"],
    screen=FRAMEWORKS,
    bad=[_APP + "@app.post('/predict')\n«def predict»(x: X, key=Depends(key)):\n    return model.predict([x.values])"],
    ok=[
        "from fastapi import FastAPI\nfrom slowapi import Limiter\napp = FastAPI()\n@app.post('/predict')\n"
        "@limiter.limit('5/minute')\ndef predict(x: X):\n    return model.predict(x)",
        _APP + "@app.get('/health')\ndef health():\n    return 'ok'",
    ],
)
def model_api_without_rate_limit(code: Code) -> Iterator[Match]:
    """Without a limit one caller can ask so often that the model is copied, or that it answers nobody else.

    Limit the requests of each caller, with slowapi or flask-limiter for example."""
    places = _places(code)
    if places and places[0].pointer == code.cell.source_pointer and not any(code.notebook.each(_limits)):
        yield Match(places[0].span, related=places[1:])


def _places(code: Code) -> tuple[Place, ...]:
    """The routes of the notebook that ask a model, in order, if this cell has a route."""
    return code.remember(_open_routes) if _web_routes(code) else ()


def _web_routes(code: Code) -> list[Route]:
    return [route for route in routes(code) if route.kind == "web"] if code.uses_module(*FRAMEWORKS) else []


def _open_routes(cells: tuple[Code, ...]) -> tuple[Place, ...]:
    """The routes of a notebook that ask a model, in order."""
    found: list[Place] = []
    for code in cells:
        here = _web_routes(code)
        if not here:
            continue
        asked = [call.span.start for call in code.calls("*") if _asks(call.name, call.written)]
        for route in sorted(here, key=lambda route: route.span):
            if any(route.span.end <= at < route.body.end for at in asked):
                found.append(Place(code.cell.source_pointer, route.span, "another route"))
    return tuple(found)


def _asks(name: str, written: str) -> bool:
    last = written.rpartition(".")[2]
    if last in ("run", "async_run") and ("runner" in written or ".predict." in written):
        return True
    return (last in _ASKS and "." in written) or _MODELS.match(written) is not None or name.endswith("pipeline()")


def _asks_who(cell: Cell) -> bool:
    return cell.kind == "code" and _WHO.search(cell.source) is not None


def _is_public(cell: Cell) -> bool:
    return cell.kind == "code" and _PUBLIC.search(cell.source) is not None


def _limits(cell: Cell) -> bool:
    return cell.kind == "code" and _LIMIT.search(cell.source) is not None
