"""Attacks with what real libraries have that nobody lists."""

from __future__ import annotations

from collections.abc import Iterator

from tests.formats.pickles import assemble as a

from .made import Made, numbered
from .pieces import WORD, state, whole

_OF_LIBRARIES = (
    "polars.lazyframe.frame.LazyFrame nltk.corpus.util.LazyCorpusLoader nltk.data.LazyLoader "
    "joblib.memory.MemorizedFunc keras.src.utils.module_utils.LazyModule optuna.integration._IntegrationModule "
    "pandas.core.computation.expr.Expr torch.utils.data.graph_settings.apply_sharding "
    "torch.package.package_importer.PackageImporter torch._C._jit_pass_inline numpy.lib.npyio.NpzFile "
    "numpy.lib._datasource.open scipy.io.loadmat sklearn.utils.Memory dask.delayed.delayed "
    "dask.optimization.SubgraphCallable distributed.protocol.serialize.deserialize pyarrow.lib.ipc.open_stream "
    "pyarrow.deserialize pyarrow.fs.LocalFileSystem spacy.util.load_model thinc.util.import_module "
    "gensim.utils.unpickle gensim.models.word2vec.Word2Vec.load transformers.AutoModel "
    "transformers.pipelines.get_task datasets.load_dataset evaluate.load huggingface_hub.hf_hub_download "
    "tensorflow.python.eager.context.context tensorflow.load_library tensorflow.io.gfile.GFile "
    "mlflow.sklearn.load_model ray.remote wandb.init comet_ml.Experiment prefect.flow "
    "airflow.operators.bash.BashOperator celery.Celery sqlalchemy.create_engine psycopg2.connect redis.Redis "
    "pymongo.MongoClient paramiko.SSHClient fabric.Connection jinja2.Template mako.template.Template "
    "tornado.template.Template chameleon.PageTemplate cffi.verifier.Verifier Cython.Build.Inline.cython_inline "
    "numba.extending.overload llvmlite.binding.load_library_permanently cupy.RawKernel pycuda.compiler.SourceModule "
    "triton.compiler.compile torch.utils.cpp_extension.load_inline xgboost.core._load_lib "
    "lightgbm.libpath.find_lib_path catboost.CatBoost.load_model h5py.File tables.open_file xarray.open_dataset "
    "netCDF4.Dataset zarr.open fsspec.open smart_open.open cloudpickle.cloudpickle._make_skeleton_class "
    "sympy.utilities.lambdify.lambdify patsy.build.build_design_matrices formulaic.model_matrix "
    "statsmodels.formula.api.ols scrapy.cmdline.execute IPython.utils.process.system "
    "setuptools._distutils.spawn.spawn wheel.cli.main streamlit.web.cli.main gradio.Interface "
    "bokeh.command.bootstrap.main dash.Dash django.core.management.call_command string.Formatter.format "
    "gettext.translation ctypes.util.find_library sysconfig.get_config_var this.s"
).split()


def libraries() -> Iterator[Made]:
    """All of them."""
    yield from numbered("gadgets of libraries", _rows())


def _rows() -> Iterator[tuple[str, bytes]]:
    for number, full in enumerate(_OF_LIBRARIES):
        module, _, name = full.rpartition(".")
        made = (
            whole(a.stack_global(module, name), WORD, a.TUPLE1, a.REDUCE),
            a.call(a.global_(module, name), a.text("echo harmless")) + a.STOP,
            whole(a.stack_global(module, name), a.EMPTY_TUPLE, a.NEWOBJ, state(a.text("name"), WORD)),
        )
        yield f"{full}.pkl", made[number % 3]
