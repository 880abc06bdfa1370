"""Protocols that send passwords in the clear."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, is_local, rule


@rule(
    id="plain-ftp-telnet",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.HIGH,
    title="FTP or Telnet connection",
    cwe=319,
    owasp=["ML02"],
    atlas=["AML.T0010.002"],
    screen=("ftplib", "telnetlib"),
    aliases=("B321", "B312", "S321", "S312"),
    bad=["from ftplib import FTP\nf = «FTP('ftp.tool.dev')»", "import telnetlib\nt = «telnetlib.Telnet(host)»"],
    ok=["from ftplib import FTP_TLS\nf = FTP_TLS('ftp.tool.dev')", "import ftplib\nftplib.FTP('localhost')"],
)
def plain_ftp_telnet(code: Code) -> Iterator[Match]:
    """FTP and Telnet send passwords and data in the clear, and anyone on the way can change them.

    Use HTTPS, SFTP or ftplib.FTP_TLS."""
    for call in code.calls("ftplib.FTP", "telnetlib.Telnet"):
        host = call.argument(0, "host")
        if host is None or not (host.text == "localhost" or is_local("ftp://" + host.text)):
            yield Match(call.span)
