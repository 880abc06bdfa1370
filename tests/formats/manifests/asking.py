"""Files of every kind that ask for packages, with the places marked, and what they ask for."""

import pytest

COMMIT = "0123456789abcdef" * 2 + "01234567"
SHA = "0a" * 32

# File name, text, and of each package: name on the index, exact version, kind.
FILES = [
    pytest.param(
        "requirements.txt",
        "# tools\n«numpy==1.26.4»\n«Scikit_Learn[all] >=1,<2» ; python_version < '3.12'  # why\n«torch»\n"
        "-e «git+https://host.dev/a/tool@main#egg=tool»\n«acme @ https://host.dev/acme.zip» ; sys_platform == 'win32'\n"
        "«https://host.dev/acme_core-1.0-py3-none-any.whl»\n«./lib»\n-r «more.txt»\n--editable=«.»\n"
        "«${PRIVATE}»\n-c constraints.txt --pre\n",
        [
            ("numpy", "1.26.4", "pinned"),
            ("scikit-learn", "", "ranged"),
            ("torch", "", "unpinned"),
            ("tool", "", "vcs"),
            ("acme", "", "url"),
            ("acme-core", "1.0", "url"),
            ("", "", "path"),
            ("", "", "file"),
            ("", "", "path"),
            ("", "", "variable"),
        ],
        id="requirements",
    ),
    pytest.param(
        "requirements/dev.txt",
        f"«numpy==1.0» \\\r\n    --hash=sha256:{SHA} \\\r\n    --hash sha256:{SHA}\r\n# no \\\r\n«pandas===2.0»\\\r\n",
        [("numpy", "1.0", "pinned"), ("pandas", "2.0", "pinned")],
        id="continued lines, CRLF",
    ),
    pytest.param(
        "dev-requirements.in",
        "\ufeff«numpy~=1.0»\n«pandas»",
        [("numpy", "", "ranged"), ("pandas", "", "unpinned")],
        id="in, BOM",
    ),
    pytest.param(
        "requirements.txt",
        "«acme-1.0-py3-none-any.whl»\n«acme_core-2.0.tar.gz»",
        [("acme", "1.0", "path"), ("acme-core", "2.0", "path")],
        id="files beside it",
    ),
    pytest.param(
        "environment.yml",
        "dependencies:\n- «pandas 1.5.3»\n- '«scipy 1.9.3 py310_0»'\n- «numpy 1.2*»\n",
        [("pandas", "1.5.3", "pinned"), ("scipy", "1.9.3", "pinned"), ("numpy", "", "ranged")],
        id="versions of conda behind a blank",
    ),
    pytest.param("constraints.txt", "«numpy==1.0»\n", [("numpy", "1.0", "pinned")], id="constraints"),
    pytest.param(
        "pyproject.toml",
        '[build-system]\nrequires = ["«hatchling>=1.26»"]\n[project]\nname = "numpy"\ndependencies = [\n'
        '  # "numpy>=9"\n  "«numpy>=1»", \'«pandas[x]==2.0.1»\',\n  "«acme @ git+https://host.dev/acme@v1»"\n]\n'
        'optional-dependencies.dev = ["«pytest»"]\n[dependency-groups]\ntest = ["«pytest»", {include-group = "dev"}]\n',
        [
            ("hatchling", "", "ranged"),
            ("numpy", "", "ranged"),
            ("pandas", "2.0.1", "pinned"),
            ("acme", "", "vcs"),
            ("pytest", "", "unpinned"),
            ("pytest", "", "unpinned"),
        ],
        id="pyproject",
    ),
    pytest.param(
        "pyproject.toml",
        '[tool.poetry.dependencies]\npython = "^3.10"\n«requests = "^2.1"»\n"«flask»" = '
        '{ git = "https://host.dev/f.git", branch = "main" }\n'
        '«pandas» = [{ version = "1.0", python = "<3.9" }]\n«local» = { path = "../lib" }\n'
        '[tool.poetry.group.dev.dependencies.«black»]\nversion = "24.1.0"\n',
        [
            ("requests", "", "ranged"),
            ("flask", "", "vcs"),
            ("pandas", "1.0", "pinned"),
            ("local", "", "path"),
            ("black", "24.1.0", "pinned"),
        ],
        id="poetry",
    ),
    pytest.param(
        "pyproject.toml",
        '[project]\ndependencies = ["«numpy»", "torch"]\n[tool.uv]\ndev-dependencies = ["«ruff==0.6.1»"]\n'
        f'[tool.uv.sources]\n«torch» = {{ git = "https://host.dev/torch", rev = "{COMMIT}" }}\n'
        'numpy = { index = "i" }\n',
        [("numpy", "", "unpinned"), ("ruff", "0.6.1", "pinned"), ("torch", "", "vcs")],
        id="uv sources",
    ),
    pytest.param(
        "pyproject.toml",
        '[tool.pixi.dependencies]\npython = "3.12.*"\n«numpy = ">=1"»\n[tool.pixi.pypi-dependencies]\n'
        '«acme = "==1.0"»\n[tool.pixi.feature.gpu.dependencies]\n«pytorch = "*"»\n'
        '[tool.hatch.envs.test]\ndependencies = ["«pytest»"]\nextra-dependencies = ["«coverage==7.0»"]\n'
        '[tool.rye]\ndev-dependencies = ["«ruff>=1»"]\n',
        [
            ("numpy", "", "ranged"),
            ("acme", "1.0", "pinned"),
            ("torch", "", "unpinned"),
            ("pytest", "", "unpinned"),
            ("coverage", "7.0", "pinned"),
            ("ruff", "", "ranged"),
        ],
        id="pixi, hatch and rye in pyproject",
    ),
    pytest.param(
        "requirements-dev.lock",
        "-e «file:.»\n«numpy==1.0»\n    # via acme\n",
        [("", "", "path"), ("numpy", "1.0", "pinned")],
        id="lock of rye",
    ),
    pytest.param(
        "requirements.txt",
        "«numpy @ file:///croot/numpy_1668593735768/work»\n«acme @ file:./acme»\n",
        [("numpy", "", "path"), ("acme", "", "path")],
        id="what pip freezes in an environment of conda",
    ),
    pytest.param(
        "conda.yaml",
        "common: &c\n- «numpy=1.26.4»\n- &p «pandas»\nbase: &b {dependencies: *c}\n<<: *b\n",
        [("numpy", "1.26.4", "pinned"), ("pandas", "", "unpinned")],
        id="aliases",
    ),
    pytest.param(
        "pyproject.toml",
        '[tool.pdm.dev-dependencies]\ntest = ["«pytest>=8»", "«-e ./lib»"]\n',
        [("pytest", "", "ranged"), ("", "", "path")],
        id="pdm groups",
    ),
    pytest.param(
        "pylock.dev.toml",
        'lock-version = "1.0"\ncreated-by = "tool"\n[[packages]]\nname = "«numpy»"\nversion = "1.26.4"\n'
        '[[packages.wheels]]\nname = "numpy-1.26.4-py3-none-any.whl"\nurl = "https://host.dev/w"\n'
        f'hashes = {{ sha256 = "{SHA}" }}\n[[packages]]\nname = "«tool»"\n'
        f'vcs = {{ type = "git", url = "https://host.dev/t", commit-id = "{COMMIT}" }}\n',
        [("numpy", "1.26.4", "pinned"), ("tool", "", "vcs")],
        id="pylock",
    ),
    pytest.param(
        "uv.lock",
        'version = 1\n[[package]]\nname = "own"\nversion = "0"\nsource = { editable = "." }\n'
        'dependencies = [\n    { name = "numpy" },\n]\n[[package]]\nname = "«numpy»"\nversion = "1.25.0"\n'
        'source = { registry = "https://host.dev/simple" }\n[[package]]\nname = "«numpy»"\nversion = "1.26.4"\n'
        f'[[package]]\nname = "«tool»"\nversion = "2"\nsource = {{ git = "https://host.dev/t?rev=main#{COMMIT}" }}\n',
        [("numpy", "1.25.0", "pinned"), ("numpy", "1.26.4", "pinned"), ("tool", "2", "vcs")],
        id="uv.lock",
    ),
    pytest.param(
        "poetry.lock",
        '[[package]]\nname = "«name»"\nversion = "1"\n[package.dependencies]\nname = "*"\nnumpy = ">=1"\n'
        '[[package]]\nname = "«numpy»"\nversion = "1.26.4"\n[package.source]\ntype = "git"\n'
        f'url = "https://host.dev/n.git"\nreference = "main"\nresolved_reference = "{COMMIT}"\n',
        [("name", "1", "pinned"), ("numpy", "1.26.4", "vcs")],
        id="poetry.lock",
    ),
    pytest.param(
        "pdm.lock",
        '[[package]]\nname = "«numpy»"\nversion = "1.26.4"\n[[package]]\nname = "numpy"\nversion = "1.26.4"\n'
        'extras = ["x"]\n[[package]]\nname = "«lib»"\nversion = "1"\npath = "./lib"\n',
        [("numpy", "1.26.4", "pinned"), ("lib", "1", "path")],
        id="pdm.lock",
    ),
    pytest.param(
        "Pipfile",
        '[[source]]\nurl = "https://host.dev/simple"\nname = "numpy"\n[packages]\n«numpy = "*"»\n'
        '«flask» = { git = "https://host.dev/f.git", ref = "main" }\n[dev-packages]\n«pytest = "==8.0"»\n'
        '[requires]\npython_version = "3.11"\n',
        [("numpy", "", "unpinned"), ("flask", "", "vcs"), ("pytest", "8.0", "pinned")],
        id="Pipfile",
    ),
    pytest.param(
        "Pipfile.lock",
        '{"_meta": {"sources": []}, "default": {"«numpy»": {"version": "==1.26.4", "hashes": ["sha256:aa"]}},\n'
        '"develop": {"«numpy»": {"version": "==1.26.3"}, "«tool»": {"git": "https://host.dev/t", "ref": "main"}}}',
        [("numpy", "1.26.4", "pinned"), ("numpy", "1.26.3", "pinned"), ("tool", "", "vcs")],
        id="Pipfile.lock",
    ),
    pytest.param(
        "environment.yml",
        "name: é\ndependencies:\n  - python=3.11\n  - «numpy=1.26.4=py311_0»\n  - '«conda-forge::pytorch>=2»'\n"
        '  - &gcc «gcc_linux-64»\n  - pip:\n    - «torch==2.5.1»  # gpu\n    - "«git+https://host.dev/a/tool@main»"\n'
        "    - -r «more.txt»\n",
        [
            ("numpy", "1.26.4", "pinned"),
            ("torch", "", "ranged"),
            ("", "", "unpinned"),
            ("torch", "2.5.1", "pinned"),
            ("tool", "", "vcs"),
            ("", "", "file"),
        ],
        id="environment.yml",
    ),
    pytest.param(
        "conda-lock.yml",
        "package:\n- name: «numpy»\n  version: 1.26.4\n  manager: conda\n  platform: linux-64\n"
        "- name: numpy\n  version: 1.26.4\n  manager: conda\n  platform: osx-64\n"
        "- {manager: pip, version: 2.5.1, name: «torch», hash: {sha256: aa}}\n",
        [("numpy", "1.26.4", "pinned"), ("torch", "2.5.1", "pinned")],
        id="conda-lock.yml",
    ),
    pytest.param(
        "setup.cfg",
        '[options]\ninstall_requires =\n    «numpy>=1; python_version < "3.12"»\n    # no\n    «pandas»\n'
        "[options.extras_require]\ndev = «pytest»; «black==24.1.0»\n",
        [
            ("numpy", "", "ranged"),
            ("pandas", "", "unpinned"),
            ("pytest", "", "unpinned"),
            ("black", "24.1.0", "pinned"),
        ],
        id="setup.cfg",
    ),
    pytest.param(
        "pixi.toml",
        '[dependencies]\npython = "3.11.*"\n«pytorch = ">=2"»\n[pypi-dependencies]\n'
        '«tool» = { git = "https://host.dev/t" }\n'
        '«numpy = "==1.26.4"»\n[feature.test.dependencies]\n«scipy» = { version = "1.14.*", channel = "x" }\n',
        [("torch", "", "ranged"), ("tool", "", "vcs"), ("numpy", "1.26.4", "pinned"), ("scipy", "", "ranged")],
        id="pixi.toml",
    ),
    pytest.param(
        "pixi.lock",
        "version: 6\npackages:\n- conda: «https://host.dev/linux-64/numpy-1.26.4-py312_0.conda»\n  sha256: aa\n"
        "- pypi: https://host.dev/w.whl\n  name: «torch»\n  version: 2.5.1\n",
        [("numpy", "1.26.4", "pinned"), ("torch", "2.5.1", "pinned")],
        id="pixi.lock",
    ),
]
