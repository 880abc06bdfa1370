/**
 * Apply a fix's edits through the shared model, so that they can be undone.
 *
 * Source edits become one undo step of their cell (Ctrl+Z). JupyterLab's
 * undo does not cover outputs and metadata: for those a snapshot is kept.
 */
import type {
  ISharedCell,
  ISharedCodeCell,
  ISharedMarkdownCell,
  ISharedNotebook,
  ISharedRawCell,
  YBaseCell
} from '@jupyter/ydoc';
import type { IBaseCellMetadata } from '@jupyterlab/nbformat';
import { JSONExt, ReadonlyJSONValue } from '@lumino/coreutils';
import { findCell, parsePointer, sourceIsCurrent } from './locate';
import { IEdit, IPanelReport } from './generated/model';
import { editValue, IValueEdit, orderEdits, StaleEditError } from './pointer';

/** What a fix changed. */
export interface IApplied {
  /** Whether a cell's output or some metadata is among it. */
  readonly beyondSource: boolean;
  /** Put everything back that nobody changed since; true if all was. */
  undo(): boolean;
}

/** A change of one part that knows how to make and unmake itself. */
interface IChange {
  readonly beyondSource: boolean;
  apply(): void;
  undo(): boolean;
  /** Begin a new undo step. */
  stopCapturing?(): void;
}

/** The parts of a cell that are plain values. */
type CellParts = Record<string, ReadonlyJSONValue | undefined>;

/**
 * Make the edits, all of them or none.
 *
 * Pointers count cells as they stood when `report` was made. A cell whose
 * source changed since, or that `isTouched` says has other outputs or
 * metadata by now, makes the whole thing throw `StaleEditError`.
 */
export function applyEdits(
  notebook: ISharedNotebook,
  report: IPanelReport,
  edits: readonly IEdit[],
  isTouched: (cell: ISharedCell) => boolean = () => false
): IApplied {
  const changes = plan(notebook, report, edits, isTouched);
  // Yjs merges edits that are less than half a second apart: without these
  // stops a fix would be undone together with the typing around it. No
  // transaction spans the cells: its origin would hide the edits from the
  // undo stacks, of which each cell has its own.
  const stop = () => changes.forEach(change => change.stopCapturing?.());
  stop();
  changes.forEach(change => change.apply());
  stop();
  return {
    beyondSource: changes.some(change => change.beyondSource),
    undo: () => {
      // No short cut: each part goes back as far as it can.
      const done = changes.map(change => change.undo());
      return done.every(one => one);
    }
  };
}

/** Everything that can fail happens here, before anything is changed. */
function plan(
  notebook: ISharedNotebook,
  report: IPanelReport,
  edits: readonly IEdit[],
  isTouched: (cell: ISharedCell) => boolean
): IChange[] {
  const metadata: IValueEdit[] = [];
  const cells = new Map<number, IValueEdit[]>();
  for (const { pointer, region, insert } of edits) {
    const steps = parsePointer(pointer);
    if (steps[0] === 'cells' && steps.length > 1) {
      const index = Number(steps[1]);
      const edit = { steps: steps.slice(2), region, insert };
      cells.set(index, [...(cells.get(index) ?? []), edit]);
    } else {
      metadata.push({ steps, region, insert });
    }
  }
  const changes: IChange[] = [];
  for (const [index, group] of cells) {
    const place = findCell(notebook, report, index);
    if (!place) {
      throw new StaleEditError('The cell is no longer there.');
    }
    const { cell } = place;
    const source = group.filter(edit => edit.steps[0] === 'source');
    const values = group.filter(edit => edit.steps[0] !== 'source');
    if (source.length) {
      if (!sourceIsCurrent(notebook, report, index)) {
        throw new StaleEditError('The cell changed since it was scanned.');
      }
      changes.push(sourceChange(cell, source));
    }
    if (values.length) {
      if (isTouched(cell)) {
        throw new StaleEditError('The output changed since it was scanned.');
      }
      changes.push(
        values.some(edit => edit.steps.length === 0)
          ? removal(notebook, cell)
          : valueChange(cell, values)
      );
    }
  }
  if (metadata.length) {
    changes.push(metadataChange(notebook, metadata));
  }
  return changes;
}

