"""Vector stores that are loaded as pickles."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Applicability, Code, Confidence, Example, Match, Severity, load_match, offer, rule


@rule(
    id="langchain-dangerous-load",
    on=Code,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    title="Vector store loaded with dangerous deserialization",
    cwe=502,
    owasp=["LLM03", "LLM08"],
    atlas=["AML.T0011.000"],
    screen=("allow_dangerous_deserialization",),
    bad=[
        Example(
            "db = «FAISS.load_local('index', emb, allow_dangerous_deserialization=True)»",
            fixed="db = FAISS.load_local('index', emb, allow_dangerous_deserialization=False)",
        ),
        "opts = dict(allow_dangerous_deserialization=True)\n# %%\ndb = «FAISS.load_local(path, emb, **opts)»",
        "«db.save_local('index')»\n# %%\ndb = «FAISS.load_local('index', emb, allow_dangerous_deserialization=True)»",
    ],
    ok=["db = FAISS.load_local('index', emb, allow_dangerous_deserialization=False)", "db = FAISS.load_local('i', e)"],
)
def langchain_dangerous_load(code: Code) -> Iterator[Match]:
    """The index is stored as a pickle, so loading one that somebody else made runs their code.

    Build the index again from the documents, or load only an index that you wrote yourself."""
    for call in code.keyword("allow_dangerous_deserialization"):
        if call.keywords["allow_dangerous_deserialization"].is_true():
            edits = call.set_keyword("allow_dangerous_deserialization", "False")
            fix = offer("Set allow_dangerous_deserialization=False", Applicability.REVIEW, edits)
            yield load_match(code, call, call.argument(0, "folder_path", "path", "serialized"), proposals=fix)
