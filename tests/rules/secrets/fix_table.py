"""Every way a secret is written in code, with the title of each fix that is offered and the text after it."""

from __future__ import annotations

from .fixing import VALUES

ENV, ASK, FILE = "Read {} from the environment", "Ask for {} with getpass", "Read {} from a .env file"
RING = "Read {0} from the keyring (once, in a terminal: keyring set notebook {0})"
GONE = "Delete the line, and set {} before Jupyter starts"
PLACEHOLDER = "Put a placeholder there"
INHERITED = "Leave it out: the command inherits HF_TOKEN"


def plain(name: str, template: str, head: str = "") -> list[tuple[str, str]]:
    """The fixes of a literal: ``template`` with the expression in the place of ``@@``, ``head`` above the imports."""
    return [(title, head + after) for title, after in field(name, template, '"')]


def field(name: str, template: str, q: str = "'") -> list[tuple[str, str]]:
    """The four stores that are offered everywhere, with the text after each; ``q`` is the quote in the expression."""
    environ = template.replace("@@", f"os.environ[{q}{name}{q}]")
    return [
        (ENV.format(name), "import os\n" + environ),
        (ASK.format(name), "from getpass import getpass\n" + template.replace("@@", f"getpass({q}{name}: {q})")),
        (RING.format(name), "import keyring\n" + template.replace("@@", ring(name, q))),
        (FILE.format(name), "from dotenv import load_dotenv\nimport os\nload_dotenv()\n" + environ),
    ]


def ring(name: str, q: str = '"') -> str:
    """How a value is read from the keyring."""
    return f"keyring.get_password({q}notebook{q}, {q}{name}{q})"


def argument(name: str, template: str, library: str, without: str) -> list[tuple[str, str]]:
    """The fixes of an argument that a library reads by itself: ``without`` is the text without it."""
    first, *rest = plain(name, template)
    return [first, (f"Leave it out: {library} reads {name} by itself", without), *rest]


def stored(template: str, head: str = "") -> list[tuple[str, str]]:
    """The fixes of a value that is put into the environment; ``head`` stands below the import."""
    return [
        (
            ASK.format("HF_TOKEN"),
            f"from getpass import getpass\n{head}" + template.replace("@@", 'getpass("HF_TOKEN: ")'),
        ),
        (RING.format("HF_TOKEN"), f"import keyring\n{head}" + template.replace("@@", ring("HF_TOKEN"))),
    ]


