"""Calls of language models that run on somebody else's machine."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Call, Code, is_nearby

_CALLS = (
    *("openai.*.create", "openai.*.parse", "openai.*.acreate", "anthropic.*.create", "anthropic.*.stream"),
    *("google.generativeai.*.generate_content", "google.genai.*.generate_content", "vertexai.*.generate_content"),
    *("google.generativeai.*.send_message", "vertexai.*.send_message", "litellm.completion", "litellm.acompletion"),
    *("cohere.*.chat", "cohere.*.generate", "cohere.*.embed", "mistralai.*.complete", "groq.*.create"),
    *("together.*.create", "replicate.run", "huggingface_hub.InferenceClient().*", "boto3.*.invoke_model"),
    *("boto3.*.converse", "langchain_openai.*.invoke", "langchain_anthropic.*.invoke", "langchain.*.invoke"),
    *("langchain_openai.*.predict", "langchain_google_genai.*.invoke", "langchain_community.chat_models.*.invoke"),
    *(
        "?.chat.completions.create",
        "client.chat.completions.create",
        "client.responses.create",
        "client.messages.create",
    ),
)
_LIBRARIES = (
    *("openai", "anthropic", "google.generativeai", "google.genai", "vertexai", "litellm", "cohere", "mistralai"),
    *("groq", "together", "replicate", "huggingface_hub", "boto3", "langchain", "langchain_openai"),
    *("langchain_anthropic", "langchain_google_genai", "langchain_community"),
)


def hosted_calls(code: Code) -> Iterator[Call]:
    """The calls that send their arguments to a hosted model; none where the notebook names a server of its own."""
    if code.uses_module(*_LIBRARIES) and not code.remember(_is_served_here):
        yield from code.calls(*_CALLS)


def _is_served_here(cells: tuple[Code, ...]) -> bool:
    for code in cells:
        for call in code.keyword("base_url", "api_base", "openai_api_base"):
            for name in ("base_url", "api_base", "openai_api_base"):
                if name in call.keywords and is_nearby(call.keywords[name].text):
                    return True
        if any(is_nearby(store.value.text) for store in code.stores("openai.api_base", "openai.base_url")):
            return True
    return False
