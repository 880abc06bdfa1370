"""Later honest files: pictures, plots, and what is done to them."""

from __future__ import annotations

from typing import Any

from .shelf import Shelf


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

    shelf.groups((pillow, cv2, plots, plotly, altair, skimage, trimesh, albumentations, mne, wordcloud))
    shelf.mixed({"later_pixels": lambda: np.zeros((4, 4, 3), "uint8")})
