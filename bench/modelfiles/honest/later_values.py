"""Later honest files: values and arrays of Python, numpy, scipy and pandas."""

from __future__ import annotations

from typing import Any

from .shelf import Shelf


def of_later_python(shelf: Shelf) -> None:
    import array
    import calendar
    import collections
    import dataclasses
    import datetime
    import decimal
    import email.message
    import enum
    import fractions
    import functools
    import http.cookies
    import ipaddress
    import itertools
    import operator
    import pathlib
    import queue
    import random
    import re
    import string
    import textwrap
    import time
    import types
    import urllib.parse
    import uuid
    import xml.etree.ElementTree as tree

    root = tree.Element("a", b="c")
    tree.SubElement(root, "d").text = "e"
    message = email.message.EmailMessage()
    message["Subject"] = "a"
    things: dict[str, Any] = {
        "later_dates": lambda: [datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc), datetime.timedelta(1)],
        "later_context": lambda: decimal.Context(prec=9),
        "later_fraction": lambda: {fractions.Fraction(1, 3): decimal.Decimal("0.1")},
        "later_paths": lambda: [pathlib.Path("a"), pathlib.PurePosixPath("b"), pathlib.PureWindowsPath("c")],
        "later_pattern": lambda: re.compile("a+", re.I | re.M),
        "later_flags": lambda: re.I,
        "later_getter": lambda: operator.itemgetter(1, 2),
        "later_counter": lambda: itertools.count(3),
        "later_chain": lambda: itertools.cycle([1, 2]),
        "later_order": lambda: collections.OrderedDict(a=collections.deque([1], 3)),
        "later_nested": lambda: collections.defaultdict(set, {"a": {1}}),
        "later_chained": lambda: collections.ChainMap({"a": 1}, {"b": 2}),
        "later_user": lambda: [collections.UserDict(a=1), collections.UserList([1]), collections.UserString("a")],
        "later_space": lambda: types.SimpleNamespace(a=1),
        "later_address": lambda: [ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_interface("10.0.0.1/8")],
        "later_uuid": lambda: uuid.UUID(int=3),
        "later_split": lambda: urllib.parse.urlparse("https://example.org/a?b=c"),
        "later_xml": lambda: root,
        "later_message": lambda: message,
        "later_cookie": lambda: http.cookies.SimpleCookie("a=b"),
        "later_random": lambda: random.Random(3),
        "later_array": lambda: array.array("f", [1.0]),
        "later_range": lambda: [range(3), slice(1, 2), complex(1, 2), Ellipsis, NotImplemented, frozenset([1])],
        "later_types": lambda: {"int": int, "list": list, "date": datetime.date, "none": type(None)},
        "later_time": lambda: time.localtime(0),
        "later_errors": lambda: [KeyError("a"), OSError(2, "b"), UnicodeDecodeError("utf-8", b"a", 0, 1, "c")],
        "later_calendar": lambda: calendar.TextCalendar(),
        "later_template": lambda: [string.Template("a"), string.Formatter(), textwrap.TextWrapper()],
        "later_bytes": lambda: [b"a", bytearray(b"b"), memoryview(b"c").tobytes()],
        "later_http": lambda: __import__("http").HTTPStatus.OK,
        "later_safe": lambda: uuid.SafeUUID.safe,
        "later_missing": lambda: dataclasses.MISSING.__class__,
        "later_auto": lambda: enum.Enum,
        "later_full": lambda: queue.Full(),
        "later_key": lambda: functools.total_ordering,
    }
    shelf.mixed(things)


