"""Later honest files: networks of PyTorch, and of what is built on it."""

from __future__ import annotations

from typing import Any

from .shelf import Shelf


def of_later_networks(shelf: Shelf) -> None:
    import torch
    from torch import nn

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
    shelf.torch(things, ".pt .pth .bin .ckpt".split())
    shelf.each({f"{name}_plain": make for name, make in list(things.items())[::3]}, shelf.pickle)
    old = {f"{name}_old": make for name, make in list(things.items())[::5]}
    shelf.torch(old, _use_new_zipfile_serialization=False)
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
    shelf.groups((*groups, timm, transformers, geometric), shelf.torch)
