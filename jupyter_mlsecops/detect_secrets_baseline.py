"""Updating a ``.secrets.baseline``: what detect-secrets itself sees in the files, so that its hook and its audit agree.

Whatever the baseline names as its plugins and filters is data here: nothing is imported that is not a part of
detect-secrets or of this package, and no secret is verified over the network.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from .core.baseline import BaselineError
from .rules.secrets.detectors import names

_FILTERS = "detect_secrets.filters."
_NOT_RUN = (  # the first asks the network, the others read files and packages that may not be there
    "detect_secrets.filters.common.is_ignored_due_to_verification_policies",
    "detect_secrets.filters.wordlist.",
    "detect_secrets.filters.gibberish.",
)
_BASELINE_FILTER = "detect_secrets.filters.common.is_baseline_file"
Entries = list[dict[str, Any]]


def updated(raw: bytes | None, files: Mapping[str, str], name: str) -> tuple[bytes, int, int]:
    """The baseline ``raw`` (None: a new one) with what detect-secrets sees in ``files``, and how many entries are new
    and how many went.

    ``files`` are paths by their names in the baseline, ``name`` is its own. Labels of an audit are kept, and so are
    entries of files that are not named and those of plugins that are not run. Raises ``BaselineError``.
    """
    from detect_secrets.core import baseline as theirs
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.core.scan import scan_file
    from detect_secrets.core.secrets_collection import SecretsCollection
    from detect_secrets.settings import default_settings, get_settings, transient_settings

    if raw is None:
        with default_settings():
            old = theirs.format_for_output(SecretsCollection())
            old["filters_used"].append({"path": _BASELINE_FILTER, "filename": name})
            old["filters_used"].sort(key=lambda each: each["path"])
    else:
        old = theirs.upgrade(json.loads(raw))
    try:
        runnable = _runnable(old)
    except (KeyError, TypeError, AttributeError) as error:
        raise BaselineError("its plugins_used or filters_used are damaged.") from error
    results: dict[str, Entries] = dict(old["results"])
    with transient_settings(runnable):
        chosen = set(get_settings().plugins)
        classes: dict[str, Any] = get_mapping_from_secret_type_to_class()
        types = {kind for kind, plugin in classes.items() if plugin.__name__ in chosen}
        for file, path in files.items():
            seen: dict[tuple[str, str], dict[str, Any]] = {}
            for secret in scan_file(path):
                seen.setdefault((secret.secret_hash, secret.type), {**secret.json(), "filename": file})
            results[file] = _merged(results.get(file, []), seen, types)
    results = {file: results[file] for file in sorted(results) if results[file]}
    before, after = _keys(old["results"]), _keys(results)
    new = {**old, "results": results, "generated_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    if raw is not None and results == old["results"]:
        new["generated_at"] = old.get("generated_at", new["generated_at"])  # nothing changed: nothing to commit
    return (json.dumps(new, indent=2) + "\n").encode(), len(after - before), len(before - after)


def _runnable(old: dict[str, Any]) -> dict[str, Any]:
    """The plugins and filters of a baseline that are of detect-secrets or ours."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    from . import detect_secrets_plugins as ours

    classes: dict[str, Any] = get_mapping_from_secret_type_to_class()
    known = {plugin.__name__ for plugin in classes.values()}
    own = set(names().values())
    plugins = []
    for plugin in old["plugins_used"]:
        if plugin["name"] in own:
            plugins.append({**plugin, "path": f"file://{ours.__file__}"})
        elif plugin["name"] in known and "path" not in plugin:
            plugins.append(plugin)
    filters = [
        each
        for each in old["filters_used"]
        if each["path"].startswith(_FILTERS) and not each["path"].startswith(_NOT_RUN)
    ]
    return {"plugins_used": plugins, "filters_used": filters}


def _merged(old: Entries, seen: dict[tuple[str, str], dict[str, Any]], types: set[str]) -> Entries:
    """What is seen now with the labels that it had, and what only a plugin could see that was not run."""
    for entry in old:
        key = (entry["hashed_secret"], entry["type"])
        if key in seen:
            if "is_secret" in entry:
                seen[key]["is_secret"] = entry["is_secret"]
            seen[key]["is_verified"] = entry.get("is_verified", False)
        elif entry["type"] not in types:
            seen[key] = entry
    return sorted(seen.values(), key=lambda e: (e.get("line_number", 0), e["hashed_secret"], e["type"]))


def _keys(results: Mapping[str, Entries]) -> set[tuple[str, str, str]]:
    return {(file, entry["hashed_secret"], entry["type"]) for file, entries in results.items() for entry in entries}
