"""Honest files of data, texts, pictures and networks, thought of when the list of names had been mended once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .shelf import Shelf


def _each(shelf: Shelf, groups: tuple[Callable[[], dict[str, Any]], ...]) -> None:
    for things in groups:
        try:
            shelf.mixed({f"{name}_{things.__name__}": make for name, make in things().items()})
        except Exception as error:  # a library that is not there, or of another version: the others are measured
            shelf.failed.append(f"{things.__name__}: {type(error).__name__}: {error}"[:160])


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

    _each(shelf, (arrow,))


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


def of_later_tables(shelf: Shelf) -> None:
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({"a": [1, 2], "b": ["u", "v"]})

    def polars() -> dict[str, Any]:
        import polars as pl

        return {"later_frame": lambda: pl.DataFrame({"a": [1, 2]}), "later_series": lambda: pl.Series("a", [1])}

    def pyarrow() -> dict[str, Any]:
        import pyarrow as pa

        table = pa.table({"a": [1, 2], "b": ["u", None], "c": [[1], [2]]})
        return {
            "later_table": lambda: table,
            "later_schema": lambda: table.schema,
            "later_batch": lambda: table.to_batches()[0],
            "later_types": lambda: [pa.int8(), pa.string(), pa.map_(pa.string(), pa.int8()), pa.decimal128(5, 2)],
            "later_scalar": lambda: pa.array([1.5]),
        }

    def xarray() -> dict[str, Any]:
        import xarray as xr

        cube = xr.DataArray(np.zeros((2, 3)), dims=("t", "x"), coords={"t": pd.date_range("2024", periods=2)})
        return {
            "later_cube": lambda: cube,
            "later_set": lambda: cube.to_dataset(name="v"),
            "later_var": lambda: cube.variable,
        }

    def dask() -> dict[str, Any]:
        import dask.array as da

        return {"later_array": lambda: da.zeros((4, 4), chunks=2)}

    def geopandas() -> dict[str, Any]:
        import geopandas
        from shapely import geometry

        points = [geometry.Point(0, 1), geometry.Polygon([(0, 0), (1, 0), (1, 1)])]
        return {
            "later_geo": lambda: geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326"),
            "later_shapes": lambda: points + [geometry.LineString([(0, 0), (1, 1)]), geometry.MultiPoint([(0, 0)])],
        }

    def pyproj() -> dict[str, Any]:
        import pyproj

        return {"later_crs": lambda: pyproj.CRS("EPSG:4326")}

    def networkx() -> dict[str, Any]:
        import networkx as nx

        return {
            "later_graph": lambda: nx.karate_club_graph(),
            "later_directed": lambda: nx.DiGraph([(1, 2, {"w": 0.5})]),
            "later_multi": lambda: nx.MultiDiGraph([(1, 2), (1, 2)]),
        }

    def igraph() -> dict[str, Any]:
        import igraph

        return {"later_graph": lambda: igraph.Graph.Ring(5)}

    def astropy() -> dict[str, Any]:
        import astropy.units as u
        from astropy.coordinates import SkyCoord
        from astropy.table import Table
        from astropy.time import Time

        return {
            "later_quantity": lambda: 3 * u.km / u.s,
            "later_sky": lambda: SkyCoord(1 * u.deg, 2 * u.deg),
            "later_table": lambda: Table({"a": [1, 2]}),
            "later_time": lambda: Time("2024-01-01"),
        }

    def pint() -> dict[str, Any]:
        import uncertainties

        return {"later_uncertain": lambda: uncertainties.ufloat(1, 0.1)}

    def chemistry() -> dict[str, Any]:
        from rdkit import Chem, DataStructs
        from rdkit.Chem import AllChem

        molecule = Chem.MolFromSmiles("CCO")
        return {
            "later_molecule": lambda: molecule,
            "later_bits": lambda: AllChem.GetMorganFingerprintAsBitVect(molecule, 2, 64),
            "later_vector": lambda: DataStructs.ExplicitBitVect(8),
        }

    def biology() -> dict[str, Any]:
        from Bio.Seq import Seq
        from Bio.SeqRecord import SeqRecord

        return {"later_sequence": lambda: SeqRecord(Seq("ACGT"), id="a")}

    def anndata() -> dict[str, Any]:
        import anndata

        return {"later_cells": lambda: anndata.AnnData(np.eye(3, dtype="f4"))}

    def nibabel() -> dict[str, Any]:
        import nibabel

        return {"later_scan": lambda: nibabel.Nifti1Image(np.zeros((2, 2, 2), "f4"), np.eye(4))}

    def ase() -> dict[str, Any]:
        from ase import Atoms

        return {"later_atoms": lambda: Atoms("CO", positions=[(0, 0, 0), (0, 0, 1)])}

    def pymatgen() -> dict[str, Any]:
        from pymatgen.core import Lattice, Structure

        return {"later_crystal": lambda: Structure(Lattice.cubic(3), ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])}

    def sympy() -> dict[str, Any]:
        import sympy

        x = sympy.Symbol("x")
        return {"later_expression": lambda: x**2 + 1, "later_matrix": lambda: sympy.Matrix([[1, x]])}

    def attrs() -> dict[str, Any]:
        import sortedcontainers
        from bidict import bidict
        from frozendict import frozendict
        from intervaltree import IntervalTree

        return {
            "later_sorted": lambda: sortedcontainers.SortedDict(a=1),
            "later_sorted_list": lambda: sortedcontainers.SortedList([2, 1]),
            "later_two_ways": lambda: bidict(a=1),
            "later_frozen": lambda: frozendict(a=1),
            "later_intervals": lambda: IntervalTree.from_tuples([(1, 2)]),
        }

    def boxes() -> dict[str, Any]:
        from easydict import EasyDict
        from ml_collections import ConfigDict

        return {"later_easy": lambda: EasyDict(a=1, b={"c": 2}), "later_config": lambda: ConfigDict({"a": 1})}

    def more_boxes() -> dict[str, Any]:
        from addict import Dict
        from box import Box
        from munch import Munch

        return {"later_box": lambda: Box(a=1), "later_munch": lambda: Munch(a=1), "later_addict": lambda: Dict(a=1)}

    def omegaconf() -> dict[str, Any]:
        from omegaconf import OmegaConf

        return {"later_settings": lambda: OmegaConf.create({"a": [1, {"b": 2}]})}

    def dates() -> dict[str, Any]:
        import dateutil.tz
        import pytz
        from dateutil.relativedelta import relativedelta
        from dateutil.rrule import DAILY, rrule

        return {
            "later_zones": lambda: [
                pytz.UTC,
                pytz.timezone("Europe/Berlin"),
                dateutil.tz.tzutc(),
                dateutil.tz.gettz("UTC"),
            ],
            "later_relative": lambda: relativedelta(months=1),
            "later_rule": lambda: rrule(DAILY, count=2),
        }

    def arrows() -> dict[str, Any]:
        import arrow
        import pendulum

        return {"later_arrow": lambda: arrow.Arrow(2024, 1, 1), "later_pendulum": lambda: pendulum.datetime(2024, 1, 1)}

    first = (polars, pyarrow, xarray, dask, geopandas, pyproj, networkx, igraph, astropy, pint, chemistry, biology)
    second = (anndata, nibabel, ase, pymatgen, sympy, attrs, boxes, more_boxes, omegaconf, dates, arrows)
    _each(shelf, first + second)


def of_later_pictures(shelf: Shelf) -> None:
    import numpy as np

    def pillow() -> dict[str, Any]:
        from PIL import Image

        return {"later_image": lambda: Image.new("RGB", (3, 3)), "later_palette": lambda: Image.new("P", (3, 3))}

    def cv2() -> dict[str, Any]:
        import cv2

        return {"later_keypoints": lambda: [(point.pt, point.size) for point in [cv2.KeyPoint(1, 2, 3)]]}

    def plots() -> dict[str, Any]:
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        def drawn() -> Any:
            figure, (left, right) = plt.subplots(1, 2)
            left.plot([1, 2], label="a")
            left.legend()
            right.hist([1, 2, 2])
            right.set_title("b")
            return figure

        return {
            "later_figure": drawn,
            "later_map": lambda: plt.get_cmap("viridis"),
            "later_norm": lambda: matplotlib.colors.Normalize(0, 1),
        }

    def plotly() -> dict[str, Any]:
        import plotly.graph_objects as go

        return {"later_scatter": lambda: go.Figure(go.Scatter(x=[1], y=[2]))}

    def altair() -> dict[str, Any]:
        import altair
        import pandas as pd

        return {"later_chart": lambda: altair.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(x="a:Q").to_dict()}

    def skimage() -> dict[str, Any]:
        from skimage.transform import AffineTransform, SimilarityTransform

        return {"later_affine": lambda: AffineTransform(), "later_similar": lambda: SimilarityTransform()}

    def trimesh() -> dict[str, Any]:
        import trimesh

        return {"later_mesh": lambda: trimesh.creation.box()}

    def albumentations() -> dict[str, Any]:
        import albumentations as A

        return {"later_augment": lambda: A.Compose([A.HorizontalFlip(), A.Normalize()])}

    def mne() -> dict[str, Any]:
        import mne

        return {"later_info": lambda: mne.create_info(2, 100.0, "eeg")}

    def wordcloud() -> dict[str, Any]:
        import wordcloud

        return {"later_cloud": lambda: wordcloud.WordCloud().generate("one two two")}

    _each(shelf, (pillow, cv2, plots, plotly, altair, skimage, trimesh, albumentations, mne, wordcloud))
    shelf.mixed({"later_pixels": lambda: np.zeros((4, 4, 3), "uint8")})


def of_later_texts(shelf: Shelf) -> None:
    texts = [["one", "cat"], ["two", "dogs"], ["one", "dog"]] * 5

    def gensim() -> dict[str, Any]:
        from gensim import corpora, models

        words = corpora.Dictionary(texts)
        bags = [words.doc2bow(text) for text in texts]
        return {
            "later_words": lambda: words,
            "later_lda": lambda: models.LdaModel(bags, 2, words),
            "later_lsi": lambda: models.LsiModel(bags, num_topics=2),
            "later_tfidf": lambda: models.TfidfModel(bags),
            "later_doc2vec": lambda: models.Doc2Vec(
                [models.doc2vec.TaggedDocument(text, [k]) for k, text in enumerate(texts)], vector_size=4, min_count=1
            ),
            "later_fasttext": lambda: models.FastText(texts, vector_size=4, min_count=1),
            "later_vectors": lambda: models.Word2Vec(texts, vector_size=4, min_count=1).wv,
            "later_phrases": lambda: models.Phrases(texts, min_count=1),
        }

    def nltk() -> dict[str, Any]:
        import nltk

        return {
            "later_bayes": lambda: nltk.NaiveBayesClassifier.train([({"a": 1}, "u"), ({"a": 2}, "v")]),
            "later_tagger": lambda: nltk.UnigramTagger([[("a", "N")]], backoff=nltk.DefaultTagger("N")),
            "later_counts": lambda: nltk.FreqDist("abca"),
            "later_stemmer": lambda: nltk.PorterStemmer(),
            "later_tree": lambda: nltk.Tree("S", ["a"]),
            "later_tokenizer": lambda: nltk.RegexpTokenizer(r"\w+"),
        }

    def spacy() -> dict[str, Any]:
        import spacy

        return {"later_bytes": lambda: spacy.blank("en").to_bytes()}

    def rank_bm25() -> dict[str, Any]:
        from rank_bm25 import BM25Okapi

        return {"later_ranks": lambda: BM25Okapi(texts)}

    def vader() -> dict[str, Any]:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        return {"later_sentiment": SentimentIntensityAnalyzer}

    def textblob() -> dict[str, Any]:
        from textblob import TextBlob

        return {"later_blob": lambda: TextBlob("one cat")}

    def keras_texts() -> dict[str, Any]:
        from keras_preprocessing.text import Tokenizer

        def made() -> Any:
            found = Tokenizer(num_words=9)
            found.fit_on_texts(["one cat"])
            return found

        return {"later_tokens": made}

    def bs4() -> dict[str, Any]:
        from bs4 import BeautifulSoup

        return {"later_soup": lambda: BeautifulSoup("<p>a</p>", "html.parser")}

    def requests() -> dict[str, Any]:
        import requests

        return {"later_response": requests.Response, "later_cookies": requests.cookies.RequestsCookieJar}

    _each(shelf, (gensim, nltk, spacy, rank_bm25, vader, textblob, keras_texts, bs4, requests))


def of_later_networks(shelf: Shelf) -> None:
    import torch
    from torch import nn

    class Holder(dict):  # type: ignore[type-arg]
        """Never written itself: its items are."""

    conv = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.LazyLinear(2)
    )
    conv(torch.zeros(1, 3, 8, 8))
    plain = nn.Linear(3, 3)
    adam = torch.optim.AdamW(plain.parameters())
    plain(torch.zeros(1, 3)).sum().backward()
    adam.step()
    things: dict[str, Any] = {
        "later_conv": lambda: conv,
        "later_state": lambda: {"model": conv.state_dict(), "optimizer": adam.state_dict(), "epoch": 3, "loss": 0.5},
        "later_encoder": lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 1),
        "later_lstm": lambda: nn.LSTM(3, 4, batch_first=True),
        "later_embedding": lambda: nn.EmbeddingBag(5, 3),
        "later_attention": lambda: nn.MultiheadAttention(4, 2),
        "later_modules": lambda: nn.ModuleDict({"a": plain, "b": nn.Identity()}),
        "later_weighted": lambda: nn.utils.weight_norm(nn.Linear(3, 3)),
        "later_schedule": lambda: torch.optim.lr_scheduler.StepLR(adam, 3),
        "later_cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingLR(adam, 3).state_dict(),
        "later_dataset": lambda: torch.utils.data.TensorDataset(torch.zeros(3, 2), torch.zeros(3)),
        "later_tensor": lambda: torch.zeros(3, dtype=torch.bfloat16),
        "later_sparse": lambda: torch.eye(3).to_sparse(),
        "later_generator": lambda: torch.Generator().get_state(),
        "later_device": lambda: {"device": torch.device("cpu"), "size": torch.Size([1]), "type": torch.float16},
        "later_normal": lambda: torch.distributions.Normal(torch.zeros(1), torch.ones(1)),
        "later_complex": lambda: torch.zeros(2, dtype=torch.complex64),
        "later_grads": lambda: [parameter.grad for parameter in plain.parameters()],
        "later_upsample": lambda: nn.Sequential(nn.Upsample(scale_factor=2), nn.ConvTranspose2d(3, 3, 2), nn.GELU()),
    }
    for number, (name, make) in enumerate(things.items()):
        try:
            thing = make()
        except Exception as error:
            shelf.failed.append(f"{name}: {error}"[:160])
            continue
        shelf.save(
            name + (".pt", ".pth", ".bin", ".ckpt")[number % 4], lambda path, thing=thing: torch.save(thing, path)
        )
        if number % 3 == 0:
            shelf.pickle(f"{name}_plain", thing)
        if number % 5 == 0:
            shelf.save(
                f"{name}_old.pt",
                lambda path, thing=thing: torch.save(thing, path, _use_new_zipfile_serialization=False),
            )
    _of_torch_kin(shelf)


def _of_torch_kin(shelf: Shelf) -> None:
    import numpy as np
    import torch

    def vision() -> dict[str, Any]:
        import torchvision

        return {
            "later_resnet": lambda: torchvision.models.resnet18(),
            "later_mobile": lambda: torchvision.models.mobilenet_v3_small(),
            "later_transforms": lambda: torchvision.transforms.Compose(
                [
                    torchvision.transforms.Resize(8),
                    torchvision.transforms.ToTensor(),
                    torchvision.transforms.RandomCrop(4),
                ]
            ),
        }

    def tabnet() -> dict[str, Any]:
        from pytorch_tabnet.tab_network import TabNet

        return {"later_tabnet": lambda: TabNet(4, 2, group_attention_matrix=torch.eye(4))}

    def gpytorch() -> dict[str, Any]:
        import gpytorch

        return {"later_kernel": lambda: gpytorch.kernels.ScaleKernel(gpytorch.kernels.RBFKernel())}

    def pyro() -> dict[str, Any]:
        import pyro.distributions as dist

        return {"later_normal": lambda: dist.Normal(0.0, 1.0)}

    def monai() -> dict[str, Any]:
        from monai.networks.nets import UNet

        return {"later_unet": lambda: UNet(2, 1, 1, (4, 8), (2,))}

    def kornia() -> dict[str, Any]:
        import kornia

        return {"later_blur": lambda: kornia.filters.GaussianBlur2d((3, 3), (1.0, 1.0))}

    def skorch() -> dict[str, Any]:
        from skorch import NeuralNetClassifier
        from torch import nn

        return {
            "later_skorch": lambda: NeuralNetClassifier(
                nn.Linear, module__in_features=3, module__out_features=2
            ).initialize()
        }

    def gym() -> dict[str, Any]:
        import gymnasium

        return {
            "later_space": lambda: gymnasium.spaces.Dict(
                {"a": gymnasium.spaces.Box(0, 1, (2,)), "b": gymnasium.spaces.Discrete(3)}
            )
        }

    def baselines() -> dict[str, Any]:
        from gymnasium.spaces import Box, Discrete
        from stable_baselines3.common.policies import ActorCriticPolicy

        return {
            "later_policy": lambda: ActorCriticPolicy(
                Box(-1, 1, (2,), np.float32), Discrete(2), lambda _: 1e-3
            ).state_dict()
        }

    def einops() -> dict[str, Any]:
        from einops.layers.torch import Rearrange, Reduce

        return {"later_layers": lambda: [Rearrange("b c h w -> b (c h w)"), Reduce("b c h w -> b c", "mean")]}

    def efficientnet() -> dict[str, Any]:
        from efficientnet_pytorch import EfficientNet

        return {"later_efficient": lambda: EfficientNet.from_name("efficientnet-b0")}

    def metrics() -> dict[str, Any]:
        import torchmetrics

        return {"later_accuracy": lambda: torchmetrics.classification.BinaryAccuracy()}

    def timm() -> dict[str, Any]:
        import timm

        return {"later_vit": lambda: timm.create_model("vit_tiny_patch16_224")}

    def transformers() -> dict[str, Any]:
        from transformers import BertConfig, BertModel, GPT2Config, T5Config

        small = {
            "hidden_size": 8,
            "num_hidden_layers": 1,
            "num_attention_heads": 1,
            "intermediate_size": 8,
            "vocab_size": 9,
        }
        return {
            "later_bert": lambda: BertModel(BertConfig(**small)),
            "later_configs": lambda: [GPT2Config(), T5Config()],
        }

    def geometric() -> dict[str, Any]:
        from torch_geometric.data import Data
        from torch_geometric.nn import GATConv

        return {"later_graph": lambda: Data(x=torch.zeros(2, 1)), "later_attention": lambda: GATConv(2, 2)}

    groups = (vision, tabnet, gpytorch, pyro, monai, kornia, skorch, gym, baselines, einops, efficientnet, metrics)
    for things in (*groups, timm, transformers, geometric):
        try:
            for name, make in things().items():
                thing = make()
                shelf.save(f"{name}_{things.__name__}.pt", lambda path, thing=thing: torch.save(thing, path))
        except Exception as error:
            shelf.failed.append(f"{things.__name__}: {type(error).__name__}: {error}"[:160])
