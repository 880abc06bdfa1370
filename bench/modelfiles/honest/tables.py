"""Numbers, tables and plain values: the standard library, numpy, pandas, scipy, xarray, polars, pyarrow, networkx."""

from __future__ import annotations

from typing import Any

from .shelf import Shelf


def of_python(shelf: Shelf) -> None:
    import collections
    import datetime
    import decimal
    import fractions
    import pathlib
    import uuid

    things: dict[str, Any] = {
        "settings": {"lr": 0.1, "layers": [64, 32], "name": "net", "seed": None, "betas": (0.9, 0.999)},
        "vocabulary": {"os": 1, "system": 2, "eval": 3, "__import__": 4, "posix\nsystem": 5},
        "counts": collections.Counter("mississippi"),
        "ordered": collections.OrderedDict(a=1, b=[2]),
        "groups": collections.defaultdict(list, a=[1, 2]),
        "history": collections.deque([1.0, 0.5], maxlen=10),
        "dates": [datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.timezone.utc), datetime.timedelta(days=3)],
        "money": [decimal.Decimal("12.30"), fractions.Fraction(1, 3)],
        "paths": [pathlib.PurePosixPath("data/train.csv"), uuid.UUID(int=7)],
        "sets": ({1, 2}, frozenset("ab"), complex(1, 2), range(3), slice(1, 2)),
        "large": list(range(5000)),
        "bytes": {"digest": bytes(range(256)), "buffer": bytearray(b"abc")},
    }
    for number, (name, thing) in enumerate(things.items()):
        shelf.pickle(name, thing, (None, 0, 1, 2, 3, 4, 5)[number % 7])


def of_numpy(shelf: Shelf) -> None:
    import numpy as np

    rng = np.random.default_rng(0)
    arrays = {
        "matrix": rng.random((20, 30)),
        "integers": np.arange(100),
        "fortran": np.asfortranarray(rng.random((5, 7))),
        "flags": rng.random(50) > 0.5,
        "words": np.array(["cat", "dog", "bird"]),
        "objects": np.array([1, "x", None, [2, 3]], dtype=object),
        "records": np.array([(1, 2.0), (3, 4.0)], dtype=[("a", "i4"), ("b", "f8")]),
        "dates": np.array(["2024-01-01", "2024-01-02"], dtype="datetime64[D]"),
        "complex": rng.random(4) + 1j,
        "masked": np.ma.masked_array([1, 2, 3], mask=[0, 1, 0]),
        "scalar": np.float64(3.5),
    }
    for number, (name, array) in enumerate(arrays.items()):
        shelf.pickle(name, array, (None, 2, 4, 5)[number % 4])
        if name not in ("masked", "scalar", "objects"):
            shelf.save(f"{name}.npy", lambda path, array=array: np.save(path, array))
    plain = {name: array for name, array in arrays.items() if name in ("matrix", "integers", "words")}
    shelf.save("stored.npz", lambda path: np.savez(path, **plain))
    shelf.save("packed.npz", lambda path: np.savez_compressed(path, **plain))
    shelf.save("with_objects.npy", lambda path: np.save(path, arrays["objects"], allow_pickle=True))
    shelf.pickle("generator", np.random.default_rng(3))
    shelf.pickle("random_state", np.random.RandomState(3))
    shelf.pickle("polynomial", np.polynomial.Polynomial([1, 2, 3]))


def of_pandas(shelf: Shelf) -> None:
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame(
        {
            "number": [1, 2, 3],
            "share": [0.1, np.nan, 0.3],
            "word": ["a", None, "c"],
            "day": pd.date_range("2024-01-01", periods=3),
            "kind": pd.Categorical(["x", "y", "x"]),
        }
    )
    things: dict[str, Any] = {
        "frame": frame,
        "series": frame["share"],
        "words": frame["word"],
        "kinds": frame["kind"],
        "indexed": frame.set_index("day"),
        "zones": frame.assign(day=frame["day"].dt.tz_localize("Europe/Paris")),
        "pivot": frame.pivot_table(index="word", columns="kind", values="number", observed=True),
        "nullable": frame[["number"]].astype("Int64"),
        "periods": pd.period_range("2024-01", periods=4, freq="M"),
        "intervals": pd.cut([1, 5, 9], 3),
        "multi": frame.set_index(["word", "kind"]),
        "stamp": pd.Timestamp("2024-01-01", tz="UTC"),
        "sparse": pd.DataFrame({"a": pd.arrays.SparseArray([0, 0, 1])}),
        "text_type": frame["word"].astype("string"),
    }
    for number, (name, thing) in enumerate(things.items()):
        if hasattr(thing, "to_pickle"):
            ending = ("", ".gz", ".bz2", ".xz", ".zip")[number % 5]
            shelf.save(f"{name}.pkl{ending}", lambda path, thing=thing: thing.to_pickle(path))
        else:
            shelf.pickle(name, thing)
    shelf.save("table.h5", lambda path: frame.drop(columns="kind").to_hdf(path, key="t"))


