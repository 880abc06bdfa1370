/**
 * Keeps one open notebook's report up to date.
 *
 * The report of the saved file is fetched on opening and after each save.
 * While somebody edits, the changed cell is scanned again, or the whole
 * notebook when more than one source changed. One request at a time.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import { DocumentRegistry } from '@jupyterlab/docregistry';
import { INotebookContent } from '@jupyterlab/nbformat';
import { INotebookModel } from '@jupyterlab/notebook';
import { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Api, ApiError } from './api';
import { CellWatch } from './cell-watch';
import { sourceCrc } from './crc';
import { IPanelReport } from './generated/model';
import { Preferences } from './preferences';
import { FindingStore } from './store';

/** What a change of the notebook asks for. */
type Plan =
  | { scan: 'nothing' }
  | { scan: 'cell'; index: number; cell: ISharedCell }
  | { scan: 'notebook' };

export interface IScannerOptions {
  context: DocumentRegistry.IContext<INotebookModel>;
  api: Api;
  store: FindingStore;
  preferences: Preferences;
}

/** Above this many characters the notebook is scanned when it is saved. */
const SIZE_LIMIT = 5_000_000;
/** Pause in typing after which a changed cell is scanned. */
const CELL_DELAY = 600;
/** The same for everything else: new outputs, moved cells. */
const NOTEBOOK_DELAY = 1500;
/** How long the save's own event may precede our asking. */
const SAVE_DELAY = 300;

export class NotebookScanner implements IDisposable {
  constructor(options: IScannerOptions) {
    this._context = options.context;
    this._api = options.api;
    this._store = options.store;
    this._preferences = options.preferences;
    this._path = this._context.path;
    void this._context.ready.then(() => this._start());
  }

  get path(): string {
    return this._path;
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    if (this._disposed) {
      return;
    }
    this._disposed = true;
    window.clearTimeout(this._timer);
    this._watched?.dispose();
    this._store.close(this._path);
    Signal.clearData(this);
  }

  /** The server scanned the saved file; files that it loads may be new. */
  saved(): void {
    this._heard = true;
    this._schedule(0, () => this._fetch());
  }

  /** More is known now of what was scanned last: ask for that again. */
  again(): void {
    this._schedule(0, () =>
      this._ofSaved ? this._fetch() : this._scanNotebook(SIZE_LIMIT)
    );
  }

  /** Scan what changed, now. */
  refresh(): Promise<void> {
    window.clearTimeout(this._timer);
    return this._run(async () => {
      const plan = this._plan();
      if (plan.scan === 'cell') {
        await this._scanCell(plan.index, plan.cell);
      } else if (plan.scan === 'notebook') {
        await this._scanNotebook(SIZE_LIMIT);
      }
    });
  }

  /** Scan what stands in the browser, however large it is. */
  scan(): Promise<void> {
    window.clearTimeout(this._timer);
    return this._run(() => this._scanNotebook(Infinity));
  }

  private _start(): void {
    if (this._disposed) {
      return;
    }
    const { model } = this._context;
    this._store.open(this._path, model.sharedModel);
    this._context.pathChanged.connect((_, path) => {
      this._store.rename(this._path, path);
      this._path = path;
    }, this);
    this._context.saveState.connect((_, state) => {
      if (state === 'started') {
        this._heard = false;
      } else if (state === 'completed' && !this._heard) {
        this._schedule(SAVE_DELAY, () => this._fetch());
      }
    }, this);
    this._watched = new CellWatch(model, cell =>
      this._store.touch(this._path, cell)
    );
    model.contentChanged.connect(this._changed, this);
    this._schedule(0, () => this._fetch());
  }

  private _changed(): void {
    this._store.edited(this._path);
    if (this._preferences.values.scanWhileEditing) {
      this._schedule(CELL_DELAY, () => this._rescan());
    }
  }

