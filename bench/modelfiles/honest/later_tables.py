"""Later honest files: what other libraries hold data in: tables, graphs, molecules, units, dates."""

from __future__ import annotations

from typing import Any

from .shelf import Shelf


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
    shelf.groups(first + second)
