"""Protocols that send passwords in the clear."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import (
    Applicability,
    Call,
    Code,
    Confidence,
    Example,
    Match,
    Proposal,
    Severity,
    TextEdit,
    is_local,
    is_remote,
    offer,
    rule,
)
from .fetchers import fetches


@rule(
    id="plain-ftp-telnet",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="FTP or Telnet connection",
    cwe=319,
    owasp=["ML02"],
    atlas=["AML.T0010.002"],
    screen=("ftplib", "telnetlib", "ftputil", "ftp://"),
    aliases=("B321", "B312", "S321", "S312"),
    bad=[
        "from ftplib import FTP\nf = «FTP('ftp.tool.dev')»",
        Example(
            "import ftplib\nf = «ftplib.FTP('ftp.tool.dev')»\nf.login()",
            fixed="import ftplib\nf = ftplib.FTP_TLS('ftp.tool.dev')\nf.login()",
        ),
        "import ftplib\nwith «ftplib.FTP(host=HOST, user=u)» as f:\n    f.dir()",
        "import telnetlib\nt = «telnetlib.Telnet(host)»",
        "import pandas as pd\ndf = «pd.read_csv('ftp://ftp.tool.dev/a.csv')»",
        "import urllib.request as r\n«r.urlretrieve('ftp://ftp.tool.dev/a.gz', 'a.gz')»",
    ],
    ok=[
        "from ftplib import FTP_TLS\nf = FTP_TLS('ftp.tool.dev')",
        "import ftplib\nftplib.FTP('localhost')",
        "class FTP: ...\nFTP('ftp.tool.dev')  # not ftplib",
        "print('ftp://ftp.tool.dev/a.csv')",
    ],
)
def plain_ftp_telnet(code: Code) -> Iterator[Match]:
    """FTP and Telnet send passwords and data in the clear, and anyone on the way can change them.

    Use HTTPS, SFTP or ftplib.FTP_TLS, whose method prot_p protects the data as well."""
    for call in code.calls("ftplib.FTP", "telnetlib.Telnet", "ftputil.FTPHost"):
        host = call.argument(0, "host")
        if host is None or not (host.text == "localhost" or is_local("ftp://" + host.text)):
            yield Match(call.span, proposals=_protected(call))
    for call, value in fetches(code):
        if value.text.lower().startswith("ftp://") and is_remote(value.text):
            yield Match(call.span, "Data loaded over FTP")


def _protected(call: Call) -> tuple[Proposal, ...]:
    if not call.name.startswith("ftplib.") or not call.written.endswith(".FTP"):
        return ()
    return offer("Use FTP_TLS", Applicability.REVIEW, (TextEdit(call.func_span, call.written + "_TLS"),))
