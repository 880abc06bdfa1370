"""Networks: PyTorch and what is built on it, Keras, TensorFlow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench import formats

from .shelf import Shelf


def of_torch(shelf: Shelf) -> None:
    import torch
    from torch import nn

    class Tagged(torch.Tensor):
        """A tensor class of somebody's own."""

    torch.manual_seed(0)
    dense = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Dropout(), nn.Linear(8, 2), nn.Softmax(-1))
    image = nn.Sequential(nn.Conv2d(3, 4, 3), nn.GELU(), nn.MaxPool2d(2), nn.Flatten(), nn.LazyLinear(2))
    text = nn.ModuleDict({"words": nn.Embedding(9, 4), "lstm": nn.LSTM(4, 3, bidirectional=True)})
    attention = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2)
    optimizer = torch.optim.AdamW(dense.parameters())
    dense(torch.rand(4, 4)).sum().backward()
    optimizer.step()
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 3)
    types = (torch.half, torch.bfloat16, torch.bool, torch.int8, torch.int64, torch.complex64, torch.double)
    things: dict[str, Any] = {
        "dense_state": dense.state_dict(),
        "dense_module": dense,
        "image_module": image,
        "text_module": text,
        "attention_module": attention,
        "attention_state": attention.state_dict(),
        "optimizer_state": optimizer.state_dict(),
        "schedule_state": schedule.state_dict(),
        "checkpoint": {"model": dense.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3, "loss": 0.5},
        "tensors": {str(kind): torch.ones(5).to(kind) for kind in types},
        "parameter": nn.Parameter(torch.rand(3)),
        "sparse": torch.eye(4).to_sparse(),
        "sparse_rows": torch.eye(4).to_sparse_csr(),
        "quantized": torch.quantize_per_tensor(torch.rand(6), 0.1, 0, torch.quint8),
        "device": {"device": torch.device("cpu"), "dtype": torch.float16, "size": torch.Size([1, 2])},
        "generator": torch.Generator().get_state(),
        "weight_norm": nn.utils.parametrizations.weight_norm(nn.Linear(2, 2)).state_dict(),
        "dataset": torch.utils.data.TensorDataset(torch.rand(4, 2), torch.arange(4)),
        "distribution": torch.distributions.Normal(torch.zeros(2), torch.ones(2)),
    }
    for number, (name, thing) in enumerate(things.items()):
        shelf.save(
            name + (".pt", ".pth", ".bin", ".ckpt")[number % 4], lambda path, thing=thing: torch.save(thing, path)
        )
    for name in ("dense_state", "dense_module", "tensors"):
        shelf.save(
            f"legacy_{name}.pth",
            lambda path, name=name: torch.save(things[name], path, _use_new_zipfile_serialization=False),
        )
    shelf.pickle("pickled_state", dense.state_dict())
    shelf.pickle("pickled_module", dense)
    shelf.save("script.pt", lambda path: torch.jit.script(dense).save(str(path)))
    shelf.save("trace.pt", lambda path: torch.jit.trace(dense.eval(), torch.rand(2, 4)).save(str(path)))
    shelf.save("script_text.pt", lambda path: torch.jit.script(nn.LSTM(3, 2)).save(str(path)))
    shelf.save(
        "exported.pt2", lambda path: torch.export.save(torch.export.export(dense.eval(), (torch.rand(2, 4),)), path)
    )


def of_torchvision(shelf: Shelf) -> None:
    import torch
    from torchvision import models, transforms

    resize = transforms.Compose([transforms.Resize(8), transforms.ToTensor(), transforms.Normalize([0.5], [0.5])])
    shelf.save("resnet18.pth", lambda path: torch.save(models.resnet18(), path))
    shelf.save("mobilenet.pth", lambda path: torch.save(models.mobilenet_v3_small(), path))
    shelf.save("transforms.pt", lambda path: torch.save(resize, path))


def of_pytorch_lightning(shelf: Shelf) -> None:
    import pytorch_lightning as pl
    import torch
    from omegaconf import OmegaConf

    class Net(pl.LightningModule):  # type: ignore[misc, name-defined]
        """The smallest one that trains."""

        def __init__(self, width: int = 3, options: Any = None) -> None:
            super().__init__()
            self.save_hyperparameters()
            self.layer = torch.nn.Linear(width, 1)

        def training_step(self, batch: Any, number: int) -> Any:
            return self.layer(batch[0]).mean()

        def configure_optimizers(self) -> Any:
            return torch.optim.Adam(self.parameters())

    data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.rand(8, 3)), 4)
    for name, options in (
        ("plain", None),
        ("dictionary", {"a": [1, 2]}),
        ("omegaconf", OmegaConf.create({"a": {"b": 1}})),
    ):
        trainer = pl.Trainer(
            max_epochs=1,
            logger=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            accelerator="cpu",
            default_root_dir=shelf.folder,
            callbacks=[pl.callbacks.EarlyStopping("x", strict=False), pl.callbacks.ModelCheckpoint(shelf.folder / "c")],
        )
        trainer.fit(Net(options=options), data)
        shelf.save(f"{name}.ckpt", trainer.save_checkpoint)


