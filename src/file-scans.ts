/**
 * The scan of a file or folder that somebody pointed at in the file browser.
 */
import { ISignal, Signal } from '@lumino/signaling';
import { Api } from './api';
import { asSeen } from './forms';
import { IFileScan } from './generated/model';
import { persistently } from './persistence';

/** What is shown of it. */
export interface IShownScan {
  readonly path: string;
  /** The last answer; null before the first. */
  readonly told: IFileScan | null;
  /** Why there is no answer. */
  readonly message: string;
}

export class FileScans {
  constructor(private _api: Api) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The scan that is shown; null when there is none. */
  get shown(): IShownScan | null {
    return this._shown;
  }

  /** Scan a file or folder, and show that instead of what was shown. */
  async start(path: string): Promise<void> {
    this.close();
    const own: IShownScan = { path, told: null, message: '' };
    const show = (change: Partial<IShownScan>) => {
      if (this._turn === turn) {
        this._shown = { ...own, ...change };
        this._changed.emit();
      }
      return this._turn === turn;
    };
    const turn = ++this._turn;
    show({});
    try {
      let told = await this._api.scanFiles(path);
      while (show({ told: seen(told) }) && told.state === 'running') {
        const { id } = told;
        told = await persistently(
          () => this._api.fileScan(path, id, this._cancelled),
          () => this._turn === turn
        );
      }
      if (told.state === 'running') {
        await this._api.fileScan(path, told.id, true);
      }
    } catch (error) {
      show({ message: (error as Error).message });
    }
  }

  /** End the scan; what it found until then is shown. */
  cancel(): void {
    this._cancelled = true;
  }

  /** Show nothing of it any more; a scan that still runs ends. */
  close(): void {
    this._turn++;
    this._cancelled = false;
    if (this._shown) {
      this._shown = null;
      this._changed.emit();
    }
  }

  private _shown: IShownScan | null = null;
  private _cancelled = false;
  /** Counts scans, so that an answer to an earlier one is dropped. */
  private _turn = 0;
  private _changed = new Signal<this, void>(this);
}

function seen(told: IFileScan): IFileScan {
  return { ...told, report: told.report && asSeen(told.report) };
}
