/**
 * Reports of the open notebooks by path, and whether they still hold.
 */
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import { ISignal, Signal } from '@lumino/signaling';
import { sourceCrc } from './crc';
import { asSeen } from './forms';
import { findCell, sourceIsCurrent } from './locate';
import {
  IFinding,
  ILocation,
  IPanelReport,
  IRuleInfo
} from './generated/model';
import { byCell, findingsAt, IPlace } from './places';
import { preferInReport } from './secrets';

/** What is known of the server part. */
export type ServerState = 'unknown' | 'ready' | 'missing';

/** One open notebook. */
export interface IEntry {
  readonly path: string;
  readonly notebook: ISharedNotebook;
  readonly report: IPanelReport | null;
  readonly phase: 'idle' | 'scanning' | 'failed';
  /** Why the last scan failed. */
  readonly message: string;
  /** When the report arrived, in `Date.now()` terms. */
  readonly at: number;
}

export class FindingStore {
  /** Emits the path whose entry changed; null when all may have. */
  get changed(): ISignal<this, string | null> {
    return this._changed;
  }

  get server(): ServerState {
    return this._server;
  }

  setServer(state: ServerState): void {
    if (state !== this._server) {
      this._server = state;
      this._changed.emit(null);
    }
  }

  get rules(): ReadonlyMap<string, IRuleInfo> {
    return this._rules;
  }

  setRules(rules: readonly IRuleInfo[]): void {
    this._rules = new Map(
      rules.map((rule): [string, IRuleInfo] => [rule.id, rule])
    );
    this._changed.emit(null);
  }

  entry(path: string | null | undefined): IEntry | null {
    return (path && this._entries.get(path)) || null;
  }

  /** Begin to follow an open notebook. */
  open(path: string, notebook: ISharedNotebook): void {
    this._entries.set(path, {
      path,
      notebook,
      report: null,
      phase: 'idle',
      message: '',
      at: 0
    });
    this._paths.set(notebook, path);
    this._changed.emit(path);
  }

  close(path: string): void {
    const entry = this._entries.get(path);
    if (entry) {
      this._entries.delete(path);
      this._paths.delete(entry.notebook);
      this._changed.emit(path);
    }
  }

  rename(from: string, to: string): void {
    const entry = this._entries.get(from);
    if (entry) {
      this._entries.delete(from);
      this._entries.set(to, { ...entry, path: to });
      this._paths.set(entry.notebook, to);
      this._changed.emit(null);
    }
  }

  begin(path: string): void {
    this._update(path, { phase: 'scanning' });
  }

  /** Whether the server lets secrets be moved to a store. */
  canMove = false;

  /** Offer the fixes first that read secrets from this store. */
  preferStore(id: string): void {
    if (id === this._preferred) {
      return;
    }
    this._preferred = id;
    for (const [path, entry] of this._entries) {
      const received = entry.report && this._received.get(entry.report);
      if (received) {
        this._update(path, { report: this._ordered(received) });
      }
    }
  }

  /**
   * Take a report in. `before` is the value of `clock` when what it was made
   * from was read: later changes stay marked as such.
   */
  set(path: string, report: IPanelReport, before: number): void {
    const notebook = this.entry(path)?.notebook;
    for (const cell of notebook?.cells ?? []) {
      if ((this._touched.get(cell) ?? 0) <= before) {
        this._touched.delete(cell);
      }
    }
    this._update(path, {
      report: this._ordered(report),
      phase: 'idle',
      message: '',
      at: Date.now()
    });
  }

  /** A scan ended without a new report. */
  settle(path: string): void {
    this._update(path, { phase: 'idle', message: '' });
  }

  fail(path: string, message: string): void {
    this._update(path, { phase: 'failed', message });
  }

  /** Note that outputs or metadata of a cell changed; sources have CRCs. */
  touch(path: string, cell: ISharedCell): void {
    const known = this._touched.has(cell);
    this._touched.set(cell, ++this._clock);
    if (!known) {
      this._changed.emit(path);
    }
  }

  isTouched(cell: ISharedCell): boolean {
    return this._touched.has(cell);
  }