ENVIRON = 'os.environ["HF_TOKEN"]'
IMPORTED = "{}import os, sys\nfrom getpass import getpass\nimport keyring, dotenv\nkey = {}"
CODE: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "assignment": ('token = "@HF"  # mine', plain("HF_TOKEN", "token = @@  # mine")),
    "assigned name": ("db_password = '@PW'", plain("DB_PASSWORD", "db_password = @@")),
    "dict value": ('cfg = {"a": 1, "hf": "@HF"}', plain("HF_TOKEN", 'cfg = {"a": 1, "hf": @@}')),
    "call keyword": ('run(1, token="@HF", n=2)', plain("HF_TOKEN", "run(1, token=@@, n=2)")),
    "positional argument": ('run("@HF", 1)', plain("HF_TOKEN", "run(@@, 1)")),
    "default argument": (
        'def f(key="@HF"):\n    return key',
        plain("HF_TOKEN", "def f(key=@@):\n    return key"),
    ),
    "inside a function": (
        'x = 1\n\n\ndef f():\n    key = "@HF"\n    return key',
        plain("HF_TOKEN", "x = 1\n\n\ndef f():\n    key = @@\n    return key"),
    ),
    "parentheses": ('key = (\n    "@HF"\n)', plain("HF_TOKEN", "key = (\n    @@\n)")),
    "triple quotes": ('key = """@HF"""', plain("HF_TOKEN", "key = @@")),
    "raw": ("key = r'@HF'", plain("HF_TOKEN", "key = @@")),
    "bytes": ('key = b"@HF"', plain("HF_TOKEN", "key = @@.encode()")),
    "bytes header": ('h = b"Bearer @HF"', field("HF_TOKEN", 'h = f"Bearer {@@}".encode()')),
    "header": (
        'h = {"Authorization": "Bearer @HF"}',
        field("HF_TOKEN", 'h = {"Authorization": f"Bearer {@@}"}'),
    ),
    "single quoted header": ("h = 'Bearer @HF'", field("HF_TOKEN", "h = f'Bearer {@@}'", '"')),
    "raw header": (r'h = r"\d @HF"', field("HF_TOKEN", r'h = fr"\d {@@}"')),
    "f-string": ('h = f"{scheme} @HF {{}}"', field("HF_TOKEN", 'h = f"{scheme} {@@} {{}}"')),
    "f-string field": (
        'h = f"""{run(\'@HF\')}"""',
        field("HF_TOKEN", 'h = f"""{run(@@)}"""'),
    ),
    "implicit concatenation": ('h = "Bearer {" "@HF"', field("HF_TOKEN", 'h = "Bearer {" f"{@@}"')),
    "braces": ('h = "{} @HF {x}".format(1)', field("HF_TOKEN", 'h = f"{{}} {@@} {{x}}".format(1)')),
    "uri": (
        'url = "postgresql://app:@PW@db.corp.internal/prod"',
        field("DB_PASSWORD", 'url = f"postgresql://app:{@@}@db.corp.internal/prod"'),
    ),
    "pieces": (
        f'token = "{VALUES["@HF"][:9]}" + \\\n    "{VALUES["@HF"][9:]}"',
        plain("HF_TOKEN", "token = @@"),
    ),
    "library reads it": (
        'from openai import OpenAI\nclient = OpenAI(api_key="@OA", timeout=3)',
        argument(
            "OPENAI_API_KEY",
            "from openai import OpenAI\nclient = OpenAI(api_key=@@, timeout=3)",
            "OpenAI",
            "from openai import OpenAI\nclient = OpenAI(timeout=3)",
        ),
    ),
    "library reads its only argument": (
        'from huggingface_hub import login\nlogin("@HF")',
        argument(
            "HF_TOKEN",
            "from huggingface_hub import login\nlogin(@@)",
            "login",
            "from huggingface_hub import login\nlogin()",
        ),
    ),
    "library names the variable": (
        'import wandb\nwandb.login(key="@WB")',
        argument("WANDB_API_KEY", "import wandb\nwandb.login(key=@@)", "wandb.login", "import wandb\nwandb.login()"),
    ),
    "argument on a line of its own": (
        'from openai import OpenAI\nOpenAI(\n    api_key="@OA",  # mine\n    timeout=3,\n)',
        argument(
            "OPENAI_API_KEY",
            "from openai import OpenAI\nOpenAI(\n    api_key=@@,  # mine\n    timeout=3,\n)",
            "OpenAI",
            "from openai import OpenAI\nOpenAI(\n      # mine\n    timeout=3,\n)",
        ),
    ),
    "another provider's key": (
        'from openai import OpenAI\nclient = OpenAI(api_key="@HF")',
        plain("HF_TOKEN", "from openai import OpenAI\nclient = OpenAI(api_key=@@)"),
    ),
    "into the environment": (
        'import os\nos.environ["HF_TOKEN"] = "@HF"\nrun()',
        [
            *stored('import os\nos.environ["HF_TOKEN"] = @@\nrun()'),
            (FILE.format("HF_TOKEN"), "from dotenv import load_dotenv\nload_dotenv()\nimport os\nrun()"),
            (GONE.format("HF_TOKEN"), "import os\nrun()"),
        ],
    ),
    "setdefault": (
        'import os\nos.environ.setdefault("HF_TOKEN", "@HF")\nrun()',
        [
            *stored('import os\nos.environ.setdefault("HF_TOKEN", @@)\nrun()'),
            (FILE.format("HF_TOKEN"), "from dotenv import load_dotenv\nload_dotenv()\nimport os\nrun()"),
            (GONE.format("HF_TOKEN"), "import os\nrun()"),
        ],
    ),
    "environment update": (
        'import os\nos.environ.update({"HF_TOKEN": "@HF"})',
        stored('import os\nos.environ.update({"HF_TOKEN": @@})'),
    ),
    "default of the environment": (
        'import os\nkey = os.getenv("HF_TOKEN", "@HF")',
        [(ENV.format("HF_TOKEN") + ", without a default", 'import os\nkey = os.getenv("HF_TOKEN")')],
    ),
    "%env": (
        "%env HF_TOKEN=@HF\nrun()",
        [
            *stored('os.environ["HF_TOKEN"] = @@\nrun()', "import os\n"),
            (FILE.format("HF_TOKEN"), "from dotenv import load_dotenv\nload_dotenv()\nrun()"),
            (GONE.format("HF_TOKEN"), "run()"),
        ],
    ),
    "%set_env in a block": (
        "if x:\n    %set_env HF_TOKEN @HF",
        [
            *stored('if x:\n    os.environ["HF_TOKEN"] = @@', "import os\n"),
            (FILE.format("HF_TOKEN"), "from dotenv import load_dotenv\nload_dotenv()\nif x:\n    pass"),
            (GONE.format("HF_TOKEN"), "if x:\n    pass"),
        ],
    ),
    "!export": (
        "import os\n!export HF_TOKEN=@HF && python train.py",
        stored('import os\nos.environ["HF_TOKEN"] = @@\n!python train.py'),
    ),
    "!export alone": ("import os\n!export HF_TOKEN=@HF", stored('import os\nos.environ["HF_TOKEN"] = @@')),
    "variable of one command": (
        "import os\n!HF_TOKEN=@HF python train.py",
        [
            *stored('import os\nos.environ["HF_TOKEN"] = @@\n!python train.py'),
            (INHERITED, "import os\n!python train.py"),
        ],
    ),
    "option": ("!tool run --token @HF -v", [(ENV.format("HF_TOKEN"), "!tool run --token $HF_TOKEN -v")]),
    "login with an option": (
        "!huggingface-cli login --token @HF",
        [
            ("Leave it out: huggingface-cli reads HF_TOKEN, or asks", "!huggingface-cli login"),
            (ENV.format("HF_TOKEN"), "!huggingface-cli login --token $HF_TOKEN"),
        ],
    ),
    "login": (
        "!wandb login @WB",
        [
            ("Leave it out: wandb reads WANDB_API_KEY, or asks", "!wandb login"),
            (ENV.format("WANDB_API_KEY"), "!wandb login $WANDB_API_KEY"),
        ],
    ),
    "container": (
        "!docker run -e HF_TOKEN=@HF image",
        [
            ("Hand HF_TOKEN over from the environment", "!docker run -e HF_TOKEN image"),
            (ENV.format("HF_TOKEN"), "!docker run -e HF_TOKEN=$HF_TOKEN image"),
        ],
    ),
    "clone": (
        "!git clone https://user:@HF@huggingface.co/a/b",
        [
            (
                "Leave the user out of the address; git asks, or reads its credential store",
                "!git clone https://huggingface.co/a/b",
            ),
            (ENV.format("HF_TOKEN"), "!git clone https://user:$HF_TOKEN@huggingface.co/a/b"),
        ],
    ),
    "double quotes of the shell": (
        '!curl -H "Authorization: Bearer @HF" https://x.example',
        [(ENV.format("HF_TOKEN"), '!curl -H "Authorization: Bearer $HF_TOKEN" https://x.example')],
    ),
    "single quotes of the shell": (
        "!curl -H 'Authorization: Bearer @HF' https://x.example",
        [(ENV.format("HF_TOKEN"), "!curl -H 'Authorization: Bearer '\"$HF_TOKEN\" https://x.example")],
    ),
    "assigned shell line": (
        'out = !curl -H "X: @HF" https://x.example',
        [(ENV.format("HF_TOKEN"), 'out = !curl -H "X: $HF_TOKEN" https://x.example')],
    ),
    "bash cell": ("%%bash\nexport HF_TOKEN=@HF\nrun", [(INHERITED, "%%bash\nrun")]),
    "bash option": ("%%bash\nrun --key @HF", [(ENV.format("HF_TOKEN"), "%%bash\nrun --key $HF_TOKEN")]),
    "R magic": ('%%R\nx <- "@HF"', [(ENV.format("HF_TOKEN"), '%%R\nx <- Sys.getenv("HF_TOKEN")')]),
    "comment": ("run()  # with @HF", [(PLACEHOLDER, "run()  # with <HF_TOKEN>")]),
    "docstring": ('"""Run with @HF."""\nrun()', [(PLACEHOLDER, '"""Run with <HF_TOKEN>."""\nrun()')]),
    "Markdown": ("# %% [markdown]\nUse `@HF`.", [(PLACEHOLDER, "# %% [markdown]\nUse `<HF_TOKEN>`.")]),
    "raw cell": ("# %% [raw]\ntoken: @HF", [(PLACEHOLDER, "# %% [raw]\ntoken: <HF_TOKEN>")]),
    "cell magic": ('%%time\nkey = "@HF"', plain("HF_TOKEN", "key = @@", "%%time\n")),
    "head of a module": (
        '# Setup\n"""Doc."""\nfrom __future__ import annotations\nkey = "@HF"',
        plain("HF_TOKEN", "key = @@", '# Setup\n"""Doc."""\nfrom __future__ import annotations\n'),
    ),
    "whole cell indented": (
        '  key = "@HF"\n  run(key)',
        [
            (title, "\n".join("  " + line for line in after.split("\n")))
            for title, after in plain("HF_TOKEN", "key = @@\nrun(key)")
        ],
    ),
    "imported in the cell": (
        'import os, sys\nfrom getpass import getpass\nimport keyring, dotenv\nkey = "@HF"',
        [
            (FILE.format("HF_TOKEN"), IMPORTED.format("from dotenv import load_dotenv\nload_dotenv()\n", ENVIRON)),
            (ENV.format("HF_TOKEN"), IMPORTED.format("", ENVIRON)),
            (ASK.format("HF_TOKEN"), IMPORTED.format("", 'getpass("HF_TOKEN: ")')),
            (RING.format("HF_TOKEN"), IMPORTED.format("", ring("HF_TOKEN"))),
        ],
    ),
    "imported below": ('key = "@HF"\nimport os', plain("HF_TOKEN", "key = @@\nimport os")),
    "imported in an earlier cell, as a module": (
        'import os, getpass, keyring\nfrom dotenv import load_dotenv\nload_dotenv()\n# %%\nkey = "@HF"',
        [
            (title, f"import os, getpass, keyring\nfrom dotenv import load_dotenv\nload_dotenv()\n# %%\nkey = {code}")
            for title, code in (
                (ENV.format("HF_TOKEN"), ENVIRON),
                (ASK.format("HF_TOKEN"), 'getpass.getpass("HF_TOKEN: ")'),
                (RING.format("HF_TOKEN"), ring("HF_TOKEN")),
            )
        ],
    ),
    "name means something else": (
        'os = "linux"\nkeyring = load_dotenv = []\nkey = "@HF"',
        [
            (title, f'{line}\nos = "linux"\nkeyring = load_dotenv = []\nkey = {code}')
            for title, line, code in (
                (ENV.format("HF_TOKEN"), "from os import environ", 'environ["HF_TOKEN"]'),
                (ASK.format("HF_TOKEN"), "from getpass import getpass", 'getpass("HF_TOKEN: ")'),
                (RING.format("HF_TOKEN"), "from keyring import get_password", 'get_password("notebook", "HF_TOKEN")'),
            )
        ],
    ),
}
