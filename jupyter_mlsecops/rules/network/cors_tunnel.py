"""Doors from the network to this machine."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, rule


@rule(
    id="cors-wildcard",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Every website may call this API",
    cwe=942,
    atlas=["AML.T0049"],
    screen=("CORS", "allow_origin", "flask_cors"),
    bad=[
        "from fastapi.middleware.cors import CORSMiddleware\n«app.add_middleware(CORSMiddleware, allow_origins=['*'])»",
        "from flask_cors import CORS\n«CORS(app)»",
        "origins = ['*']\n# %%\n«app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)»",
    ],
    ok=[
        "app.add_middleware(CORSMiddleware, allow_origins=['https://lab.tool.dev'])",
        "from flask_cors import CORS\nCORS(app, origins=['https://lab.tool.dev'])",
    ],
)
def cors_wildcard(code: Code) -> Iterator[Match]:
    """Any website that you visit can call this API from your browser and read the answers.

    List the origins that may call it."""
    for call in code.keyword("allow_origins"):
        origins = call.keywords["allow_origins"]
        if any(item.constant == "*" for item in origins.items) or origins.constant == "*":
            credentials = call.keywords.get("allow_credentials")
            worse = credentials is not None and credentials.is_true()
            yield Match(call.span, severity=Severity.HIGH if worse else None)
    for call in code.calls("flask_cors.CORS"):
        if not call.has_unknown_kwargs and not {"origins", "resources"} & call.keywords.keys():
            yield Match(call.span)


@rule(
    id="public-tunnel",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Public tunnel to this machine",
    cwe=668,
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("ngrok", "cloudflared", "localtunnel"),
    bad=[
        "from pyngrok import ngrok\nurl = «ngrok.connect(8501)»",
        "from flask_ngrok import run_with_ngrok\n«run_with_ngrok(app)»",
    ],
    ok=["from pyngrok import ngrok\nurl = ngrok.connect(8501, auth='name:word')", "import ngrok_stats"],
)
def public_tunnel(code: Code) -> Iterator[Match]:
    """A tunnel gives this machine a public address, and anyone who finds it reaches the server behind.

    Ask for a password (auth or oauth), and close the tunnel when you are done."""
    names = (
        "pyngrok.ngrok.connect",
        "ngrok.connect",
        "ngrok.forward",
        "flask_ngrok.run_with_ngrok",
        "flask_cloudflared.run_with_cloudflared",
    )
    for call in code.calls(*names):
        if not {"auth", "oauth", "basic_auth", "oauth_provider"} & call.keywords.keys():
            yield Match(call.span)