def of_scipy(shelf: Shelf) -> None:
    import numpy as np
    from scipy import interpolate, optimize, sparse, spatial, stats

    x = np.linspace(0, 1, 12)
    for name in ("csr", "csc", "coo", "dok", "lil", "bsr", "dia"):
        shelf.pickle(f"{name}_matrix", getattr(sparse, f"{name}_matrix")(np.eye(4)))
    shelf.save("csr.npz", lambda path: sparse.save_npz(path, sparse.csr_matrix(np.eye(4))))
    shelf.each(
        {
            "spline": lambda: interpolate.CubicSpline(x, x**2),
            "interp1d": lambda: interpolate.interp1d(x, x**2, kind="cubic"),
            "akima": lambda: interpolate.Akima1DInterpolator(x, x),
            "rbf": lambda: interpolate.RBFInterpolator(x[:, None], x),
            "tree": lambda: spatial.cKDTree(np.eye(4)),
            "hull": lambda: spatial.KDTree(np.eye(3)),
            "rotation": lambda: spatial.transform.Rotation.from_euler("z", 90, degrees=True),
            "optimum": lambda: optimize.minimize(np.sum, x[:2], method="Nelder-Mead", options={"maxiter": 5}),
            "density": lambda: stats.gaussian_kde(x),
            "ttest": lambda: stats.ttest_ind(x, x + 1),
        },
        shelf.pickle,
    )


def of_xarray(shelf: Shelf) -> None:
    import numpy as np
    import xarray as xr

    array = xr.DataArray(np.eye(3), dims=("x", "y"), coords={"x": [1, 2, 3]}, attrs={"unit": "m"})
    shelf.pickle("array", array)
    shelf.pickle("dataset", xr.Dataset({"a": array, "b": ("t", [1.0, 2.0])}))


def of_polars(shelf: Shelf) -> None:
    import polars as pl

    frame = pl.DataFrame({"a": [1, 2, 3], "b": ["x", None, "z"]})
    shelf.save("frame.parquet", frame.write_parquet)
    shelf.pickle("frame", frame)
    shelf.pickle("series", frame["a"])


def of_pyarrow(shelf: Shelf) -> None:
    import pyarrow as pa
    import pyarrow.feather
    import pyarrow.parquet

    table = pa.table({"a": [1, 2, 3], "b": ["x", None, "z"]})
    shelf.save("table.parquet", lambda path: pyarrow.parquet.write_table(table, path))
    shelf.save("table.feather", lambda path: pyarrow.feather.write_feather(table, str(path)))
    shelf.pickle("schema", table.schema)
    shelf.pickle("table", table)


def of_networkx(shelf: Shelf) -> None:
    import networkx as nx

    graph = nx.karate_club_graph()
    shelf.pickle("graph", graph)
    shelf.pickle("directed", nx.DiGraph([(1, 2), (2, 3)]))
    shelf.pickle("multi", nx.MultiGraph([("a", "b"), ("a", "b")]))


def of_sympy(shelf: Shelf) -> None:
    import sympy

    x, y = sympy.symbols("x y")
    shelf.pickle("expression", sympy.sin(x) ** 2 + y / 3)
    shelf.pickle("matrix", sympy.Matrix([[1, x], [y, 2]]))


def of_shapely(shelf: Shelf) -> None:
    from shapely import geometry

    shelf.pickle("polygon", geometry.Polygon([(0, 0), (1, 0), (1, 1)]))
    shelf.pickle("points", [geometry.Point(1, 2), geometry.LineString([(0, 0), (1, 1)])])


def of_astropy(shelf: Shelf) -> None:
    from astropy import table, time, units

    shelf.pickle("quantity", 3 * units.m / units.s)
    shelf.pickle("table", table.Table({"a": [1, 2], "b": ["x", "y"]}))
    shelf.pickle("time", time.Time("2024-01-01"))


def of_matplotlib(shelf: Shelf) -> None:
    import matplotlib.figure

    figure = matplotlib.figure.Figure()
    figure.add_subplot().plot([1, 2, 3])
    shelf.pickle("figure", figure)


def of_plotly(shelf: Shelf) -> None:
    import plotly.graph_objects as go

    shelf.pickle("figure", go.Figure(go.Scatter(x=[1, 2], y=[3, 4])))


def of_pillow(shelf: Shelf) -> None:
    from PIL import Image

    shelf.pickle("image", Image.new("RGB", (8, 8)))
