"""Tokens of clouds, data stores and networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity

from . import checks
from .filters import looks_random
from .row import Row, find_prefixed, rules_of

_N, _W, _H, _B = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[0-9a-f]", "[A-Za-z0-9+/]"
_MEDIUM = Confidence.MEDIUM

_KEY_ID = Row(
    "aws-access-key-id",
    "AWS access key id",
    "A(?:KIA|SIA|BIA|CCA|3T[A-Z0-9])[A-Z0-9]{16}",
    ("AKIA", "ASIA", "ABIA", "ACCA", "A3T"),
    "AWS_ACCESS_KEY_ID",
    "https://console.aws.amazon.com/iam/home#/security_credentials",
    severity=Severity.MEDIUM,
    check=checks.aws_key_id,
    least=3.0,
)

# fmt: off
ROWS = (
    Row("azure-storage-key", "Azure storage account key", f"AccountKey=({_B}{{86}}==)", ("AccountKey=",),
        "AZURE_STORAGE_CONNECTION_STRING", "https://portal.azure.com", check=checks.azure_storage),
    Row("azure-service-bus-key", "Azure Service Bus key", f"SharedAccessKey=({_B}{{32,100}}={{0,2}})(?![+/=])",
        ("SharedAccessKey=",), "AZURE_SERVICE_BUS_CONNECTION_STRING", "https://portal.azure.com"),
    Row("azure-app-configuration-key", "Azure App Configuration secret",
        f"azconfig[.]io;Id=[A-Za-z0-9+/:=-]{{4,80}};Secret=({_B}{{36,100}}={{0,2}})(?![+/=])", ("azconfig.io",),
        "AZURE_APPCONFIG_CONNECTION_STRING", "https://portal.azure.com", dense=False),
    Row("azure-client-secret", "Azure client secret", "[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}", ("Q~",),
        "AZURE_CLIENT_SECRET", "https://entra.microsoft.com", anchor="Q~", lead=4),
    Row("google-oauth-token", "Google OAuth access token", f"ya29[.]{_W}{{40,2000}}", ("ya29.",),
        "GOOGLE_OAUTH_ACCESS_TOKEN", "https://myaccount.google.com/permissions"),
    Row("google-client-secret", "Google OAuth client secret", f"GOCSPX-{_W}{{28}}", ("GOCSPX-",),
        "GOOGLE_CLIENT_SECRET", "https://console.cloud.google.com/apis/credentials"),
    Row("mongodb-service-account", "MongoDB Atlas service account secret", f"mdb_sa_sk_{_W}{{40}}", ("mdb_sa_sk_",),
        "MONGODB_ATLAS_CLIENT_SECRET", "https://cloud.mongodb.com"),
    Row("digitalocean-token", "DigitalOcean token", f"do[por]_v1_{_H}{{64}}", ("dop_v1_", "doo_v1_", "dor_v1_"),
        "DIGITALOCEAN_TOKEN", "https://cloud.digitalocean.com/account/api/tokens"),
    Row("alibaba-access-key-id", "Alibaba Cloud access key id", f"LTAI{_N}{{17,21}}", ("LTAI",),
        "ALIBABA_CLOUD_ACCESS_KEY_ID", "https://ram.console.aliyun.com", severity=Severity.MEDIUM, least=3.0),
    Row("cloudflare-token", "Cloudflare token", f"cf(?:ut|at|k)_{_N}{{40}}{_H}{{8}}", ("cfut_", "cfat_", "cfk_"),
        "CLOUDFLARE_API_TOKEN", "https://dash.cloudflare.com/profile/api-tokens", check=checks.crc32_hex_after_prefix),
    Row("grafana-service-token", "Grafana service account token", f"glsa_{_N}{{32}}_[0-9a-fA-F]{{8}}", ("glsa_",),
        "GRAFANA_TOKEN", "https://grafana.com", check=checks.crc32_grafana),
    Row("grafana-cloud-token", "Grafana Cloud token", f"glc_{_B}{{40,400}}={{0,2}}(?![+/=])", ("glc_",),
        "GRAFANA_CLOUD_TOKEN", "https://grafana.com"),
    Row("elastic-cloud-key", "Elastic Cloud API key", f"essu_{_W}{{60,200}}={{0,2}}(?!=)", ("essu_",),
        "ELASTIC_API_KEY", "https://cloud.elastic.co"),
    Row("neon-api-key", "Neon API key", f"napi_{_N}{{64}}", ("napi_",), "NEON_API_KEY", "https://console.neon.tech"),
    Row("planetscale-token", "PlanetScale token", "pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}", ("pscale_",),
        "PLANETSCALE_SERVICE_TOKEN", "https://app.planetscale.com"),
    Row("supabase-secret-key", "Supabase secret key", f"sb_secret_{_W}{{31}}", ("sb_secret_",), "SUPABASE_SECRET_KEY",
        "https://supabase.com/dashboard"),
    Row("supabase-access-token", "Supabase access token", f"sbp_{_W}{{40}}", ("sbp_",), "SUPABASE_ACCESS_TOKEN",
        "https://supabase.com/dashboard/account/tokens"),
    Row("cockroachdb-key", "CockroachDB Cloud key", f"CCDB1_{_N}{{22}}_{_N}{{40}}", ("CCDB1_",), "COCKROACH_API_KEY",
        "https://cockroachlabs.cloud"),
    Row("datastax-token", "DataStax Astra token", f"AstraCS:{_N}{{20,40}}(?::{_H}{{64}})?", ("AstraCS:",),
        "ASTRA_DB_APPLICATION_TOKEN", "https://astra.datastax.com"),
    Row("vault-token", "HashiCorp Vault token", f"hv[sb][.]{_W}{{90,300}}", ("hvs.", "hvb."), "VAULT_TOKEN",
        "https://developer.hashicorp.com/vault/docs/commands/token/revoke"),
    Row("doppler-token", "Doppler token", rf"dp[.](?:pt|st|ct|sa|scim|audit)[.](?:[a-z0-9_-]{{2,35}}[.])?{_N}{{40,44}}",
        ("dp.",), "DOPPLER_TOKEN", "https://dashboard.doppler.com"),
    Row("onepassword-service-token", "1Password service account token", f"ops_eyJ{_W}{{200,2000}}={{0,2}}",
        ("ops_eyJ",), "OP_SERVICE_ACCOUNT_TOKEN", "https://my.1password.com"),
    Row("clickhouse-cloud-key", "ClickHouse Cloud key", f"4b1d{_N}{{38}}", ("4b1d",), "CLICKHOUSE_CLOUD_KEY_SECRET",
        "https://console.clickhouse.cloud", severity=Severity.HIGH, confidence=_MEDIUM, least=3.6),
    Row("yandex-api-key", "Yandex Cloud API key", f"AQVN{_W}{{35,38}}", ("AQVN",), "YANDEX_API_KEY",
        "https://console.yandex.cloud"),
)

_SECRET_KEY = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")


def _find_key_id(row: Row, segment: Segment) -> Iterator[Match]:
    """Alone the id is half of a credential; with its secret key close by it is all of one."""
    text = segment.text
    for match in find_prefixed(row, segment):
        if match.span and not match.message.endswith(")"):
            around = text[max(0, match.span.start - 400) : match.span.end + 400]
            if any(looks_random("key", m[0]) for m in _SECRET_KEY.finditer(around)):
                match = replace(match, severity=Severity.CRITICAL)
        yield match


# fmt: on

ALL_ROWS = (*ROWS, _KEY_ID)
RULES = (*rules_of(ROWS, 200), *rules_of((_KEY_ID,), 290, _find_key_id))