  private async _rescan(): Promise<void> {
    const plan = this._plan();
    if (plan.scan === 'notebook') {
      this._schedule(NOTEBOOK_DELAY - CELL_DELAY, () =>
        this._scanNotebook(SIZE_LIMIT)
      );
    } else if (plan.scan === 'cell') {
      await this._scanCell(plan.index, plan.cell);
    }
  }

  private _plan(): Plan {
    const report = this._store.entry(this._path)?.report;
    const { cells } = this._context.model.sharedModel;
    if (
      !report ||
      report.cells.length !== cells.length ||
      cells.some(cell => this._store.isTouched(cell))
    ) {
      return { scan: 'notebook' };
    }
    let plan: Plan = { scan: 'nothing' };
    for (let index = 0; index < cells.length; index++) {
      const stamp = report.cells[index];
      const cell = cells[index];
      if (stamp.cell_id !== null && stamp.cell_id !== cell.id) {
        return { scan: 'notebook' };
      }
      if (stamp.crc !== sourceCrc(cell)) {
        if (plan.scan !== 'nothing') {
          return { scan: 'notebook' };
        }
        plan = { scan: 'cell', index, cell };
      }
    }
    return plan;
  }

  private async _fetch(): Promise<void> {
    this._ofSaved = true;
    await this._ask(() => this._api.report(this._path));
    if (this._store.isStale(this._path)) {
      this._changed();
    }
  }

  private async _scanCell(index: number, cell: ISharedCell): Promise<void> {
    const report = this._store.entry(this._path)?.report;
    if (!report) {
      return;
    }
    this._ofSaved = false;
    await this._ask(async () => {
      try {
        return await this._api.scanCell(this._path, report.digest, {
          index,
          id: report.cells[index].cell_id,
          source: cell.getSource()
        });
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) {
          return this._post(SIZE_LIMIT);
        }
        throw error;
      }
    });
  }

  private async _scanNotebook(limit: number): Promise<void> {
    this._ofSaved = false;
    await this._ask(() => this._post(limit));
  }

  /** Send the whole notebook, unless it is too large for that. */
  private async _post(limit: number): Promise<IPanelReport | null> {
    const shared = this._context.model.sharedModel;
    const cells: INotebookContent['cells'] = [];
    let size = 0;
    for (const cell of shared.cells) {
      // An older notebook has no ids in its file, but its cells have.
      const json = { ...cell.toJSON(), id: cell.id };
      size += JSON.stringify(json).length;
      if (size > limit) {
        return null;
      }
      cells.push(json as INotebookContent['cells'][number]);
    }
    return this._api.scanNotebook(this._path, {
      nbformat: shared.nbformat,
      nbformat_minor: shared.nbformat_minor,
      metadata: shared.getMetadata() as INotebookContent['metadata'],
      cells
    });
  }

  /** Make one request and put its answer, or its failure, into the store. */
  private async _ask(
    request: () => Promise<IPanelReport | null>
  ): Promise<void> {
    const clock = this._store.clock;
    this._store.begin(this._path);
    try {
      const report = await request();
      if (this._disposed) {
        return;
      }
      if (report) {
        this._store.set(this._path, report, clock);
      } else {
        this._store.settle(this._path);
      }
      this._store.setServer('ready');
    } catch (error) {
      this._store.fail(
        this._path,
        error instanceof Error ? error.message : String(error)
      );
    }
  }

  /** Do something later, unless something newer asks first. */
  private _schedule(delay: number, work: () => Promise<void>): void {
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._run(work), delay);
  }

  private async _run(work: () => Promise<void>): Promise<void> {
    const previous = this._running;
    const running = previous.then(() =>
      this._disposed || this._store.server === 'missing' ? undefined : work()
    );
    this._running = running;
    await running;
  }

  private _context: DocumentRegistry.IContext<INotebookModel>;
  private _api: Api;
  private _store: FindingStore;
  private _preferences: Preferences;
  private _path: string;
  private _disposed = false;
  private _timer = 0;
  private _heard = false; // of a scan, since the last save began
  private _ofSaved = true; // not what stands here was scanned last
  private _running: Promise<void> = Promise.resolve();
  private _watched: CellWatch | null = null;
}
