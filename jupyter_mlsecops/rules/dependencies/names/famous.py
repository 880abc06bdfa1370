"""The names that most people type, and so mistype: machine learning first, then what every notebook has beside it."""

NAMES = """
accelerate adapters aiohttp albumentations altair anthropic apache-airflow argilla arviz astropy attrs autogluon
awscli azure-ai-ml azure-core azure-identity azure-storage-blob azureml-core azureml-sdk beautifulsoup4 bertopic
biopython bitsandbytes black bokeh boto3 botocore bottleneck cartopy catboost category-encoders celery certifi
chainlit chardet charset-normalizer chromadb click cloudpickle cohere colorama coloredlogs comet-ml coverage crewai
cryptography ctransformers cupy cvxpy cython dagster darts dash dask dask-ml databricks-sdk datasets dateparser
deepface deepspeed diffusers distributed django docarray docker docling duckdb easyocr einops elasticsearch evaluate
evidently fairlearn fairseq faiss-cpu faiss-gpu faker fastai fastapi fastembed faster-whisper fastparquet fasttext
featuretools feedparser filelock flask flask-cors flax fonttools fsspec ftfy fuzzywuzzy gdown gensim geopandas geopy
gitpython gluonts google-api-python-client google-auth google-cloud-aiplatform google-cloud-bigquery
google-cloud-storage google-genai google-generativeai gpytorch gradio graphviz great-expectations greenlet groq grpcio
gspread guidance gunicorn gymnasium h5py haystack-ai hdbscan hf-transfer holoviews httpx huggingface-hub hydra-core
hyperopt hypothesis idna imageio imbalanced-learn imgaug instructor ipykernel ipython ipywidgets isort jax jaxlib
jinja2 jiwer joblib jsonschema jupyter jupyter-client jupyter-core jupyter-server jupyterhub jupyterlab kaggle
kagglehub keras keras-tuner kornia kubernetes langchain langchain-anthropic langchain-community langchain-core
langchain-google-genai langchain-huggingface langchain-openai langdetect langfuse langgraph langsmith librosa
lifelines lightgbm lightning lime litellm llama-cpp-python llama-index llama-index-core llvmlite loguru lxml markdown
markupsafe marshmallow matplotlib mediapipe milvus-lite missingno mistralai mlflow mlxtend monai moviepy mypy
mysql-connector-python nbconvert nbformat neo4j networkx nibabel nltk notebook numba numexpr numpy nvidia-cublas-cu12
nvidia-cudnn-cu12 ollama omegaconf onnx onnxruntime onnxruntime-gpu open-clip-torch openai openai-whisper
opencv-contrib-python opencv-python opencv-python-headless openpyxl optimum optuna orjson ortools packaging pandas
pandas-datareader panel papermill paramiko pdfplumber peewee peft pendulum pillow pinecone pip pipenv platformdirs
playwright plotly plotnine poetry polars prefect presidio-analyzer prettytable prophet protobuf psutil psycopg2
psycopg2-binary py3dmol pyarrow pycaret pycocotools pycryptodome pydantic pydicom pydub pygments pyjwt pylint pymilvus
pymongo pymupdf pymysql pyodbc pyopenssl pyparsing pypdf pyro-ppl pyserial pyspark pytesseract pytest pytest-cov
python-dateutil python-docx python-dotenv pytorch-lightning pytz pyvista pywavelets pyyaml qdrant-client qiskit ragas
rapidfuzz rasterio ray rdkit redis regex reportlab requests rich rouge-score ruff sacrebleu safetensors sagemaker
scanpy scikit-image scikit-learn scikit-optimize scipy scrapy seaborn segmentation-models-pytorch selenium
semantic-kernel sentence-transformers sentencepiece seqeval setuptools shap shapely simplejson sktime smolagents
snowflake-connector-python soundfile spacy speechbrain sphinx sqlalchemy stable-baselines3 stanza statsmodels
streamlit supervision sympy tabulate tenacity tensorboard tensorboardx tensorflow tensorflow-datasets tensorflow-hub
tensorflow-probability tensorflow-text termcolor textblob textstat tf-keras thefuzz tiktoken timm tokenizers torch
torch-geometric torchaudio torchdata torchinfo torchmetrics torchsummary torchtext torchvision tornado tqdm
transformers triton trl tslearn tweepy typer ultralytics umap-learn unsloth unstructured urllib3 uvicorn
vadersentiment virtualenv vllm wandb weaviate-client webdataset websockets werkzeug whisperx wikipedia wordcloud
xarray xformers xgboost xlrd xlsxwriter ydata-profiling yfinance youtube-transcript-api zarr
"""