function sourceChange(
  cell: ISharedCell,
  edits: readonly IValueEdit[]
): IChange {
  const before = cell.getSource();
  const ordered = orderEdits(
    before,
    edits.map(({ region, insert }) => ({
      region,
      insert: region || insert === null ? insert : String(JSON.parse(insert))
    }))
  );
  let after = before;
  for (const { from, to, insert } of ordered) {
    after = after.slice(0, from) + insert + after.slice(to);
  }
  const { undoManager } = cell as unknown as YBaseCell<IBaseCellMetadata>;
  return {
    beyondSource: false,
    stopCapturing: () => undoManager?.stopCapturing(),
    apply: () =>
      cell.transact(() => {
        for (const { from, to, insert } of ordered) {
          cell.updateSource(from, to, insert);
        }
      }),
    undo: () => {
      if (cell.getSource() === before) {
        return true;
      }
      if (cell.getSource() !== after) {
        return false;
      }
      if (cell.canUndo()) {
        cell.undo();
      }
      if (cell.getSource() !== before) {
        cell.setSource(before);
      }
      return true;
    }
  };
}

function valueChange(cell: ISharedCell, edits: readonly IValueEdit[]): IChange {
  const before = readParts(cell);
  const after = editValue(before, edits);
  return {
    beyondSource: true,
    apply: () => writeParts(cell, before, after),
    undo: () => {
      const now = readParts(cell);
      if (!sameParts(now, after)) {
        return sameParts(now, before);
      }
      writeParts(cell, after, before);
      return true;
    }
  };
}

function removal(notebook: ISharedNotebook, cell: ISharedCell): IChange {
  const index = notebook.cells.indexOf(cell);
  const json = cell.toJSON();
  return {
    beyondSource: true,
    apply: () => notebook.deleteCell(notebook.cells.indexOf(cell)),
    undo: () => {
      notebook.insertCell(Math.min(index, notebook.cells.length), json);
      return true;
    }
  };
}

function metadataChange(
  notebook: ISharedNotebook,
  edits: readonly IValueEdit[]
): IChange {
  const before = { metadata: notebook.getMetadata() };
  const after = editValue(before, edits);
  return {
    beyondSource: true,
    apply: () => notebook.setMetadata(after.metadata),
    undo: () => {
      const now = notebook.getMetadata() as ReadonlyJSONValue;
      if (!JSONExt.deepEqual(now, after.metadata as ReadonlyJSONValue)) {
        return JSONExt.deepEqual(now, before.metadata as ReadonlyJSONValue);
      }
      notebook.setMetadata(before.metadata);
      return true;
    }
  };
}

function readParts(cell: ISharedCell): CellParts {
  const parts: CellParts = {
    metadata: cell.getMetadata() as ReadonlyJSONValue
  };
  if (isCode(cell)) {
    parts.outputs = cell.getOutputs() as unknown as ReadonlyJSONValue;
    parts.execution_count = cell.execution_count;
  } else if (hasAttachments(cell)) {
    parts.attachments = cell.getAttachments() as ReadonlyJSONValue | undefined;
  }
  return parts;
}

function writeParts(cell: ISharedCell, from: CellParts, to: CellParts): void {
  const differs = (part: string) =>
    !JSONExt.deepEqual(from[part] ?? null, to[part] ?? null);
  if (differs('metadata')) {
    const metadata = to.metadata as Partial<IBaseCellMetadata>;
    cell.setMetadata(metadata);
    // What is set is added to what was there.
    for (const key of Object.keys(cell.getMetadata())) {
      if (!(key in metadata)) {
        cell.deleteMetadata(key);
      }
    }
  }
  if (isCode(cell)) {
    if (differs('outputs')) {
      // In one step JupyterLab appends the new text of a stream to the old
      // and then removes both.
      cell.setOutputs([]);
      cell.setOutputs(to.outputs as never);
    }
    if (differs('execution_count')) {
      cell.execution_count = to.execution_count as number | null;
    }
  } else if (hasAttachments(cell) && differs('attachments')) {
    cell.setAttachments(to.attachments as never);
  }
}

function sameParts(a: CellParts, b: CellParts): boolean {
  return Object.keys(a).every(part =>
    JSONExt.deepEqual(a[part] ?? null, b[part] ?? null)
  );
}

function isCode(cell: ISharedCell): cell is ISharedCodeCell {
  return cell.cell_type === 'code';
}

function hasAttachments(
  cell: ISharedCell
): cell is ISharedMarkdownCell | ISharedRawCell {
  return 'getAttachments' in cell;
}
