"""Operators of graphs of TensorFlow, ONNX and PyTorch that do more than arithmetic, and those that nobody knows."""

from __future__ import annotations

from ....formats.fact import Fact
from ..deed import Tier, cut
from .tensorflow_operators import OPERATORS

_PYTHON = frozenset(
    "PyFunc PyFuncStateless EagerPyFunc NumpyFunction PyOp PythonOp PythonOpGrad PyCustomOp PyCustomOpDef".split()
)
_FILES = frozenset(
    "ReadFile WriteFile MatchingFiles MatchingFilesDataset ExperimentalMatchingFilesDataset WholeFileReader "
    "WholeFileReaderV2 DatasetToTFRecord ExperimentalDatasetToTFRecord SqlDataset ExperimentalSqlDataset "
    "TextLineReader TextLineReaderV2 TextLineDataset TFRecordReader TFRecordReaderV2 TFRecordDataset TFRecordDatasetV2 "
    "FixedLengthRecordReader FixedLengthRecordReaderV2 FixedLengthRecordDataset FixedLengthRecordDatasetV2 RecordInput "
    "LMDBReader LMDBDataset ExperimentalLMDBDataset CSVDataset CSVDatasetV2 ExperimentalCSVDataset SaveDataset "
    "SaveDatasetV2 LoadDataset DatasetFromGraph SnapshotDatasetV2 SnapshotDataset".split()
)
_OUTSIDE = frozenset(
    "RemoteCall RegisterDataset RegisterDatasetV2 DataServiceDataset DataServiceDatasetV2 DataServiceDatasetV3 "
    "DataServiceDatasetV4 CreateSummaryFileWriter CreateSummaryDbWriter FileSystemSetConfiguration ImportEvent "
    "DebugIdentity DebugIdentityV2 DebugIdentityV3 DebugNanCount DebugNumericSummary DebugNumericSummaryV2 "
    "TPUEmbeddingActivations".split()
)
# Operators of TensorFlow itself that its Python interface does not have.
_INTERNAL = frozenset(
    "_Arg _ArrayToList _ConfigureDistributedTPU _DeviceArg _DeviceRetval _DisconnectHostFromDistributedTPUSystem "
    "_EagerConst _FusedBatchNormEx _FusedConv2D _FusedDepthwiseConv2dNative _FusedMatMul _HostCast _HostRecv _HostSend "
    "_If _ListToArray _MklConv2D _MklMatMul _NcclBroadcastRecv _NcclBroadcastSend _NcclReduceRecv _NcclReduceSend "
    "_ParallelConcatStart _ParallelConcatUpdate _Recv _Retval _Send _SwitchN _TPUReplicate _UnaryOpsComposition _While "
    "_WaitForDistributedTPU _XlaCompile _XlaRun NcclAllReduce NcclBroadcast NcclReduce VarHandlesOp XlaLaunch "
    "TPUPartitionedCall TPUExecute TRTEngineOp".split()
)
_ONNX_DOMAINS = frozenset(
    "com.microsoft com.microsoft.nchwc com.microsoft.nhwc com.microsoft.experimental com.ms.internal.nhwc "
    "com.microsoft.extensions org.pytorch.aten pkg.onnxscript.torch_lib pkg.onnxscript.torch_lib.common "
    "ai.onnx.preview.training".split()
)
_SCRIPT_FILES = frozenset("save load from_file set_grad_from_file _load_for_lite_interpreter _save_to_file".split())
_SCRIPT_SPACES = frozenset(
    "aten prim prims profiler quantized quantized_decomposed torchvision torchaudio torchtext image video mkldnn "
    "mkldnn_prepacked prepacked sparse static inductor onednn onnx fb xnnpack metal vulkan _quantized c10d "
    "_c10d_functional c10d_functional cudnn rpc tensorexpr nvfuser nvprims rngprims streams cuda internal".split()
)


def onnx(fact: Fact, format: str) -> tuple[Tier, str]:
    """An operator of ONNX, with its domain before it."""
    if fact.what.rpartition("::")[2] in _PYTHON:
        return Tier.CRITICAL, f"has the operator {cut(fact.what)}, which runs Python code"
    return Tier.NOTE, ""


def tensorflow(fact: Fact, format: str) -> tuple[Tier, str]:
    """An operator of TensorFlow."""
    name = fact.what
    if name in _PYTHON:
        return Tier.CRITICAL, f"has the operator {cut(name)}, which runs Python code"
    if name in _FILES or name.startswith("PrintV2 "):
        return Tier.CRITICAL, f"has the operator {cut(name)}, which reads or writes files"
    if name in _OUTSIDE:
        return Tier.REVIEW, f"has the operator {cut(name)}, which reaches beyond the model"
    if name in OPERATORS or name in _INTERNAL:
        return Tier.NOTE, ""
    return Tier.REVIEW, f"has the operator {cut(name)}, which TensorFlow does not have: a native library adds it"


def domain(fact: Fact, format: str) -> tuple[Tier, str]:
    """A domain of ONNX operators."""
    if fact.what in _ONNX_DOMAINS:
        return Tier.NOTE, ""
    return Tier.REVIEW, f"has operators of {cut(fact.what)}, which a native library has to bring"


def script(fact: Fact, format: str) -> tuple[Tier, str]:
    """An operator of compiled code of PyTorch."""
    parts = fact.what.split(".")
    if parts[-1] in _SCRIPT_FILES and parts[:2] != ["torch", "nn"]:
        return Tier.CRITICAL, f"calls {cut(fact.what)}, which reads or writes files"
    if parts[0] == "ops" and len(parts) > 2 and parts[1] not in _SCRIPT_SPACES:
        return Tier.REVIEW, f"calls {cut(fact.what)}, which a native library has to bring"
    return Tier.NOTE, ""
