"""Functions and classes that a configuration of Keras names."""

from __future__ import annotations

from ....formats.fact import Fact
from ....formats.pickles import Pair
from ....formats.pickles.lists import harmful
from ..deed import Tier, cut
from .named import is_harmful

_PACKAGES = frozenset({"keras", "keras_hub", "keras_cv", "keras_nlp", "tf_keras", "tensorflow"})
# Parts of Keras whose functions do arithmetic.
_MATHS = frozenset(
    "activations applications constraints initializers layers losses metrics ops optimizers quantizers random "
    "regularizers models mixed_precision dtype_policies".split()
)
_HARM = frozenset(
    "audio_dataset_from_directory clear_session deserialize_keras_object disable_interactive_logging "
    "enable_unsafe_deserialization get_file image_dataset_from_directory load_img load_model load_weights "
    "model_from_json save_img save_model save_weights set_backend text_dataset_from_directory "
    "register_keras_serializable serialize_keras_object timeseries_dataset_from_array extract_open_archive "
    "plot_model pad_sequences_from_file from_config deserialize".split()
)
# What older versions name as a function of "builtins": their own.
_OWN = frozenset(
    "celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear "
    "log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus "
    "sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold max_norm min_max_norm non_neg unit_norm stft "
    "constant identity ones zeros he_normal he_uniform orthogonal glorot_uniform glorot_normal lecun_normal "
    "lecun_uniform random_normal random_uniform truncated_normal variance_scaling binary_crossentropy "
    "binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy categorical_hinge circle "
    "cosine_similarity ctc dice hinge huber kl_divergence kld log_cosh logcosh mae mape mean_absolute_error "
    "mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error mse msle poisson "
    "sparse_categorical_crossentropy squared_hinge tversky accuracy acc binary_accuracy categorical_accuracy "
    "sparse_categorical_accuracy sparse_top_k_categorical_accuracy top_k_categorical_accuracy l1 l2 l1_l2 "
    "orthogonal_regularizer".split()
)
_PYTHON = frozenset(
    "__build_class__ __import__ breakpoint compile delattr dir eval exec execfile exit getattr globals hasattr help "
    "input locals memoryview open print quit reload setattr super vars".split()
)


def function(fact: Fact, format: str) -> tuple[Tier, str]:
    """A function that is looked up by name, or called with a configuration as its arguments."""
    module, _, name = fact.what.rpartition(".")
    shown = cut(fact.what)
    parts = module.split(".")
    if parts[0] in _PACKAGES:
        if name in _HARM or (parts[0] == "tensorflow" and "keras" not in parts):
            return Tier.CRITICAL, f"calls {shown}, which is no part of a model"
        if _MATHS & set(parts):
            return Tier.NOTE, ""
        return Tier.REVIEW, f"calls {shown}, which is no layer, loss or metric"
    if module == "builtins" and name not in _PYTHON:
        if name in _OWN:
            return Tier.NOTE, ""
        return Tier.REVIEW, f"looks up the function {cut(name)} among those that somebody registered"
    if module == "__main__":
        return Tier.REVIEW, f"looks up the function {cut(name)} in what the notebook has defined"
    known = harmful(Pair(module, name))
    return Tier.CRITICAL, f"imports {shown}, which {known or 'is no function of Keras'}"


def klass(fact: Fact, format: str) -> tuple[Tier, str]:
    """A class of a module outside of Keras."""
    module, _, name = fact.what.rpartition(".")
    known = is_harmful(module, name)
    if known and module != "__main__":
        return Tier.CRITICAL, f"imports {cut(fact.what)}, which {known}"
    return Tier.REVIEW, f"imports {cut(fact.what)}, which is no class of Keras: its code decides"
