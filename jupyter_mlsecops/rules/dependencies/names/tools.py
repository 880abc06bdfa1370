"""Packages that build, test and document, and those that everybody uses: names as indexes compare them."""

NAMES = """
aiofile alabaster alive-progress allure-pytest allure-python-commons angr ansi2html ansible ansible-core ansible-lint
ansicolors ansiwrap antlr4-python3-runtime appdirs approvaltests apscheduler argcomplete argh arnparse art asciimatics
asciitree assertpy astor astral astroid asttokens autoflake autopep8 awesome-slugify aws-encryption-sdk babel backoff
backports-cached-property backports-tarfile backports-tempfile backports-zoneinfo bandit banks basedpyright behave
betamax better-exceptions bidict birdseye bitarray bitstring bitstruct black black-nb blacken-docs blessed blessings
blis blist blosc blosc2 boltons boolean-py bpython brotli brotlicffi build bump2version bumpver bumpversion cachecontrol
cached-property cachetools cachey caio capstone catalogue cement cfgv cfn-lint checkov circuitbreaker cityhash claripy
click-default-group click-didyoumean click-log click-option-group click-plugins click-repl click-spinner cliff cligj
cmake codecov codespell colabcode colorama coloredlogs colorful colorlog commitizen comtypes concurrent-log-handler
conda-lock conda-pack confection contextlib2 contextvars cookiecutter copier countryinfo coverage coveralls crc32c
crcmod croniter cronitor cruft cuid currencyconverter cx-freeze cyclonedx-bom cyclonedx-python-lib cymem cython daal4py
darglint data-science-types datadog datadog-api-client ddt ddtrace debugpy decorator deepdiff deepdiff6
dependency-injector deprecated deprecation detect-secrets diff-cover dirtyjson distlib distribute distro docformatter
docker docker-compose docker-py docker-pycreds dockerfile-parse docopt docopt-ng docstring-parser docstring-to-markdown
docutils docx2pdf dpkt elasticsearch6 elasticsearch7 elasticsearch8 eliot enum-compat enum34 exceptiongroup execnb
execnet executing factory-boy fasteners filelock filetype filprofiler flake8 flake8-annotations flake8-black
flake8-bugbear flake8-comprehensions flake8-docstrings flake8-eradicate flake8-isort flake8-print flake8-pyproject
flake8-quotes flake8-simplify flit flit-core forbiddenfruit forex-python freezegun frida friendly-traceback functools32
funcy furo future geocoder geoip2 ghapi ghp-import gitdb2 glob2 griffe griffecli grpc-stubs guppy3 halo hashids hatch
hatch-fancy-pypi-readme hatch-jupyter-builder hatch-requirements-txt hatch-vcs hatchling haversine human-readable
humanfriendly humanize humanreadable hypothesis icecream icmplib id identify imagesize impacket importlib-metadata
importlib-resources in-toto incremental inflect inflection iniconfig injector inquirer inquirerpy intel-openmp
interrogate intervaltree ipaddr ipaddress isort jedi jinja2-cli keyboard keystone-engine kink kubernetes
kubernetes-asyncio langcodes language-data lark lark-parser libarchive-c libcst license-expression lief limits
line-profiler locust logbook loguru loky lru-dict lxml-stubs lz4 marisa-trie matplotlib-stubs maturin maxminddb mccabe
memory-profiler mesa meson meson-python mike mitmproxy mkdocs mkdocs-autorefs mkdocs-awesome-pages-plugin mkdocs-click
mkdocs-gen-files mkdocs-get-deps mkdocs-git-revision-date-localized-plugin mkdocs-include-markdown-plugin mkdocs-jupyter
mkdocs-literate-nav mkdocs-macros-plugin mkdocs-material mkdocs-material-extensions mkdocs-mermaid2-plugin
mkdocs-minify-plugin mkdocs-redirects mkdocs-section-index mkdocstrings mkdocstrings-python mkl mkl-fft mkl-random
mkl-service mmh3 mock molecule monotonic more-itertools mouse mpi4py mpire mss multiprocess murmurhash mutmut mypy
mypy-boto3 mypy-boto3-s3 mypy-extensions myst-nb myst-parser nanobind nanoid nbprocess nest-asyncio nest-asyncio2
netaddr netifaces netifaces2 networkx-stubs newrelic ninja nodeenv nose nose2 nosexcover nox nuitka numpydoc objgraph
openshift opentelemetry-api opentelemetry-distro opentelemetry-exporter-gcp-trace opentelemetry-exporter-jaeger
opentelemetry-exporter-otlp opentelemetry-exporter-otlp-proto-common opentelemetry-exporter-otlp-proto-grpc
opentelemetry-exporter-otlp-proto-http opentelemetry-exporter-prometheus opentelemetry-instrumentation
opentelemetry-instrumentation-aiohttp-client opentelemetry-instrumentation-anthropic opentelemetry-instrumentation-asgi
opentelemetry-instrumentation-boto3sqs opentelemetry-instrumentation-botocore opentelemetry-instrumentation-celery
opentelemetry-instrumentation-confluent-kafka opentelemetry-instrumentation-dbapi opentelemetry-instrumentation-django
opentelemetry-instrumentation-fastapi opentelemetry-instrumentation-flask opentelemetry-instrumentation-grpc
opentelemetry-instrumentation-httpx opentelemetry-instrumentation-jinja2 opentelemetry-instrumentation-kafka-python
opentelemetry-instrumentation-langchain opentelemetry-instrumentation-logging opentelemetry-instrumentation-openai
opentelemetry-instrumentation-pika opentelemetry-instrumentation-psycopg opentelemetry-instrumentation-psycopg2
opentelemetry-instrumentation-pymongo opentelemetry-instrumentation-pymysql opentelemetry-instrumentation-redis
opentelemetry-instrumentation-requests opentelemetry-instrumentation-sqlalchemy opentelemetry-instrumentation-starlette
opentelemetry-instrumentation-system-metrics opentelemetry-instrumentation-threading
opentelemetry-instrumentation-tornado opentelemetry-instrumentation-urllib opentelemetry-instrumentation-urllib3
opentelemetry-instrumentation-wsgi opentelemetry-propagator-b3 opentelemetry-proto opentelemetry-resourcedetector-gcp
opentelemetry-sdk opentelemetry-semantic-conventions opentelemetry-semantic-conventions-ai opentelemetry-util-http
ordereddict oslo-config oslo-utils packageurl-python packaging parameterized parse parse-type parso path pathlib2 pathos
pathspec pathtools pathvalidate patool pbr pdbpp pdm pdm-backend pdoc pdoc3 pebble pefile petname pex pexpect
phonenumbers pick pigar ping3 pip pip-api pip-audit pip-licenses pip-requirements-parser pip-system-certs pip-tools
pipdeptree pipenv pipreqs pipx pkginfo plac platformdirs pluggy plumbum pluralizer ply podman poetry poetry-core
poetry-dynamic-versioning poetry-plugin-export portalocker portion portray pox ppft pre-commit pre-commit-hooks preshed
pretty-errors prettytable price-parser progressbar progressbar2 prometheus-client prometheus-fastapi-instrumentator
prometheus-flask-exporter prompt-toolkit psutil psygnal ptpython ptyprocess pudb pulumi pulumi-aws punq pure-eval
puremagic pwntools py py-spy py2app py7zr pyahocorasick pyaml pyarmor pyasn pyautogui pybase64 pybind11 pybreaker pybtex
pycairo pycares pychromecast pycodestyle pycountry-convert pydash pydata-sphinx-theme pydevd pydispatcher pydocstyle
pydoe pyee pyelftools pyelliptic pyemd pyfakefs pyfftw pyfiglet pyflakes pyfunctional pygments pygobject pygsheets
pygtrie pyhamcrest pyhash pyhocon pyhumps pyinstaller pyinstrument pyjnius pyjson5 pyjsparser pykakasi pykwalify pylibmc
pylint pylint-django pylru pylsp-mypy pyluach pymatting pymdown-extensions pymisp pympler pynndescent pynput pypandoc
pyparsing pypeg2 pyperclip pyphen pypika pyprof2calltree pyproject-api pyproject-hooks pyproject-metadata pyqt5-qt5
pyqt5-sip pyqt6-qt6 pyqt6-sip pyqtwebengine pyrate-limiter pyre-check pyright pyro4 pyroute2 pyrsistent pysat pyshark
pysmb pysnmp pystache pystray pytest pytest-aiohttp pytest-arraydiff pytest-assume pytest-astropy pytest-asyncio
pytest-base-url pytest-bdd pytest-benchmark pytest-black pytest-cases pytest-celery pytest-check pytest-clarity
pytest-codspeed pytest-console-scripts pytest-cov pytest-datadir pytest-django pytest-docker pytest-doctestplus
pytest-dotenv pytest-env pytest-factoryboy pytest-flake8 pytest-flask pytest-forked pytest-freezegun pytest-freezer
pytest-github-actions-annotate-failures pytest-html pytest-httpserver pytest-httpx pytest-instafail pytest-json-report
pytest-jupyter pytest-lazy-fixture pytest-lazy-fixtures pytest-localserver pytest-metadata pytest-mock pytest-mpl
pytest-mypy pytest-notebook pytest-order pytest-ordering pytest-playwright pytest-postgresql pytest-profiling
pytest-pylint pytest-qt pytest-randomly pytest-recording pytest-regressions pytest-remotedata pytest-repeat
pytest-rerunfailures pytest-retry pytest-runner pytest-selenium pytest-snapshot pytest-socket pytest-split
pytest-subtests pytest-sugar pytest-testmon pytest-timeout pytest-tornado pytest-trio pytest-unordered pytest-vcr
pytest-watch pytest-xdist python-bidi python-box python-can python-consul python-consul2 python-crontab python-debian
python-docs-theme python-frontmatter python-fsutil python-hosts python-http-client python-jenkins python-json-logger
python-lsp-jsonrpc python-lsp-server python-magic python-magic-bin python-memcached python-nmap python-openid python-pam
python-rtmidi python-sat python-semantic-release python-slugify python-snappy python-statemachine python-tds
python-terraform python-ulid python-utils python-xlib python-xmp-toolkit python3-openid python3-saml pythran pytimeparse
pytimeparse2 pytoolconfig pytweening pytype pytz-deprecation-shim pyupgrade pyusb pyvirtualdisplay pywavelets pywebview
pywin32 pywin32-ctypes pywinpty pyxdg pyyaml-env-tag pyzstd questionary radon rarfile ratelimit ratelimiter raven
readme-renderer redis-py-cluster refurb regex remote-pdb requests-oauth responses respx retry retry2 retrying returns
rfc3161-client rfc3987 rich-toolkit robotframework robotframework-seleniumlibrary rollbar rope ropgadget rpdb rpyc ruff
ruff-lsp safety salabim salt scalene scandir scapy schedule scipy-stubs securesystemslib semantic-version semgrep semver
send2trash sentry-sdk setuptools setuptools-git setuptools-rust setuptools-scm sh shiv shortuuid shtab sigstore
sigstore-protobuf-specs simplegeneric singledispatch six snakeviz snapshottest snoop sortedcollections sortedcontainers
speedtest-cli sphinx sphinx-argparse sphinx-autoapi sphinx-autobuild sphinx-autodoc-typehints sphinx-autodoc2
sphinx-basic-ng sphinx-book-theme sphinx-click sphinx-comments sphinx-copybutton sphinx-design sphinx-external-toc
sphinx-gallery sphinx-inline-tabs sphinx-issues sphinx-jupyterbook-latex sphinx-markdown-tables sphinx-material
sphinx-multitoc-numbering sphinx-notfound-page sphinx-panels sphinx-prompt sphinx-rtd-theme sphinx-sitemap sphinx-tabs
sphinx-thebe sphinx-tippy sphinx-togglebutton sphinxcontrib-applehelp sphinxcontrib-bibtex sphinxcontrib-devhelp
sphinxcontrib-htmlhelp sphinxcontrib-httpdomain sphinxcontrib-jquery sphinxcontrib-jsmath sphinxcontrib-mermaid
sphinxcontrib-napoleon sphinxcontrib-openapi sphinxcontrib-programoutput sphinxcontrib-qthelp
sphinxcontrib-serializinghtml sphinxcontrib-spelling sphinxext-opengraph sphinxext-rediraffe srsly stack-data
stackprinter stamina statsd stevedore stringcase structlog subprocess32 suds suntime syrupy tabulate tbb tblib tenacity
terminado testcontainers testfixtures texttable thinc time-machine timezonefinder titlecase towncrier tox tox-uv tqdm
tqdm-loggable transitions tree-sitter tree-sitter-javascript tree-sitter-language-pack tree-sitter-languages
tree-sitter-python troposphere tuf twine typeguard typer typer-cli typer-slim types-aiofiles types-attrs types-awscrt
types-beautifulsoup4 types-bleach types-cachetools types-certifi types-cffi types-click types-colorama types-croniter
types-decorator types-deprecated types-docopt types-docutils types-filelock types-flask types-freezegun types-html5lib
types-jinja2 types-jsonschema types-markdown types-markupsafe types-mock types-openpyxl types-paramiko types-passlib
types-pillow types-protobuf types-psutil types-psycopg2 types-pymssql types-pymysql types-pyopenssl
types-python-dateutil types-pytz types-pyyaml types-redis types-regex types-requests types-s3transfer types-setuptools
types-simplejson types-six types-tabulate types-termcolor types-toml types-tqdm types-tzlocal types-ujson types-urllib3
types-werkzeug types-xmltodict typing-extensions typing-inspect typing-inspection tyro ulid-py unicorn
unittest-xml-reporting unittest2 urwid us usort uszipcode uuid6 uv uvloop varname vcrpy version-information versioneer
versioningit virtualenv virtualenv-clone virustotal-python viztracer volatility3 vulture wasabi watchdog watchfiles
watermark wcmatch weasel wheel wily winloop winshell wmi xenon xonsh xxhash yapf yara-python yaspin z3-solver zeroconf
zipcodes zipfly zipp zstandard zstd
"""
