"""Calls whose library reads a variable of the environment where the argument is left out."""

from __future__ import annotations

_OPENAI = (("api_key", "OPENAI_API_KEY"),)
_HUGGING_FACE = (("token", "HF_TOKEN"), ("use_auth_token", "HF_TOKEN"), ("api_token", "HF_TOKEN"))
_AWS = (
    ("aws_access_key_id", "AWS_ACCESS_KEY_ID"),
    ("aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"),
    ("aws_session_token", "AWS_SESSION_TOKEN"),
)


def _langchain(name: str) -> tuple[tuple[str, str], ...]:
    return (("api_key", f"{name}_API_KEY"), (f"{name.lower()}_api_key", f"{name}_API_KEY"))


READERS: dict[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(("openai.OpenAI", "openai.AsyncOpenAI"), _OPENAI),
    **dict.fromkeys(("openai.AzureOpenAI", "openai.AsyncAzureOpenAI"), (("api_key", "AZURE_OPENAI_API_KEY"),)),
    **dict.fromkeys(("anthropic.Anthropic", "anthropic.AsyncAnthropic"), (("api_key", "ANTHROPIC_API_KEY"),)),
    **dict.fromkeys(
        (
            *("huggingface_hub.login", "huggingface_hub.HfApi", "huggingface_hub.InferenceClient"),
            *("huggingface_hub.snapshot_download", "huggingface_hub.hf_hub_download", "datasets.load_dataset"),
        ),
        _HUGGING_FACE,
    ),
    "wandb.login": (("key", "WANDB_API_KEY"),),
    **dict.fromkeys(
        ("cohere.Client", "cohere.ClientV2", "cohere.AsyncClient", "cohere.AsyncClientV2"), (("api_key", "CO_API_KEY"),)
    ),
    "pinecone.Pinecone": (("api_key", "PINECONE_API_KEY"),),
    **dict.fromkeys(("groq.Groq", "groq.AsyncGroq"), (("api_key", "GROQ_API_KEY"),)),
    **dict.fromkeys(("together.Together", "together.AsyncTogether"), (("api_key", "TOGETHER_API_KEY"),)),
    "replicate.Client": (("api_token", "REPLICATE_API_TOKEN"),),
    "tavily.TavilyClient": (("api_key", "TAVILY_API_KEY"),),
    "voyageai.Client": (("api_key", "VOYAGE_API_KEY"),),
    "langsmith.Client": (("api_key", "LANGSMITH_API_KEY"),),
    **dict.fromkeys(("comet_ml.Experiment", "comet_ml.start", "comet_ml.login"), (("api_key", "COMET_API_KEY"),)),
    **dict.fromkeys(("neptune.init_run", "neptune.init_project"), (("api_token", "NEPTUNE_API_TOKEN"),)),
    **dict.fromkeys(("langchain_openai.ChatOpenAI", "langchain_openai.OpenAIEmbeddings"), _langchain("OPENAI")),
    "langchain_anthropic.ChatAnthropic": _langchain("ANTHROPIC"),
    "langchain_groq.ChatGroq": _langchain("GROQ"),
    **dict.fromkeys(("boto3.client", "boto3.resource", "boto3.Session", "boto3.session.Session"), _AWS),
}
_ALSO = {"CO_API_KEY": ("COHERE_API_KEY",)}


def variables_of(variable: str) -> tuple[str, ...]:
    """The names that a key has that a library reads from ``variable``."""
    return (variable, *_ALSO.get(variable, ()))
