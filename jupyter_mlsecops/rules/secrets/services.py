"""Tokens of developer, messaging and business services, and JSON web tokens."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Confidence, Severity

from . import checks
from .row import Row, rules_of

_N, _W, _H, _B = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[0-9a-f]", "[A-Za-z0-9+/]"
_MEDIUM = Confidence.MEDIUM
_GITHUB = "https://github.com/settings/tokens"
_GITLAB = "https://gitlab.com/-/user_settings/personal_access_tokens"
_SLACK = "https://api.slack.com/apps"

# fmt: off
ROWS = (
    Row("github-token", "GitHub token", f"gh[pousr]_{_N}{{36}}", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        "GITHUB_TOKEN", _GITHUB, check=checks.crc32_base62),
    Row("github-fine-grained-token", "GitHub fine-grained token", "github_pat_[A-Za-z0-9_]{82}", ("github_pat_",),
        "GITHUB_TOKEN", "https://github.com/settings/personal-access-tokens"),
    Row("gitlab-token", "GitLab token",
        rf"glpat-(?:{_W}{{27,300}}[.][0-9a-z]{{2}}[.][0-9a-z]{{9}}|{_W}{{27,300}}[.][0-9a-z]{{9}}|{_W}{{20,50}})(?![.][0-9a-z]{{2}})",
        ("glpat-",), "GITLAB_TOKEN", _GITLAB),
    Row("gitlab-deploy-token", "GitLab service token", f"gl(?:dt|rt|ft|soat|ffct)-{_W}{{20,50}}",
        ("gldt-", "glrt-", "glft-", "glsoat-", "glffct-"), "GITLAB_TOKEN", _GITLAB),
    Row("gitlab-ci-token", "GitLab CI token", f"glcbt-{_N}{{1,5}}_{_W}{{20}}", ("glcbt-",), "CI_JOB_TOKEN", _GITLAB),
    Row("gitlab-trigger-token", "GitLab trigger token", f"glptt-{_H}{{40}}", ("glptt-",), "GITLAB_TRIGGER_TOKEN",
        _GITLAB),
    Row("gitlab-mail-token", "GitLab incoming mail token", f"glimt-{_W}{{25}}", ("glimt-",), "GITLAB_TOKEN", _GITLAB),
    Row("gitlab-agent-token", "GitLab agent token", f"glagent-{_W}{{50,100}}", ("glagent-",), "GITLAB_AGENT_TOKEN",
        _GITLAB),
    Row("gitlab-oauth-secret", "GitLab OAuth application secret", f"gloas-{_W}{{64}}", ("gloas-",),
        "GITLAB_CLIENT_SECRET", _GITLAB),
    Row("gitlab-runner-token", "GitLab runner registration token", f"GR1348941{_W}{{20}}", ("GR1348941",),
        "GITLAB_RUNNER_TOKEN", _GITLAB),
    Row("bitbucket-token", "Atlassian API token", f"ATATT3xFfGF0{_W}{{100,300}}={_N}{{8}}", ("ATATT3xFfGF0",),
        "ATLASSIAN_API_TOKEN", "https://id.atlassian.com/manage-profile/security/api-tokens", check=checks.crc32_hex),
    Row("pypi-token", "PyPI token", f"pypi-AgEIcHlwaS5vcmc{_W}{{50,1000}}", ("pypi-AgEIcHlwaS5vcmc",), "TWINE_PASSWORD",
        "", check=checks.pypi),
    Row("testpypi-token", "TestPyPI token", f"pypi-AgENdGVzdC5weXBpLm9yZw{_W}{{50,1000}}",
        ("pypi-AgENdGVzdC5weXBpLm9yZw",), "TWINE_PASSWORD", "",
        check=checks.pypi),
    Row("npm-token", "npm token", f"npm_{_N}{{36}}", ("npm_",), "NPM_TOKEN", "https://www.npmjs.com/settings/~/tokens",
        check=checks.crc32_base62),
    Row("docker-token", "Docker Hub token", f"dckr_(?:pat_{_W}{{27}}|oat_{_W}{{32}})", ("dckr_pat_", "dckr_oat_"),
        "DOCKER_TOKEN", "https://app.docker.com/settings/personal-access-tokens"),
    Row("slack-refresh-token", "Slack configuration token", f"xoxe[.]xox[bp]-[0-9]-{_N}{{146,170}}", ("xoxe.",),
        "SLACK_CONFIG_TOKEN", _SLACK),
    Row("slack-token", "Slack token", "xox[abeoprs]-[A-Za-z0-9-]{24,200}",
        ("xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-"), "SLACK_BOT_TOKEN", _SLACK),
    Row("slack-app-token", "Slack app token", f"xapp-[0-9]{{1,10}}-{_N}{{8,14}}-[0-9]{{10,14}}-{_H}{{64}}", ("xapp-",),
        "SLACK_APP_TOKEN", _SLACK),
    Row("slack-webhook", "Slack webhook",
        "https://hooks[.]slack(?:-gov)?[.]com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,90}", ("hooks.slack",),
        "SLACK_WEBHOOK_URL", _SLACK, shown="https"),
    Row("stripe-key", "Stripe key", f"(?:sk|rk)_(?:live|prod)_{_N}{{10,120}}", ("k_live_", "k_prod_"), "STRIPE_API_KEY",
        "https://dashboard.stripe.com/apikeys", anchor="[sr]k_(?:live|prod)_"),
    Row("stripe-test-key", "Stripe test key", f"(?:sk|rk)_test_{_N}{{10,120}}", ("k_test_",), "STRIPE_API_KEY",
        "https://dashboard.stripe.com/test/apikeys", severity=Severity.MEDIUM, anchor="[sr]k_test_"),
    Row("sendgrid-api-key", "SendGrid API key", f"SG[.]{_W}{{22}}[.]{_W}{{43}}", ("SG.",), "SENDGRID_API_KEY",
        "https://app.sendgrid.com/settings/api_keys"),
    Row("twilio-api-key", "Twilio API key", f"SK{_H}{{32}}", ("SK",), "TWILIO_API_KEY", "https://console.twilio.com"),
    Row("twilio-account-id", "Twilio account id", f"AC{_H}{{32}}", ("AC",), "TWILIO_ACCOUNT_SID",
        "https://console.twilio.com", severity=Severity.INFO),
    Row("telegram-bot-token", "Telegram bot token", f"[0-9]{{8,10}}:A{_W}{{34}}", (":A",), "TELEGRAM_BOT_TOKEN",
        "https://core.telegram.org/bots", anchor=":A", lead=10),
    Row("discord-bot-token", "Discord bot token", f"[MNO]{_W}{{23,25}}[.]{_W}{{6}}[.]{_W}{{27,38}}", (".",),
        "DISCORD_TOKEN", "https://discord.com/developers/applications", check=checks.discord,
        anchor=f"[.]{_W}{{6}}[.]{_W}{{27}}", lead=26, least=3.0),
    Row("sentry-user-token", "Sentry user token", f"sntryu_{_H}{{64}}", ("sntryu_",), "SENTRY_AUTH_TOKEN",
        "https://sentry.io/settings/account/api/auth-tokens/"),
    Row("sentry-org-token", "Sentry organisation token", f"sntrys_eyJ[A-Za-z0-9+/=_-]{{40,600}}_{_B}{{43}}",
        ("sntrys_eyJ",), "SENTRY_AUTH_TOKEN",
        "https://sentry.io/orgredirect/organizations/:orgslug/settings/auth-tokens/", check=checks.sentry_org),
    Row("vercel-token", "Vercel token", f"vc[kaprci]_{_W}{{56}}", ("vck_", "vca_", "vcp_", "vcr_", "vcc_", "vci_"),
        "VERCEL_TOKEN", "https://vercel.com/account/tokens"),
    Row("heroku-api-key", "Heroku API key", f"HRKU-AA{_W}{{58}}", ("HRKU-AA",), "HEROKU_API_KEY",
        "https://dashboard.heroku.com/account"),
    Row("render-api-key", "Render API key", f"rnd_{_N}{{28}}", ("rnd_",), "RENDER_API_KEY",
        "https://dashboard.render.com", least=3.4),
    Row("notion-token", "Notion token", f"ntn_[0-9]{{11}}{_N}{{35}}", ("ntn_",), "NOTION_TOKEN",
        "https://www.notion.so/my-integrations"),
    Row("airtable-token", "Airtable token", f"pat{_N}{{14}}[.]{_H}{{64}}", ("pat",), "AIRTABLE_API_KEY",
        "https://airtable.com/create/tokens"),
    Row(
        "figma-token", "Figma token", f"figd_{_W}{{38,42}}", ("figd_",), "FIGMA_TOKEN", "https://www.figma.com/settings"),
    Row("linear-api-key", "Linear API key", f"lin_api_{_N}{{40}}", ("lin_api_",), "LINEAR_API_KEY",
        "https://linear.app/settings/api"),
    Row("mapbox-secret-token", "Mapbox secret token", f"sk[.]eyJ{_W}{{40,120}}[.]{_W}{{22}}", ("sk.eyJ",),
        "MAPBOX_ACCESS_TOKEN", "https://account.mapbox.com/access-tokens"),
    Row("mapbox-public-token", "Mapbox public token", f"pk[.]eyJ{_W}{{40,120}}[.]{_W}{{22}}", ("pk.eyJ",),
        "MAPBOX_ACCESS_TOKEN", "https://account.mapbox.com/access-tokens", severity=Severity.INFO),
    Row("sourcegraph-token", "Sourcegraph token", f"sgp_(?:local_{_H}{{40}}|{_H}{{16}}_{_H}{{40}}|{_H}{{40}})",
        ("sgp_",), "SRC_ACCESS_TOKEN", "https://sourcegraph.com"),
    Row("tailscale-key", "Tailscale key", f"tskey-(?:api|auth|client)-{_W}{{20,64}}", ("tskey-",), "TS_AUTHKEY",
        "https://login.tailscale.com/admin/settings/keys"),
    Row("pulumi-token", "Pulumi token", f"pul-{_H}{{40}}", ("pul-",), "PULUMI_ACCESS_TOKEN",
        "https://app.pulumi.com/account/tokens"),
    Row("jfrog-api-key", "JFrog API key", f"AKCp{_N}{{69}}", ("AKCp",), "JFROG_API_KEY", "https://jfrog.com",
        check=checks.jfrog),
    Row("jfrog-reference-token", "JFrog reference token", f"cmVmdGtu{_N}{{56}}", ("cmVmdGtu",), "JFROG_ACCESS_TOKEN",
        "https://jfrog.com", check=checks.jfrog, shown="cmVm"),
    Row("databento-api-key", "Databento API key", f"db-{_N}{{29}}", ("db-",), "DATABENTO_API_KEY",
        "https://databento.com/portal/keys", severity=Severity.HIGH, confidence=_MEDIUM, least=3.4),
)

_LATE = (
    Row("jwt", "JSON web token", f"eyJ{_W}{{10,4000}}[.]eyJ{_W}{{10,4000}}[.]{_W}{{20,2000}}", ("eyJ",), "ACCESS_TOKEN",
        severity=Severity.HIGH, check=checks.jwt),
    Row("zai-api-key", "Z.ai API key", f"{_H}{{32}}[.]{_N}{{16}}", (".",), "ZAI_API_KEY",
        "https://z.ai/manage-apikey/apikey-list", severity=Severity.HIGH, confidence=_MEDIUM,
        anchor=f"[.](?<=[0-9a-f][.]){_N}{{16}}(?![A-Za-z0-9])", lead=32, least=3.0),
)
# fmt: on

ALL_ROWS = (*ROWS, *_LATE)
RULES = (*rules_of(ROWS, 300), *rules_of(_LATE, 1200))
