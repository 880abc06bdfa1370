"""Where a notebook loads a data file, and which file that is."""

from __future__ import annotations

from .ipynb import Notebook
from .loadtable import Load, Loader, Table

__all__ = ["DATA", "DATA_LOAD_SCREEN", "data_loads"]

_KINDS = "csv table json parquet excel feather fwf hdf html xml orc stata sas spss".split()
_POLARS = "csv csv_batched json ndjson parquet ipc excel avro delta ods".split()
_PANDAS = ("pandas", "modin.pandas", "cudf", "dask.dataframe", "pyspark.pandas", "geopandas")
DATA = Table(
    "data-loads",
    (
        Loader(
            tuple(f"{library}.read_{kind}" for library in _PANDAS for kind in _KINDS),
            0,
            ("filepath_or_buffer", "path_or_buf", "path", "io", "path_or_buffer", "urlpath"),
        ),
        Loader(("geopandas.read_file", "pyogrio.read_dataframe"), 0, ("filename", "path_or_buffer")),
        Loader(tuple(f"polars.{verb}_{kind}" for verb in ("read", "scan") for kind in _POLARS), 0, ("source",)),
        Loader(("numpy.loadtxt", "numpy.genfromtxt"), 0, ("fname",)),
        Loader(("numpy.fromfile", "numpy.memmap"), 0, ("file", "filename")),
        Loader(("scipy.io.loadmat", "scipy.io.arff.loadarff"), 0, ("file_name", "f")),
        Loader(("sklearn.datasets.load_svmlight_file",), 0, ("f",)),
        Loader(("json.load", "json.loads", "ujson.load", "orjson.loads"), 0, ("fp", "s")),
        Loader(("csv.reader", "csv.DictReader"), 0, ("csvfile", "f")),
        Loader(("pyarrow.parquet.read_table", "pyarrow.parquet.ParquetFile", "pyarrow.feather.read_table",
                "pyarrow.feather.read_feather", "pyarrow.csv.read_csv", "pyarrow.json.read_json",
                "pyarrow.orc.read_table"), 0, ("source", "input_file")),
        Loader(("xarray.open_dataset", "xarray.load_dataset", "xarray.open_dataarray"), 0, ("filename_or_obj",)),
        Loader(("h5py.File",), 0, ("name",)),
        Loader(("vaex.open", "vaex.read_csv", "pyreadstat.read_sav", "pyreadr.read_r"), 0, ("path", "filename_path")),
        Loader(("datasets.load_dataset",), -1, ("data_files",)),
        Loader(("datasets.Dataset.from_csv", "datasets.Dataset.from_json", "datasets.Dataset.from_parquet"), 0,
               ("path_or_paths",)),
    ),
)  # fmt: skip
DATA_LOAD_SCREEN = DATA.screen  # for rules that ask which data files a notebook reads


def data_loads(notebook: Notebook) -> tuple[Load, ...]:
    """The data files that calls of a notebook read, as ``loads`` tells model files."""
    return DATA.loads(notebook)
