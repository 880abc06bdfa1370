"""Tunnels that give this machine a public address."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Command, Confidence, Match, Severity, Shell, Span, launched, offer, regex, rule

_GUARDS = frozenset(
    ("auth", "oauth", "basic_auth", "oauth_provider", "http_auth", "policy", "ip_restriction_allow_cidrs")
)
_TUNNELS = (
    *("pyngrok.ngrok.connect", "ngrok.connect", "ngrok.forward", "pyngrok.ngrok.connect_v2"),
    *("flask_ngrok.run_with_ngrok", "flask_ngrok2.run_with_ngrok", "flask_cloudflared.run_with_cloudflared"),
    *("pycloudflared.try_cloudflare", "flask_cloudflared.start_cloudflared", "flask_lt.run_with_lt"),
    *("colabcode.ColabCode", "colab_ssh.launch_ssh", "colab_ssh.launch_ssh_cloudflared", "localtunnel.Tunnel"),
    *("colab_everything.ColabStreamlit", "pinggy.start_tunnel", "gradio.networking.setup_tunnel"),
)
# Google asks for the account that the notebook runs in.
_COLAB = ("google.colab.output.serve_kernel_port_as_iframe", "google.colab.output.serve_kernel_port_as_window")
_RELAYS = regex(
    r"(?:[\w.-]+@)?(?:[\w-]+\.)?(?:serveo\.net|localhost\.run|pinggy\.io|ssh\.localhost\.run|srv\.us|tunnelto\.dev)\Z"
)


@rule(
    id="public-tunnel",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Public tunnel to this machine",
    cwe=668,
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=("ngrok", "cloudflare", "localtunnel", "tunnel", "serve_kernel_port", "colab", "serveo", "localhost.run"),
    bad=[
        "from pyngrok import ngrok\nurl = «ngrok.connect(8501)»",
        "from pyngrok import ngrok\nngrok.set_auth_token(t)\nurl = «ngrok.connect(addr=8501, proto='http')».public_url",
        "import ngrok\nlistener = «ngrok.forward(8000, authtoken_from_env=True)»",
        "from flask_ngrok import run_with_ngrok\n«run_with_ngrok(app)»",
        "from pycloudflared import try_cloudflare\nurl = «try_cloudflare(port=8000)»",
        "from google.colab.output import serve_kernel_port_as_iframe\n«serve_kernel_port_as_iframe(8050)»",
        "import subprocess\np = subprocess.Popen(['«cloudflared', 'tunnel', '--url', 'http://localhost:8501»'])",
        "import os\nos.system('«ngrok http 8501»')",
        "get_ipython().system_raw('«ngrok http 6006» &')",
    ],
    ok=[
        "from pyngrok import ngrok\nurl = ngrok.connect(8501, auth='name:word')",
        "import ngrok\nlistener = ngrok.forward(8000, oauth_provider='google')",
        "import ngrok_stats",
        "from pyngrok import ngrok\nngrok.kill()",
        "def try_cloudflare(port): ...\ntry_cloudflare(1)",
    ],
)
def public_tunnel(code: Code) -> Iterator[Match]:
    """A tunnel gives this machine a public address, and anyone who finds it reaches the server behind.

    Ask for a password (auth or oauth), and close the tunnel when you are done."""
    for call in code.calls(*_TUNNELS):
        if not call.is_reference and not _GUARDS & call.keywords.keys():
            fix = offer("Delete the statement", Applicability.REVIEW, call.drop_statement())
            yield Match(call.span, proposals=fix)
    for call in code.calls(*_COLAB):
        yield Match(call.span, "Colab shows a port of its machine to your account", Severity.INFO)
    for call in code.calls("google.colab.output.eval_js"):
        script = call.argument(0, "script")
        if script is not None and "proxyPort" in script.text:
            yield Match(call.span, "Colab shows a port of its machine to your account", Severity.INFO)
    yield from launched(code, _tunnel)


@rule(
    id="public-tunnel-command",
    form_of="public-tunnel",
    on=Shell,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="Public tunnel to this machine, opened in a shell line",
    cwe=668,
    owasp=["ML05"],
    atlas=["AML.T0049"],
    screen=(
        *("ngrok", "cloudflared", "localtunnel", "lt ", "bore ", "serveo", "localhost.run", "pinggy", "srv.us"),
        *("tailscale", "zrok", "devtunnel", "frpc", "tmate", "telebit"),
    ),
    bad=[
        "!«ngrok http 8501»",
        "!«./cloudflared tunnel --url http://localhost:8501» &",
        "!streamlit run app.py & «npx localtunnel --port 8501»",
        "!«lt --port 8501»",
        "%%bash\nstreamlit run app.py &\n«npx -y lt --port 8501»",
        "!«bore local 8000 --to bore.pub»",
        "!«ssh -R 80:localhost:8501 serveo.net»",
        "%%bash\n«ssh -o ServerAliveInterval=60 -R 80:localhost:8501 nokey@localhost.run»",
        "!«tailscale funnel 8080»",
        "!«pinggy -p 443 -R0:localhost:8501 a.pinggy.io»",
        "!nohup «zrok share public localhost:8080» &",
    ],
    ok=[
        "!ngrok http 8501 --basic-auth $LOGIN",
        "!ngrok http 8501 --oauth=google",
        "!ngrok config add-authtoken $TOKEN",
        "!ngrok authtoken $TOKEN",
        "!wget https://files.tool.dev/cloudflared.deb",
        "!ssh -L 8501:localhost:8501 gpu.tool.dev",
        "!ssh -R 80:localhost:8501 gpu.tool.dev",
        "!npm install -g localtunnel",
        "!npx vite build --lt 3",
        "!cloudflared --version",
    ],
)
def public_tunnel_command(shell: Shell) -> Iterator[Match]:
    """A tunnel gives this machine a public address, and anyone who finds it reaches the server behind.

    Ask for a password (ngrok's --basic-auth or --oauth), and close the tunnel when you are done."""
    for command in () if shell.magic else shell.commands():
        yield from _tunnel(shell, command)


def _tunnel(shell: Shell, command: Command) -> Iterator[Match]:
    if _is_tunnel(command):
        yield Match(Span(command.words[0].span.start, command.words[-1].span.end))


def _is_tunnel(command: Command) -> bool:
    """Whether a command opens a public tunnel that asks nobody for a password."""
    words = [word.text for word in command.words[1:]]
    first = words[0] if words else ""
    if any(word.partition("=")[0] in ("--basic-auth", "--oauth", "--auth", "--traffic-policy-file") for word in words):
        return False
    if command.name in ("npx", "bunx", "pnpx"):
        return "localtunnel" in words or "lt" in words
    if command.name == "ssh":
        return any(word.startswith("-R") for word in words) and any(_RELAYS.match(word) for word in words)
    return (
        (command.name == "ngrok" and first in ("http", "tcp", "tls", "start"))
        or (command.name.startswith("cloudflared") and first == "tunnel" and "--url" in " ".join(words))
        or (command.name in ("lt", "localtunnel") and any(w.startswith(("--port", "-p")) for w in words))
        or (command.name == "bore" and first == "local")
        or (command.name == "pinggy" and any(word.startswith("-R") for word in words))
        or (command.name == "tailscale" and first == "funnel")
        or (command.name == "zrok" and words[:2] == ["share", "public"])
        or (command.name == "devtunnel" and first == "host" and "--allow-anonymous" in words)
        or (command.name in ("tmate", "frpc", "telebit") and first not in ("--version", "-V", "--help"))
    )
