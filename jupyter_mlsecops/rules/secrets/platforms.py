"""Tokens of build, delivery, identity and data platforms, and of services that agents call."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Confidence, Severity

from . import checks
from .row import Row, rules_of

_N, _W, _H = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[0-9a-f]"
_UUID = f"{_H}{{8}}-{_H}{{4}}-{_H}{{4}}-{_H}{{4}}-{_H}{{12}}"
_MEDIUM = Confidence.MEDIUM

# fmt: off
AGENTS = (
    Row("context7-api-key", "Context7 API key", f"ctx7sk-{_UUID}", ("ctx7sk-",), "CONTEXT7_API_KEY",
        "https://context7.com/dashboard"),
    Row("claude-session-key", "Claude session key", f"sk-ant-sid[0-9]{{2}}-{_W}{{40,250}}", ("sk-ant-sid",),
        "CLAUDE_SESSION_KEY", "https://claude.ai/settings"),
    Row("ai71-api-key", "AI71 API key", f"ai71-api-{_UUID}", ("ai71-api-",), "AI71_API_KEY", "https://ai71.ai",
        confidence=_MEDIUM),
    Row("browser-use-api-key", "Browser Use API key", f"bu_{_W}{{42,46}}", ("bu_",), "BROWSER_USE_API_KEY",
        "https://cloud.browser-use.com", confidence=_MEDIUM, least=3.8),
    Row("pyx-api-key", "pyx API key", f"sk-pyx-(?:{_N}{{64}}|2[A-Za-z]{{45}})", ("sk-pyx-",), "PYX_API_KEY",
        "https://astral.sh/pyx", confidence=_MEDIUM),
    Row("devin-api-key", "Devin API key",
        "apk_(?:user_[A-Za-z0-9+/]{120,180}|[A-Za-z0-9+/]{80,100})={0,2}(?![+/=])",
        ("apk_",), "DEVIN_API_KEY", "https://app.devin.ai", confidence=_MEDIUM),
    Row("retell-api-key", "Retell API key", f"key_{_H}{{28}}", ("key_",), "RETELL_API_KEY",
        "https://dashboard.retellai.com", confidence=_MEDIUM),
    Row("voiceflow-api-key", "Voiceflow API key", rf"VF\.DM\.{_H}{{24}}\.{_N}{{16}}", ("VF.DM.",), "VOICEFLOW_API_KEY",
        "https://creator.voiceflow.com", confidence=_MEDIUM),
    Row("salad-cloud-api-key", "SaladCloud API key", f"salad_cloud_user_{_N}{{49}}", ("salad_cloud_user_",),
        "SALAD_API_KEY", "https://portal.salad.com", confidence=_MEDIUM),
)

CLOUDS = (
    Row("alibaba-session-key-id", "Alibaba Cloud session key id", f"STS[.]{_N}{{16,64}}", ("STS.",),
        "ALIBABA_CLOUD_ACCESS_KEY_ID", "https://ram.console.aliyun.com", severity=Severity.MEDIUM, confidence=_MEDIUM,
        least=3.4),
    Row("volcengine-access-key-id", "Volcengine access key id", f"AKLT{_W}{{42,48}}", ("AKLT",), "VOLC_ACCESSKEY",
        "https://console.volcengine.com/iam/keymanage", severity=Severity.MEDIUM, confidence=_MEDIUM, least=3.2),
    Row("akamai-token", "Akamai token", "akab-[0-9a-z]{16}-[0-9a-z]{16}(?![.])", ("akab-",), "AKAMAI_CLIENT_TOKEN",
        "https://control.akamai.com"),
    Row("tigris-key", "Tigris secret key", "tsec_[A-Za-z0-9_+-]{70}(?![+])", ("tsec_",),
        "TIGRIS_SECRET_KEY", "https://console.tigris.dev", confidence=_MEDIUM),
    Row("warpstream-agent-key", "WarpStream agent key", f"aks_{_H}{{64}}", ("aks_",), "WARPSTREAM_AGENT_KEY",
        "https://console.warpstream.com", confidence=_MEDIUM, anchor="aks_[0-9a-f]{64}"),
    Row("upcloud-token", "UpCloud token", "ucat_[0-9A-HJKMNP-TV-Z]{26}", ("ucat_",), "UPCLOUD_TOKEN",
        "https://hub.upcloud.com"),
    Row("scalingo-token", "Scalingo token", f"tk-us-{_W}{{48}}", ("tk-us-",), "SCALINGO_API_TOKEN",
        "https://dashboard.scalingo.com"),
    Row("grafana-api-key", "Grafana API key",
        "eyJrIjoi(?![A-Za-z0-9+/]{381})[A-Za-z0-9+/]{40,380}={0,2}(?![+/=.])", ("eyJrIjoi",),
        "GRAFANA_API_KEY", "https://grafana.com", check=checks.grafana_key, shown="eyJ"),
    Row("docker-swarm-token", "Docker Swarm token",
        "SWM(?:TKN-1-[a-z0-9]{50,60}-[a-z0-9]{24,30}|KEY-1-[A-Za-z0-9+/]{40,50})",
        ("SWMTKN-1-", "SWMKEY-1-"), "SWARM_TOKEN", "https://docs.docker.com/engine/swarm"),
    Row("onepassword-recovery-key", "1Password recovery code", "1PRK(?:-[A-Z0-9]{4}){13}", ("1PRK-",),
        "OP_RECOVERY_CODE", "https://my.1password.com", confidence=_MEDIUM),
    Row("wundergraph-api-key", "WunderGraph API key", f"cosmo_{_H}{{32}}", ("cosmo_",), "COSMO_API_KEY",
        "https://cosmo.wundergraph.com", confidence=_MEDIUM, anchor="cosmo_[0-9a-f]{32}"),
)

DELIVERY = (
    Row("buildkite-service-token", "Buildkite token",
        f"bk(?:aa_{_W}{{75}}|aj_{_W}{{333}}|ar_{_W}{{73}}|ct_{_W}{{73}}|pt_{_W}{{199}}|pat_{_W}{{54}}|ps_{_W}{{64}})",
        ("bkaa_", "bkaj_", "bkar_", "bkct_", "bkpt_", "bkpat_", "bkps_"), "BUILDKITE_AGENT_TOKEN",
        "https://buildkite.com/user/api-access-tokens", confidence=_MEDIUM, anchor="bk(?:a[ajr]|ct|pt|pat|ps)_"),
    Row("bitbucket-server-token", "Bitbucket Data Center token", "BBDC-[MNO][A-Za-z0-9+/_-]{43}", ("BBDC-",),
        "BITBUCKET_TOKEN", "https://confluence.atlassian.com/bitbucketserver"),
    Row("deno-token", "Deno Deploy token", f"dd[po]_{_N}{{36}}", ("ddp_", "ddo_"), "DENO_DEPLOY_TOKEN",
        "https://dash.deno.com/account", anchor=f"dd[po]_{_N}{{36}}"),
    Row("cloudsmith-api-key", "Cloudsmith API key", f"csa_{_H}{{30}}{_N}{{6}}", ("csa_",), "CLOUDSMITH_API_KEY",
        "https://cloudsmith.io/user/settings/api", confidence=_MEDIUM),
    Row("packagist-token", "Composer registry token",
        f"packagist_(?:[ouc][ru]t_{_H}{{68}}|ack_{_H}{{28,32}}|acs_{_H}{{64,96}})",
        ("packagist_",), "COMPOSER_TOKEN", "https://packagist.com"),
    Row("openvsx-token", "Open VSX token", f"ovsx(?:at|p)_{_UUID}", ("ovsxat_", "ovsxp_"), "OVSX_PAT",
        "https://open-vsx.org/user-settings/tokens", confidence=_MEDIUM),
    Row("mergify-key", "Mergify key", f"mergify_application_key_{_W}{{40,200}}",
        ("mergify_application_key_",), "MERGIFY_TOKEN", "https://dashboard.mergify.com"),
    Row("rootly-api-key", "Rootly API key", f"rootly_{_H}{{64}}", ("rootly_",), "ROOTLY_API_KEY", "https://rootly.com"),
    Row("wakatime-api-key", "WakaTime API key", f"waka_(?:{_UUID}|[a-z0-9]{{36,64}})", ("waka_",), "WAKATIME_API_KEY",
        "https://wakatime.com/settings/api-key"),
    Row("tolgee-token", "Tolgee token", "tgpa(?:k_[a-z0-9]{45,64}|t_[a-z0-9]{48,64})", ("tgpak_", "tgpat_"),
        "TOLGEE_API_KEY", "https://app.tolgee.io", confidence=_MEDIUM),
    Row("testkube-api-key", "Testkube API key", f"tkcapi_{_N}{{30,64}}", ("tkcapi_",), "TESTKUBE_API_KEY",
        "https://app.testkube.io", confidence=_MEDIUM),
    Row("aikido-secret", "Aikido token", f"AIK_(?:SECRET_{_N}{{64}}|CI_{_N}{{20,44}})", ("AIK_SECRET_", "AIK_CI_"),
        "AIKIDO_TOKEN", "https://app.aikido.dev", confidence=_MEDIUM),
    Row("arcjet-key", "Arcjet key", "ajkey_[a-z0-9]{26}", ("ajkey_",), "ARCJET_KEY", "https://app.arcjet.com",
        confidence=_MEDIUM),
    Row("permit-api-key", "Permit.io API key", f"permit_key_{_N}{{85,86}}", ("permit_key_",), "PERMIT_API_KEY",
        "https://app.permit.io", confidence=_MEDIUM),
    Row("ory-token", "Ory token", f"ory_(?:pat|apikey|wak)_{_W}{{24,200}}", ("ory_pat_", "ory_apikey_", "ory_wak_"),
        "ORY_ACCESS_TOKEN",
        "https://console.ory.sh", confidence=_MEDIUM),
    Row("unkey-root-key", "Unkey root key", f"unkey_{_N}{{20,32}}", ("unkey_",), "UNKEY_ROOT_KEY",
        "https://app.unkey.com", confidence=_MEDIUM, least=3.4),
    Row("val-town-token", "Val Town token", f"vtwn_{_W}{{24,80}}", ("vtwn_",), "VAL_TOWN_API_KEY",
        "https://www.val.town/settings/api", confidence=_MEDIUM),
    Row("zuplo-api-key", "Zuplo API key", f"zpka_[a-z0-9]{{32}}_{_H}{{8}}", ("zpka_",), "ZUPLO_API_KEY",
        "https://portal.zuplo.com"),
    Row("devcycle-server-key", "DevCycle server key", f"dvc_server_{_N}{{8,32}}(?:_{_W}{{1,40}})?", ("dvc_server_",),
        "DEVCYCLE_SERVER_SDK_KEY", "https://app.devcycle.com", confidence=_MEDIUM),
    Row("configcat-key", "ConfigCat SDK key", f"configcat-sdk-1/{_W}{{22}}/{_W}{{22}}", ("configcat-sdk-1/",),
        "CONFIGCAT_SDK_KEY", "https://app.configcat.com", severity=Severity.HIGH),
    Row("defined-networking-token", "Defined Networking token", "dnkey-[A-Z2-7]{26}-[A-Z2-7]{52}", ("dnkey-",),
        "DEFINED_NETWORKING_TOKEN", "https://admin.defined.net"),
    Row("dependency-track-key", "Dependency-Track API key", f"odt_{_N}{{32,255}}", ("odt_",), "DTRACK_API_KEY",
        "https://docs.dependencytrack.org", confidence=_MEDIUM, least=3.2),
    Row("teamcity-token", "TeamCity token", rf"eyJ0eXAiOiAiVENWMiJ9\.{_W}{{36}}\.{_W}{{48}}",
        ("eyJ0eXAiOiAiVENWMiJ9.",),
        "TEAMCITY_TOKEN", "https://www.jetbrains.com/help/teamcity", confidence=_MEDIUM, shown="eyJ"),
)
# fmt: on

ROWS = (*AGENTS, *CLOUDS, *DELIVERY)
RULES = rules_of(ROWS, 700)
