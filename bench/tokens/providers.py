"""The providers: what a token of each looks like, the variable it is kept in, and the rules that may claim it.

Formats are those that the providers issue or document; class, length, checksum and structure are exact. Nothing here
is a literal token: shapes are filled with random characters, and longer fixed parts are joined at run time.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from . import draw
from .draw import Token, shape


@dataclass(frozen=True)
class Provider:
    """One kind of token.

    ``rules`` are the ids that may claim it. ``word`` is the name of the package or class that takes a token that has
    no prefix to be known by; empty where a prefix or structure tells. ``form`` is word (fits anywhere), url (a whole
    URL), line (one line, but with spaces or quotes in it) or lines (more than one).
    """

    name: str
    rules: frozenset[str]
    make: Callable[[random.Random], Token]
    variable: str
    word: str = ""
    form: str = "word"

    @property
    def is_password(self) -> bool:
        return "PASSWORD" in self.variable


def _shaped(pattern: str) -> Callable[[random.Random], Token]:
    return lambda chance: Token(shape(pattern, chance))


def _made(make: Callable[[random.Random], str]) -> Callable[[random.Random], Token]:
    return lambda chance: Token(make(chance))


def _p(name: str, rules: str, pattern: str | Callable[[random.Random], str], variable: str, word: str = "") -> Provider:
    make = _shaped(pattern) if isinstance(pattern, str) else _made(pattern)
    return Provider(name, frozenset(rules.split()), make, variable, word)


def _in_text(name: str, rules: str, before: str, pattern: str, behind: str, variable: str) -> Provider:
    """A connection string: the secret is one part of it."""

    def make(chance: random.Random) -> Token:
        return Token(shape(pattern, chance), shape(before, chance), behind)

    return Provider(name, frozenset(rules.split()), make, variable, "", "line")


def _uri(name: str, scheme: str, host: str, path: str, variable: str) -> Provider:
    return Provider(
        name, frozenset(["uri-credentials"]), lambda c: draw.uri(scheme, host, path, c), variable, "", "url"
    )


_MARK = "T3Blbk" + "FJ"

# fmt: off
MODELS = (
    _p("Hugging Face, user", "huggingface-token", "hf_{L34}", "HF_TOKEN"),
    _p("Hugging Face, organisation", "huggingface-org-token", "api_org_{L34}", "HF_TOKEN"),
    _p("OpenAI, project", "openai-project-key", "sk-proj-{W74}" + _MARK + "{W74}", "OPENAI_API_KEY"),
    _p("OpenAI, service account", "openai-project-key", "sk-svcacct-{W58}" + _MARK + "{W58}", "OPENAI_API_KEY"),
    _p("OpenAI, admin", "openai-project-key", "sk-admin-{W58}" + _MARK + "{W58}", "OPENAI_ADMIN_KEY"),
    _p("OpenAI, legacy", "openai-api-key", "sk-{N20}" + _MARK + "{N20}", "OPENAI_API_KEY"),
    _p("Anthropic", "anthropic-api-key", "sk-ant-api03-{W93}AA", "ANTHROPIC_API_KEY"),
    _p("Anthropic, admin", "anthropic-admin-key", "sk-ant-admin01-{W93}AA", "ANTHROPIC_ADMIN_KEY"),
    _p("Anthropic, OAuth", "anthropic-oauth-token", "sk-ant-oat01-{W80-110}", "ANTHROPIC_AUTH_TOKEN"),
    _p("Google API key", "google-api-key", "AIza{W35}", "GOOGLE_API_KEY"),
    _p("Gemini, new", "gemini-api-key", "AQ.Ab8RN6{W44}", "GEMINI_API_KEY"),
    _p("Azure OpenAI", "azure-ai-key", "{H32}", "AZURE_OPENAI_API_KEY", "azure_openai"),
    _p("Azure AI services, 84", "azure-ai-key", "{N84}", "AZURE_OPENAI_API_KEY", "azure_openai"),
    _p("AWS Bedrock, long-lived", "aws-bedrock-key", "ABSK{B130}=", "AWS_BEARER_TOKEN_BEDROCK"),
    _p("AWS Bedrock, short-lived", "aws-bedrock-short-key",
       "bedrock-api-key-" + draw.std64(b"bedrock.amazonaws.com") + "{N300}", "AWS_BEARER_TOKEN_BEDROCK"),
    _p("Weights & Biases, old", "wandb-api-key", "{H40}", "WANDB_API_KEY", "wandb"),
    _p("Weights & Biases, v1", "wandb-v1-api-key", "wandb_v1_{V77}", "WANDB_API_KEY"),
    _p("Comet", "comet-api-key", "{N25}", "COMET_API_KEY", "comet_ml"),
    _p("Neptune", "neptune-api-token", draw.neptune, "NEPTUNE_API_TOKEN"),
    _p("Kaggle, old", "kaggle-key", "{H32}", "KAGGLE_KEY", "kaggle"),
    _p("Kaggle, new", "kaggle-api-token", "KGAT_{H32}", "KAGGLE_API_TOKEN"),
    _p("Databricks", "databricks-token", "dapi{H32}{-2|-3}", "DATABRICKS_TOKEN"),
    _p("Pinecone", "pinecone-api-key", "pcsk_{N5-6}_{N63}", "PINECONE_API_KEY"),
    _p("Pinecone, old", "pinecone-legacy-key", "{uuid}", "PINECONE_API_KEY", "pinecone"),
    _p("Cohere", "cohere-api-key", "{N40}", "COHERE_API_KEY", "cohere"),
    _p("Mistral", "mistral-api-key", "{N32}", "MISTRAL_API_KEY", "mistralai"),
    _p("AssemblyAI", "assemblyai-api-key", "{P32}", "ASSEMBLYAI_API_KEY", "assemblyai"),
    _p("Deepgram", "deepgram-api-key", "{H40}", "DEEPGRAM_API_KEY", "deepgram"),
    _p("Replicate", "replicate-token", "r8_{N37}", "REPLICATE_API_TOKEN"),
    _p("Groq", "groq-api-key", "gsk_{N52}", "GROQ_API_KEY"),
    _p("xAI", "xai-api-key", "xai-{N80}", "XAI_API_KEY"),
    _p("NVIDIA", "nvidia-api-key", "nvapi-{W64}", "NVIDIA_API_KEY"),
    _p("Perplexity", "perplexity-api-key", "pplx-{N48}", "PERPLEXITY_API_KEY"),
    _p("Cerebras", "cerebras-api-key", "csk-{P48}", "CEREBRAS_API_KEY"),
    _p("OpenRouter", "openrouter-api-key", "sk-or-v1-{H64}", "OPENROUTER_API_KEY"),
    _p("DeepSeek", "deepseek-api-key", "sk-{H32}", "DEEPSEEK_API_KEY"),
    _p("Together", "together-api-key", "tgp_v1_{W43}", "TOGETHER_API_KEY"),
    _p("Together, old", "together-legacy-key", "{H64}", "TOGETHER_API_KEY", "together"),
    _p("LangSmith", "langsmith-api-key", "lsv2_{pt|sk}_{H32}_{H10}", "LANGSMITH_API_KEY"),
    _p("Langfuse", "langfuse-secret-key", "sk-lf-{uuid}", "LANGFUSE_SECRET_KEY"),
    _p("ElevenLabs", "elevenlabs-api-key", "sk_{H48}", "ELEVENLABS_API_KEY"),
    _p("Voyage", "voyage-api-key", "{pa|al}-{W43}", "VOYAGE_API_KEY", "voyageai"),
    _p("RunPod", "runpod-api-key", "rpa_{U40}{N6}", "RUNPOD_API_KEY"),
    _p("Prefect", "prefect-api-key", "pn{u|b}_{N36}", "PREFECT_API_KEY"),
    _p("PostHog", "posthog-personal-key", "phx_{W43}", "POSTHOG_API_KEY"),
    _p("Ollama", "ollama-api-key", "{H32}.{W24}", "OLLAMA_API_KEY", "ollama"),
    _p("Fireworks", "fireworks-api-key", "fw_{N24}", "FIREWORKS_API_KEY"),
    _p("Tavily", "tavily-api-key", "tvly-{dev-|prod-}{N32}", "TAVILY_API_KEY"),
    _p("Roboflow", "roboflow-api-key", "{N20}", "ROBOFLOW_API_KEY", "roboflow"),
    _p("Jina", "jina-api-key", "jina_{N60}", "JINA_API_KEY"),
    _p("Firecrawl", "firecrawl-api-key", "fc-{H32}", "FIRECRAWL_API_KEY"),
    _p("Qdrant", "qdrant-api-key jwt", draw.jwt, "QDRANT_API_KEY"),
    _p("Weaviate", "weaviate-api-key", "{N36}", "WEAVIATE_API_KEY", "weaviate"),
    _p("Zilliz", "zilliz-api-key", "{H80}", "ZILLIZ_API_KEY", "zilliz"),
    _p("Label Studio", "label-studio-token", "{H40}", "LABEL_STUDIO_API_KEY", "label_studio"),
    _p("DagsHub", "dagshub-token", "{H40}", "DAGSHUB_USER_TOKEN", "dagshub"),
    _p("ClearML", "clearml-secret-key", "{N50}", "CLEARML_API_SECRET_KEY", "clearml"),
    _p("Dagster", "dagster-token", "agent:acme:{H32}", "DAGSTER_CLOUD_API_TOKEN", "dagster_cloud"),
    _p("MLflow password", "mlflow-password", draw.password, "MLFLOW_TRACKING_PASSWORD", "mlflow_tracking"),
    _p("LlamaCloud", "llamacloud-api-key", "llx-{N48}", "LLAMA_CLOUD_API_KEY"),
    _p("Mem0", "mem0-api-key", "m0-{N40}", "MEM0_API_KEY", "mem0"),
    _p("MiniMax", "minimax-api-key", "sk-api-{W119}", "MINIMAX_API_KEY"),
    _p("Moonshot", "sk-api-key moonshot-api-key", "sk-{N48}", "MOONSHOT_API_KEY"),
    _p("Z.ai", "zai-api-key", "{H32}.{N16}", "ZAI_API_KEY"),
    _p("Stability", "stability-api-key sk-api-key", "sk-{N48}", "STABILITY_API_KEY"),
    _p("Upstage", "upstage-api-key", "up_{N29}{N18}", "UPSTAGE_API_KEY", "upstage"),
    _p("fal", "fal-api-key", "{uuid}:{H32}", "FAL_KEY", "fal_client"),
    _p("LightOn", "lighton-api-key", "{W60}", "PARADIGM_API_KEY", "lighton"),
    _p("Cartesia", "cartesia-api-key", "sk_car_{V20}", "CARTESIA_API_KEY"),
    _p("Claude session", "claude-session-key", "sk-ant-sid01-{W86}-{W8}AA", "CLAUDE_SESSION_KEY"),
    _p("Context7", "context7-api-key", "ctx7sk-{uuid}", "CONTEXT7_API_KEY"),
    _p("Brave Search", "brave-search-api-key", "BSA{W27}", "BRAVE_API_KEY"),
    _p("Apify", "apify-token", "apify_api_{N36}", "APIFY_TOKEN"),
    _p("Kagi", "kagi-api-key", "{W11}.{W43}", "KAGI_API_KEY", "kagi"),
)
CLOUDS = (
    _p("Google OAuth access token", "google-oauth-token", "ya29.{W120-200}", "GOOGLE_OAUTH_ACCESS_TOKEN"),
    _p("Google OAuth, service account", "google-oauth-token", "ya29.c.{W200-300}", "GOOGLE_OAUTH_ACCESS_TOKEN"),
    _p("Google OAuth client secret", "google-client-secret", "GOCSPX-{W28}", "GOOGLE_CLIENT_SECRET"),
    Provider("Google service account", frozenset(["google-service-account"]), draw.service_account,
             "GOOGLE_APPLICATION_CREDENTIALS_JSON", "", "lines"),
    Provider("Google application default credentials", frozenset(["google-application-default"]),
             draw.default_credentials, "GOOGLE_CREDENTIALS_JSON", "", "lines"),
    _p("AWS access key id", "aws-access-key-id", "{AKIA|ASIA}{S16}", "AWS_ACCESS_KEY_ID"),
    _p("AWS secret access key", "aws-secret-key", "{B40}", "AWS_SECRET_ACCESS_KEY", "boto3"),
    _p("AWS session token", "aws-session-token", "{B360}==", "AWS_SESSION_TOKEN", "aws_session_token"),
    _in_text("Azure storage", "azure-storage-key", "DefaultEndpointsProtocol=https;AccountName=st{P6};AccountKey=",
             "{B85}A==", ";EndpointSuffix=core.windows.net", "AZURE_STORAGE_CONNECTION_STRING"),
    _in_text("Azure Service Bus", "azure-service-bus-key",
             "Endpoint=sb://{P8}.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=", "{B43}=", "",
             "AZURE_SERVICE_BUS_CONNECTION_STRING"),
    _in_text("Azure App Configuration", "azure-app-configuration-key",
             "Endpoint=https://{P8}.azconfig.io;Id=ab-l9-s0:{N20};Secret=", "{B43}=", "",
             "AZURE_APPCONFIG_CONNECTION_STRING"),
    _p("Azure AD client secret", "azure-client-secret", "{T3}{D1}Q~{T34}", "AZURE_CLIENT_SECRET"),
    _p("Snowflake password", "snowflake-password", draw.password, "SNOWFLAKE_PASSWORD", "snowflake"),
    _p("Snowflake token", "snowflake-password jwt", "{W190}", "SNOWFLAKE_TOKEN", "snowflake"),
    _uri("MongoDB URI", "mongodb+srv", "cluster0.ab1cd.mongodb.net", "prod", "MONGODB_URI"),
    _uri("PostgreSQL URI", "postgresql", "db.corp.internal:5432", "warehouse", "DATABASE_URL"),
    _uri("MySQL URI", "mysql+pymysql", "10.20.0.7:3306", "sales", "SQLALCHEMY_DATABASE_URI"),
    _uri("Redis URI", "rediss", "cache.corp.internal:6380", "0", "REDIS_URL"),
    _p("MongoDB Atlas", "mongodb-service-account", "mdb_sa_sk_{W40}", "MONGODB_ATLAS_CLIENT_SECRET"),
    _p("DigitalOcean", "digitalocean-token", "do{p|o|r}_v1_{H64}", "DIGITALOCEAN_TOKEN"),
    _p("Alibaba Cloud id", "alibaba-access-key-id", "LTAI{N20}", "ALIBABA_CLOUD_ACCESS_KEY_ID"),
    _p("Alibaba Cloud secret", "alibaba-secret-key", "{N30}", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "aliyun"),
    _p("Volcengine id", "volcengine-access-key-id", "AKLT{N43}", "VOLC_ACCESSKEY"),
    _p("Yandex", "yandex-api-key", "AQVN{W36}", "YANDEX_API_KEY"),
    _p("Cloudflare", "cloudflare-token", draw.cloudflare, "CLOUDFLARE_API_TOKEN"),
    _p("Cloudflare, old", "cloudflare-legacy-token", "{W40}", "CLOUDFLARE_API_TOKEN", "cloudflare"),
    _p("Grafana", "grafana-service-token", draw.grafana, "GRAFANA_TOKEN"),
    _p("Grafana Cloud", "grafana-cloud-token", "glc_{B120}", "GRAFANA_CLOUD_TOKEN"),
    _p("Elastic Cloud", "elastic-cloud-key", "essu_{W80}", "ELASTIC_API_KEY"),
    _p("Datadog", "datadog-api-key", "{H32}", "DD_API_KEY", "datadog"),
    _p("ClickHouse Cloud", "clickhouse-cloud-key", "4b1d{N38}", "CLICKHOUSE_CLOUD_KEY_SECRET"),
    _p("Confluent", "confluent-secret", "{B64}", "CONFLUENT_API_SECRET", "confluent_kafka"),
    _p("InfluxDB", "influxdb-token", "{W86}==", "INFLUXDB_TOKEN", "influxdb_client"),
    _p("Neon", "neon-api-key", "napi_{N64}", "NEON_API_KEY"),
    _p("PlanetScale", "planetscale-token", "pscale_{tkn|pw|oauth}_{W43}", "PLANETSCALE_SERVICE_TOKEN"),
    _p("Supabase, secret", "supabase-secret-key", "sb_secret_{W31}", "SUPABASE_SECRET_KEY"),
    _p("Supabase, access", "supabase-access-token", "sbp_{H40}", "SUPABASE_ACCESS_TOKEN"),
    _p("CockroachDB", "cockroachdb-key", "CCDB1_{N22}_{N40}", "COCKROACH_API_KEY"),
    _p("DataStax", "datastax-token", "AstraCS:{N24}:{H64}", "ASTRA_DB_APPLICATION_TOKEN"),
    _p("Vault", "vault-token", "hvs.{W95}", "VAULT_TOKEN"),
    _p("Doppler", "doppler-token", "dp.pt.{N43}", "DOPPLER_TOKEN"),
    _p("1Password", "onepassword-service-token", draw.onepassword, "OP_SERVICE_ACCOUNT_TOKEN"),
)
SERVICES = (
    _p("Slack bot", "slack-token", "xoxb-{D12}-{D13}-{N24}", "SLACK_BOT_TOKEN"),
    _p("Slack user", "slack-token", "xoxp-{D12}-{D12}-{D13}-{H32}", "SLACK_USER_TOKEN"),
    _p("Slack app", "slack-app-token", "xapp-1-A{U10}-{D13}-{H64}", "SLACK_APP_TOKEN"),
    Provider("Slack hook", frozenset(["slack-webhook"]),
             lambda c: Token("https://hooks." + "slack.com/services/" + shape("T{U10}/B{U10}/{N24}", c)),
             "SLACK_WEBHOOK_URL", "", "url"),
    _p("Stripe", "stripe-key", "{sk|rk}_live_{N24}", "STRIPE_API_KEY"),
    _p("Stripe, long", "stripe-key", "sk_live_51{N97}", "STRIPE_SECRET_KEY"),
    _p("Stripe, test", "stripe-test-key", "sk_test_51{N97}", "STRIPE_SECRET_KEY"),
    _p("SendGrid", "sendgrid-api-key", "SG.{W22}.{W43}", "SENDGRID_API_KEY"),
    _p("Twilio", "twilio-api-key", "SK{H32}", "TWILIO_API_KEY"),
    _p("Telegram", "telegram-bot-token", "{D10}:AA{W33}", "TELEGRAM_BOT_TOKEN"),
    _p("Discord", "discord-bot-token", draw.discord, "DISCORD_TOKEN"),
    _p("Sentry, user", "sentry-user-token", "sntryu_{H64}", "SENTRY_AUTH_TOKEN"),
    _p("Sentry, organisation", "sentry-org-token", draw.sentry_org, "SENTRY_AUTH_TOKEN"),
    _p("Sentry, old", "sentry-legacy-token", "{H64}", "SENTRY_AUTH_TOKEN", "sentry_sdk"),
    _p("GitHub", "github-token", draw.github, "GITHUB_TOKEN"),
    _p("GitHub, fine-grained", "github-fine-grained-token", "github_pat_{N22}_{N59}", "GITHUB_TOKEN"),
    _p("GitHub, app", "github-app-token", lambda c: draw.github_app("ghs" + "_", c), "GITHUB_TOKEN"),
    _p("GitHub, refresh", "github-refresh-token", "ghr_{N76}", "GITHUB_REFRESH_TOKEN"),
    _p("GitLab", "gitlab-token", "glpat-{W20}", "GITLAB_TOKEN"),
    _p("GitLab, routable", "gitlab-token", draw.gitlab_routable, "GITLAB_TOKEN"),
    _p("GitLab, deploy", "gitlab-deploy-token", "gl{dt|rt|ft|soat|ffct}-{W20}", "GITLAB_DEPLOY_TOKEN"),
    _p("GitLab, job", "gitlab-ci-token", "glcbt-{N2}_{W20}", "CI_JOB_TOKEN"),
    _p("GitLab, trigger", "gitlab-trigger-token", "glptt-{H40}", "GITLAB_TRIGGER_TOKEN"),
    _p("GitLab, mail", "gitlab-mail-token", "glimt-{W25}", "GITLAB_TOKEN"),
    _p("GitLab, agent", "gitlab-agent-token", "glagent-{W50}", "GITLAB_AGENT_TOKEN"),
    _p("GitLab, OAuth", "gitlab-oauth-secret", "gloas-{W64}", "GITLAB_CLIENT_SECRET"),
    _p("GitLab, runner", "gitlab-runner-token", "GR13" + "48941{W20}", "GITLAB_RUNNER_TOKEN"),
    _p("Atlassian", "bitbucket-token atlassian-token", draw.atlassian, "ATLASSIAN_API_TOKEN"),
    _p("PyPI", "pypi-token", lambda c: draw.pypi("AgEIcHlwaS5vcmc", c), "TWINE_PASSWORD_TOKEN"),
    _p("TestPyPI", "testpypi-token", lambda c: draw.pypi("AgENdGVzdC5weXBpLm9yZw", c), "TWINE_PASSWORD_TOKEN"),
    _p("npm", "npm-token", lambda c: draw.with_crc62("npm" + "_", c), "NPM_TOKEN"),
    _p("Docker", "docker-token", "dckr_pat_{W27}", "DOCKER_TOKEN"),
    _p("Docker, organisation", "docker-token", "dckr_oat_{W32}", "DOCKER_TOKEN"),
    _p("Deno Deploy", "deno-token", "dd{p|o}_{N36}", "DENO_DEPLOY_TOKEN"),
    _p("WakaTime", "wakatime-api-key", "waka_{uuid}", "WAKATIME_API_KEY"),
    _p("Brevo SMTP", "brevo-smtp-key", "xsmtpsib-{H64}-{N16}", "SMTP_TOKEN"),
    _p("Riot Games", "riot-api-key", "RGAPI-{uuid}", "RIOT_API_KEY"),
    _p("Vercel", "vercel-token", "vc{k|a|p|r|i}_{W56}", "VERCEL_TOKEN"),
    _p("Netlify", "netlify-access-token", "nfp_{N40}", "NETLIFY_AUTH_TOKEN"),
    _p("Heroku", "heroku-api-key", "HRKU-AA{W58}", "HEROKU_API_KEY"),
    _p("Render", "render-api-key", "rnd_{N28}", "RENDER_API_KEY"),
    _p("Notion", "notion-token", "ntn_{D11}{N35}", "NOTION_TOKEN"),
    _p("Airtable", "airtable-token", "pat{N14}.{H64}", "AIRTABLE_API_KEY"),
    _p("Figma", "figma-token", "figd_{W40}", "FIGMA_TOKEN"),
    _p("Linear", "linear-api-key", "lin_api_{N40}", "LINEAR_API_KEY"),
    _p("Mapbox, secret", "mapbox-secret-token", lambda c: draw.mapbox("sk", c), "MAPBOX_ACCESS_TOKEN"),
    _p("OpenWeather", "openweather-api-key", "{H32}", "OPENWEATHER_API_KEY", "openweather"),
    _p("Databento", "databento-api-key", "db-{N29}", "DATABENTO_API_KEY"),
    _p("RapidAPI", "rapidapi-key", "{H10}msh{H15}p{H6}jsn{H12}", "RAPIDAPI_KEY", "rapidapi"),
    _p("Sourcegraph", "sourcegraph-token", "sgp_{H40}", "SRC_ACCESS_TOKEN"),
    _p("Tailscale", "tailscale-key", "tskey-api-{N12}-{N20}", "TS_AUTHKEY"),
    _p("Pulumi", "pulumi-token", "pul-{H40}", "PULUMI_ACCESS_TOKEN"),
    _p("Snyk", "snyk-token", "{uuid}", "SNYK_TOKEN", "snyk"),
    _p("JFrog, key", "jfrog-api-key", draw.jfrog_key, "JFROG_API_KEY"),
    _p("JFrog, reference", "jfrog-reference-token", draw.jfrog_reference, "JFROG_ACCESS_TOKEN"),
    _p("JWT", "jwt", draw.jwt, "ACCESS_TOKEN"),
    Provider("private key, one line", frozenset(["private-key"]), _made(lambda c: draw.pem(c, "\\n")), "PRIVATE_KEY",
             "", "line"),
    Provider("private key, lines", frozenset(["private-key"]), _made(lambda c: draw.pem(c, "\n")), "PRIVATE_KEY",
             "", "lines"),
    _p("password", "named-credential secret-keyword", draw.password, "DB_PASSWORD", "db"),
    _p("unknown provider", "named-credential", "{N40}", "ACME_API_TOKEN", "acme"),
    _p("unknown provider, hex", "named-credential", "{H32}", "ACME_API_KEY", "acme"),
    _p("unknown provider, URL-safe", "named-credential", "{W43}", "ACME_CLIENT_SECRET", "acme"),
)
# fmt: on

PROVIDERS = (*MODELS, *CLOUDS, *SERVICES)
