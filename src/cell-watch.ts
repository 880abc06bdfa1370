/**
 * Hears of changed outputs and metadata of a notebook's cells: a source has a
 * CRC to be compared, these have none.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import { isCodeCellModel } from '@jupyterlab/cells';
import { INotebookModel } from '@jupyterlab/notebook';
import { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

export class CellWatch implements IDisposable {
  /**
   * @param _touched - is told which cell's outputs or metadata changed
   */
  constructor(
    private _model: INotebookModel,
    private _touched: (cell: ISharedCell) => void
  ) {
    this._follow();
    _model.cells.changed.connect(this._follow, this);
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    this._disposed = true;
    Signal.clearData(this);
  }

  private _follow(): void {
    for (const cell of Array.from(this._model.cells)) {
      const shared = cell.sharedModel as ISharedCell;
      if (this._followed.has(cell)) {
        continue;
      }
      this._followed.add(cell);
      shared.changed.connect((_, change) => {
        if (Object.keys(change).some(part => !UNSCANNED.includes(part))) {
          this._touched(shared);
        }
      }, this);
      // What a running cell puts out is a silent change of the shared cell:
      // only the model of its outputs tells.
      if (isCodeCellModel(cell)) {
        cell.outputs.changed.connect(() => this._touched(shared), this);
      }
    }
  }

  private _disposed = false;
  private _followed = new WeakSet<object>();
}

/** Parts of a cell's change that leave a report as it is, or have a CRC. */
const UNSCANNED = [
  'sourceChange',
  'executionStateChange',
  'executionCountChange'
];
