"""Writes the example notebooks into ``examples/``; one that is there already is left alone unless ``--force`` is given.

They are made, not kept: their credentials look real enough to be found, so they must not stand in the repository.
Everything in them is invented, and the same on every run.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import string
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scripts.example_cells import (  # noqa: E402
    Json,
    code,
    line_chart,
    markdown,
    notebook,
    printed,
    result,
    rich,
    table,
    text_of,
)

FOLDER = ROOT / "examples"
PLANTED = "*This notebook is an example. Its problems are planted, its credentials are invented and open nothing.*"


def main() -> None:
    """Write every notebook that is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(";")[0])
    parser.add_argument("--force", action="store_true", help="write all of them anew")
    force = parser.parse_args().force
    FOLDER.mkdir(exist_ok=True)
    for name, cells in notebooks().items():
        path = FOLDER / name
        if force or not path.exists():
            path.write_text(text_of(notebook(cells)), encoding="utf-8")
            print(f"wrote {path.relative_to(FOLDER.parent)}")


def notebooks() -> dict[str, list[Json]]:
    """The cells of each notebook by file name."""
    return {
        "01-train-a-model.ipynb": train_a_model(),
        "02-explore-data.ipynb": explore_data(),
        "03-share-a-demo.ipynb": share_a_demo(),
        "04-nothing-found.ipynb": nothing_found(),
    }


def train_a_model() -> list[Json]:
    """A token in a cell and in an output, a downloaded file that is unpickled, TLS without a check."""
    token = invented("hf" + "_", 34, string.ascii_letters, "train")
    losses = [0.69 * math.exp(-0.42 * epoch) + 0.08 for epoch in range(9)]
    log = "".join(
        f"epoch {epoch}  loss {loss:.4f}  accuracy {1 - loss / 1.9:.3f}\n" for epoch, loss in enumerate(losses)
    )
    return [
        markdown(
            f"# Train a model\n\n{PLANTED}\n\n"
            "We fine-tune a small sentiment classifier: fetch a checkpoint, load it, train for a few epochs."
        ),
        code("import pickle\nfrom pathlib import Path\n\nimport requests\nimport torch\nfrom torch import nn"),
        markdown("## Sign in\n\nThe checkpoint is private, so the download needs a token."),
        code(
            f'HF_TOKEN = "{token}"\nprint("Signed in with", HF_TOKEN)',
            printed(f"Signed in with {token}\n"),
        ),
        markdown("## Fetch the checkpoint"),
        code(
            'url = "https://models.acme.example/sentiment/encoder.pt"\n'
            'headers = {"Authorization": f"Bearer {HF_TOKEN}"}\n'
            "response = requests.get(url, headers=headers, verify=False, timeout=30)\n"
            'Path("encoder.pt").write_bytes(response.content)',
            printed(
                "InsecureRequestWarning: Unverified HTTPS request is being made to host 'models.acme.example'.\n",
                "stderr",
            ),
            result("1048576"),
        ),
        code(
            'encoder = torch.load("encoder.pt", weights_only=False)\n\n'
            'with open("labels.pkl", "rb") as file:\n    labels = pickle.load(file)\n\nlabels',
            result("['negative', 'neutral', 'positive']"),
        ),
        markdown("## Train"),
        code(
            "model = nn.Sequential(encoder, nn.Linear(256, len(labels)))\n"
            "optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)\n\n"
            "history = [train_one_epoch(model, optimizer, epoch) for epoch in range(9)]",
            printed(log),
        ),
        code(
            'plot(history, title="Loss by epoch")',
            rich("image/svg+xml", line_chart(losses, "Loss by epoch"), "<Figure size 520x220>"),
        ),
        markdown("The loss flattens after six epochs. Next: share a demo (`03-share-a-demo.ipynb`)."),
    ]


def explore_data() -> list[Json]:
    """Data over plain HTTP, a table that shows keys, configuration that can run code."""
    keys = [invented("hf" + "_", 34, string.ascii_letters, f"row {row}") for row in range(2)]
    rows = [
        ("Ada Lindqvist", "Göteborg", "pro", 412, keys[0]),
        ("Bruno Keller", "Zürich", "free", 38, ""),
        ("Chiara Rossi", "Torino", "pro", 951, keys[1]),
        ("Dmitri Novak", "Praha", "team", 1204, ""),
    ]
    names = ["customer", "city", "plan", "requests", "api_key"]
    plans = [("free", 38.0), ("pro", 681.5), ("team", 1204.0)]
    return [
        markdown(
            f"# Explore the data\n\n{PLANTED}\n\n"
            "A first look at last month's customers: who uses the service, how much, and on which plan."
        ),
        code("import pandas as pd\nimport yaml"),
        code('customers = pd.read_csv("http://data.acme.example/customers.csv")\nlen(customers)', result("4")),
        markdown("## What is in the table?"),
        code("customers.head()", table(names, rows)),
        markdown("## Filters from the configuration\n\nColleagues keep their filters in `config.yml`."),
        code(
            'with open("config.yml") as file:\n'
            "    config = yaml.load(file, Loader=yaml.Loader)\n\n"
            'selected = customers[eval(config["filter"])]\n'
            "len(selected)",
            result("2"),
        ),
        markdown("## Use by plan"),
        code(
            'customers.groupby("plan")["requests"].mean().reset_index()',
            table(["plan", "requests"], plans),
        ),
        code(
            'plot(selected["requests"])',
            rich("image/svg+xml", line_chart([38, 120, 412, 640, 951, 1204], "Requests"), "<Figure size 520x220>"),
        ),
    ]


