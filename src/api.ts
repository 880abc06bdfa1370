/**
 * The only place that talks HTTP.
 */
import { INotebookContent } from '@jupyterlab/nbformat';
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import {
  Applicability,
  IDependencyReport,
  IEdit,
  IFileScan,
  IModelReport,
  INewsReport,
  IPanelReport,
  IReadingModel,
  IRuleInfo,
  ISuppressionEntry,
  Severity
} from './generated/model';

/** Schema of the events that the server part emits around a scan. */
export const SCAN_EVENT = 'https://events.jupyter-mlsecops.org/scan/v1';

/** A scan event: counts and ids only. */
export interface IScanEvent {
  path: string;
  state: 'started' | 'done' | 'failed' | 'blocked';
  digest: string;
  critical: number;
  high: number;
  medium: number;
  low: number;
  info: number;
}

export interface IStatus {
  version: string;
  rules_digest: string;
  enabled: boolean;
  block_on_save: Severity | 'never';
  scan_on_save: boolean;
  /** Whether secrets may be moved to a store. */
  move_secrets: boolean;
}

/** One cell that changed; `id` is null where the scanned file had none. */
export interface IChangedCell {
  index: number;
  id: string | null;
  source: string;
}

/** One combined, verified set of edits. */
export interface IFixPlan {
  edits: IEdit[];
  diff: string;
  fixed: number;
}

/** Where a secret was written; `note` says what else was done. */
export interface IStored {
  name: string;
  where: string;
  note: string;
}

/** The commits that put a secret into a file; `number` counts all of them. */
export interface IHistory {
  commits: { id: string; date: string; pushed: boolean }[];
  number: number;
  pushed: number;
  /** The day of the earliest one. */
  since: string;
  complete: boolean;
  /** What could not be looked at. */
  reason: string;
  repository: boolean;
  whole: boolean;
}

/** The server answered, but not with what was asked for. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** A word to tell errors of one status apart. */
    readonly reason = ''
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export class Api {
  constructor(private _settings: ServerConnection.ISettings) {}

  status(): Promise<IStatus> {
    return this._get('status');
  }

  async rules(): Promise<IRuleInfo[]> {
    return (await this._get<{ rules: IRuleInfo[] }>('rules')).rules;
  }

  /** The report of the saved file. */
  report(path: string): Promise<IPanelReport> {
    return this._get(`report?path=${encodeURIComponent(path)}`);
  }

  /** Scan a notebook as it stands in the browser; its cells carry ids. */
  scanNotebook(
    path: string,
    notebook: INotebookContent
  ): Promise<IPanelReport> {
    return this._post('scan', { path, notebook });
  }

  /** Scan one cell that changed since `base`; 409 when `base` is forgotten. */
  scanCell(
    path: string,
    base: string,
    cell: IChangedCell
  ): Promise<IPanelReport> {
    return this._post('scan', { path, base, cell });
  }

  /** Plan the fixes of several findings; all of them with null. */
  fix(
    path: string,
    base: string,
    applicability: Exclude<Applicability, 'manual'>,
    fingerprints: string[] | null
  ): Promise<IFixPlan> {
    return this._post('fix', { path, base, applicability, fingerprints });
  }

  /** Ask for a suppression; 403 when policy forbids it. */
  suppress(
    path: string,
    base: string,
    finding: { rule: string; fingerprint: string },
    reason: string
  ): Promise<ISuppressionEntry> {
    const { rule, fingerprint } = finding;
    return this._post('suppress', { path, base, rule, fingerprint, reason });
  }

  /** Write a secret to where a fix reads it from; only after a yes. */
  store(
    path: string,
    base: string,
    finding: { fingerprint: string },
    place: { id: string; name: string }
  ): Promise<IStored> {
    const { fingerprint } = finding;
    const { id: where, name } = place;
    return this._post('store', { path, base, fingerprint, name, where });
  }

  /** Ask whether a secret stands in git's history. */
  history(
    path: string,
    base: string,
    fingerprint: string,
    whole: boolean
  ): Promise<IHistory> {
    return this._post('history', { path, base, fingerprint, whole });
  }

  /** The packages that a notebook needs, and what is known of them. */
  dependencies(path: string, base: string): Promise<IDependencyReport> {
    return this._post('dependencies', { path, base });
  }

  /** The model files that a notebook loads, and what is known of them. */
  models(path: string, base: string): Promise<IModelReport> {
    return this._post('models', { path, base });
  }

  /**
   * How far the reading of a notebook's model files in the background is; null
   * when nothing is left to be read. With `stop` nothing more is read.
   */
  async reading(path: string, stop = false): Promise<IReadingModel | null> {
    const body = { path, stop };
    return (
      await this._post<{ reading: IReadingModel | null }>('reading', body)
    ).reading;
  }

  /** Begin to scan a file or folder; waits a moment for the end. */
  scanFiles(path: string): Promise<IFileScan> {
    return this._post('workspace', { path });
  }

  /** How far such a scan is, or its result. */
  fileScan(path: string, id: string, cancel = false): Promise<IFileScan> {
    return this._post('workspace', { path, id, cancel });
  }

  /** What became known since notebooks were scanned. */
  news(): Promise<INewsReport> {
    return this._get('news');
  }

  private _get<T>(route: string): Promise<T> {
    return this._request(route, { method: 'GET' });
  }

  private _post<T>(route: string, body: unknown): Promise<T> {
    return this._request(route, { method: 'POST', body: JSON.stringify(body) });
  }

  private async _request<T>(route: string, init: RequestInit): Promise<T> {
    const url = URLExt.join(this._settings.baseUrl, 'mlsecops/api', route);
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this._settings);
    } catch {
      // What browsers say then ("Failed to fetch") tells people nothing.
      throw new Error('The Jupyter server gives no answer.');
    }
    const text = await response.text();
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch {
      data = null;
    }
    if (!response.ok || data === null) {
      const told = data as { message?: string; reason?: string } | null;
      throw new ApiError(
        response.status,
        told?.message || response.statusText || `HTTP ${response.status}`,
        told?.reason
      );
    }
    return data as T;
  }
}
