"""The plugins of detect-secrets: which rule reports each, and what it needs in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plugin:
    """One plugin type: the rule that reports it, and a pattern that every text it can match contains, on one line.

    ``literals`` are looked for first. ``beside`` is what must stand in the same window for the hit to be named so.
    ``leads`` says that the screen begins with one of the literals, as they are: it is tried there and nowhere else.
    """

    rule: str
    label: str
    literals: tuple[str, ...]
    screen: str
    caseless: bool = False
    beside: str = ""
    leads: bool = False


_SEP = r"[\"']?\]? {0,8}(?:::|:=|=>|=|:| ) {0,8}[\"']?"
_START = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))"  # in the middle of a longer run no hit counts
_SECWORD = "(?:key|pwd|pw|password|pass|token)"
ANOTHER = "detect-secrets-token"
CHAT = "detect-secrets-chat-token"

# fmt: off
PLUGINS: dict[str, Plugin] = {
    "Artifactory Credentials": Plugin(
        "artifactory-token", "Artifactory credential", ("AKC", "AP"),
        rf"{_START}(?:AKC[a-zA-Z0-9]{{10}}|AP[0-9A-F][a-zA-Z0-9]{{8}})",
        leads=True),
    "AWS Access Key": Plugin(ANOTHER, "AWS access key", ("A3T", "ABIA", "ACCA", "AKIA", "ASIA", "aws", "AWS", "Aws"),
        r"[Aa](?:(?:3T[A-Z0-9]|BIA|CCA|KIA|SIA)[0-9A-Z]{16}|[Ww][Ss][^\n]{0,60}?[\"'][0-9a-zA-Z/+]{40}[\"'])",
        leads=True),
    "Azure Storage Account access key": Plugin(
        ANOTHER, "Azure storage key", ("AccountKey=",), r"AccountKey=[a-zA-Z0-9+/=]{88}"),
    "Basic Auth Credentials": Plugin(ANOTHER, "Password in a URL", ("://",),
        r"://[^:/?#\[\]@!$&'()*+,;=\s]{1,256}:[^:/?#\[\]@!$&'()*+,;=\s]{1,256}@"),
    "Cloudant Credentials": Plugin("cloudant-credential", "Cloudant credential", ("cl",),
        rf"(?:cloudant|clou|cl)[_-]?(?:api)?{_SECWORD}{_SEP}[0-9a-z]{{24}}|cloudant\.com", True, "cloudant"),
    "Discord Bot Token": Plugin(
        CHAT, "Discord bot token", ("discord",), r"\.[a-zA-Z0-9_-]{6}\.[a-zA-Z0-9_-]{27}", True),
    "GitHub Token": Plugin(
        ANOTHER, "GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9_]{36}"),
    "GitLab Token": Plugin(ANOTHER, "GitLab token", ("glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "glimt-",
        "glptt-", "glagent-", "gloas-", "glcbt-", "GR1348941", ),
        r"(?:gl(?:pat|dt|ft|soat|rt|imt|ptt|agent|oas|cbt)-|GR1348941)[A-Za-z0-9_-]{20}"),
    "Base64 High Entropy String": Plugin("high-entropy-string", "High-entropy string", (), ""),
    "Hex High Entropy String": Plugin("high-entropy-string", "High-entropy string", (), ""),
    "IBM Cloud IAM Key": Plugin(
        "ibm-cloud-key", "IBM Cloud IAM key", ("ibm", "iam"), rf"{_SECWORD}{_SEP}[a-zA-Z0-9_-]{{44}}", True, "ibm|iam"),
    "IBM COS HMAC Credentials": Plugin(
        "ibm-cloud-key", "IBM COS credential", ("secret",),
        rf"secret[-_]?(?:access)?[-_]?key{_SEP}[a-f0-9]{{48}}", True),
    "Public IP (ipv4)": Plugin("public-ip-address", "Public IP address", (".",), r"\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]"),
    "JSON Web Token": Plugin(ANOTHER, "JSON web token", ("eyJ",), r"eyJ"),
    "Secret Keyword": Plugin("secret-keyword", "Secret beside a keyword", (), ""),
    "Mailchimp Access Key": Plugin("mailchimp-key", "Mailchimp key", ("-us",), r"-us[0-9]"),
    "NPM tokens": Plugin(ANOTHER, "npm token", (":_authToken=",), r":_authToken="),
    "OpenAI Token": Plugin(ANOTHER, "OpenAI API key", ("T3BlbkFJ",), r"T3BlbkFJ"),
    "Private Key": Plugin(ANOTHER, "Private key", ("PRIVATE KEY", "PuTTY-User-Key-File-2"), r"PuTTY-User-Key-File-2"),
    "PyPI Token": Plugin(ANOTHER, "PyPI token", ("pypi-AgE",), r"pypi-AgE"),
    "SendGrid API Key": Plugin(ANOTHER, "SendGrid API key", ("SG.",), r"SG\.[a-zA-Z0-9_-]{22}\."),
    "Slack Token": Plugin(
        ANOTHER, "Slack token", ("xox", "hooks.slack"), r"xox[abposr]-|hooks\.slack\.com/services/", True),
    "SoftLayer Credentials": Plugin("softlayer-credential", "SoftLayer credential", ("softlayer", "sl"),
        rf"(?:softlayer|sl)[_-]?(?:api)?[_-]?{_SECWORD}{_SEP}[a-z0-9]{{64}}|api\.softlayer\.com/soap/v3", True),
    "Square OAuth Secret": Plugin("square-oauth-secret", "Square OAuth secret", ("sq0csp-",), r"sq0csp-"),
    "Stripe Access Key": Plugin(ANOTHER, "Stripe key", ("k_live_",), r"[rs]k_live_[0-9a-zA-Z]{24}"),
    "Telegram Bot Token": Plugin(CHAT, "Telegram bot token", ("telegram",), r":[0-9A-Za-z_-]{35}", True),
    "Twilio API Key": Plugin(ANOTHER, "Twilio API key", ("AC", "SK"), r"AC[a-z0-9]{32}|SK[a-z0-9]{32}"),
}
# fmt: on
"""Every plugin of detect-secrets by its type; with any other set of plugins the adapter refuses to run."""
