"""Tokens that only their provider's name tells from other text: a class and a length are all they have."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Literals

from . import apis, models_unprefixed, science
from .context import SCREEN, candidates, find_in_context, plain, register
from .named_row import ANY, PASSWORD, named_row
from .row import rules_of

_H = "[0-9a-f]"
_UUID = f"{_H}{{8}}-{_H}{{4}}-{_H}{{4}}-{_H}{{4}}-{_H}{{12}}"

# fmt: off
_CLOUDS = (
    named_row("aws-secret-key", "AWS secret access key", "[A-Za-z0-9/+]{40}",
        "aws secret_access_key secretaccesskey boto3 akia", "AWS_SECRET_ACCESS_KEY",
        "https://console.aws.amazon.com/iam/home#/security_credentials"),
    named_row("aws-session-token", "AWS session token", "[A-Za-z0-9/+=._-]{80,2048}",
        "aws_session_token aws_security_token awssessiontoken x-amz-security-token sessiontoken", "AWS_SESSION_TOKEN",
        "https://console.aws.amazon.com/iam"),
    named_row("azure-ai-key", "Azure AI services key", f"(?:{_H}{{32}}|[A-Za-z0-9]{{84}})",
        "azure_openai azure cognitiveservices speech_key", "AZURE_OPENAI_API_KEY", "https://portal.azure.com"),
    named_row("azure-storage-account-key", "Azure storage account key", "[A-Za-z0-9+/]{86}==",
        "azure account_key storage_key cosmos blob", "AZURE_STORAGE_KEY", "https://portal.azure.com"),
    named_row("wandb-api-key", "Weights & Biases API key", f"{_H}{{40}}", "wandb weightsandbiases weights_and_biases",
        "WANDB_API_KEY", "https://wandb.ai/settings"),
    named_row("comet-api-key", "Comet API key", "[A-Za-z0-9]{25}", "comet comet_ml opik", "COMET_API_KEY",
        "https://www.comet.com/api/my/settings"),
    named_row("kaggle-key", "Kaggle API key", f"{_H}{{32}}", "kaggle", "KAGGLE_KEY", "https://www.kaggle.com/settings"),
    named_row("pinecone-legacy-key", "Pinecone API key", _UUID, "pinecone", "PINECONE_API_KEY",
        "https://app.pinecone.io"),
    named_row("cohere-api-key", "Cohere API key", "[A-Za-z0-9]{40}", "cohere co_api_key", "COHERE_API_KEY",
        "https://dashboard.cohere.com/api-keys"),
    named_row("mistral-api-key", "Mistral API key", "[A-Za-z0-9]{32}", "mistral", "MISTRAL_API_KEY",
        "https://console.mistral.ai/api-keys"),
    named_row("assemblyai-api-key", "AssemblyAI API key", "[a-z0-9]{32}", "assemblyai", "ASSEMBLYAI_API_KEY",
        "https://www.assemblyai.com/app"),
    named_row("deepgram-api-key", "Deepgram API key", f"{_H}{{40}}", "deepgram", "DEEPGRAM_API_KEY",
        "https://console.deepgram.com"),
    named_row("together-legacy-key", "Together API key", f"{_H}{{64}}", "together", "TOGETHER_API_KEY",
        "https://api.together.ai/settings/api-keys"),
    named_row("voyage-api-key", "Voyage API key", "(?:pa|al)-[A-Za-z0-9_-]{43}", "voyage voyageai", "VOYAGE_API_KEY",
        "https://dash.voyageai.com"),
    named_row("ollama-api-key", "Ollama API key", f"{_H}{{32}}[.][A-Za-z0-9_-]{{24}}", "ollama", "OLLAMA_API_KEY",
        "https://ollama.com/settings/keys"),
    named_row("roboflow-api-key", "Roboflow API key", "[A-Za-z0-9]{20}", "roboflow", "ROBOFLOW_API_KEY",
        "https://app.roboflow.com/settings/api"),
    named_row("qdrant-api-key", "Qdrant API key", ANY, "qdrant", "QDRANT_API_KEY", "https://cloud.qdrant.io"),
    named_row("weaviate-api-key", "Weaviate API key", "(?:[A-Za-z0-9]{36}|[A-Za-z0-9+/]{60,200}={0,2})",
        "weaviate wcs wcd", "WEAVIATE_API_KEY",
        "https://console.weaviate.cloud"),
    named_row("zilliz-api-key", "Zilliz API key", f"{_H}{{80,120}}", "zilliz milvus", "ZILLIZ_API_KEY",
        "https://cloud.zilliz.com"),
    named_row("label-studio-token", "Label Studio token", f"{_H}{{40}}", "label_studio labelstudio label-studio",
        "LABEL_STUDIO_API_KEY", "https://labelstud.io/guide/access_tokens"),
    named_row("dagshub-token", "DagsHub token", f"{_H}{{40}}", "dagshub", "DAGSHUB_USER_TOKEN",
        "https://dagshub.com/user/settings/tokens"),
    named_row("clearml-secret-key", "ClearML secret key", "[A-Za-z0-9_-]{46,80}", "clearml", "CLEARML_API_SECRET_KEY",
        "https://app.clear.ml/settings"),
    named_row("dagster-token", "Dagster Cloud token", ANY, "dagster", "DAGSTER_CLOUD_API_TOKEN",
        "https://dagster.cloud"),
    named_row("mlflow-password", "MLflow tracking password", PASSWORD, "mlflow_tracking mlflow_password",
        "MLFLOW_TRACKING_PASSWORD"),
    named_row("snowflake-password", "Snowflake credential", PASSWORD, "snowflake snowpark", "SNOWFLAKE_PASSWORD",
        "https://app.snowflake.com"),
    named_row("mem0-api-key", "Mem0 API key", "m0-[A-Za-z0-9]{24,44}", "mem0", "MEM0_API_KEY", "https://app.mem0.ai"),
    named_row("stability-api-key", "Stability API key", "sk-[A-Za-z0-9]{48}", "stability", "STABILITY_API_KEY",
        "https://platform.stability.ai/account/keys"),
    named_row("upstage-api-key", "Upstage API key", "[A-Za-z0-9_-]{35,53}", "upstage", "UPSTAGE_API_KEY",
        "https://console.upstage.ai"),
    named_row("fal-api-key", "fal API key", f"{_UUID}:{_H}{{32}}", "fal_key fal_client fal.ai fal_ai", "FAL_KEY",
        "https://fal.ai/dashboard/keys"),
    named_row("lighton-api-key", "LightOn API key", "[A-Za-z0-9_-]{40,80}", "lighton paradigm_api", "PARADIGM_API_KEY",
        "https://paradigm.lighton.ai"),
    named_row("kagi-api-key", "Kagi API key", "[A-Za-z0-9_-]{11}[.][A-Za-z0-9_-]{43}", "kagi", "KAGI_API_KEY",
        "https://kagi.com/settings?p=api"),
    named_row("alibaba-secret-key", "Alibaba Cloud access key secret", "[A-Za-z0-9]{30}",
        "alibaba aliyun ltai access_key_secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "https://ram.console.aliyun.com"),
    named_row("cloudflare-legacy-token", "Cloudflare API token", "[A-Za-z0-9_-]{40}", "cloudflare",
        "CLOUDFLARE_API_TOKEN",
        "https://dash.cloudflare.com/profile/api-tokens"),
    named_row("datadog-api-key", "Datadog API key", "(?:[a-z0-9]{32}|[a-z0-9]{40})", "datadog dd_api_key dd_app_key",
        "DD_API_KEY", "https://app.datadoghq.com/organization-settings/api-keys"),
    named_row("confluent-secret", "Confluent API secret", "[A-Za-z0-9+/]{64}", "confluent", "CONFLUENT_API_SECRET",
        "https://confluent.cloud"),
    named_row("influxdb-token", "InfluxDB token", "[A-Za-z0-9_-]{86}==", "influx", "INFLUXDB_TOKEN",
        "https://cloud2.influxdata.com"),
    named_row("netlify-token", "Netlify token", "[A-Za-z0-9_-]{40,46}", "netlify", "NETLIFY_AUTH_TOKEN",
        "https://app.netlify.com/user/applications"),
    named_row("openweather-api-key", "OpenWeather API key", "[a-z0-9]{32}", "openweather owm", "OPENWEATHER_API_KEY",
        "https://home.openweathermap.org/api_keys"),
    named_row("rapidapi-key", "RapidAPI key", "[A-Za-z0-9_-]{50}", "rapidapi", "RAPIDAPI_KEY",
        "https://rapidapi.com/developer"),
    named_row("sentry-legacy-token", "Sentry token", f"{_H}{{64}}", "sentry", "SENTRY_AUTH_TOKEN",
        "https://sentry.io/settings/account/api/auth-tokens/"),
    named_row("snyk-token", "Snyk token", _UUID, "snyk", "SNYK_TOKEN", "https://app.snyk.io/account"),
)

# fmt: on

ROWS = (*_CLOUDS, *models_unprefixed.ROWS, *science.ROWS, *apis.ROWS)
for _each in ROWS:
    register(_each.context)

_IDS: dict[str, set[str]] = {}  # of the rows that a word names
for _each in ROWS:
    for _word in _each.context:
        _IDS.setdefault(plain(_word), set()).add(_each.id)
_WORDS = Literals(tuple(_IDS))


def named_in(said: str) -> set[str]:
    """The rows that a text as ``said_of_values`` makes it has a word of."""
    return {id for word in _WORDS.among(said) for id in _IDS[word]}


RULES = rules_of(ROWS, 2000, find_in_context, candidates, SCREEN)
