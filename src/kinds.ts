/**
 * Which files of the file browser a scan has something to say about.
 */
import {
  MANIFESTS,
  MODEL_ENDINGS,
  MODEL_NAMES,
  OPEN_ENDINGS,
  PACKED
} from './generated/names';

/** Notebooks, code, and graphs of TensorFlow, which may have any name. */
const OTHERS = ['.ipynb', '.py', '.pb'];
const PATTERNS = MANIFESTS.map(expression);

/** Whether a file is a model, a notebook, code or a list of packages by its name. */
export function isScanned(path: string): boolean {
  const [name, folder = ''] = path.toLowerCase().split('/').reverse();
  const packed = PACKED.find(one => name.endsWith(one)) ?? '';
  const bare = name.slice(0, name.length - packed.length);
  return (
    MODEL_ENDINGS.includes(ending(bare)) ||
    OPEN_ENDINGS.includes(ending(name)) ||
    OTHERS.includes(ending(name)) ||
    MODEL_NAMES.includes(name) ||
    PATTERNS.some(one => one.test(name) || one.test(`${folder}/${name}`))
  );
}

/** What follows the last dot, with it; empty where there is none. */
function ending(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** A pattern: `*` is any text, `[…]` any of some characters. */
function expression(pattern: string): RegExp {
  const body = pattern.replace(/\./g, '\\.').replace(/\*/g, '[^/]*');
  return new RegExp(`^${body}$`);
}
