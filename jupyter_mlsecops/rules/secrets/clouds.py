"""Tokens of clouds, data stores and networks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from jupyter_mlsecops.sdk import Confidence, Match, Segment, Severity, regex, replace

from . import checks
from .filters import looks_random
from .row import Row, find_prefixed, rules_of

_N, _W, _H, _B = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[0-9a-f]", "[A-Za-z0-9+/]"
_UUID = f"{_H}{{8}}-{_H}{{4}}-{_H}{{4}}-{_H}{{4}}-{_H}{{12}}"
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
    Row("azure-ai-services-key", "Azure AI services key", f"{_N}{{52}}JQQJ9[9DH]{_N}{{18}}(?!AZDO){_N}{{8}}",
        ("JQQJ9",),
        "AZURE_OPENAI_API_KEY", "https://portal.azure.com", anchor="JQQJ9[9DH][A-Za-z0-9]{26}(?![A-Za-z0-9_-])",
        lead=52),
    Row("azure-marked-key", "Azure key", f"{_B}{{76}}(?:[+]ASt|ACDb|[+]ABa|[+]AMC){_B}{{5}}[AQgw]==",
        ("+ASt", "ACDb", "+ABa", "+AMC"), "AZURE_STORAGE_KEY", "https://portal.azure.com",
        anchor="(?:[+]ASt|ACDb|[+]ABa|[+]AMC)[A-Za-z0-9+/]{5}[AQgw]==", lead=76),
    Row("azure-messaging-key", "Azure messaging key", f"{_B}{{33}}(?:[+]ASb|[+]AEh|[+]ARm|AIoT){_B}{{5}}[AQgw]=(?!=)",
        ("+ASb", "+AEh", "+ARm", "AIoT"), "AZURE_SERVICE_BUS_KEY", "https://portal.azure.com",
        anchor="(?:[+]ASb|[+]AEh|[+]ARm|AIoT)[A-Za-z0-9+/]{5}[AQgw]=", lead=33),
    Row("azure-search-key", "Azure AI Search key", f"{_N}{{42}}AzSe[A-D]{_N}{{5}}", ("AzSe",), "AZURE_SEARCH_KEY",
        "https://portal.azure.com", anchor="AzSe[A-D][A-Za-z0-9]{5}(?![A-Za-z0-9_-])",
        lead=42),
    Row("azure-cache-key", "Azure Cache for Redis key", f"{_N}{{33}}AzCa[A-P]{_N}{{5}}=(?!=)", ("AzCa",),
        "AZURE_REDIS_KEY", "https://portal.azure.com", anchor="AzCa[A-P][A-Za-z0-9]{5}=", lead=33),
    Row("azure-function-key", "Azure Functions key", f"{_W}{{44}}AzFu{_W}{{5}}[AQgw](?:==|%3D%3D)", ("AzFu",),
        "AZURE_FUNCTIONS_KEY", "https://portal.azure.com", anchor="AzFu[A-Za-z0-9_-]{5}[AQgw](?:==|%3D)", lead=44),
    Row("azure-container-registry-key", "Azure container registry password", f"{_B}{{42}}[+]ACR[A-D]{_B}{{5}}",
        ("+ACR",), "AZURE_CONTAINER_REGISTRY_PASSWORD", "https://portal.azure.com",
        anchor=r"\+ACR[A-D][A-Za-z0-9+/]{5}(?![A-Za-z0-9+/=_-])",
        lead=42),
    Row("azure-client-secret", "Azure client secret", "[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}", ("Q~",),
        "AZURE_CLIENT_SECRET", "https://entra.microsoft.com", anchor="Q~(?<=[0-9]Q~)[A-Za-z0-9_~.-]{31}",
        lead=4),
    Row("google-oauth-token", "Google OAuth access token", f"ya29[.](?:[a-z][.])?{_W}{{30,2000}}", ("ya29.",),
        "GOOGLE_OAUTH_ACCESS_TOKEN", "https://myaccount.google.com/permissions"),
    Row("google-refresh-token", "Google OAuth refresh token", f"1//0{_W}{{60,200}}", ("1//0",), "GOOGLE_REFRESH_TOKEN",
        "https://myaccount.google.com/permissions"),
    Row("google-hmac-key-id", "Google Cloud HMAC key id", "GOOG(?:[A-Z0-9]{57}|[A-Z0-9]{20})", ("GOOG",),
        "GCS_ACCESS_KEY_ID",
        "https://console.cloud.google.com/storage/settings", severity=Severity.MEDIUM, least=3.0),
    Row("firebase-server-key", "Firebase messaging server key", f"AAAA{_W}{{7}}:APA91b{_W}{{134}}", (":APA91b",),
        "FCM_SERVER_KEY", "https://console.firebase.google.com", anchor=":APA91b", lead=11),
    Row("databricks-oauth-secret", "Databricks OAuth secret", f"dose{_H}{{32}}", ("dose",), "DATABRICKS_CLIENT_SECRET",
        "https://accounts.cloud.databricks.com", confidence=_MEDIUM),
    Row("databricks-oauth-token", "Databricks OAuth refresh token", f"doau{_H}{{32}}", ("doau",), "DATABRICKS_TOKEN",
        "https://accounts.cloud.databricks.com", confidence=_MEDIUM),
    Row("aws-appsync-key", "AWS AppSync API key", "da2-[a-z0-9]{26}", ("da2-",), "APPSYNC_API_KEY",
        "https://console.aws.amazon.com/appsync", severity=Severity.HIGH, least=3.0),
    Row("google-client-secret", "Google OAuth client secret", f"GOCSPX-{_W}{{28}}", ("GOCSPX-",),
        "GOOGLE_CLIENT_SECRET", "https://console.cloud.google.com/apis/credentials"),
    Row("mongodb-service-account", "MongoDB Atlas service account secret", f"mdb_sa_sk_{_W}{{40}}", ("mdb_sa_sk_",),
        "MONGODB_ATLAS_CLIENT_SECRET", "https://cloud.mongodb.com"),
    Row("digitalocean-token", "DigitalOcean token", f"do[pors]_v1_{_H}{{64}}", ("dop_v1_", "doo_v1_", "dor_v1_",
        "dos_v1_"),
        "DIGITALOCEAN_TOKEN", "https://cloud.digitalocean.com/account/api/tokens"),
    Row("alibaba-access-key-id", "Alibaba Cloud access key id", f"LTAI(?![A-Z]{{12}}){_N}{{12,21}}", ("LTAI",),
        "ALIBABA_CLOUD_ACCESS_KEY_ID", "https://ram.console.aliyun.com", severity=Severity.MEDIUM, least=3.0),
    Row("cloudflare-token", "Cloudflare token", f"cf(?:ut|at|k)_{_N}{{40}}{_H}{{8}}", ("cfut_", "cfat_", "cfk_"),
        "CLOUDFLARE_API_TOKEN", "https://dash.cloudflare.com/profile/api-tokens", check=checks.crc32_hex_after_prefix),
    Row("grafana-service-token", "Grafana service account token", f"glsa_{_N}{{32}}_[0-9a-fA-F]{{8}}", ("glsa_",),
        "GRAFANA_TOKEN", "https://grafana.com", check=checks.crc32_grafana),
    Row("grafana-cloud-token", "Grafana Cloud token", f"glc_{_B}{{40,400}}={{0,2}}(?![+/=])", ("glc_",),
        "GRAFANA_CLOUD_TOKEN", "https://grafana.com"),
    Row("elastic-cloud-key", "Elastic Cloud API key",
        "essu_(?![A-Za-z0-9+/_-]{201})[A-Za-z0-9+/_-]{60,200}={0,2}(?![+/=])", ("essu_",),
        "ELASTIC_API_KEY", "https://cloud.elastic.co"),
    Row("neon-api-key", "Neon API key", f"napi_{_N}{{64}}", ("napi_",), "NEON_API_KEY", "https://console.neon.tech"),
    Row("neon-password", "Neon database password", f"npg_(?![a-z]{{12}}){_N}{{12}}", ("npg_",), "PGPASSWORD",
        "https://console.neon.tech"),
    Row("planetscale-token", "PlanetScale token", "pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_=-]{32,64}",
        ("pscale_",), "PLANETSCALE_SERVICE_TOKEN", "https://app.planetscale.com"),
    Row("supabase-secret-key", "Supabase secret key", f"sb_secret_{_W}{{31}}", ("sb_secret_",), "SUPABASE_SECRET_KEY",
        "https://supabase.com/dashboard"),
    Row("supabase-access-token", "Supabase access token", f"sbp_(?:v0_{_H}{{40}}|{_W}{{40}})", ("sbp_",),
        "SUPABASE_ACCESS_TOKEN",
        "https://supabase.com/dashboard/account/tokens"),
    Row("cockroachdb-key", "CockroachDB Cloud key", f"CCDB1_{_N}{{22}}_{_N}{{40}}", ("CCDB1_",), "COCKROACH_API_KEY",
        "https://cockroachlabs.cloud"),
    Row("datastax-token", "DataStax Astra token", f"AstraCS:{_N}{{20,40}}(?::{_H}{{64}})?", ("AstraCS:",),
        "ASTRA_DB_APPLICATION_TOKEN", "https://astra.datastax.com"),
    Row("aiven-password", "Aiven service password", f"AVNS_{_W}{{19}}", ("AVNS_",), "AIVEN_PASSWORD",
        "https://console.aiven.io"),
    Row("confluent-cloud-secret", "Confluent Cloud API secret", f"cflt{_B}{{60}}", ("cflt",), "CONFLUENT_API_SECRET",
        "https://confluent.cloud"),
    Row("materialize-password", "Materialize app password", f"mzp_{_H}{{64}}", ("mzp_",), "MZ_PASSWORD",
        "https://console.materialize.com", confidence=_MEDIUM),
    Row("xata-api-key", "Xata API key", f"xau_{_N}{{20,50}}", ("xau_",), "XATA_API_KEY", "https://app.xata.io"),
    Row("tinybird-token", "Tinybird token", f"p[.]eyJ{_W}{{40,300}}[.]{_W}{{43}}", ("p.eyJ",), "TINYBIRD_TOKEN",
        "https://app.tinybird.co"),
    Row("dbt-cloud-token", "dbt Cloud token", f"dbt[cu]_{_W}{{30,60}}={{0,2}}", ("dbtc_", "dbtu_"),
        "DBT_CLOUD_API_TOKEN",
        "https://cloud.getdbt.com/settings/profile", confidence=_MEDIUM),
    Row("hex-token", "Hex API token", f"hxt[pw]_{_H}{{64,128}}", ("hxtp_", "hxtw_"), "HEX_API_TOKEN",
        "https://app.hex.tech"),
    Row("zenml-api-key", "ZenML API key", "ZEN(?:KEY|PROKEY|PROPAT)_[A-Za-z0-9+/]{40,300}={0,2}(?!=)",
        ("ZENKEY_", "ZENPROKEY_", "ZENPROPAT_"), "ZENML_STORE_API_KEY", "https://cloud.zenml.io", confidence=_MEDIUM),
    Row("baidu-api-key", "Baidu Cloud API key", f"bce-v3/ALTAK(?:SP)?-{_N}{{15,64}}/{_H}{{40}}", ("bce-v3/ALTAK",),
        "QIANFAN_BEARER_TOKEN", "https://console.bce.baidu.com/iam"),
    Row("tencent-secret-id", "Tencent Cloud secret id", f"AKID{_N}{{32}}", ("AKID",), "TENCENTCLOUD_SECRET_ID",
        "https://console.cloud.tencent.com/cam/capi", severity=Severity.MEDIUM),
    Row("planet-api-key", "Planet API key", f"PLAK{_H}{{32}}", ("PLAK",), "PL_API_KEY",
        "https://www.planet.com/account", confidence=_MEDIUM),
    Row("arcgis-api-key", "ArcGIS API key", f"AAP[KT]{_W}{{60,400}}", ("AAPK", "AAPT"), "ARCGIS_API_KEY",
        "https://developers.arcgis.com", severity=Severity.HIGH),
    Row("backblaze-key", "Backblaze B2 application key", "K00[0-9][A-Za-z0-9+/]{27}", ("K00",), "B2_APPLICATION_KEY",
        "https://secure.backblaze.com/app_keys.htm", confidence=_MEDIUM, least=3.6),
    Row("dataiku-api-key", "Dataiku API key", f"dku(?:aps|sp)-{_N}{{32,60}}", ("dkuaps-", "dkusp-"), "DATAIKU_API_KEY",
        confidence=_MEDIUM),
    Row("dvc-studio-token", "DVC Studio token", f"isat_(?:{_N}{{40,60}}|{_UUID})", ("isat_",), "DVC_STUDIO_TOKEN",
        "https://studio.datachain.ai", confidence=_MEDIUM),
    Row("dwave-token", "D-Wave API token", f"DEV-{_H}{{40}}", ("DEV-",), "DWAVE_API_TOKEN",
        "https://cloud.dwavesys.com/leap", confidence=_MEDIUM),
    Row("cloudflare-origin-key", "Cloudflare origin CA key", f"v1[.]0-{_H}{{24}}-{_H}{{146}}", ("v1.0-",),
        "CLOUDFLARE_ORIGIN_CA_KEY", "https://dash.cloudflare.com/profile/api-tokens"),
    Row("openshift-token", "OpenShift token", f"sha256~{_W}{{43}}", ("sha256~",), "OPENSHIFT_TOKEN",
        "https://docs.openshift.com", shown="sha256~"),
    Row("flyio-token", "Fly.io token", f"fo1_{_W}{{43}}", ("fo1_",), "FLY_API_TOKEN",
        "https://fly.io/user/personal_access_tokens"),
    Row("flyio-macaroon", "Fly.io token", f"fm(?:1[ar]|2)_{_B}{{100,2000}}={{0,3}}(?![+/=])",
        ("fm1r_", "fm1a_", "fm2_"), "FLY_API_TOKEN", "https://fly.io/user/personal_access_tokens"),
    Row("terraform-cloud-token", "Terraform Cloud token", f"{_N}{{14}}[.]atlasv1[.]{_W}{{60,90}}", (".atlasv1.",),
        "TF_API_TOKEN", "https://app.terraform.io/app/settings/tokens", anchor="[.]atlasv1[.][A-Za-z0-9_-]{60}",
        lead=14),
    Row("dynatrace-token", "Dynatrace token", "dt0[a-z][0-9]{2}[.][A-Z2-7]{24}[.][A-Z2-7]{64}", ("dt0",),
        "DT_API_TOKEN",
        "https://www.dynatrace.com"),
    Row("vault-token", "HashiCorp Vault token", f"hv[sbr][.](?:{_W}{{80,500}}|{_N}{{24,79}})", ("hvs.", "hvb.", "hvr."),
        "VAULT_TOKEN",
        "https://developer.hashicorp.com/vault/docs/commands/token/revoke"),
    Row("doppler-token", "Doppler token", rf"dp[.](?:pt|st|ct|sa|scim|audit)[.](?:[a-z0-9_-]{{2,35}}[.])?{_N}{{40,44}}",
        ("dp.",), "DOPPLER_TOKEN", "https://dashboard.doppler.com"),
    Row("onepassword-secret-key", "1Password secret key",
        "A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}", ("A3-",),
        "OP_SECRET_KEY", "https://my.1password.com", least=3.2),
    Row("infisical-token", "Infisical service token", rf"st[.]{_H}{{24}}[.]{_H}{{32}}[.]{_H}{{32}}", ("st.",),
        "INFISICAL_TOKEN", "https://app.infisical.com", confidence=_MEDIUM),
    Row("onepassword-service-token", "1Password service account token",
        "ops_eyJ(?![A-Za-z0-9+/_-]{1201})[A-Za-z0-9+/_-]{160,1200}={0,3}(?![+/=])",
        ("ops_eyJ",), "OP_SERVICE_ACCOUNT_TOKEN", "https://my.1password.com"),
    Row("clickhouse-cloud-key", "ClickHouse Cloud key", f"4b1d{_N}{{38}}", ("4b1d",), "CLICKHOUSE_CLOUD_KEY_SECRET",
        "https://console.clickhouse.cloud", severity=Severity.HIGH, confidence=_MEDIUM, least=3.6),
    Row("yandex-api-key", "Yandex Cloud API key", f"AQVN{_W}{{35,38}}", ("AQVN",), "YANDEX_API_KEY",
        "https://console.yandex.cloud"),
    Row("yandex-iam-token", "Yandex Cloud IAM token", rf"t1[.]{_W}{{20,400}}={{0,2}}[.]{_W}{{86}}={{0,2}}(?!=)",
        ("t1.",), "YANDEX_IAM_TOKEN", "https://console.yandex.cloud"),
    Row("yandex-oauth-token", "Yandex OAuth token", f"y[0-3]_{_W}{{54,64}}", ("y0_", "y1_", "y2_", "y3_"),
        "YANDEX_OAUTH_TOKEN", "https://oauth.yandex.com", least=3.4),
)

_SECRET_KEY = regex(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")


def _find_key_id(row: Row, segment: Segment) -> Iterator[Match]:
    """Alone the id is half of a credential; with its secret key close by it is all of one."""
    found = list(find_prefixed(row, segment))
    keys = [m.start() for m in _SECRET_KEY.finditer(segment.text) if looks_random("key", m[0])] if found else []
    for match in found:
        if match.span and not match.message.endswith(")"):
            k = bisect_left(keys, match.span.start - 400)
            if k < len(keys) and keys[k] <= match.span.end + 360:
                match = replace(match, severity=Severity.CRITICAL)
        yield match


def _find_session(row: Row, segment: Segment) -> Iterator[Match]:
    """One in a signed URL opens nothing but that URL, and not for long."""
    for match in find_prefixed(row, segment):
        if match.span and segment.text[match.span.start - 15 : match.span.start].lower() != "security-token=":
            yield match


# fmt: on

_SESSION = Row(
    "aws-temporary-token",
    "AWS session token",
    # None begins soon behind another one: in a text of nothing but beginnings each would be read far.
    "(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)(?![A-Za-z0-9+/]{0,100}GZXIvYXdz)(?![A-Za-z0-9+/]{0,100}IQoJb3JpZ2lu)"
    "[A-Za-z0-9+/]{100,1600}={0,2}(?![+/=%])",
    ("IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz"),
    "AWS_SESSION_TOKEN",
    "https://console.aws.amazon.com/iam/home#/security_credentials",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,
)
ALL_ROWS = (*ROWS, _KEY_ID, _SESSION)
RULES = (*rules_of(ROWS, 200), *rules_of((_KEY_ID,), 290, _find_key_id), *rules_of((_SESSION,), 280, _find_session))