def share_a_demo() -> list[Json]:
    """Packages from anywhere, a script piped into a shell, a public address without a password."""
    return [
        markdown(
            f"# Share a demo\n\n{PLANTED}\n\n"
            "The model from `01-train-a-model.ipynb` gets a small web page, so that colleagues can try it."
        ),
        markdown("## Set up"),
        code(
            "%pip install -q gradio transformers\n"
            "%pip install -q acme-themes==2.1.0 --extra-index-url https://pypi.acme.example/simple\n"
            "%pip install -q git+https://git.acme.example/research/prompts.git@main",
            printed("Note: you may need to restart the kernel to use updated packages.\n"),
        ),
        code(
            "!curl -fsSL https://get.acme.example/runtime.sh | sh",
            printed("==> Installing acme-runtime 0.9.2 to /usr/local/bin\n==> Done.\n"),
        ),
        markdown("## The model"),
        code(
            "from transformers import pipeline\n\n"
            'classify = pipeline("text-classification", model="acme/sentiment", trust_remote_code=True)\n'
            'classify("What a lovely notebook!")',
            result("[{'label': 'positive', 'score': 0.9981}]"),
        ),
        markdown("## The page"),
        code(
            "import gradio as gr\n\n\n"
            "def answer(text):\n"
            "    best = classify(text)[0]\n"
            '    return {best["label"]: best["score"]}\n\n\n'
            'demo = gr.Interface(answer, inputs="text", outputs="label", title="Sentiment")\n'
            "demo.launch(share=True)",
            printed(
                "* Running on local URL:  http://127.0.0.1:7860\n"
                "* Running on public URL: https://1c0ffee5.gradio.example\n"
            ),
        ),
    ]


def nothing_found() -> list[Json]:
    """The same kind of work without a finding."""
    scores = [("logistic regression", "0.960"), ("random forest", "0.953"), ("k nearest neighbours", "0.967")]
    return [
        markdown(
            "# Nothing found\n\n"
            "The same kind of work, with fixed versions, a secret from the environment, checked data and no pickles. "
            "The panel says how many cells were looked at, and stays quiet."
        ),
        code("%pip install -q scikit-learn==1.5.2 pandas==2.2.3 skops==0.10.0"),
        code(
            "import hashlib\nimport os\nfrom pathlib import Path\n\n"
            "import pandas as pd\nimport skops.io\nfrom sklearn.linear_model import LogisticRegression\n"
            "from sklearn.model_selection import cross_val_score"
        ),
        markdown("## Data\n\nA local file, compared with the checksum that was published with it."),
        code(
            'token = os.environ.get("ACME_TOKEN")\n'
            'data = Path("iris.csv").read_bytes()\n'
            f'assert hashlib.sha256(data).hexdigest().startswith("{hashlib.sha256(b"iris").hexdigest()[:8]}")\n\n'
            'iris = pd.read_csv("iris.csv")\niris.head(3)',
            table(
                ["sepal length", "sepal width", "petal length", "petal width", "species"],
                [(5.1, 3.5, 1.4, 0.2, "setosa"), (4.9, 3.0, 1.4, 0.2, "setosa"), (4.7, 3.2, 1.3, 0.2, "setosa")],
            ),
        ),
        markdown("## Compare three models"),
        code(
            'features, species = iris.drop(columns="species"), iris["species"]\n'
            "scores = {name: cross_val_score(model, features, species).mean() for name, model in models.items()}\n"
            'pd.DataFrame(scores.items(), columns=["model", "accuracy"])',
            table(["model", "accuracy"], scores),
        ),
        code(
            "plot(learning_curve)",
            rich("image/svg+xml", line_chart([0.71, 0.84, 0.9, 0.93, 0.95, 0.96], "Accuracy"), "<Figure size 520x220>"),
        ),
        code('model = LogisticRegression(max_iter=500).fit(features, species)\nskops.io.dump(model, "iris.skops")'),
    ]


def invented(prefix: str, length: int, letters: str, seed: str) -> str:
    """A credential that nobody ever had: its letters come from a hash of ``seed``."""
    digest = hashlib.sha512(f"jupyter_mlsecops example: {seed}".encode()).digest()
    return prefix + "".join(letters[byte % len(letters)] for byte in digest[:length])


if __name__ == "__main__":
    main()
