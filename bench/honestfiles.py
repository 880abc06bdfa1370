"""Honest files of formats that are no pickles, written by every library that is installed, with fixed seeds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

TEMPLATE = """{%- set ns = namespace(first=true) -%}
{%- if messages[0]['role'] == 'system' -%}{%- set system = messages[0]['content']|trim -%}{%- endif -%}
{%- for message in messages -%}
{%- if message.role not in ['user', 'assistant', 'tool'] -%}{{ raise_exception('no such role') }}{%- endif -%}
{%- if message.tool_calls is defined -%}{%- for call in message.tool_calls -%}{{ call.function.arguments|tojson }}
{%- endfor -%}{%- endif -%}{% generation %}{{ '<|' + message['role'] + '|>' + message['content'].split('</x>')[-1] }}
{% endgeneration %}{%- endfor -%}{%- if add_generation_prompt -%}{{ '<|assistant|>' }}{%- endif -%}"""


def of_numpy(folder: Path) -> None:
    import numpy as np

    rng = np.random.default_rng(0)
    arrays = {
        "f8": rng.random((3, 4)), "fortran": np.asfortranarray(rng.random((3, 4)).astype("f4")), "i8": np.arange(5),
        "bool": np.array([True, False]), "text": np.array(["ab", "c"]), "bytes": np.array([b"ab"]),
        "fields": np.zeros(3, dtype=[("a", "<i4"), ("b", "<f8", (2, 2)), ("c", "U5")]),
        "date": np.array(["2020-01-01"], dtype="M8[D]"), "delta": np.array([1], dtype="m8[s]"),
        "complex": np.zeros(2, complex), "empty": np.zeros((0, 3)), "scalar": np.float64(3),
        "big": np.arange(4, dtype=">i4"), "half": np.zeros(3, "f2"), "void": np.zeros(2, "V3"),
        "aligned": np.zeros(2, dtype=np.dtype([("a", "i1"), ("b", "i8")], align=True)),
        "named": np.zeros(2, dtype=[("gr\u00f6\u00dfe", "i4")]), "titled": np.zeros(2, dtype=[(("t", "n"), "i4")]),
        "nested": np.zeros(2, dtype=[("a", [("b", "i4"), ("c", "f4")])]),
    }  # fmt: skip
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    np.savez(folder / "all.npz", **arrays)
    np.savez_compressed(folder / "packed.npz", **arrays)
    with (folder / "two.npy").open("wb") as file:
        np.save(file, arrays["i8"])
        np.save(file, arrays["f8"])


def of_scipy(folder: Path) -> None:
    from scipy import sparse

    for kind in ("csr", "csc", "coo", "dia"):
        sparse.save_npz(folder / f"{kind}.npz", sparse.random(10, 10, 0.3, format=kind))


def of_safetensors(folder: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    rng = np.random.default_rng(0)
    mixed = {"a": rng.random((3, 4)), "b": np.arange(5), "c": np.zeros(3, "f2"), "none": np.zeros((0,))}
    save_file(mixed, folder / "mixed.safetensors", metadata={"format": "np"})
    save_file({f"layer.{i}": rng.random((4, 4)) for i in range(200)}, folder / "many.safetensors")
    save_file({}, folder / "empty.safetensors")


def of_gguf(folder: Path) -> None:
    import gguf
    import numpy as np

    rng = np.random.default_rng(0)
    for order, name in ((gguf.GGUFEndian.LITTLE, "little"), (gguf.GGUFEndian.BIG, "big")):
        writer = gguf.GGUFWriter(str(folder / f"{name}.gguf"), "llama", endianess=order)
        writer.add_chat_template(
            [{"name": "default", "template": TEMPLATE}, {"name": "tool_use", "template": TEMPLATE}]
        )
        writer.add_token_list([f"token{i}" for i in range(5000)])
        writer.add_token_scores([1.0] * 5000)
        writer.add_bool("own.flag", True)
        writer.add_array("own.numbers", [1, 2, 3])
        writer.add_tensor("weight", rng.random((4, 32)).astype("f4"))
        writer.add_tensor("bias", rng.random((8,)).astype("f2"))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()


def of_onnx(folder: Path) -> None:
    import shutil

    import numpy as np
    import onnx
    from onnx import TensorProto, helper

    for i, path in enumerate(sorted((Path(onnx.__file__).parent / "backend").rglob("model.onnx"))):
        shutil.copyfile(path, folder / f"test{i}.onnx")
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in "xy")
    own = helper.make_function("own", "Twice", ["a"], ["b"], [helper.make_node("Add", ["a", "a"], ["b"])],
                               [helper.make_opsetid("", 18)])  # fmt: skip
    graph = helper.make_graph([helper.make_node("Twice", ["x"], ["y"], domain="own")], "g", [x], [y])
    sets = [helper.make_opsetid("", 18), helper.make_opsetid("own", 1)]
    onnx.save(helper.make_model(graph, functions=[own], opset_imports=sets), str(folder / "functions.onnx"))
    weights = onnx.numpy_helper.from_array(np.zeros(4096, "f4"), "w")
    outside = helper.make_model(
        helper.make_graph([helper.make_node("Add", ["x", "w"], ["y"])], "g", [x], [y], [weights])
    )
    onnx.save(outside, str(folder / "outside.onnx"), save_as_external_data=True, location="w.bin", size_threshold=0)


def of_boosters(folder: Path) -> None:
    import numpy as np

    rng = np.random.default_rng(0)
    inputs = rng.random((100, 4))
    target = (inputs[:, 0] > 0.5).astype(int)
    try:
        import xgboost

        for booster in ("gbtree", "gblinear", "dart"):
            frame = xgboost.DMatrix(inputs, target, feature_names=["a", "b{", 'c"', "d"])
            trained = xgboost.train({"booster": booster}, frame, 3)
            trained.save_model(folder / f"{booster}.json")
            trained.save_model(folder / f"{booster}.ubj")
    except ImportError:
        print("no xgboost")
    try:
        import lightgbm

        for objective in ("binary", "regression", "poisson"):
            options = {"objective": objective, "verbose": -1, "min_data_in_leaf": 5}
            lightgbm.train(options, lightgbm.Dataset(inputs, target), 5).save_model(folder / f"{objective}.txt")
    except ImportError:
        print("no lightgbm")


def of_skops(folder: Path) -> None:
    import numpy as np
    import skops.io
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler
    from sklearn.utils import all_estimators

    inputs = np.random.default_rng(0).random((60, 4))
    target = (inputs[:, 0] > 0.5).astype(int)
    for name, kind in all_estimators():
        try:
            skops.io.dump(kind().fit(inputs, target), folder / f"{name}.skops")
        except Exception:  # some estimators want other inputs: those are left out
            continue
    steps = make_pipeline(FunctionTransformer(np.log1p), StandardScaler(), LogisticRegression())
    skops.io.dump(steps.fit(inputs, target), folder / "pipeline.skops")


def of_h5py(folder: Path) -> None:
    import h5py
    import numpy as np

    layers = [{"class_name": "Dense", "config": {"units": 3, "activation": "relu"}}]
    with h5py.File(folder / "model.h5", "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": layers}})
        file.attrs["training_config"] = json.dumps({"optimizer_config": {"class_name": "Adam", "config": {}}})
        file.create_group("model_weights/dense").create_dataset("kernel:0", data=np.zeros((3, 4)))
    with h5py.File(folder / "table.hdf5", "w") as file:
        file["a"] = np.arange(10)
        file["soft"] = h5py.SoftLink("/a")


def of_keras(folder: Path) -> None:
    import keras

    layers = keras.layers
    models = {
        "dense": [layers.Input((4,)), layers.Dense(3, activation="relu", kernel_regularizer="l2"), layers.Dropout(0.5)],
        "image": [layers.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Flatten()],
        "text": [layers.Input((5,)), layers.Embedding(10, 4), layers.LSTM(3), layers.Dense(1, activation="sigmoid")],
        "scaled": [layers.Input((4,)), layers.Normalization(mean=0.0, variance=1.0), layers.Activation(keras.ops.relu)],
    }
    for name, stack in models.items():
        model = keras.Sequential(stack)
        model.compile("adam", loss=keras.losses.mean_squared_error, metrics=["mae"])
        model.save(folder / f"{name}.keras")
        model.save(folder / f"{name}.h5")
    first = keras.Input((4,))
    second = keras.ops.add(layers.Dense(4, activation=keras.activations.gelu)(first), 1.0)
    keras.Model(first, layers.Concatenate()([first, second])).save(folder / "functional.keras")


def of_tensorflow(folder: Path) -> None:
    import keras
    import tensorflow as tf

    class Own(tf.Module):  # type: ignore[misc]
        """A loop, a branch, a table with its asset, texts."""

        def __init__(self, words: Path) -> None:
            super().__init__()
            self.words = tf.saved_model.Asset(str(words))
            source = tf.lookup.TextFileInitializer(
                self.words, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER
            )
            self.table = tf.lookup.StaticHashTable(source, -1)
            self.weight = tf.Variable(tf.ones([3, 3]))

        @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])  # type: ignore[untyped-decorator]
        def __call__(self, texts: tf.Tensor) -> tf.Tensor:
            found = tf.cast(self.table.lookup(tf.strings.lower(texts)), tf.float32)
            for _ in tf.range(3):
                found = tf.nn.relu(found) + tf.reduce_sum(self.weight)
            return tf.cond(tf.size(found) > 2, lambda: found, lambda: found * 2.0)

    words = folder / "words.txt"
    words.write_text("a\nb\n")
    tf.saved_model.save(Own(words), str(folder / "own"))
    layers = keras.layers
    for name, stack in {
        "dense": [layers.Input((4,)), layers.Dense(3, activation="relu")],
        "image": [layers.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Flatten()],
        "text": [layers.Input((5,)), layers.Embedding(10, 4), layers.GRU(3)],
    }.items():
        keras.Sequential(stack).export(str(folder / name), verbose=False)
    for path in [*folder.rglob("*")]:
        if path.is_file() and path.suffix != ".pb" or path.name == "fingerprint.pb":
            path.unlink()


def of_repositories(folder: Path) -> None:
    """Configurations as a model repository has them, spelled out here."""
    for name, value in {
        "config.json": {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 32000},
        "tokenizer_config.json": {"chat_template": TEMPLATE, "tokenizer_class": "LlamaTokenizer"},
        "chat_template.json": {"chat_template": TEMPLATE},
        "model.safetensors.index.json": {"metadata": {}, "weight_map": {"a": "model-00001-of-00002.safetensors"}},
        "modules.json": [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}],
        "model_index.json": {"_class_name": "Pipe", "_diffusers_version": "0.3", "unet": ["diffusers", "UNet"]},
    }.items():
        (folder / name).write_text(json.dumps(value))
    (folder / "chat_template.jinja").write_text(TEMPLATE)
    (folder / "MLmodel").write_text(
        "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n    model_path: model.pkl\nrun_id: abc\n"
    )
    (folder / "tree.pmml").write_text('<?xml version="1.0"?>\n<PMML version="4.4"><Header/></PMML>')


MAKERS: dict[str, Callable[[Path], None]] = {
    "numpy": of_numpy, "scipy": of_scipy, "safetensors": of_safetensors, "gguf": of_gguf, "onnx": of_onnx,
    "boosters": of_boosters, "skops": of_skops, "h5py": of_h5py, "keras": of_keras, "tensorflow": of_tensorflow,
    "repositories": of_repositories,
}  # fmt: skip
