/**
 * The model files that open notebooks load: asked for when somebody looks,
 * and waited for while the server reads large ones in the background.
 */
import { ISignal, Signal } from '@lumino/signaling';
import { Api } from './api';
import {
  IFinding,
  ILoadedModel,
  IModelReport,
  IPanelReport,
  IReadingModel
} from './generated/model';
import { FindingStore } from './store';

/** What is known of the model files of one notebook. */
export interface IModels {
  /** The last answer, which may be about an earlier state of the notebook. */
  readonly report: IModelReport | null;
  /** How far the reading is; null when nothing is being read. */
  readonly reading: IReadingModel | null;
  /** Why the last question had no answer. */
  readonly message: string;
}

const NOTHING: IModels = { report: null, reading: null, message: '' };
/** Milliseconds between questions: short ones first, for short readings. */
const PAUSES = [150, 300, 500, 800];

export class Models {
  /**
   * @param _again - ask for the findings of a notebook again
   */
  constructor(
    private _api: Api,
    private _store: FindingStore,
    private _again: (path: string) => void
  ) {
    _store.changed.connect((_, path) => {
      if (!path) {
        return;
      }
      const entry = _store.entry(path);
      if (!entry) {
        this._close(path);
      } else if (entry.report?.reading && !this._waiting.has(path)) {
        this._waiting.add(path);
        this._schedule(path, 0);
      } else if (entry.report && !entry.report.reading) {
        this._turns.delete(path);
      }
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is known, without asking. */
  of(path: string): IModels {
    return this._models.get(path) ?? NOTHING;
  }

  /** Ask about the report of a notebook that is shown, once. */
  async look(path: string): Promise<void> {
    const report = this._store.entry(path)?.report;
    if (!report || this._asked.get(path) === report) {
      return;
    }
    this._asked.set(path, report);
    let change: Partial<IModels>;
    try {
      const answer = await this._api.models(path, report.digest);
      change = { report: answer, message: '' };
    } catch (error) {
      change = { message: (error as Error).message };
    }
    if (this._asked.get(path) === report) {
      this._set(path, change);
    }
  }

  /** Read a file again, and tell the notebook's findings anew. */
  async scanAgain(path: string, model: ILoadedModel): Promise<void> {
    try {
      let told = await this._api.scanFiles(model.path);
      while (told.state === 'running' && this._store.entry(path)) {
        this._set(path, { reading: told.reading });
        told = await this._api.fileScan(model.path, told.id);
      }
      this._set(path, { reading: null, message: told.message });
    } catch (error) {
      this._set(path, { reading: null, message: (error as Error).message });
    }
    this._again(path);
  }

  private _schedule(path: string, turn: number): void {
    window.setTimeout(
      () => void this._wait(path, turn),
      PAUSES[Math.min(turn, PAUSES.length - 1)]
    );
  }

  /** Ask how far it is until nothing is left, then for the findings. */
  private async _wait(path: string, turn: number): Promise<void> {
    let reading: IReadingModel | null = null;
    try {
      if (this._store.entry(path)) {
        reading = await this._api.reading(path);
      }
    } catch {
      // A passing trouble: the next scan says more.
      this._waiting.delete(path);
      this._set(path, { reading: null });
      return;
    }
    if (!this._store.entry(path)) {
      this._waiting.delete(path);
      return;
    }
    this._set(path, { reading });
    if (reading) {
      this._schedule(path, turn + 1);
      return;
    }
    // A file that changes all the time is read again and again: ever slower.
    const turns = (this._turns.get(path) ?? 0) + 1;
    this._turns.set(path, turns);
    window.setTimeout(
      () => {
        this._waiting.delete(path);
        this._again(path);
      },
      turns > 2 ? 5000 : 0
    );
  }

  private _close(path: string): void {
    if (this._waiting.delete(path)) {
      void this._api.reading(path, true).catch(() => undefined);
    }
    this._models.delete(path);
    this._asked.delete(path);
    this._turns.delete(path);
  }

  private _set(path: string, change: Partial<IModels>): void {
    if (this._store.entry(path)) {
      this._models.set(path, { ...this.of(path), ...change });
      this._changed.emit();
    }
  }

  private _models = new Map<string, IModels>();
  private _asked = new Map<string, IPanelReport>();
  /** Notebooks of which files are being read. */
  private _waiting = new Set<string>();
  /** How often a notebook was asked for again with files still unread. */
  private _turns = new Map<string, number>();
  private _changed = new Signal<this, void>(this);
}

/** The files that a finding is about: those that are loaded where it stands. */
export function modelsOf(
  finding: IFinding,
  report: IModelReport | null
): ILoadedModel[] {
  const here = JSON.stringify([
    finding.location.pointer,
    finding.location.region
  ]);
  const loaded = (report?.models ?? []).filter(model =>
    model.loads.some(
      ({ pointer, region }) => JSON.stringify([pointer, region]) === here
    )
  );
  // What is harmless beside what is not needs no words.
  const worth = loaded.filter(model => model.state !== 'not-known-bad');
  return finding.category === 'models' ? (worth.length ? worth : loaded) : [];
}