def of_later_pandas(shelf: Shelf) -> None:
    import numpy as np
    import pandas as pd

    rng = np.random.RandomState(0)
    frame = pd.DataFrame({"a": rng.rand(6), "b": list("uvuvuv"), "c": pd.date_range("2024", periods=6)})
    things: dict[str, Any] = {
        "later_frame": lambda: frame,
        "later_typed": lambda: frame.astype({"b": "category", "a": "float32"}),
        "later_zoned": lambda: frame.assign(c=frame["c"].dt.tz_localize("Europe/Berlin")),
        "later_levels": lambda: frame.set_index(["b", "c"]),
        "later_pivot": lambda: frame.pivot_table(index="b", values="a", aggfunc=["mean", "max"]),
        "later_nullable": lambda: pd.DataFrame(
            {"i": pd.array([1, None], dtype="Int64"), "s": pd.array(["u", None], dtype="string")}
        ),
        "later_intervals": lambda: pd.cut(frame["a"], 3),
        "later_quantiles": lambda: pd.qcut(frame["a"], 2, labels=["low", "high"]),
        "later_periods": lambda: frame.set_index(frame["c"].dt.to_period("D")),
        "later_spans": lambda: frame["c"] - frame["c"].iloc[0],
        "later_sparse": lambda: pd.DataFrame({"a": pd.arrays.SparseArray([0, 0, 1])}),
        "later_objects": lambda: pd.DataFrame({"o": [{"k": 1}, [2], None]}),
        "later_parts": lambda: dict(list(frame.groupby("b"))),
        "later_rolled": lambda: frame["a"].rolling(2).mean(),
        "later_empty": lambda: pd.DataFrame(),
        "later_names": lambda: frame.columns,
        "later_offset": lambda: [
            pd.offsets.BusinessDay(2),
            pd.offsets.QuarterEnd(),
            pd.offsets.Hour(3),
            pd.offsets.CustomBusinessDay(),
        ],
        "later_stamp": lambda: {
            "t": pd.Timestamp("2024-01-01", tz="US/Eastern"),
            "n": pd.NaT,
            "p": pd.Period("2024Q1"),
        },
        "later_float_index": lambda: pd.Series([1, 2], index=[0.5, 1.5]),
        "later_unsigned": lambda: pd.Series([1, 2], index=np.array([1, 2], dtype="uint64")),
        "later_attributes": lambda: frame.groupby("b"),
        "later_dummies": lambda: pd.get_dummies(frame["b"]),
        "later_datetime_index": lambda: pd.date_range("2024", periods=4, freq="W-MON", tz="UTC"),
        "later_delta_index": lambda: pd.timedelta_range("1h", periods=3),
        "later_flags": lambda: frame.describe(include="all"),
    }
    shelf.mixed(things)
    for name in ("later_frame", "later_levels", "later_zoned"):
        for extension in (".pkl.gz", ".pkl.bz2", ".pkl.xz", ".pkl.zip"):
            shelf.save(f"{name}_written{extension}", lambda path, name=name: things[name]().to_pickle(path))

    def arrow() -> dict[str, Any]:
        return {"later_arrow": lambda: frame.convert_dtypes(dtype_backend="pyarrow")}

    shelf.groups((arrow,))


def of_later_numpy(shelf: Shelf) -> None:
    import numpy as np
    from scipy import interpolate, optimize, signal, sparse, spatial, stats

    rng = np.random.RandomState(0)
    x = np.linspace(0, 1, 9)
    things: dict[str, Any] = {
        "later_arrays": lambda: {"x": rng.rand(3, 4), "y": np.arange(3), "z": np.array(["a"], object)},
        "later_scalars": lambda: [
            np.float32(1),
            np.int64(2),
            np.bool_(True),
            np.str_("a"),
            np.datetime64("2024-01-01"),
        ],
        "later_masked": lambda: np.ma.masked_less(rng.rand(4), 0.5),
        "later_matrix": lambda: np.matrix([[1, 2]]),
        "later_fields": lambda: np.zeros(2, [("a", "i4"), ("b", "U4")]),
        "later_generator": lambda: {"old": rng, "new": np.random.default_rng(1)},
        "later_types": lambda: [np.float64, np.dtype("f4"), np.ndarray, np.dtype("M8[ns]")],
        "later_ufuncs": lambda: [np.exp, np.log1p, np.maximum],
        "later_functions": lambda: {
            "mean": np.mean,
            "sum": np.sum,
            "std": np.std,
            "nanmean": np.nanmean,
            "argmax": np.argmax,
        },
        "later_polynomial": lambda: [np.poly1d([1, 2]), np.polynomial.Polynomial([1, 2])],
        "later_csr": lambda: sparse.random(5, 5, 0.5, format="csr"),
        "later_coo": lambda: sparse.coo_matrix(np.eye(3)),
        "later_tree": lambda: spatial.cKDTree(rng.rand(9, 2)),
        "later_hull": lambda: spatial.ConvexHull(rng.rand(9, 2)).vertices,
        "later_spline": lambda: interpolate.CubicSpline(x, x**2),
        "later_grid": lambda: interpolate.RegularGridInterpolator((x, x), rng.rand(9, 9)),
        "later_radial": lambda: interpolate.RBFInterpolator(rng.rand(9, 2), x),
        "later_linear": lambda: interpolate.interp1d(x, x),
        "later_univariate": lambda: interpolate.UnivariateSpline(x, x),
        "later_result": lambda: optimize.minimize(lambda v: float(v @ v), [1.0]),
        "later_filter": lambda: signal.butter(2, 0.5),
        "later_lti": lambda: signal.TransferFunction([1], [1, 1]),
        "later_frozen": lambda: stats.norm(0, 1),
        "later_kde": lambda: stats.gaussian_kde(x),
        "later_test": lambda: stats.ttest_ind(x, x),
        "later_regression": lambda: stats.linregress(x, x),
        "later_rotation": lambda: spatial.transform.Rotation.from_euler("x", 1),
        "later_search_space": lambda: {
            "a": stats.uniform(0, 1),
            "b": stats.randint(1, 9),
            "c": stats.loguniform(1e-3, 1),
        },
    }
    shelf.mixed(things)
