"""Tokens of model providers and machine-learning platforms."""

from __future__ import annotations

from jupyter_mlsecops.sdk import Confidence, Severity

from . import checks
from .row import Row, rules_of

_N, _W, _H = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[0-9a-f]"
_UUID = f"{_H}{{8}}-{_H}{{4}}-{_H}{{4}}-{_H}{{4}}-{_H}{{12}}"
_INFO = Severity.INFO
_MEDIUM = Confidence.MEDIUM

# fmt: off
ROWS = (
    Row("huggingface-token", "Hugging Face token", f"hf_{_N}{{34}}", ("hf_",), "HF_TOKEN",
        "https://huggingface.co/settings/tokens"),
    Row("huggingface-org-token", "Hugging Face organisation token", f"api_org_{_N}{{34}}", ("api_org_",), "HF_TOKEN",
        "https://huggingface.co/settings/tokens"),
    Row("anthropic-api-key", "Anthropic API key", f"sk-ant-api[0-9]{{2}}-{_W}{{80,120}}", ("sk-ant-api",),
        "ANTHROPIC_API_KEY", "https://console.anthropic.com/settings/keys"),
    Row("anthropic-admin-key", "Anthropic admin key", f"sk-ant-admin[0-9]{{2}}-{_W}{{80,120}}", ("sk-ant-admin",),
        "ANTHROPIC_ADMIN_KEY", "https://console.anthropic.com/settings/admin-keys"),
    Row("anthropic-oauth-token", "Anthropic OAuth token", f"sk-ant-o[ar]t[0-9]{{2}}-{_W}{{80,120}}",
        ("sk-ant-oat", "sk-ant-ort"), "ANTHROPIC_AUTH_TOKEN", "https://console.anthropic.com/settings/keys"),
    Row("openai-project-key", "OpenAI API key", f"sk-(?:proj|svcacct|admin|None)-{_W}{{20,160}}T3BlbkFJ{_W}{{20,160}}",
        ("T3BlbkFJ",), "OPENAI_API_KEY", "https://platform.openai.com/api-keys", shown="sk-"),
    Row("openai-api-key", "OpenAI API key", f"sk-{_N}{{20}}T3BlbkFJ{_N}{{20}}", ("T3BlbkFJ",), "OPENAI_API_KEY",
        "https://platform.openai.com/api-keys", shown="sk-"),
    Row("openai-unmarked-key", "OpenAI API key", f"sk-(?:proj|svcacct|admin)-{_W}{{40,200}}",
        ("sk-proj-", "sk-svcacct-", "sk-admin-"), "OPENAI_API_KEY", "https://platform.openai.com/api-keys",
        confidence=_MEDIUM),
    Row("openrouter-api-key", "OpenRouter API key", f"sk-or-v[0-9]{{1,2}}-{_W}{{20,80}}", ("sk-or-v",),
        "OPENROUTER_API_KEY", "https://openrouter.ai/settings/keys"),
    Row("langfuse-secret-key", "Langfuse secret key", f"sk-lf-{_UUID}", ("sk-lf-",), "LANGFUSE_SECRET_KEY",
        "https://cloud.langfuse.com"),
    Row("langfuse-public-key", "Langfuse public key", f"pk-lf-{_UUID}", ("pk-lf-",), "LANGFUSE_PUBLIC_KEY",
        "https://cloud.langfuse.com", severity=_INFO),
    Row("minimax-api-key", "MiniMax API key", f"sk-api-{_W}{{119}}", ("sk-api-",), "MINIMAX_API_KEY",
        "https://platform.minimax.io"),
    Row("google-api-key", "Google API key", f"AIza{_W}{{35}}", ("AIza",), "GOOGLE_API_KEY",
        "https://console.cloud.google.com/apis/credentials", severity=Severity.HIGH),
    Row("gemini-api-key", "Gemini API key", rf"AQ\.Ab8RN6{_W}{{44}}", ("AQ.Ab8RN6",), "GEMINI_API_KEY",
        "https://aistudio.google.com/apikey"),
    Row("aws-bedrock-key", "AWS Bedrock API key", r"ABSK[A-Za-z0-9+/]{109,269}={0,2}(?![+/=])", ("ABSK",),
        "AWS_BEARER_TOKEN_BEDROCK", "https://console.aws.amazon.com/bedrock"),
    Row("aws-bedrock-short-key", "short-lived AWS Bedrock API key",
        r"bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=_-]{16,2000}", ("bedrock-api-key-",),
        "AWS_BEARER_TOKEN_BEDROCK", "https://console.aws.amazon.com/bedrock"),
    Row("wandb-v1-api-key", "Weights & Biases API key", "wandb_v1_[A-Za-z0-9_]{77}", ("wandb_v1_",), "WANDB_API_KEY",
        "https://wandb.ai/settings"),
    Row("neptune-api-token", "Neptune API token", r"eyJhcGlfYWRkcmVzc[A-Za-z0-9+/_-]{40,600}={0,2}",
        ("eyJhcGlfYWRkcmVzc",), "NEPTUNE_API_TOKEN", "https://app.neptune.ai", check=checks.neptune, shown="eyJ"),
    Row("kaggle-api-token", "Kaggle API token", f"KGAT_{_H}{{32}}", ("KGAT_",), "KAGGLE_API_TOKEN",
        "https://www.kaggle.com/settings"),
    Row("databricks-token", "Databricks token", f"dapi{_H}{{32}}(?:-[0-9])?", ("dapi",), "DATABRICKS_TOKEN",
        "https://docs.databricks.com/dev-tools/auth/pat.html"),
    Row("pinecone-api-key", "Pinecone API key", f"pcsk_{_N}{{5,6}}_{_N}{{63}}", ("pcsk_",), "PINECONE_API_KEY",
        "https://app.pinecone.io"),
    Row("replicate-token", "Replicate token", f"r8_{_N}{{37}}", ("r8_",), "REPLICATE_API_TOKEN",
        "https://replicate.com/account/api-tokens"),
    Row("groq-api-key", "Groq API key", f"gsk_{_N}{{52}}", ("gsk_",), "GROQ_API_KEY", "https://console.groq.com/keys"),
    Row("xai-api-key", "xAI API key", f"xai-{_W}{{70,120}}", ("xai-",), "XAI_API_KEY", "https://console.x.ai"),
    Row("nvidia-api-key", "NVIDIA API key", f"nvapi-{_W}{{60,70}}", ("nvapi-",), "NVIDIA_API_KEY",
        "https://build.nvidia.com"),
    Row("perplexity-api-key", "Perplexity API key", f"pplx-{_N}{{48}}", ("pplx-",), "PERPLEXITY_API_KEY",
        "https://www.perplexity.ai/settings/api"),
    Row("cerebras-api-key", "Cerebras API key", "csk-[a-z0-9]{48}", ("csk-",), "CEREBRAS_API_KEY",
        "https://cloud.cerebras.ai"),
    Row("together-api-key", "Together API key", f"tgp_v1_{_W}{{43}}", ("tgp_v1_",), "TOGETHER_API_KEY",
        "https://api.together.ai/settings/api-keys"),
    Row("langsmith-api-key", "LangSmith API key", f"lsv2_(?:pt|sk)_{_H}{{32}}_{_H}{{10}}", ("lsv2_",),
        "LANGSMITH_API_KEY", "https://smith.langchain.com/settings"),
    Row("elevenlabs-api-key", "ElevenLabs API key", f"sk_{_H}{{48}}", ("sk_",), "ELEVENLABS_API_KEY",
        "https://elevenlabs.io/app/settings/api-keys"),
    Row("runpod-api-key", "RunPod API key", f"rpa_[A-Z0-9]{{40}}{_N}{{6}}", ("rpa_",), "RUNPOD_API_KEY",
        "https://www.runpod.io/console/user/settings"),
    Row("prefect-api-key", "Prefect API key", f"pn[ub]_{_N}{{36}}", ("pnu_", "pnb_"), "PREFECT_API_KEY",
        "https://app.prefect.cloud"),
    Row("posthog-personal-key", "PostHog personal API key", f"phx_{_W}{{41,49}}", ("phx_",), "POSTHOG_API_KEY",
        "https://app.posthog.com/settings/user-api-keys"),
    Row("posthog-project-key", "PostHog project key", f"phc_{_W}{{41,44}}", ("phc_",), "POSTHOG_PROJECT_KEY",
        "https://app.posthog.com", severity=_INFO),
    Row("fireworks-api-key", "Fireworks API key", f"fw_{_N}{{22,28}}", ("fw_",), "FIREWORKS_API_KEY",
        "https://app.fireworks.ai/settings/users/api-keys", least=3.0),
    Row("tavily-api-key", "Tavily API key", f"tvly-(?:dev-|prod-)?{_N}{{32}}", ("tvly-",), "TAVILY_API_KEY",
        "https://app.tavily.com"),
    Row(
        "jina-api-key", "Jina API key", f"jina_{_N}{{60}}", ("jina_",), "JINA_API_KEY", "https://jina.ai/api-dashboard"),
    Row("firecrawl-api-key", "Firecrawl API key", f"fc-{_H}{{32}}", ("fc-",), "FIRECRAWL_API_KEY",
        "https://www.firecrawl.dev/app/api-keys"),
    Row("llamacloud-api-key", "LlamaCloud API key", f"llx-{_N}{{44,52}}", ("llx-",), "LLAMA_CLOUD_API_KEY",
        "https://cloud.llamaindex.ai"),
    Row("cartesia-api-key", "Cartesia API key", "sk_car_[A-Za-z0-9_]{20,24}", ("sk_car_",), "CARTESIA_API_KEY",
        "https://play.cartesia.ai"),
    Row("brave-search-api-key", "Brave Search API key", f"BSA{_W}{{24,40}}", ("BSA",), "BRAVE_API_KEY",
        "https://api-dashboard.search.brave.com", severity=Severity.HIGH, confidence=_MEDIUM, least=3.8),
    Row("apify-token", "Apify token", f"apify_api_{_N}{{34,38}}", ("apify_api_",), "APIFY_TOKEN",
        "https://console.apify.com/settings/integrations"),
    Row("deepseek-api-key", "DeepSeek API key", f"sk-{_H}{{32}}", ("sk-",), "DEEPSEEK_API_KEY",
        "https://platform.deepseek.com/api_keys", confidence=_MEDIUM),
    Row("sk-api-key", "API key with the prefix sk-", f"sk-{_W}{{48}}", ("sk-",), "OPENAI_API_KEY",
        severity=Severity.HIGH, confidence=_MEDIUM, least=4.2),
)
# fmt: on

RULES = rules_of(ROWS, 100)