def of_transformers(shelf: Shelf) -> None:
    import torch
    import transformers as tf

    small = {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "vocab_size": 30,
    }
    kinds = {
        "bert": lambda: tf.BertForSequenceClassification(tf.BertConfig(**small)),
        "gpt2": lambda: tf.GPT2LMHeadModel(tf.GPT2Config(n_embd=16, n_layer=1, n_head=2, vocab_size=30)),
        "llama": lambda: tf.LlamaForCausalLM(tf.LlamaConfig(num_key_value_heads=2, **small)),
        "t5": lambda: tf.T5ForConditionalGeneration(
            tf.T5Config(d_model=16, d_ff=16, num_layers=1, num_heads=2, d_kv=8)
        ),
        "vit": lambda: tf.ViTModel(tf.ViTConfig(image_size=16, patch_size=8, **{**small, "vocab_size": None})),
        "distilbert": lambda: tf.DistilBertModel(tf.DistilBertConfig(dim=16, n_layers=1, n_heads=2, hidden_dim=16)),
    }

    def put(name: str, model: Any) -> None:
        shelf.save(f"{name}_whole.pt", lambda path: torch.save(model, path))
        shelf.save(f"{name}_state.bin", lambda path: torch.save(model.state_dict(), path))
        shelf.save(name, model.save_pretrained)

    shelf.each(kinds, put)
    shelf.save("training_args.bin", lambda path: torch.save(tf.TrainingArguments("out", report_to=[]), path))
    shelf.pickle("config", tf.BertConfig(**small))
    shelf.pickle("encoding", tf.BatchEncoding({"input_ids": [[1, 2]]}))


def of_peft(shelf: Shelf) -> None:
    import peft
    import transformers as tf

    base = tf.GPT2LMHeadModel(tf.GPT2Config(n_embd=16, n_layer=1, n_head=2, vocab_size=30))
    shelf.save("adapter", peft.get_peft_model(base, peft.LoraConfig(r=2, target_modules=["c_attn"])).save_pretrained)


def of_timm(shelf: Shelf) -> None:
    import timm
    import torch

    shelf.save("resnet10t.pth", lambda path: torch.save(timm.create_model("resnet10t"), path))
    shelf.save("vit.pth", lambda path: torch.save(timm.create_model("vit_tiny_patch16_224", embed_dim=48), path))


def of_torch_geometric(shelf: Shelf) -> None:
    import torch
    from torch_geometric.data import Batch, Data
    from torch_geometric.nn import GCNConv

    graph = Data(x=torch.rand(3, 2), edge_index=torch.tensor([[0, 1], [1, 2]]))
    shelf.save("graph.pt", lambda path: torch.save(graph, path))
    shelf.save("graphs.pt", lambda path: torch.save(Batch.from_data_list([graph, graph]), path))
    shelf.save("layer.pt", lambda path: torch.save(GCNConv(2, 2), path))


def of_keras(shelf: Shelf) -> None:
    formats.of_keras(shelf.folder)


def of_tensorflow(shelf: Shelf) -> None:
    formats.of_tensorflow(shelf.folder)


def of_keras_preprocessing(shelf: Shelf) -> None:
    from keras_preprocessing.text import Tokenizer

    words = Tokenizer(num_words=50)
    words.fit_on_texts(["a cat sat", "os system eval"])
    shelf.pickle("tokenizer", words)


def of_onnx(shelf: Shelf) -> None:
    folder = shelf.folder / "all"
    folder.mkdir()
    formats.of_onnx(folder)
    for number, path in enumerate(sorted(folder.iterdir())):
        if number % 60 == 0 or not path.name.startswith("test"):
            path.rename(shelf.folder / path.name)
        else:
            path.unlink()
    folder.rmdir()


def of_skl2onnx(shelf: Shelf) -> None:
    import skl2onnx
    from sklearn.linear_model import LogisticRegression

    from .samples import data

    x, y, _, _ = data()
    model = skl2onnx.to_onnx(LogisticRegression().fit(x, y), x[:1])
    shelf.save("logistic.onnx", lambda path: path.write_bytes(model.SerializeToString()))


def of_h5py(shelf: Shelf) -> None:
    formats.of_h5py(shelf.folder)


def of_safetensors(shelf: Shelf) -> None:
    formats.of_safetensors(shelf.folder)


def of_gguf(shelf: Shelf) -> None:
    formats.of_gguf(shelf.folder)


def of_repositories(shelf: Shelf) -> None:
    formats.of_repositories(shelf.folder)
    for path in shelf.folder.glob("*.pmml"):
        shelf.save("regression.pmml", Path(path).rename)
