/**
 * From a finding to a place in an open notebook, and there.
 */
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import { Cell, CodeCell } from '@jupyterlab/cells';
import {
  INotebookTracker,
  NotebookActions,
  NotebookPanel
} from '@jupyterlab/notebook';
import { sourceCrc } from './crc';
import { ILocation, IPanelReport } from './generated/model';

/** A cell of an open notebook and where it stands now. */
export interface ICellPlace {
  cell: ISharedCell;
  index: number;
}

/** A JSON pointer's steps, unescaped. */
export function parsePointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/**
 * The cell that stood at `index` when a report was made: by its id, and by
 * its index only where the scanned file had no ids.
 */
export function findCell(
  notebook: ISharedNotebook,
  report: IPanelReport,
  index: number
): ICellPlace | null {
  const stamp = report.cells[index];
  if (!stamp) {
    return null;
  }
  const cells = notebook.cells;
  // Mostly nothing moved: look there first.
  if (stamp.cell_id === null || cells[index]?.id === stamp.cell_id) {
    return cells[index] ? { cell: cells[index], index } : null;
  }
  const now = cells.findIndex(cell => cell.id === stamp.cell_id);
  return now < 0 ? null : { cell: cells[now], index: now };
}

/** Whether a cell's source is still the one that was scanned. */
export function sourceIsCurrent(
  notebook: ISharedNotebook,
  report: IPanelReport,
  index: number
): boolean {
  const place = findCell(notebook, report, index);
  return place !== null && sourceCrc(place.cell) === report.cells[index].crc;
}

/** The open panel of a notebook. */
export function panelOf(
  tracker: INotebookTracker,
  path: string
): NotebookPanel | null {
  return tracker.find(panel => panel.context.path === path) ?? null;
}

/**
 * Show a location: bring its cell into view, select the text.
 *
 * A region is meant for the text that was scanned. When the cell changed
 * since, the cell is shown and nothing is selected in it.
 */
export async function jump(
  panel: NotebookPanel,
  report: IPanelReport,
  location: ILocation,
  focus = true
): Promise<void> {
  const notebook = panel.content;
  const shared = notebook.model?.sharedModel;
  if (!shared || location.cell_index === null) {
    return;
  }
  const place = findCell(shared, report, location.cell_index);
  const widget = place && notebook.widgets[place.index];
  if (!place || !widget) {
    return;
  }
  // A cell below a collapsed heading has no height to scroll to.
  await NotebookActions.expandParent(widget, notebook);
  // In edit mode a Markdown cell would open only by being passed.
  notebook.mode = 'command';
  notebook.deselectAll();
  notebook.activeCellIndex = place.index;
  try {
    await notebook.scrollToItem(place.index, 'smart');
  } catch {
    // A newer scroll took over.
    return;
  }
  await widget.ready;
  if (location.part === 'output' && widget instanceof CodeCell) {
    unfold(widget, () => (widget.outputHidden = false));
    widget.outputArea.node.scrollIntoView({ block: 'nearest' });
    if (focus) {
      notebook.activate();
    }
    return;
  }
  unfold(widget, () => (widget.inputHidden = false));
  const editor = widget.editor;
  if (location.part !== 'source' || !editor) {
    return;
  }
  if (location.region && sourceIsCurrent(shared, report, location.cell_index)) {
    const { region } = location;
    const start = {
      line: region.start_line - 1,
      column: region.start_column - 1
    };
    const end = { line: region.end_line - 1, column: region.end_column - 1 };
    // The cursor stands at the start, so that the start stays in sight.
    editor.setSelection({ start: end, end: start });
    editor.revealPosition(start);
  }
  if (focus) {
    notebook.mode = 'edit';
    editor.focus();
  }
}

/**
 * Show a part that is folded away, in the page only: that it is folded stays
 * in the notebook. To look at a finding must not change what was found.
 */
function unfold(widget: Cell, show: () => void): void {
  const { syncCollapse } = widget;
  widget.syncCollapse = false;
  show();
  // The setter would read the folded state again and undo this.
  (widget as unknown as { _syncCollapse?: boolean })._syncCollapse =
    syncCollapse;
}
