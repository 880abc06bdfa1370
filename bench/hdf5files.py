"""HDF5 files that real libraries write: h5py in every notation, keras, PyTables, pandas and hickle."""

from __future__ import annotations

import io
import json
import os
import pickle
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CODE = json.dumps({"class_name": "Lambda", "config": {"name": "l", "function": ["4wEA", None, None]}})
VERSIONS = ("earliest", "v108", "v110", "v112", "latest")


def of_h5py(version: str, order: bool) -> bytes:
    """Every kind of attribute and link that h5py writes."""
    import h5py
    import numpy as np

    made = io.BytesIO()
    with h5py.File(made, "w", libver=version, track_order=order) as file:
        file.attrs["model_config"] = CODE
        file.attrs["fixed"] = np.bytes_(b"ab.")
        file.attrs["list"] = np.array([b"abc", b"defgh"])
        file.attrs.create("texts", ["ä", "bc"], dtype=h5py.string_dtype())
        file.attrs["number"] = 3
        file["type"] = np.dtype("S9")
        file.attrs.create("named", b"q", dtype=file["type"])
        for i in range(60):
            file.attrs[f"attribute {i}"] = f"value {i}" * i
        for i in range(200):
            group = file.create_group(f"group {i}")
            group.attrs["number"] = i
            group["values"] = np.arange(4, dtype="u1")
        for i in range(30):
            file["group 1"].attrs[f"large {i}"] = "y" * (i * 200)
        file["away"] = h5py.ExternalLink("other.h5", "/x")
        file["near"] = h5py.SoftLink("/group 1")
        file.create_dataset("raw", (4,), "u1", external=[("elsewhere.bin", 0, 4)])
        file.create_dataset("packed", data=np.zeros((50, 50)), compression="gzip", chunks=(10, 10))
    return made.getvalue()


def small(version: str) -> bytes:
    """A file that is quickly read, with code in its configuration and a link to another file."""
    import h5py

    made = io.BytesIO()
    with h5py.File(made, "w", libver=version) as file:
        file.attrs["model_config"] = CODE
        for i in range(10 if version == "latest" else 3):
            file.attrs[f"a{i}"] = pickle.dumps(i, 0)
        file.create_group("g").create_dataset("d", data=[1.0])
        file["away"] = h5py.ExternalLink("other.h5", "/x")
    return made.getvalue()


class Runs:
    """What a pickle can do, named only."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        return os.system, ("true",)


def of_others(folder: Path) -> Iterator[tuple[str, bool]]:
    """Files of libraries on top of HDF5, and whether each runs code when it is loaded. What is missing is named."""
    for maker in (_of_keras, _of_tables, _of_pandas, _of_hickle):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield from maker(folder)
        except ImportError as error:
            print(f"left out: {error}")


def _of_keras(folder: Path) -> Iterator[tuple[str, bool]]:
    import keras

    layers = keras.layers
    for name, bad in (("plain", False), ("lambda", True)):
        model = keras.Sequential([layers.Input((4,)), *[layers.Dense(4) for _ in range(50)]])
        model.add(layers.Lambda(lambda x: x * 2, output_shape=(4,)) if bad else layers.Dense(2))
        model.compile("adam", loss="mse")
        model.save(folder / f"keras-{name}.h5")
        yield f"keras-{name}.h5", bad
    model.save_weights(folder / "keras.weights.h5")
    yield "keras.weights.h5", False


def _of_tables(folder: Path) -> Iterator[tuple[str, bool]]:
    import tables

    for name, value, bad in (("plain", {"a": 1}, False), ("runs", Runs(), True)):
        with tables.open_file(folder / f"attribute-{name}.h5", "w") as file:
            file.root._v_attrs.value = value
            file.root._v_attrs.text = "A sentence."
        yield f"attribute-{name}.h5", bad
        with tables.open_file(folder / f"rows-{name}.h5", "w") as file:
            rows = file.create_vlarray(file.root, "rows", tables.ObjectAtom())
            rows.append([1, "x"])
            rows.append(value)
        yield f"rows-{name}.h5", bad


def _of_pandas(folder: Path) -> Iterator[tuple[str, bool]]:
    import pandas as pd
    import tables  # noqa: F401

    frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None], "c": pd.date_range("2020", periods=3, freq="B")})
    for name, options in (("fixed", {}), ("table", {"format": "table"})):
        frame.to_hdf(folder / f"pandas-{name}.h5", key="frame", **options)
        yield f"pandas-{name}.h5", False


def _of_hickle(folder: Path) -> Iterator[tuple[str, bool]]:
    import hickle

    for name, value, bad in (("plain", {"a": [1, "x"]}, False), ("runs", {"a": Runs()}, True)):
        hickle.dump(value, folder / f"hickle-{name}.h5")
        yield f"hickle-{name}.h5", bad
