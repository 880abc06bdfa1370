/**
 * Which files of the file browser a scan has something to say about.
 */

const ENDINGS = new RegExp(
  '\\.(?:ipynb|py|lock' +
    '|pkl|pickle|pck|pk|pkl2|joblib|dill|cloudpickle|skops|sav|model' +
    '|pt|pth|ptl|pt2|ckpt|safetensors|torchscript|nemo|mar|bin' +
    '|npy|npz|h5|hdf5|keras|onnx|ort|gguf|pmml|ubj|pb)' +
    '(?:\\.(?:gz|bz2|xz|lzma|lz4|zst|z))?$',
  'i'
);
const NAMES = new RegExp(
  '^(?:requirements.*\\.(?:txt|in)|pyproject\\.toml|environment.*\\.ya?ml' +
    '|mlmodel|(?:tokenizer_|processor_|adapter_)?config\\.json' +
    '|chat_template\\.(?:json|jinja)|[^.]+)$',
  'i'
);

/** Whether a file of this name is a model, a notebook, code or a list of packages. */
export function isScanned(name: string): boolean {
  return ENDINGS.test(name) || NAMES.test(name);
}
