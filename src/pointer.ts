/**
 * Edits of plain JSON values by JSON pointer: what outputs and metadata need.
 */
import { JSONExt, ReadonlyJSONValue } from '@lumino/coreutils';
import { IEdit, IRegion } from './generated/model';
import { IRange, toRange } from './region';

type Container = { [key: string]: unknown };

/** An edit of a value, its pointer already cut into steps. */
export interface IValueEdit {
  steps: string[];
  region: IRegion | null;
  insert: string | null;
}

/** The edit does not fit the value as it is now. */
export class StaleEditError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StaleEditError';
  }
}

/** The text at a place: a string, or the list of strings that nbformat has. */
export function textAt(root: unknown, steps: readonly string[]): string | null {
  let value = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) {
      return null;
    }
    value = (value as Container)[step];
  }
  return asText(value);
}

/** The edits of one text, checked and in descending order. */
export function orderEdits(
  text: string,
  edits: readonly Pick<IEdit, 'region' | 'insert'>[]
): Array<IRange & { insert: string }> {
  const ranges = edits.map(({ region, insert }) => {
    const range = region ? toRange(text, region) : { from: 0, to: text.length };
    if (!range) {
      throw new StaleEditError('The text is shorter than the edit expects.');
    }
    return { ...range, insert: insert ?? '' };
  });
  // As the server that verified them does (core/patch.py): what is put in at
  // one place stands in the order of its text.
  ranges.sort(
    (a, b) => b.from - a.from || b.to - a.to || (a.insert < b.insert ? 1 : -1)
  );
  for (let i = 1; i < ranges.length; i++) {
    if (ranges[i].to > ranges[i - 1].from) {
      throw new StaleEditError('Two edits overlap.');
    }
  }
  return ranges;
}

/** A copy of `root` with the edits made. */
export function editValue<T>(root: T, edits: readonly IValueEdit[]): T {
  const copy = JSONExt.deepCopy(root as ReadonlyJSONValue) as unknown as T;
  const texts = new Map<string, IValueEdit[]>();
  const wholes: IValueEdit[] = [];
  for (const edit of edits) {
    if (edit.region) {
      const name = JSON.stringify(edit.steps);
      texts.set(name, [...(texts.get(name) ?? []), edit]);
    } else {
      wholes.push(edit);
    }
  }
  for (const group of texts.values()) {
    editText(copy, group);
  }
  // Later elements first: removing one moves those behind it.
  wholes.sort((a, b) => compareSteps(b.steps, a.steps));
  for (const edit of wholes) {
    editWhole(copy, edit);
  }
  return copy;
}

function asText(value: unknown): string | null {
  if (typeof value === 'string') {
    return value;
  }
  return Array.isArray(value) && value.every(one => typeof one === 'string')
    ? value.join('')
    : null;
}

function container(root: unknown, steps: readonly string[]): Container {
  let value = root;
  for (const step of steps.slice(0, -1)) {
    value = (value as Container | null)?.[step];
  }
  const last = steps[steps.length - 1];
  if (typeof value !== 'object' || value === null || !(last in value)) {
    throw new StaleEditError('What the edit changes is no longer there.');
  }
  return value as Container;
}

function editText(root: unknown, edits: readonly IValueEdit[]): void {
  const { steps } = edits[0];
  const parent = container(root, steps);
  const last = steps[steps.length - 1];
  let text = asText(parent[last]);
  if (text === null) {
    throw new StaleEditError('What the edit changes is no longer a text.');
  }
  for (const { from, to, insert } of orderEdits(text, edits)) {
    text = text.slice(0, from) + insert + text.slice(to);
  }
  parent[last] = Array.isArray(parent[last]) ? splitLines(text) : text;
}

function editWhole(root: unknown, edit: IValueEdit): void {
  const parent = container(root, edit.steps);
  const last = edit.steps[edit.steps.length - 1];
  if (edit.insert !== null) {
    parent[last] = JSON.parse(edit.insert);
  } else if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
  } else {
    delete parent[last];
  }
}

/** nbformat's list of strings: every one but the last ends with a newline. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compareSteps(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const numeric = Number(a[i]) - Number(b[i]);
    const order = Number.isNaN(numeric) ? a[i].localeCompare(b[i]) : numeric;
    if (order) {
      return order;
    }
  }
  return a.length - b.length;
}
