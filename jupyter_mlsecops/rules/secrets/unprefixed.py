"""Tokens that only their provider's name tells from other text: a class and a length are all they have."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Confidence, Severity

from .context import find_in_context, fits, is_promising, register
from .row import Row, rules_of

_H = "[0-9a-f]"
_UUID = f"{_H}{{8}}-{_H}{{4}}-{_H}{{4}}-{_H}{{4}}-{_H}{{12}}"
_ANY = "[A-Za-z0-9._~+/=-]{16,512}"
_PASSWORD = "[A-Za-z0-9!#$%&*+.:=?@^_~-]{8,512}"


def _row(id: str, label: str, pattern: str, words: str, variable: str, revoke: str = "") -> Row:
    context = tuple(words.split())
    loose = pattern in (_ANY, _PASSWORD)
    return Row(id, label, pattern, (), variable, revoke, Severity.HIGH, Confidence.MEDIUM, context=context, loose=loose)


# fmt: off
ROWS = (
    _row("aws-secret-key", "AWS secret access key", "[A-Za-z0-9/+]{40}",
        "aws secret_access_key secretaccesskey boto3 akia", "AWS_SECRET_ACCESS_KEY",
        "https://console.aws.amazon.com/iam/home#/security_credentials"),
    _row("aws-session-token", "AWS session token", "[A-Za-z0-9/+=._-]{80,2048}",
        "aws_session_token aws_security_token awssessiontoken x-amz-security-token sessiontoken", "AWS_SESSION_TOKEN",
        "https://console.aws.amazon.com/iam"),
    _row("azure-ai-key", "Azure AI services key", f"(?:{_H}{{32}}|[A-Za-z0-9]{{84}})",
        "azure_openai azure cognitiveservices speech_key", "AZURE_OPENAI_API_KEY", "https://portal.azure.com"),
    _row("azure-storage-account-key", "Azure storage account key", "[A-Za-z0-9+/]{86}==",
        "azure account_key storage_key cosmos blob", "AZURE_STORAGE_KEY", "https://portal.azure.com"),
    _row("wandb-api-key", "Weights & Biases API key", f"{_H}{{40}}", "wandb weightsandbiases weights_and_biases",
        "WANDB_API_KEY", "https://wandb.ai/settings"),
    _row("comet-api-key", "Comet API key", "[A-Za-z0-9]{25}", "comet comet_ml opik", "COMET_API_KEY",
        "https://www.comet.com/api/my/settings"),
    _row("kaggle-key", "Kaggle API key", f"{_H}{{32}}", "kaggle", "KAGGLE_KEY", "https://www.kaggle.com/settings"),
    _row("pinecone-legacy-key", "Pinecone API key", _UUID, "pinecone", "PINECONE_API_KEY", "https://app.pinecone.io"),
    _row("cohere-api-key", "Cohere API key", "[A-Za-z0-9]{40}", "cohere co_api_key", "COHERE_API_KEY",
        "https://dashboard.cohere.com/api-keys"),
    _row("mistral-api-key", "Mistral API key", "[A-Za-z0-9]{32}", "mistral", "MISTRAL_API_KEY",
        "https://console.mistral.ai/api-keys"),
    _row("assemblyai-api-key", "AssemblyAI API key", "[a-z0-9]{32}", "assemblyai", "ASSEMBLYAI_API_KEY",
        "https://www.assemblyai.com/app"),
    _row("deepgram-api-key", "Deepgram API key", f"{_H}{{40}}", "deepgram", "DEEPGRAM_API_KEY",
        "https://console.deepgram.com"),
    _row("together-legacy-key", "Together API key", f"{_H}{{64}}", "together", "TOGETHER_API_KEY",
        "https://api.together.ai/settings/api-keys"),
    _row("voyage-api-key", "Voyage API key", "(?:pa|al)-[A-Za-z0-9_-]{43}", "voyage voyageai", "VOYAGE_API_KEY",
        "https://dash.voyageai.com"),
    _row("ollama-api-key", "Ollama API key", f"{_H}{{32}}[.][A-Za-z0-9_-]{{24}}", "ollama", "OLLAMA_API_KEY",
        "https://ollama.com/settings/keys"),
    _row("roboflow-api-key", "Roboflow API key", "[A-Za-z0-9]{20}", "roboflow", "ROBOFLOW_API_KEY",
        "https://app.roboflow.com/settings/api"),
    _row("qdrant-api-key", "Qdrant API key", _ANY, "qdrant", "QDRANT_API_KEY", "https://cloud.qdrant.io"),
    _row("weaviate-api-key", "Weaviate API key", "[A-Za-z0-9]{36}", "weaviate wcs wcd", "WEAVIATE_API_KEY",
        "https://console.weaviate.cloud"),
    _row("zilliz-api-key", "Zilliz API key", f"{_H}{{80,120}}", "zilliz milvus", "ZILLIZ_API_KEY",
        "https://cloud.zilliz.com"),
    _row("label-studio-token", "Label Studio token", f"{_H}{{40}}", "label_studio labelstudio label-studio",
        "LABEL_STUDIO_API_KEY", "https://labelstud.io/guide/access_tokens"),
    _row("dagshub-token", "DagsHub token", f"{_H}{{40}}", "dagshub", "DAGSHUB_USER_TOKEN",
        "https://dagshub.com/user/settings/tokens"),
    _row("clearml-secret-key", "ClearML secret key", "[A-Za-z0-9]{50}", "clearml", "CLEARML_API_SECRET_KEY",
        "https://app.clear.ml/settings"),
    _row("dagster-token", "Dagster Cloud token", _ANY, "dagster", "DAGSTER_CLOUD_API_TOKEN", "https://dagster.cloud"),
    _row("mlflow-password", "MLflow tracking password", _PASSWORD, "mlflow_tracking mlflow_password",
        "MLFLOW_TRACKING_PASSWORD"),
    _row("snowflake-password", "Snowflake credential", _PASSWORD, "snowflake snowpark", "SNOWFLAKE_PASSWORD",
        "https://app.snowflake.com"),
    _row("mem0-api-key", "Mem0 API key", "m0-[A-Za-z0-9]{24,44}", "mem0", "MEM0_API_KEY", "https://app.mem0.ai"),
    _row("stability-api-key", "Stability API key", "sk-[A-Za-z0-9]{48}", "stability", "STABILITY_API_KEY",
        "https://platform.stability.ai/account/keys"),
    _row("upstage-api-key", "Upstage API key", "[A-Za-z0-9_-]{35,53}", "upstage", "UPSTAGE_API_KEY",
        "https://console.upstage.ai"),
    _row("fal-api-key", "fal API key", f"{_UUID}:{_H}{{32}}", "fal_key fal_client fal.ai fal_ai", "FAL_KEY",
        "https://fal.ai/dashboard/keys"),
    _row("lighton-api-key", "LightOn API key", "[A-Za-z0-9_-]{40,80}", "lighton paradigm_api", "PARADIGM_API_KEY",
        "https://paradigm.lighton.ai"),
    _row("kagi-api-key", "Kagi API key", "[A-Za-z0-9_-]{11}[.][A-Za-z0-9_-]{43}", "kagi", "KAGI_API_KEY",
        "https://kagi.com/settings?p=api"),
    _row("alibaba-secret-key", "Alibaba Cloud access key secret", "[A-Za-z0-9]{30}",
        "alibaba aliyun ltai access_key_secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "https://ram.console.aliyun.com"),
    _row("cloudflare-legacy-token", "Cloudflare API token", "[A-Za-z0-9_-]{40}", "cloudflare", "CLOUDFLARE_API_TOKEN",
        "https://dash.cloudflare.com/profile/api-tokens"),
    _row("datadog-api-key", "Datadog API key", "(?:[a-z0-9]{32}|[a-z0-9]{40})", "datadog dd_api_key dd_app_key",
        "DD_API_KEY", "https://app.datadoghq.com/organization-settings/api-keys"),
    _row("confluent-secret", "Confluent API secret", "[A-Za-z0-9+/]{64}", "confluent", "CONFLUENT_API_SECRET",
        "https://confluent.cloud"),
    _row("influxdb-token", "InfluxDB token", "[A-Za-z0-9_-]{86}==", "influx", "INFLUXDB_TOKEN",
        "https://cloud2.influxdata.com"),
    _row("netlify-token", "Netlify token", "[A-Za-z0-9_-]{40,46}", "netlify", "NETLIFY_AUTH_TOKEN",
        "https://app.netlify.com/user/applications"),
    _row("openweather-api-key", "OpenWeather API key", "[a-z0-9]{32}", "openweather owm", "OPENWEATHER_API_KEY",
        "https://home.openweathermap.org/api_keys"),
    _row("rapidapi-key", "RapidAPI key", "[A-Za-z0-9_-]{50}", "rapidapi", "RAPIDAPI_KEY",
        "https://rapidapi.com/developer"),
    _row("sentry-legacy-token", "Sentry token", f"{_H}{{64}}", "sentry", "SENTRY_AUTH_TOKEN",
        "https://sentry.io/settings/account/api/auth-tokens/"),
    _row("snyk-token", "Snyk token", _UUID, "snyk", "SNYK_TOKEN", "https://app.snyk.io/account"),
)

for _each in ROWS:
    register(_each.context)

__all__ = ["ROWS", "RULES", "fits"]
# fmt: on

RULES = rules_of(ROWS, 2000, find_in_context, is_promising)
