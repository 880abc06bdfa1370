/**
 * The fixes that can still be taken back.
 */
import type { ISharedNotebook } from '@jupyter/ydoc';
import { Notification } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import { IApplied } from './edits';

interface IDone {
  path: string;
  notebook: ISharedNotebook;
  applied: IApplied;
  /** The notification that offers to take it back. */
  notification: string | null;
}

const LENGTH = 20;
const OFFERED = 10000;

export class FixHistory {
  constructor(
    private _trans: TranslationBundle,
    private _refresh: (path: string) => Promise<void>
  ) {}

  get canUndo(): boolean {
    return this._done.length > 0;
  }

  /** Remember a fix; with a label, offer in a notification to undo it. */
  add(
    notebook: ISharedNotebook,
    path: string,
    applied: IApplied,
    label: string | null
  ): void {
    const done: IDone = { path, notebook, applied, notification: null };
    this._done = [...this._done.slice(1 - LENGTH), done];
    if (label !== null) {
      done.notification = Notification.success(label, {
        autoClose: OFFERED,
        actions: [
          {
            label: this._trans.__('Undo'),
            caption: this._trans.__('Put back what this fix changed'),
            callback: () => void this._undo(done)
          }
        ]
      });
    }
  }

  /** Take the newest fix back. */
  undo(): boolean {
    const newest = this._done[this._done.length - 1];
    return newest !== undefined && this._undo(newest);
  }

  private _undo(done: IDone): boolean {
    if (!this._done.includes(done)) {
      return false;
    }
    this._done = this._done.filter(one => one !== done);
    if (done.notification !== null) {
      Notification.dismiss(done.notification);
    }
    const complete = !done.notebook.isDisposed && done.applied.undo();
    if (!complete) {
      Notification.warning(
        this._trans.__(
          'Not everything was put back: the notebook changed after this fix.'
        ),
        { autoClose: OFFERED }
      );
    }
    void this._refresh(done.path);
    return complete;
  }

  private _done: IDone[] = [];
}
