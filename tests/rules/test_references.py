"""Every reference that a rule gives exists: names as they stand in the data of ATLAS and in the lists of OWASP."""

import re

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.rule import Rule

ATLAS = {
    "AML.T0010": "AI Supply Chain Compromise",
    "AML.T0010.001": "AI Software",
    "AML.T0010.002": "Data",
    "AML.T0010.003": "Model",
    "AML.T0011": "User Execution",
    "AML.T0011.000": "Unsafe AI Artifacts",
    "AML.T0011.001": "Malicious Package",
    "AML.T0020": "Poison Training Data",
    "AML.T0024": "Exfiltration via AI Inference API",
    "AML.T0024.000": "Infer Training Data Membership",
    "AML.T0024.002": "Extract AI Model",
    "AML.T0025": "Exfiltration via Cyber Means",
    "AML.T0029": "Denial of AI Service",
    "AML.T0049": "Exploit Public-Facing Application",
    "AML.T0050": "Command and Scripting Interpreter",
    "AML.T0051": "LLM Prompt Injection",
    "AML.T0053": "AI Agent Tool Invocation",
    "AML.T0055": "Unsecured Credentials",
    "AML.T0060": "Publish Hallucinated Entities",
}
OWASP = {
    "ML02:2023": "Data Poisoning Attack",
    "ML03:2023": "Model Inversion Attack",
    "ML04:2023": "Membership Inference Attack",
    "ML05:2023": "Model Theft",
    "ML06:2023": "AI Supply Chain Attacks",
    "ML09:2023": "Output Integrity Attack",
    "ML10:2023": "Model Poisoning",
    "LLM01:2025": "Prompt Injection",
    "LLM02:2025": "Sensitive Information Disclosure",
    "LLM03:2025": "Supply Chain",
    "LLM05:2025": "Improper Output Handling",
    "LLM06:2025": "Excessive Agency",
    "LLM08:2025": "Vector and Embedding Weaknesses",
    "LLM10:2025": "Unbounded Consumption",
}
RULES = sorted(rules.builtin(), key=lambda rule: rule.id)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_references_exist(rule: Rule) -> None:
    references = rule.references
    assert [one for one in references.atlas if one not in ATLAS] == []
    assert [one for one in references.owasp if one not in OWASP] == []
    assert [one for one in references.cwe if not re.fullmatch(r"CWE-[1-9][0-9]{0,3}", one)] == []