  get clock(): number {
    return this._clock;
  }

  /** Tell listeners that a source changed, so that what is stale is hidden. */
  edited(path: string): void {
    this._changed.emit(path);
  }

  /** Whether what stands at the place of a finding is still what was scanned. */
  isCurrent(path: string, { location }: { location: ILocation }): boolean {
    const entry = this.entry(path);
    const index = location.cell_index;
    if (!entry?.report) {
      return false;
    }
    if (index === null) {
      return true;
    }
    if (location.part === 'source') {
      return sourceIsCurrent(entry.notebook, entry.report, index);
    }
    const place = findCell(entry.notebook, entry.report, index);
    return place !== null && !this._touched.has(place.cell);
  }

  /** Whether a cell was scanned, and its source is still the same. */
  cellIsCurrent(cell: ISharedCell): boolean {
    const entry = this.entry(this.pathOf(cell));
    if (!entry?.report) {
      return false;
    }
    const index = this._indexOf(entry.report, entry.notebook, cell);
    return index >= 0 && entry.report.cells[index].crc === sourceCrc(cell);
  }

  /** Whether anything changed since the report was made. */
  isStale(path: string): boolean {
    const entry = this.entry(path);
    if (!entry?.report) {
      return false;
    }
    const { notebook, report } = entry;
    return (
      notebook.cells.length !== report.cells.length ||
      notebook.cells.some(cell => this._touched.has(cell)) ||
      report.cells.some((_, index) => !sourceIsCurrent(notebook, report, index))
    );
  }

  /** The path under which a cell's notebook is open. */
  pathOf(cell: ISharedCell): string | null {
    return (cell.notebook && this._paths.get(cell.notebook)) ?? null;
  }

  /** Findings with a place in a cell that still holds, in the order of the report. */
  forCell(cell: ISharedCell): IFinding[] {
    return findingsAt(this.placesIn(cell));
  }

  /** Places of findings in a cell that still hold, in the order of the report. */
  placesIn(cell: ISharedCell): IPlace[] {
    const entry = this.entry(this.pathOf(cell));
    const report = entry?.report;
    if (!entry || !report) {
      return [];
    }
    const index = this._indexOf(report, entry.notebook, cell);
    if (index < 0) {
      return [];
    }
    return (this._byCell(report).get(index) ?? []).filter(place =>
      this.isCurrent(entry.path, place)
    );
  }

  /** The index that a cell had when the report was made. */
  private _indexOf(
    report: IPanelReport,
    notebook: ISharedNotebook,
    cell: ISharedCell
  ): number {
    const byId = report.cells.findIndex(stamp => stamp.cell_id === cell.id);
    if (byId >= 0) {
      return byId;
    }
    const index = notebook.cells.indexOf(cell);
    return report.cells[index]?.cell_id === null ? index : -1;
  }

  private _ordered(received: IPanelReport): IPanelReport {
    const seen = asSeen(received.report);
    const report = preferInReport(
      seen === received.report ? received : { ...received, report: seen },
      this._preferred
    );
    this._received.set(report, received);
    return report;
  }

  private _byCell(report: IPanelReport): Map<number, IPlace[]> {
    let groups = this._groups.get(report);
    if (!groups) {
      groups = byCell(report.report.findings);
      this._groups.set(report, groups);
    }
    return groups;
  }

  private _update(path: string, change: Partial<IEntry>): void {
    const entry = this._entries.get(path);
    if (entry) {
      this._entries.set(path, { ...entry, ...change });
      this._changed.emit(path);
    }
  }

  private _server: ServerState = 'unknown';
  private _rules = new Map<string, IRuleInfo>();
  private _entries = new Map<string, IEntry>();
  private _paths = new WeakMap<ISharedNotebook, string>();
  private _groups = new WeakMap<IPanelReport, Map<number, IPlace[]>>();
  // Strong keys would keep closed notebooks alive.
  private _touched = new WeakMap<ISharedCell, number>();
  private _preferred = '';
  // Each report that is shown, as it came.
  private _received = new WeakMap<IPanelReport, IPanelReport>();
  private _clock = 0;
  private _changed = new Signal<this, string | null>(this);
}
