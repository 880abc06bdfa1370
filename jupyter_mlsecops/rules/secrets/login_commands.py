"""Passwords that a command is given as an argument: ``curl -u``, ``sshpass -p``, ``mysql -p…``, ``ngrok authtoken``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, Span, regex, rule, shape

from .filters import looks_random
from .fixes import proposals
from .passwords import is_password

_VALUE = r"[\"']?(?P<value>[^\s\"'`$|<>;&\\]{6,200})"
_LOGIN = r"[\"']?(?P<user>[^\s:\"'$]{0,100}):(?P<value>[^\s\"'`$|<>;&\\]{4,200})"
_REACH = 400


class Form(NamedTuple):
    """One way to hand a password over: ``option`` and the value, of a line in which ``command`` stands before it.

    ``literal`` is in every text that can match; a ``drawn`` value must look made by a machine.
    """

    literal: str
    command: re.Pattern[str]
    option: re.Pattern[str]
    drawn: bool


def _form(literal: str, command: str, option: str, drawn: bool = False) -> Form:
    return Form(literal, regex(rf"(?<![A-Za-z0-9_-])(?:{command})"), regex(option), drawn)


_FORMS = (
    _form("curl", "curl ", rf" (?:-u|-U|--user|--proxy-user)[ =]{_LOGIN}"),
    _form("sshpass", "sshpass ", rf" -p[ ]?{_VALUE}"),
    _form(" login", r"(?:docker|podman|oc|az|acr|helm registry|twine) login", rf" -p[ =]{_VALUE}"),
    _form(" -p", r"mysql\w{0,8}", rf" -p{_VALUE}"),
    _form("mongo", r"mongo\w{0,8}", rf" -p[ ]{_VALUE}"),
    _form("redis-cli", "redis-cli", rf" -a[ ]{_VALUE}"),
    _form(" -P", "(?:(?:un)?zip|bcp|sqlcmd) ", rf" -P[ ]?{_VALUE}"),
    _form("beeline", "beeline ", rf" -p[ ]{_VALUE}"),
    _form("ldap", r"ldap(?:search|add|modify|delete|whoami|passwd) ", rf" -w[ ]{_VALUE}"),
    _form("kinit", "echo ", rf"[ ]{_VALUE}[\"']?[ ]{{0,3}}\|[ ]{{0,3}}kinit"),
    _form("kinit", "kinit ", rf"<<<[ ]?{_VALUE}"),
    _form(" -k ", r"openssl enc ", rf" -k[ ]{_VALUE}"),
    _form(" -a ", r"https? ", rf" -a[ ]{_LOGIN}"),
    _form("storepass", "keytool ", rf" -(?:dest|src|new)?storepass[ ]{_VALUE}"),
    _form("7z", "7za? [a-z] ", rf" -p{_VALUE}"),
    _form(
        "chpasswd",
        "echo ",
        r"[ ][\"']?(?P<user>[a-z_][\w-]{0,31}):(?P<value>[^\s\"'`$|<>;&\\]{4,200})[\"']?"
        r"[ ]{0,3}\|[ ]{0,3}(?:sudo )?chpasswd",
    ),
    _form("sudo -S", "echo ", rf"[ ]{_VALUE}[\"']?[ ]{{0,3}}\|[ ]{{0,3}}sudo -S"),
    _form("--password-stdin", "echo ", rf"[ ]{_VALUE}[\"']?[ ]{{0,3}}\|[^\n]{{1,200}}--password-stdin"),
    _form("pass:", "openssl ", rf" -pass(?:in|out)?[ ][\"']?pass:{_VALUE}"),
    _form("authtoken", "ngrok |!ngrok|zrok ", rf"authtoken[ ]{{1,3}}{_VALUE}", drawn=True),
    _form("dvc remote", "dvc remote modify ", rf"\s(?:password|secret_access_key|sas_token)[ ]{{1,3}}{_VALUE}"),
    _form("configure set", "configure set ", rf"aws_(?:secret_access_key|session_token)[ ]{{1,3}}{_VALUE}", drawn=True),
    _form("vault login", "vault ", rf"[ ]login[ ](?:-[\w=-]{{1,40}}[ ])?{_VALUE}", drawn=True),
    _form("lftp", "lftp ", r" -u[ ][\"']?(?P<user>[^\s,\"']{1,100}),(?P<value>[^\s\"'`$]{4,200})"),
    _form("smbclient", "smbclient ", r" -U[ ][\"']?(?P<user>[^\s%\"']{1,100})%(?P<value>[^\s\"'`$]{4,200})"),
    _form("net use", "net use ", rf"[ ]{_VALUE}[\"']? /user:"),
    _form("net use", "net use ", rf" /user:[\"']?(?P<user>[^\s\"']{{1,100}})[\"']?[ ]{_VALUE}"),
    _form(
        " alias set", "mc alias set ", rf" https?://\S{{1,120}}[ ][\"']?(?P<user>[^\s\"']{{1,100}})[\"']?[ ]{_VALUE}"
    ),
    _form("http-basic", "poetry ", rf"http-basic[.][\w-]{{1,40}}[ ](?P<user>\S{{1,100}})[ ]{_VALUE}"),
    _form(
        "htpasswd", "htpasswd ", rf" -[a-zA-Z]{{0,6}}b[a-zA-Z]{{0,6}}[ ]\S{{1,100}}[ ](?P<user>\S{{1,60}})[ ]{_VALUE}"
    ),
)
LABEL = "Password on a command line"
_FAKE = "t7Kq2" + "xWz9Lm"
_NGROK = "1nG7k" + "Qz4Wt9Xb2Rv6Lp8Ys3D" + "_" + "5Hc7Jm1Kf9Zq3Vd6Tn8P"


@rule(
    id="login-command",
    on=Segment,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Password on a command line",
    cwe=(214, 798),
    bad=[
        f"!curl -s -u ada:«{_FAKE}» https://api.corp.internal/jobs",
        f"!sshpass -p «{_FAKE}» ssh ada@host ls",
        f"!mysql -h db -u root -p«{_FAKE}» shop",
        f"!echo 'root:«{_FAKE}»' | chpasswd",
        f"!ngrok authtoken «{_NGROK}»",
        f"!dvc remote modify origin --local password «{_FAKE}»",
        f"!echo «{_FAKE}» | kinit ada@CORP.INTERNAL",
        f"!ldapsearch -H ldap://ldap.corp -D cn=app -w «{_FAKE}» -b dc=corp",
        f"!sqlcmd -S db.corp -U app -P «{_FAKE}» -Q 'select 1'",
        f"!openssl enc -d -aes-256-cbc -in data.enc -k «{_FAKE}»",
        f"!keytool -list -keystore app.jks -storepass «{_FAKE}»",
        f"!net use Z: //nas/share «{_FAKE}» /user:CORP/ada",
        f"!mc alias set lab http://s3.corp.internal ada «{_FAKE}»",
        f"%%bash\ndocker login registry.corp \\\n  -u ada -p «{_FAKE}»",
    ],
    ok=[
        "!curl -u user:password https://api.corp.internal",
        "!curl -u $USER:$PASSWORD https://api.corp.internal",
        "!mysql -h db -u root -p shop",
        "!mkdir -p checkpoints/run1 && unzip -q data.zip",
        "!ngrok authtoken YOUR_TOKEN_FROM_THE_DASHBOARD",
        "!docker login -u ada --password-stdin",
        "!curl -w '%{http_code}' -k https://api.corp; kinit ada < $FILE; echo $PW | kinit",
        "!pytest -k test_login2 && bcp t in rows.csv -P $PW && ldapsearch -x -W -D cn=app",
        "# mysql -parallel loads the table; zip -Path",
        "!net use Z: //nas/share /user:ada && mc alias set lab http://localhost:9000 minioadmin minioadmin",
    ],
    screen=tuple(form.literal for form in _FORMS),
    precedence=1650,
    propose=proposals("password", "PASSWORD"),
)
def login_command(segment: Segment) -> Iterator[Match]:
    """Everyone who gets the notebook can log in with this password, and other users of the machine see it run.

    Change the password; let the command read it from a variable, a file or its standard input."""
    text = segment.text
    for form in _FORMS:
        if form.literal not in text:
            continue
        for match in form.option.finditer(text):
            value = match["value"]
            user = match.groupdict().get("user") or ""
            if not is_password(value, user) or not _is_chosen(value) or not _is_of(form, text, match.start()):
                continue
            if form.drawn and not looks_random("token", value):
                continue
            span = Span(*match.span("value"))
            yield Match(span, message=f"{LABEL} {segment.where}", label="password", preview=shape())


def _is_of(form: Form, text: str, at: int) -> bool:
    """Whether the command stands before the option, on the same line or on one that a backslash continues."""
    least = max(0, at - _REACH)
    start = text.rfind("\n", least, at + 1)
    while start > least and text[start - 1 : start + 1] == "\\\n" or text[start - 2 : start + 1] == "\\\r\n":
        start = text.rfind("\n", least, start)
    return form.command.search(text, max(start + 1, least), at + 1) is not None


def _is_chosen(value: str) -> bool:
    """Whether it is no file's name, path or plain word, which an option of the same letter takes."""
    return (
        any(c.isdigit() or not c.isalnum() for c in value[1:] if c not in "-_./")
        and "/" not in value[:1]
        and not value.startswith(("-", "~", "."))
    )
