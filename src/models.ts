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
import { pause, persistently } from './persistence';
import { FindingStore } from './store';

/** What is known of the model files of one notebook. */
export interface IModels {
  /** The last answer, which may be about an earlier state of the notebook. */
  readonly report: IModelReport | null;
  /** How far the reading is; null when nothing is being read. */
  readonly reading: IReadingModel | null;
  /** Why nobody knows how far it is; empty where that is known. */
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
      } else if (entry.report?.reading && !this._following.has(path)) {
        void this._follow(path);
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
    try {
      const answer = await this._api.models(path, report.digest);
      if (this._asked.get(path) === report) {
        this._set(path, { report: answer });
      }
    } catch {
      // The list of packages beside it tells of the trouble; look again then.
      if (this._asked.get(path) === report) {
        this._asked.delete(path);
      }
    }
  }

  /** Read a file again, and tell the notebook's findings anew. */
  async scanAgain(path: string, model: ILoadedModel): Promise<void> {
    try {
      let told = await this._api.scanFiles(model.path);
      const wanted = () => this._store.entry(path) !== null;
      while (told.state === 'running' && wanted()) {
        this._set(path, { reading: told.reading });
        const { id } = told;
        told = await persistently(
          () => this._api.fileScan(model.path, id),
          wanted
        );
      }
      this._set(path, { reading: null, message: told.message });
    } catch (error) {
      this._set(path, { reading: null, message: (error as Error).message });
    }
    this._again(path);
  }

  /** Ask how far it is until nothing is left, then for the findings. */
  private async _follow(path: string): Promise<void> {
    const own = {};
    this._following.set(path, own);
    const wanted = () => this._following.get(path) === own;
    try {
      for (let turn = 0; ; turn++) {
        await pause(PAUSES[Math.min(turn, PAUSES.length - 1)]);
        if (!wanted()) {
          return;
        }
        const reading = await persistently(
          () => this._api.reading(path),
          wanted
        );
        if (!wanted()) {
          return;
        }
        this._set(path, { reading, message: '' });
        if (!reading) {
          break;
        }
      }
    } catch (error) {
      if (wanted()) {
        this._following.delete(path);
        const { message } = error as Error;
        this._set(path, { reading: null, message });
      }
      return;
    }
    // A file that changes all the time is read again and again: ever slower.
    const turns = (this._turns.get(path) ?? 0) + 1;
    this._turns.set(path, turns);
    await pause(turns > 2 ? 5000 : 0);
    if (wanted()) {
      this._following.delete(path);
      this._again(path);
    }
  }

  private _close(path: string): void {
    if (this._following.delete(path)) {
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
  /** Notebooks of which files are being read, and who asks how far it is. */
  private _following = new Map<string, object>();
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
