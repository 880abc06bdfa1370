"""Calls of language models that run on somebody else's machine."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Call, Code, is_nearby

_TASKS = """
    audio_classification audio_to_audio automatic_speech_recognition chat_completion conversational
    document_question_answering feature_extraction fill_mask image_classification image_segmentation image_to_image
    image_to_text image_to_video object_detection post question_answering sentence_similarity summarization
    table_question_answering tabular_classification tabular_regression text_classification text_generation text_to_image
    text_to_speech text_to_video token_classification translation visual_question_answering zero_shot_classification
    zero_shot_image_classification
""".split()
_CALLS = (
    *(f"huggingface_hub.InferenceClient().{task}" for task in _TASKS),
    *("openai.*.create", "openai.*.parse", "openai.*.acreate", "anthropic.*.create", "anthropic.*.stream"),
    *("google.generativeai.*.generate_content", "google.genai.*.generate_content", "vertexai.*.generate_content"),
    *("google.generativeai.*.send_message", "vertexai.*.send_message", "litellm.completion", "litellm.acompletion"),
    *("cohere.*.chat", "cohere.*.generate", "cohere.*.embed", "mistralai.*.complete", "groq.*.create"),
    *("together.*.create", "replicate.run", "huggingface_hub.*.chat.completions.create", "boto3.*.invoke_model"),
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
    if code.uses_module(*_LIBRARIES):
        for call in code.calls(*_CALLS):
            if code.remember(_is_served_here):
                return
            yield call


def _is_served_here(cells: tuple[Code, ...]) -> bool:
    for code in cells:
        for call in code.keyword("base_url", "api_base", "openai_api_base"):
            for name in ("base_url", "api_base", "openai_api_base"):
                if name in call.keywords and is_nearby(call.keywords[name].text):
                    return True
        if any(is_nearby(store.value.text) for store in code.stores("openai.api_base", "openai.base_url")):
            return True
    return False
