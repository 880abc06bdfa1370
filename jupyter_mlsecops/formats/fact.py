"""What reading a model file that is no pickle finds out: facts with their places, and what could not be read."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(str, Enum):
    """What a fact says. No kind says that a file is bad: that is for the rules to judge."""

    # Any format
    BOUNDS = "bounds"  # a length, count or offset leads past the end
    DUPLICATE_KEY = "duplicate-key"  # a key stands twice: readers differ in which one counts
    TRAILING = "trailing"  # bytes after the end that the format does not explain
    PATH_ESCAPE = "path-escape"  # a file is named that is outside the folder: absolute, through "..", or a link
    NAMED_FILE = "named-file"  # another file that is loaded together with this one
    FETCH = "fetch"  # an address on the network that a loader may fetch
    WRONG_NAME = "wrong-name"  # the content is of another format than the name says
    CODE_FILE = "code-file"  # source code that is shipped with the model

    # Archives
    ZIP_TAMPER = "zip-tamper"  # two readings of the archive differ
    ZIP_RATIO = "zip-ratio"  # a member that grows more than a thousandfold

    # Arrays
    OBJECT_ARRAY = "object-array"  # an array of Python objects, which is a pickle
    ODD_TYPE = "odd-type"  # a type spelled as numpy never writes it
    SPAN = "span"  # the bytes of a tensor are not as many as its shape and type need

    # safetensors
    HEADER_SIZE = "header-size"  # a header longer than the format allows
    OVERLAP = "overlap"  # two tensors share bytes
    HOLE = "hole"  # bytes between tensors that belong to none

    # Keras
    KERAS_CODE = "keras-code"  # serialized Python code
    KERAS_LAMBDA = "keras-lambda"  # a Lambda layer that names its function
    KERAS_FUNCTION = "keras-function"  # a function is imported by name
    KERAS_CLASS = "keras-class"  # a class outside Keras is imported by name
    KERAS_REGISTERED = "keras-registered"  # a class that somebody registered under a package name
    KERAS_PICKLE = "keras-pickle"  # a pickle where weights are expected
    KERAS_SAVED_MODEL = "keras-saved-model"  # a layer that loads a SavedModel
    HDF5_LINK = "hdf5-link"  # values that stand in another file

    # Graphs
    TENSORFLOW_OPERATOR = "tensorflow-operator"  # each once
    ONNX_OPERATOR = "onnx-operator"  # with its domain, each once
    CUSTOM_DOMAIN = "custom-domain"  # operators outside the ONNX domains that the model does not define itself

    # Chat templates
    TEMPLATE_UNDERSCORE = "template-underscore"  # a private attribute is read
    TEMPLATE_COMPUTED = "template-computed"  # an attribute is read whose name is put together
    TEMPLATE_FORMAT = "template-format"  # a text is formatted that reads attributes itself
    TEMPLATE_FILTER = "template-filter"
    TEMPLATE_TEST = "template-test"
    TEMPLATE_METHOD = "template-method"
    TEMPLATE_CALL = "template-call"  # something of the surroundings is called
    TEMPLATE_NAME = "template-name"  # something of the surroundings is read
    TEMPLATE_FILE = "template-file"  # another template is included

    # Repositories and folders
    REMOTE_CODE = "remote-code"  # classes that are imported from the repository's own code
    CUSTOM_CLASS = "custom-class"  # a part of a pipeline that is a class of another package
    MLFLOW_LOADER = "mlflow-loader"  # the module that loads the model
    TARGET = "target"  # something that a configuration has called
    HANDLER = "handler"  # code that serves the model

    # skops
    SKOPS_CLASS = "skops-class"  # a class of which an object is made
    SKOPS_CALLABLE = "skops-callable"  # a function, method or operator that is resolved
    SKOPS_NODE = "skops-node"  # a kind of node that skops does not have

    # XML
    DOCTYPE = "doctype"  # a document type, which can define entities

    # TorchScript
    SCRIPT_OPERATOR = "script-operator"  # an operator that compiled code calls

    # Boosters
    CONTRADICTION = "contradiction"  # the content is not what the format demands


class Fact(NamedTuple):
    """One thing that a file holds, and where.

    ``what`` is a short safe text: a module, a class, an operator, a domain. ``offset`` counts bytes within ``member``,
    None where the notation tells no places. ``member`` is the path inside the file, empty for the file itself.
    ``detail`` says more where ``what`` is not enough: the place within a configuration, two sizes that differ.
    """

    kind: Kind
    what: str = ""
    offset: int | None = None
    member: str = ""
    detail: str = ""


class Part(NamedTuple):
    """Bytes that another reader has to look at: ``format`` says which one, as ``recognise`` names formats.

    ``unknown`` asks to recognise them first. ``size`` is None for all that follows; ``offset`` counts within
    ``member`` after decompression. ``sibling`` is a path beside the file instead, and then the rest is empty.
    """

    format: str
    member: str = ""
    offset: int = 0
    size: int | None = None
    sibling: str = ""


class Gap(NamedTuple):
    """Why a part of a file was not read, in words for its user; ``cure`` says what would help."""

    why: str
    member: str = ""
    offset: int | None = None
    cure: str = ""


class Reading(NamedTuple):
    """All that one file says. ``gaps`` is empty where it was read in full."""

    format: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]

    @property
    def complete(self) -> bool:
        """Whether everything was read that this reader knows how to read. Its parts are not its business."""
        return not self.gaps
