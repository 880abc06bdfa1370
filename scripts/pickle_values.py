"""Values of the standard library, numpy, scipy and pandas: one of each kind that people pickle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def standard() -> Iterator[Any]:
    import argparse
    import array
    import builtins
    import calendar
    import collections.abc
    import dataclasses
    import datetime
    import decimal
    import fractions
    import http.cookies
    import ipaddress
    import numbers
    import pathlib
    import queue
    import random
    import re
    import statistics
    import string
    import textwrap
    import time
    import types
    import uuid
    import xml.etree.ElementTree as tree
    import zoneinfo

    yield from (
        set(),
        frozenset(),
        bytearray(b"x"),
        complex(1, 2),
        slice(1),
        range(3),
        object(),
        Ellipsis,
        NotImplemented,
    )
    yield from (int, float, str, bytes, bool, list, dict, tuple, set, frozenset, object, complex, type(None), bytearray)
    yield from (collections.OrderedDict(a=1), collections.Counter("a"), collections.deque([1]), collections.ChainMap())
    yield from (
        collections.defaultdict(list),
        collections.UserDict(),
        collections.UserList(),
        collections.UserString(""),
    )
    yield from (
        datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
        datetime.date(2020, 1, 1),
        datetime.time(1),
    )
    yield from (datetime.timedelta(1), datetime.timezone(datetime.timedelta(hours=1)))
    yield from (
        decimal.Decimal(1),
        decimal.Context(),
        fractions.Fraction(1, 2),
        uuid.UUID(int=1),
        array.array("d", [1]),
    )
    yield from (pathlib.PurePosixPath("a"), pathlib.PureWindowsPath("a"), pathlib.PosixPath("a"))
    yield from (argparse.Namespace(a=1), re.compile("a"), zoneinfo.ZoneInfo("UTC"))
    yield datetime.datetime(2020, 1, 1, tzinfo=zoneinfo.ZoneInfo("UTC"))
    yield from (random.Random(1), statistics.NormalDist(), types.SimpleNamespace(a=1), b"bytes")
    yield from (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("::1"))
    for kind in vars(builtins).values():
        if isinstance(kind, type) and issubclass(kind, BaseException):
            yield kind
    yield from (re.I, re.RegexFlag, uuid.SafeUUID.safe, http.HTTPStatus.OK, http.cookies.SimpleCookie("a=b"))
    yield from (ipaddress.ip_interface("10.0.0.1/8"), ipaddress.ip_network("::/8"), ipaddress.ip_interface("::1/8"))
    yield from (string.Template("a"), string.Formatter(), textwrap.TextWrapper(), time.localtime(0))
    yield from (calendar.TextCalendar(), calendar.HTMLCalendar(), calendar.Calendar(), queue.Full(), queue.Empty())
    yield from (tree.Element("a"), dataclasses.MISSING.__class__, types.GenericAlias(list, (int,)), random.SystemRandom)
    yield from (kind for kind in vars(decimal).values() if isinstance(kind, type))
    yield from (kind for kind in vars(collections.abc).values() if isinstance(kind, type))
    yield from (kind for kind in vars(numbers).values() if isinstance(kind, type))
    yield from (pathlib.Path, pathlib.PurePath, pathlib.PosixPath, pathlib.WindowsPath, fractions.Fraction)
    yield from (types.MappingProxyType, types.NoneType, datetime.tzinfo, zoneinfo.ZoneInfo, collections.deque)


def numpy_() -> Iterator[Any]:
    import numpy as np

    yield from (np.zeros(3), np.asfortranarray(np.ones((2, 2))), np.array(["a", None], dtype=object), np.matrix([[1]]))
    yield np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])
    yield np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])
    yield np.ma.masked_array([1, 2], mask=[0, 1])
    yield np.array(["2020-01-01"], dtype="M8[D]")
    yield np.poly1d([1, 2])
    yield np.ma.masked
    for code in "?bBhHiIlLqQefdgFDGSUVOMm":
        kind = np.dtype(code).type
        yield kind
        yield np.dtype(code)
        try:
            yield kind(1)
        except Exception:
            continue
    yield from (thing for thing in vars(np).values() if isinstance(thing, np.ufunc))
    yield from (np.nanmean, np.argmax, np.mean, np.median, np.sum, np.prod, np.min, np.max, np.std, np.var)
    yield np.random.RandomState(1)
    yield from (np.random.Generator(kind(1)) for kind in (np.random.PCG64, np.random.MT19937, np.random.Philox))
    yield from (np.random.Generator(np.random.SFC64(1)), np.random.PCG64DXSM(1), np.random.SeedSequence(1))


def scipy_() -> Iterator[Any]:
    import numpy as np
    from scipy import interpolate, optimize, signal, sparse, spatial, stats

    for kind in ("csr", "csc", "coo", "dok", "lil", "dia", "bsr"):
        yield getattr(sparse, f"{kind}_matrix")(np.eye(3))
        yield getattr(sparse, f"{kind}_array")(np.eye(3))
    x = np.linspace(0, 1, 8)
    yield from (interpolate.CubicSpline(x, x), interpolate.PchipInterpolator(x, x), interpolate.BSpline(x, x[:4], 3))
    yield from (
        interpolate.interp1d(x, x),
        interpolate.UnivariateSpline(x, x),
        interpolate.RegularGridInterpolator((x,), x),
    )
    yield from (spatial.KDTree(np.eye(3)), spatial.cKDTree(np.eye(3)), optimize.OptimizeResult(x=1))
    yield from (stats.norm(0, 1), stats.gaussian_kde(x), stats.multivariate_normal([0, 0]), stats.randint(1, 5))
    yield from (stats.expon(1), stats.uniform(1), stats.loguniform(1, 2), spatial.transform.Rotation.identity())
    yield from (stats.ttest_ind(x, x), stats.linregress(x, x), stats.pearsonr(x, x), stats.describe(x))
    yield from (signal.TransferFunction([1], [1, 1]), signal.StateSpace(1, 1, 1, 1), signal.ZerosPolesGain([1], [2], 3))
    yield from (interpolate.interp1d(x, x, kind=kind) for kind in ("nearest", "previous", "quadratic", "cubic"))


def pandas_() -> Iterator[Any]:
    import pandas as pd

    frame = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None], "c": [1.5, 2.5, None]})
    yield from (frame, frame["a"], frame.set_index("b"), frame.astype({"b": "category"}), frame.convert_dtypes())
    dates = pd.date_range("2020", periods=3)
    yield from (
        frame.set_index(dates),
        frame.set_index(dates.tz_localize("UTC")),
        dates.to_period("D"),
        dates - dates[0],
    )
    yield from (pd.MultiIndex.from_tuples([(1, "a"), (2, "b")]), pd.RangeIndex(3), pd.Index([1, 2]), pd.Index(["a"]))
    yield from (pd.CategoricalIndex(["a"]), pd.IntervalIndex.from_breaks([0, 1, 2]), pd.Categorical(["a"]))
    yield from (pd.Timestamp("2020"), pd.Timestamp("2020", tz="UTC"), pd.Timedelta(1), pd.Period("2020"), pd.NaT, pd.NA)
    yield from (pd.Interval(0, 1), pd.CategoricalDtype(["a"]), pd.DatetimeTZDtype(tz="UTC"), pd.StringDtype())
    yield from (
        pd.Series([1, None], dtype="Int64"),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([1.0], dtype="Float64"),
    )
    yield from (
        pd.arrays.SparseArray([0, 1]),
        frame.groupby("a").sum(),
        frame.describe(),
        pd.Series(pd.to_datetime(["2020"])),
    )
    for name in pd.tseries.offsets.__all__:
        try:
            yield getattr(pd.offsets, name)()
            yield getattr(pd.offsets, name)(2)
        except Exception:
            continue
    yield pd.DateOffset(months=1)
