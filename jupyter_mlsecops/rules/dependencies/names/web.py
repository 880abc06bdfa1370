"""Packages of notebooks, the web, databases and clouds: names as indexes compare them."""

NAMES = """
adal adjusttext aio-pika aiobotocore aiocache aiodns aiofiles aiogram aiohappyeyeballs aiohttp aiohttp-cors
aiohttp-retry aioitertools aiokafka aiolimiter aiomysql aiopg aioredis aiosignal aiosqlite airbyte airbyte-cdk airtable
alembic alibabacloud-tea aliyun-python-sdk-core altair altair-data-server altair-viewer amazon-textract-textractor amqp
ansible-kernel anyio anywidget apache-airflow apache-airflow-client apache-airflow-providers-amazon
apache-airflow-providers-celery apache-airflow-providers-cncf-kubernetes apache-airflow-providers-common-compat
apache-airflow-providers-common-io apache-airflow-providers-common-sql apache-airflow-providers-databricks
apache-airflow-providers-dbt-cloud apache-airflow-providers-docker apache-airflow-providers-fab
apache-airflow-providers-ftp apache-airflow-providers-google apache-airflow-providers-http apache-airflow-providers-imap
apache-airflow-providers-jdbc apache-airflow-providers-microsoft-azure apache-airflow-providers-mongo
apache-airflow-providers-mysql apache-airflow-providers-odbc apache-airflow-providers-oracle
apache-airflow-providers-postgres apache-airflow-providers-redis apache-airflow-providers-salesforce
apache-airflow-providers-sftp apache-airflow-providers-slack apache-airflow-providers-smtp
apache-airflow-providers-snowflake apache-airflow-providers-sqlite apache-airflow-providers-ssh
apache-airflow-providers-standard apache-airflow-task-sdk apache-beam apache-flink apache-libcloud apache-sedona
apache-superset applicationinsights argon2-cffi argon2-cffi-bindings ariadne artifacts-keyring asgiref asn1crypto
async-lru async-timeout asyncpg asyncssh atlassian-python-api attrs authlib aws-cdk-lib aws-lambda-powertools
aws-requests-auth aws-sam-cli aws-sam-translator aws-xray-sdk awscli awscrt awswrangler azure-ai-agents
azure-ai-contentsafety azure-ai-documentintelligence azure-ai-evaluation azure-ai-formrecognizer azure-ai-generative
azure-ai-inference azure-ai-ml azure-ai-projects azure-ai-resources azure-ai-textanalytics azure-ai-translation-text
azure-ai-vision-imageanalysis azure-appconfiguration azure-batch azure-cli azure-cli-core azure-cli-telemetry
azure-cognitiveservices-language-textanalytics azure-cognitiveservices-speech
azure-cognitiveservices-vision-computervision azure-cognitiveservices-vision-customvision azure-common
azure-communication-email azure-core azure-cosmos azure-cosmosdb-table azure-data-tables azure-datalake-store
azure-devops azure-eventgrid azure-eventhub azure-functions azure-functions-durable azure-graphrbac azure-identity
azure-identity-broker azure-keyvault azure-keyvault-administration azure-keyvault-certificates azure-keyvault-keys
azure-keyvault-secrets azure-kusto-data azure-kusto-ingest azure-mgmt azure-mgmt-apimanagement
azure-mgmt-appconfiguration azure-mgmt-applicationinsights azure-mgmt-authorization azure-mgmt-batch azure-mgmt-billing
azure-mgmt-cdn azure-mgmt-cognitiveservices azure-mgmt-compute azure-mgmt-consumption azure-mgmt-containerinstance
azure-mgmt-containerregistry azure-mgmt-containerservice azure-mgmt-core azure-mgmt-cosmosdb azure-mgmt-costmanagement
azure-mgmt-databoxedge azure-mgmt-datafactory azure-mgmt-datalake-analytics azure-mgmt-datalake-store
azure-mgmt-devtestlabs azure-mgmt-dns azure-mgmt-eventgrid azure-mgmt-eventhub azure-mgmt-hdinsight azure-mgmt-iothub
azure-mgmt-keyvault azure-mgmt-kusto azure-mgmt-loganalytics azure-mgmt-machinelearningservices
azure-mgmt-managementgroups azure-mgmt-maps azure-mgmt-media azure-mgmt-monitor azure-mgmt-msi azure-mgmt-network
azure-mgmt-nspkg azure-mgmt-policyinsights azure-mgmt-privatedns azure-mgmt-rdbms azure-mgmt-recoveryservices
azure-mgmt-recoveryservicesbackup azure-mgmt-redis azure-mgmt-relay azure-mgmt-reservations azure-mgmt-resource
azure-mgmt-scheduler azure-mgmt-search azure-mgmt-security azure-mgmt-servicebus azure-mgmt-signalr azure-mgmt-sql
azure-mgmt-storage azure-mgmt-subscription azure-mgmt-synapse azure-mgmt-trafficmanager azure-mgmt-web
azure-monitor-opentelemetry azure-monitor-opentelemetry-exporter azure-monitor-query azure-multiapi-storage
azure-quantum azure-search-documents azure-servicebus azure-storage azure-storage-blob azure-storage-common
azure-storage-file azure-storage-file-datalake azure-storage-file-share azure-storage-queue bar-chart-race bash-kernel
batchspawner bcrypt beakerx beanie beautifulsoup4 betterproto billiard bleach blinker bokeh bonobo boto boto3
boto3-stubs botocore botocore-stubs bottle boxsdk bqplot brokenaxes bson calmap calplot calysto-bash calysto-scheme
cassandra-driver cattrs cbor2 celery celluloid certifi cffi chalice channels channels-redis chart-studio cherrypy
chromedriver-autoinstaller chromedriver-binary click clickhouse-connect clickhouse-driver clickhouse-sqlalchemy
cloudpathlib cloudpickle cloudscraper colab-ssh colorcet commonmark condacolab configobj configparser confluent-kafka
connexion contourpy couchbase couchdb crate cryptography cssselect cssselect2 cufflinks curl-cffi customtkinter
cx-oracle cycler cytoolz daphne dash dash-ag-grid dash-bootstrap-components dash-core-components dash-cytoscape dash-daq
dash-html-components dash-mantine-components dash-table dashscope databases dataclasses-json datashader dbt-adapters
dbt-bigquery dbt-common dbt-core dbt-databricks dbt-duckdb dbt-postgres dbt-redshift dbt-snowflake dbt-spark dearpygui
defusedxml demjson3 df2gspread dill discord discord-py diskcache django django-allauth django-appconf django-axes
django-celery-beat django-celery-results django-ckeditor django-cors-headers django-countries django-crispy-forms
django-csp django-debug-toolbar django-environ django-extensions django-filer django-filter django-guardian
django-health-check django-htmx django-import-export django-ipware django-jinja django-js-asset django-model-utils
django-mptt django-ninja django-oauth-toolkit django-otp django-phonenumber-field django-polymorphic django-prometheus
django-ratelimit django-redis django-rest-framework django-silk django-simple-history django-storages django-stubs
django-stubs-ext django-tables2 django-taggit django-timezone-field djangorestframework djangorestframework-simplejwt
dlt dnspython dockerspawner dramatiq drf-spectacular drf-yasg dropbox dropboxdrivefs dynaconf ecdsa editor
elastic-transport elasticsearch-dbapi elasticsearch-dsl elyra email-validator environs envyaml erniebot euporie eventlet
fabric facebook-business fake-useragent fakeredis falcon fastapi fastapi-cache2 fastapi-cli fastapi-mail
fastapi-pagination fastapi-users fastapi-utils faust faust-streaming feedgen findspark firebase-admin flask flask-admin
flask-appbuilder flask-babel flask-bcrypt flask-caching flask-compress flask-cors flask-httpauth flask-jwt-extended
flask-limiter flask-login flask-mail flask-marshmallow flask-migrate flask-ngrok flask-openid flask-restful flask-restx
flask-script flask-session flask-socketio flask-sqlalchemy flask-talisman flask-testing flask-wtf flet flower fonttools
frozenlist furl geoviews gevent gevent-websocket ggplot gitdb gitpython gnupg google-ads google-analytics-admin
google-analytics-data google-api-core google-api-python-client google-auth google-auth-httplib2 google-auth-oauthlib
google-cloud-alloydb google-cloud-appengine-logging google-cloud-artifact-registry google-cloud-asset
google-cloud-audit-log google-cloud-automl google-cloud-batch google-cloud-bigquery google-cloud-bigquery-connection
google-cloud-bigquery-datatransfer google-cloud-bigquery-storage google-cloud-bigtable google-cloud-billing
google-cloud-build google-cloud-compute google-cloud-container google-cloud-core google-cloud-datacatalog
google-cloud-dataflow-client google-cloud-dataform google-cloud-dataplex google-cloud-dataproc
google-cloud-dataproc-metastore google-cloud-datastore google-cloud-dialogflow google-cloud-dialogflow-cx
google-cloud-discoveryengine google-cloud-dlp google-cloud-dns google-cloud-documentai google-cloud-error-reporting
google-cloud-eventarc google-cloud-firestore google-cloud-functions google-cloud-iam google-cloud-kms
google-cloud-language google-cloud-logging google-cloud-memcache google-cloud-monitoring google-cloud-notebooks
google-cloud-orchestration-airflow google-cloud-os-login google-cloud-pipeline-components google-cloud-profiler
google-cloud-pubsub google-cloud-pubsublite google-cloud-recommendations-ai google-cloud-redis
google-cloud-resource-manager google-cloud-retail google-cloud-run google-cloud-runtimeconfig google-cloud-scheduler
google-cloud-secret-manager google-cloud-source-context google-cloud-spanner google-cloud-speech google-cloud-storage
google-cloud-storage-transfer google-cloud-tasks google-cloud-texttospeech google-cloud-trace google-cloud-translate
google-cloud-videointelligence google-cloud-vision google-cloud-workflows google-crc32c google-play-scraper google-re2
google-resumable-media googleapis-common-protos googlemaps googletrans gql graphene graphene-django graphframes
graphframes-py graphql-core graphql-relay greenlet grequests grpcio grpcio-gcp grpcio-health-checking grpcio-reflection
grpcio-status grpcio-tools grpclib gspread gspread-dataframe gssapi gunicorn h11 h2 hdbcli hiredis hjson holoviews hpack
html5lib httpcore httplib2 httptools httpx httpx-sse huaweicloudsdkcore hubspot-api-client huey hvac hvplot hypercorn
hyperframe ibm-cloud-sdk-core ibm-cos-sdk ibm-db ibm-db-sa ibm-watson ibm-watson-machine-learning ibm-watsonx-ai idna
impyla influxdb influxdb-client influxdb3-python instaloader invoke ipdb ipyaggrid ipycanvas ipycytoscape ipydatagrid
ipyevents ipyfilechooser ipykernel ipyleaflet ipympl ipyparallel ipyreact ipysheet ipython ipython-autotime
ipython-genutils ipython-sql ipytree ipyvolume ipyvue ipyvuetify ipywidgets itsdangerous jaydebeapi jeepney jinja2
jinja2-time jira jmespath joblib joypy jpype1 json-log-formatter json-repair json5 jsonlines jsonpatch jsonpath-ng
jsonpath-python jsonpickle jsonpointer jsonschema jsonschema-specifications jupysql jupyter jupyter-ai jupyter-ai-magics
jupyter-bokeh jupyter-book jupyter-builder jupyter-cache jupyter-client jupyter-collaboration jupyter-console
jupyter-contrib-core jupyter-contrib-nbextensions jupyter-core jupyter-dash jupyter-enterprise-gateway jupyter-events
jupyter-highlight-selected-word jupyter-http-over-ws jupyter-kernel-gateway jupyter-latex-envs jupyter-leaflet
jupyter-lsp jupyter-nbextensions-configurator jupyter-packaging jupyter-repo2docker jupyter-resource-usage
jupyter-scheduler jupyter-server jupyter-server-fileid jupyter-server-mathjax jupyter-server-proxy
jupyter-server-terminals jupyter-server-ydoc jupyter-sphinx jupyter-ui-poll jupyter-ydoc jupyterhub
jupyterhub-idle-culler jupyterhub-kubespawner jupyterhub-nativeauthenticator jupyterlab jupyterlab-code-formatter
jupyterlab-drawio jupyterlab-execute-time jupyterlab-git jupyterlab-language-pack-zh-cn jupyterlab-latex jupyterlab-lsp
jupyterlab-myst jupyterlab-night jupyterlab-nvdashboard jupyterlab-pygments jupyterlab-server jupyterlab-spellchecker
jupyterlab-vim jupyterlab-widgets jupyterlite jupyterlite-core jupyterlite-pyodide-kernel jupyterlite-sphinx
jupyterthemes jupytext k3d kafka-python kafka-python-ng kaleido keyring keyrings-alt
keyrings-google-artifactregistry-auth keystoneauth1 kivy kivymd kiwisolver koalas kombu ldap3 lets-plot linode-cli
litestar lmdb localstack localstack-client locket luigi lumen lxml lxml-html-clean manim manimgl marimo markdown
markdown-it-py markdown2 markupsafe marshmallow marshmallow-dataclass marshmallow-enum marshmallow-sqlalchemy matplotlib
matplotlib-inline matplotlib-label-lines matplotlib-scalebar mechanicalsoup mechanize meltano memcache mesop metakernel
minio mistletoe mistune modelscope mongoengine moto motor mpl-interactions mplcursors mpld3 msal msal-extensions msgpack
msgpack-numpy msgraph-core msgraph-sdk msgspec msrest msrestazure mssql multidict multipart mypy-boto3-appflow
mypy-boto3-cloudformation mypy-boto3-dynamodb mypy-boto3-ec2 mypy-boto3-iam mypy-boto3-lambda mypy-boto3-rds
mypy-boto3-secretsmanager mypy-boto3-sns mypy-boto3-sqs mypy-boto3-ssm mypy-boto3-sts mysql-connector
mysql-connector-python mysql-connector-python-rf mysqlclient nats-py nbclassic nbclient nbconvert nbdime nbformat
nbgitpuller nbgrader nbmake nbqa nbsphinx nbstripout nbval nh3 nicegui notebook notion-client o365 oauth2client
oauthenticator oauthlib oci oci-cli octave-kernel office365-rest-python-client opencensus opencensus-context
opencensus-ext-azure opensearch-dsl opensearch-protobufs openxlab oracledb orjson oscrypto oss2 paho-mqtt palettable
panel panel-material-ui papermill param paramiko parsel partd passlib peewee perspective-python petl pg8000 pickle5 pika
pinotdb plaid-python plotly plotly-express plotly-resampler plyvel pony praw presto-python-client propcache proplot
proto-plus protobuf protobuf3-to-dict psycopg psycopg-binary psycopg-c psycopg-pool psycopg2 psycopg2-binary pure-sasl
py-redis pyairtable pyasn1 pyasn1-modules pyathena pycparser pycryptodome pycryptodomex pycurl pydantic pydantic-core
pydantic-evals pydantic-extra-types pydantic-graph pydantic-settings pydrive pydrive2 pydruid pyecharts pygal pygithub
pyhive pyjwt pykerberos pymemcache pymongo pymongo-inmemory pymssql pymysql pynacl pynamodb pyngrok pyodbc pyodide-build
pyodide-py pyopenssl pyppeteer pyqt5 pyqt6 pyqtgraph pyquery pyramid pyrebase4 pyrogram pysftp pyside2 pyside6
pysimplegui pysocks pyspark pyspark-client pyspark-pandas pysqlite3 pysqlite3-binary python-arango python-decouple
python-dotenv python-editor python-engineio python-ffmpeg python-gitlab python-gnupg python-jose python-keycloak
python-ldap python-multipart python-novaclient python-openstackclient python-rapidjson python-socketio
python-swiftclient python-telegram-bot python-whois pythreejs pytoml pyviz-comms pywaffle pywebio pyyaml pyyaml-include
pyzmq qgrid qianfan qtconsole quart redis redis-om redshift-connector reflex remi requestium requests requests-aws4auth
requests-cache requests-file requests-futures requests-html requests-kerberos requests-mock requests-ntlm
requests-oauthlib requests-toolbelt requests-unixsocket responder rfc3339-validator rfc3986 rich rich-argparse
rich-click ridgeplot rise robyn rocksdict rq rq-scheduler rsa ruamel-yaml ruamel-yaml-clib s3cmd s3transfer
sagemaker-core sanic sasl scienceplots scp scrapbook scrapy scrapy-splash scylla-driver seaborn secretstorage selenium
selenium-wire seleniumbase semantic-link sendgrid shareplum shiny shinylive shinywidgets shopifyapi sidecar
simple-salesforce simple-websocket simplejson singer-sdk slack-bolt slack-sdk slackclient smart-open smmap sniffio
snowflake-connector-python snowflake-ml-python snowflake-snowpark-python snowflake-sqlalchemy snscrape solara
sos-notebook soupsieve spark-nlp sparkmagic sparksql-magic spotipy sqlalchemy sqlalchemy-bigquery sqlalchemy-continuum
sqlalchemy-redshift sqlalchemy-stubs sqlalchemy-utils sqlfluff sqlglot sqlite-utils sqlite-vec sqlmodel sqlparse
squarify sshtunnel starlette strawberry-graphql streamlit-aggrid streamlit-authenticator streamlit-chat
streamlit-drawable-canvas streamlit-extras streamlit-folium streamlit-keyup streamlit-lottie streamlit-option-menu
streamlit-webrtc strictyaml stripe sudospawner suds-jurko suds-py3 synapseml taipy telethon tencentcloud-sdk-python
teradatasql testbook textual thrift thrift-sasl thriftpy2 tinycss2 tinydb tldextract toga toml tomli tomli-w tomlkit
toolz tornado tortoise-orm traitlets traittypes trame trame-vtk trino trio trio-websocket turbodbc tweepy twilio twisted
ujson undetected-chromedriver upsetplot urllib3 urllib3-secure-extra uvicorn vega vegafusion vine vl-convert-python
voila voila-gridstack volcengine w3lib waitress web-py webcolors webdriver-manager webencodings websocket-client
websockets werkzeug whois widgetsnbextension wordcloud wrapspawner wsproto wxpython xeus-python xmlschema xmltodict
yamllint yarl zappa zeep zenpy zhipuai zict zope-interface
"""
