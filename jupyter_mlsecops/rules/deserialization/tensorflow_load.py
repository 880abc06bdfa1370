"""Loading TensorFlow graphs that others have made."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, load_match, regex, rule

_SAVED = (
    "tensorflow.saved_model.load",
    "tensorflow.compat.v1.saved_model.load",
    "tensorflow.compat.v1.saved_model.loader.load",
    "tensorflow.saved_model.loader.load",
    "tensorflow.compat.v2.saved_model.load",
    "tensorflow.contrib.saved_model.load_keras_model",
    "tensorflow.python.saved_model.load.load",
    "keras.layers.TFSMLayer",
    "tensorflow.keras.layers.TFSMLayer",
    "tensorflow.import_graph_def",
    "tensorflow.compat.v1.import_graph_def",
    "tensorflow.compat.v1.train.import_meta_graph",
    "tensorflow.train.import_meta_graph",
)
_HUB = ("tensorflow_hub.load", "tensorflow_hub.KerasLayer", "tensorflow_hub.Module", "tensorflow_hub.load_module_spec")
_HUB_HOST = regex(r"https://(?:www\.)?(?:tfhub\.dev|kaggle\.com/models)/([\w-]+)/")
_VERSIONED = regex(r"/\d+/?(?:\?.*)?\Z")
_PUBLISHERS = frozenset(("google", "tensorflow", "deepmind", "mediapipe", "google-research", "sayakpaul"))


@rule(
    id="untrusted-tensorflow-load",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="TensorFlow model from elsewhere loaded",
    cwe=[829, 502],
    owasp=["ML06"],
    atlas=["AML.T0010.003"],
    screen=("saved_model", "hub", "TFSMLayer", "import_graph_def", "import_meta_graph"),
    bad=[
        "import tensorflow_hub as hub\nm = «hub.load('https://tfhub.dev/someone/net/1')»",
        "import tensorflow_hub as hub\nlayer = «hub.KerasLayer('https://tfhub.dev/google/nnlm', trainable=True)»",
        "import tensorflow_hub as hub\nURL = 'https://data.tool.dev/m.tar.gz'\n# %%\nm = «hub.load(URL)»",
        "import tensorflow as tf\n«!wget https://data.tool.dev/m.zip»\n«!unzip m.zip -d m»\n"
        "# %%\nm = «tf.saved_model.load('m')»",
        "import tensorflow as tf, kagglehub\nm = «tf.saved_model.load(kagglehub.model_download('someone/net'))»",
        "import tensorflow as tf\nm = «tf.saved_model.load(path)»",
        "import tensorflow_hub as hub\nm = «hub.load('https://tfhub.dev/google/nnlm/2')»",
    ],
    ok=[
        "import tensorflow as tf\ntf.saved_model.save(m, 'm')",
        "def load(p): ...\nload('https://tfhub.dev/someone/net/1')  # hub",
        "import torch\nm = torch.hub.load_state_dict_from_url",
        "import tensorflow_hub as hub\nprint('hub.load(url)')",
    ],
)
def untrusted_tensorflow_load(code: Code) -> Iterator[Match]:
    """A TensorFlow graph is a program: it can read and write files of this machine when it is loaded or called. A name
    without a version can stand for another model tomorrow.

    Name a version of a publisher that you know, and check the hash of what you download yourself."""
    for call in code.calls(*_SAVED):
        position = 2 if call.name.endswith("loader.load") else 0
        path = call.argument(position, "export_dir", "filepath", "graph_def", "meta_graph_or_file")
        yield load_match(code, call, path, unknown=Severity.LOW, fetched=Severity.MEDIUM)
    for call in code.calls(*_HUB):
        handle = call.argument(0, "handle", "spec", "path")
        text = handle.constant if handle is not None else None
        place = _HUB_HOST.match(text) if isinstance(text, str) else None
        if place is not None and isinstance(text, str):
            pinned = place.group(1) in _PUBLISHERS and _VERSIONED.search(text) is not None
            yield Match(call.span, severity=Severity.LOW if pinned else Severity.MEDIUM)
        elif code.origin(handle).kind != "unknown":
            yield load_match(code, call, handle, unknown=Severity.LOW, fetched=Severity.MEDIUM)
