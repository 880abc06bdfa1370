/**
 * The notebook's own list of ignored findings: `mlsecops.suppressions`.
 */
import type { ISharedNotebook } from '@jupyter/ydoc';
import { JSONObject, PartialJSONValue } from '@lumino/coreutils';
import { ISuppressionEntry } from './generated/model';

const KEY = 'mlsecops';

/** Add an entry; one for the same rule and value is replaced. */
export function addSuppression(
  notebook: ISharedNotebook,
  entry: ISuppressionEntry
): void {
  const others = entries(notebook).filter(one => !same(one, entry));
  write(notebook, [...others, entry]);
}

/** Take an entry out; true if there was one. */
export function removeSuppression(
  notebook: ISharedNotebook,
  finding: { rule: string; fingerprint: string }
): boolean {
  const all = entries(notebook);
  const rest = all.filter(one => !same(one, finding));
  if (rest.length === all.length) {
    return false;
  }
  write(notebook, rest);
  return true;
}

function section(notebook: ISharedNotebook): JSONObject {
  const value = notebook.getMetadata(KEY);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JSONObject)
    : {};
}

function entries(notebook: ISharedNotebook): ISuppressionEntry[] {
  const list = section(notebook).suppressions;
  return Array.isArray(list) ? (list as unknown as ISuppressionEntry[]) : [];
}

function write(notebook: ISharedNotebook, list: ISuppressionEntry[]): void {
  const others = section(notebook);
  delete others.suppressions;
  if (list.length) {
    const value = { ...others, suppressions: list } as unknown;
    notebook.setMetadata(KEY, value as PartialJSONValue);
  } else if (Object.keys(others).length) {
    notebook.setMetadata(KEY, others);
  } else {
    notebook.deleteMetadata(KEY);
  }
}

function same(
  a: { rule: string; fingerprint: string },
  b: { rule: string; fingerprint: string }
): boolean {
  return a.rule === b.rule && a.fingerprint === b.fingerprint;
}
