"""Pickles that travel between processes and machines."""

from __future__ import annotations

from collections.abc import Iterator

from ...sdk import Code, Confidence, Match, Severity, is_remote, rule

_OBJECTS = ("broadcast_object_list", "all_gather_object", "gather_object", "scatter_object_list", "recv_object_list")
_COLLECTIVES = tuple(
    f"torch.distributed.{module}{name}"
    for module in ("", "distributed_c10d.")
    for name in (*_OBJECTS, "send_object_list")
)
_RECEIVERS = (
    "multiprocessing.connection.Client().recv",
    "multiprocessing.connection.Listener().accept().recv",
    "*.recv_pyobj",
    "pyspark.serializers.CloudPickleSerializer().loads",
    "pyspark.serializers.PickleSerializer().loads",
)
_CLUSTERS = ("dask.distributed.Client", "distributed.Client", "ray.init", "ray.client", "ipyparallel.Client")
_SERIALIZERS = (
    "*.SERIALIZER",
    "*.SERIALIZERS_ACCEPTED",
    "*.accept_content",
    "*.task_serializer",
    "*.result_serializer",
)
_CELERY = ("accept_content", "task_serializer", "result_serializer", "serializer")


@rule(
    id="distributed-object-pickling",
    on=Code,
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    title="Python objects received from other machines",
    cwe=502,
    owasp=["ML06"],
    atlas=["AML.T0011.000"],
    screen=(
        *("torch.distributed", "distributed", "connection", "recv_pyobj", "ray", "pyspark.serializers", "SERIALIZER"),
        *("accept_content", "_serializer", "serializer", "ipyparallel"),
    ),
    bad=[
        "import torch.distributed as dist\n«dist.broadcast_object_list(objects, src=0)»",
        "from torch.distributed import all_gather_object as gather\n«gather(out, obj)»",
        "import torch\n«torch.distributed.scatter_object_list(out, objects)»",
        "from multiprocessing.connection import Client\nconn = Client(('host.tool.dev', 6000))\n"
        "# %%\nmsg = «conn.recv()»",
        "from multiprocessing.connection import Listener\nwith Listener(address) as l, l.accept() as conn:\n"
        "    msg = «conn.recv()»",
        "import zmq\ns = zmq.Context().socket(zmq.PULL)\nwork = «s.recv_pyobj()»",
        "from dask.distributed import Client\nclient = «Client('tcp://scheduler.tool.dev:8786')»",
        "import ray\n«ray.init(address='ray://head.tool.dev:10001')»",
        "from celery import Celery\napp = «Celery('jobs', accept_content=['json', 'pickle'])»",
        "import Pyro4\n«Pyro4.config.SERIALIZER = 'pickle'»",
    ],
    ok=[
        "import torch.distributed as dist\ndist.all_gather(out, tensor)",
        "from dask.distributed import Client\nclient = Client()",
        "from dask.distributed import Client\nclient = Client('tcp://127.0.0.1:8786')",
        "from dask.distributed import Client, LocalCluster\nclient = Client(LocalCluster())",
        "import ray\nray.init()",
        "import ray\nray.init(address='auto')",
        "from celery import Celery\napp = Celery('jobs', accept_content=['json'])",
        "from multiprocessing.connection import Client\nconn = Client(address)\ndata = conn.recv_bytes()",
        "import zmq\ns = zmq.Context().socket(zmq.PULL)\nwork = s.recv_json()",
    ],
)
def distributed_object_pickling(code: Code) -> Iterator[Match]:
    """These calls send Python objects as pickles, so whoever can reach that connection runs code in this kernel.

    Send tensors or JSON, keep the port inside a private network, and ask for TLS and a key where the library can."""
    for call in code.calls(*_COLLECTIVES):
        yield Match(call.span)
    for call in code.calls(*_RECEIVERS):
        yield Match(call.span, "Object received as a pickle from another process")
    for call in code.calls(*_CLUSTERS):
        address = call.argument(0, "address")
        secured = "security" in call.keywords or "sshserver" in call.keywords
        if address is not None and isinstance(address.constant, str) and is_remote(address.constant) and not secured:
            yield Match(call.span, "Pickles exchanged with a cluster elsewhere", Severity.LOW)
    for call in code.keyword(*_CELERY):
        if call.name.startswith(("celery.", "kombu.", "rq.", "aiocache.")):
            given = [call.keywords[name] for name in _CELERY if name in call.keywords]
            if any("pickle" in (value.constant, *(item.constant for item in value.items)) for value in given):
                yield Match(call.span, "Messages are taken as pickles")
    for store in code.stores(*_SERIALIZERS):
        if "pickle" in (store.value.constant, *(item.constant for item in store.value.items)):
            yield Match(store.span, "Messages are taken as pickles")
