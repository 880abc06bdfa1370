"""Vector stores that are loaded as pickles."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, load_match, offer, rule

_LOADS = tuple(
    f"{module}.{name}"
    for module in ("langchain_core.load", "langchain_core.load.load", "langchain.load", "langchain.load.load")
    for name in ("load", "loads")
)
_CHAINS = tuple(
    f"langchain{part}.{name}"
    for part, name in [
        *((part, "load_chain") for part in ("", ".chains", ".chains.loading", "_classic.chains")),
        *((part, "load_agent") for part in ("", ".agents", ".agents.loading", "_classic.agents")),
        *((part, "load_prompt") for part in ("", ".prompts", "_core.prompts", ".prompts.loading")),
    ]
)


@rule(
    id="langchain-dangerous-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="LangChain object loaded with dangerous deserialization",
    cwe=502,
    owasp=["LLM03", "LLM08"],
    atlas=["AML.T0011.000"],
    screen=("allow_dangerous_deserialization", "langchain"),
    bad=[
        Example(
            "db = «FAISS.load_local('index', emb, allow_dangerous_deserialization=True)»",
            fixed="db = FAISS.load_local('index', emb, allow_dangerous_deserialization=False)",
        ),
        "from langchain_core.load import loads\nc = «loads(text, secrets_from_env=True)»",
        "from langchain.load import loads\nc = «loads(text, valid_namespaces=['own'])»",
        "from langchain.chains import load_chain\nc = «load_chain('lc://chains/qa/chain.json')»",
        "import requests\nfrom langchain_core.load import load\nc = «load(requests.get(u).json())»",
        "db = «FAISS.deserialize_from_bytes(blob, e, allow_dangerous_deserialization=True)»",
        "opts = dict(allow_dangerous_deserialization=True)\n# %%\ndb = «FAISS.load_local(path, emb, **opts)»",
        "«db.save_local('index')»\n# %%\ndb = «FAISS.load_local('index', emb, allow_dangerous_deserialization=True)»",
    ],
    ok=[
        "from langchain_core.load import dumps, loads\nc = loads(dumps(chain))",
        "from langchain.chains import load_chain\nc = load_chain('chain.json')",
        "db = FAISS.load_local('index', emb, allow_dangerous_deserialization=False)",
        "db = FAISS.load_local('i', e)",
    ],
)
def langchain_dangerous_load(code: Code) -> Iterator[Match]:
    """The index is stored as a pickle, so loading one that somebody else made runs their code. A chain from elsewhere
    makes objects that its author chose.

    Build the index again from the documents, or load only an index that you wrote yourself."""
    for call in code.keyword("allow_dangerous_deserialization"):
        if call.keywords["allow_dangerous_deserialization"].may_be(True):
            edits = call.set_keyword("allow_dangerous_deserialization", "False")
            fix = offer("Set allow_dangerous_deserialization=False", Applicability.REVIEW, edits)
            yield load_match(code, call, call.argument(0, "folder_path", "path", "serialized"), proposals=fix)
    for call in code.calls(*_LOADS):
        everything = call.keywords.get("allowed_objects")
        from_env = call.keywords.get("secrets_from_env")
        widened = "valid_namespaces" in call.keywords or (everything is not None and everything.constant == "all")
        value = call.argument(0, "text", "obj")
        if widened or (from_env is not None and from_env.is_true()):
            edits = call.drop_keyword("secrets_from_env") if not widened else None
            fix = offer("Leave secrets_from_env out", Applicability.REVIEW, edits)
            yield load_match(code, call, value, unknown=Severity.MEDIUM, fetched=Severity.HIGH, proposals=fix)
        elif code.origin(value).is_from_elsewhere:
            yield load_match(code, call, value, fetched=Severity.HIGH)
    for call in code.calls(*_CHAINS):
        path = call.argument(0, "path")
        if path is not None and (path.text.startswith("lc://") or code.origin(path).is_from_elsewhere):
            yield load_match(code, call, path, fetched=Severity.HIGH)
