/**
 * What a person can do about a finding, wherever the button stands.
 */
import { Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { TranslationBundle } from '@jupyterlab/translation';
import { Api, ApiError } from './api';
import { applyEdits, IApplied } from './edits';
import { fixBeyondText, fixedBy, hasSafeFix } from './findings';
import { IEdit, IFinding, IFix, ILocation } from './generated/model';
import { FixHistory } from './history';
import { findCell, jump, panelOf, parsePointer } from './locate';
import { Rotations } from './rotations';
import { move } from './moving';
import { placeOf } from './secrets';
import { FindingStore } from './store';
import { addSuppression, removeSuppression } from './suppressions';
import { askReason, confirmDiff } from './ui/dialogs';

export interface IActionsOptions {
  tracker: INotebookTracker;
  store: FindingStore;
  api: Api;
  rotations: Rotations;
  trans: TranslationBundle;
  /** Scan what changed. */
  refresh: (path: string) => Promise<void>;
  /** Scan the whole notebook as it stands in the browser. */
  scan: (path: string) => Promise<void>;
}

/** How a fix is made. */
export interface IFixOptions {
  /** The keyboard is in the cell, so Ctrl+Z is at hand. */
  quiet?: boolean;
  /** The person has seen the changes already. */
  shown?: boolean;
}

const SHORT = 5000;
const LONG = 10000;

export class Actions {
  constructor(private _options: IActionsOptions) {
    const { trans, refresh } = _options;
    this.history = new FixHistory(trans, refresh);
  }

  /** What was done and can be taken back. */
  readonly history: FixHistory;

  /** Make a fix; one that wants a look is shown first. */
  async applyFix(
    path: string,
    finding: IFinding,
    fix: IFix,
    how: IFixOptions = {}
  ): Promise<boolean> {
    const { trans, store } = this._options;
    const place = store.canMove && !how.shown ? placeOf(fix) : null;
    if (place) {
      const said = await move(this._options, path, finding, fix, place);
      if (said !== 'go on') {
        return said === 'stale' && this._stale(path);
      }
    } else if (fix.applicability !== 'safe' && !how.shown) {
      const wanted = await confirmDiff({
        title: fix.title,
        intro: finding.message,
        diff: fix.diff,
        accept: trans.__('Apply'),
        trans
      });
      if (!wanted) {
        return false;
      }
    }
    // Typing does not stop for a dialog.
    const base = store.entry(path)?.report?.digest ?? '';
    if (!store.isCurrent(path, finding)) {
      return this._stale(path);
    }
    const label = trans.__(
      '%1: done in %2',
      fix.title,
      this._cellName(path, finding)
    );
    const done = this._apply(path, fix.edits, label, how.quiet);
    if (done) {
      this._options.rotations.add(path, base, finding);
    }
    return done;
  }

  /** Show and make all safe fixes of a notebook together. */
  async fixAllSafe(path: string): Promise<boolean> {
    const { store, api, rotations, trans, scan } = this._options;
    if (store.isStale(path)) {
      await scan(path);
    }
    const base = store.entry(path)?.report;
    if (!base?.report.findings.some(hasSafeFix)) {
      Notification.info(trans.__('No safe fix is offered for this notebook.'), {
        autoClose: SHORT
      });
      return false;
    }
    try {
      const plan = await api.fix(path, base.digest, 'safe', null);
      const count = fixedBy(plan.edits, base.report.findings).length;
      const title = trans._n('Fix %1 finding', 'Fix %1 findings', count, count);
      const wanted = await confirmDiff({
        title,
        intro: trans.__(
          'These changes are stricter and break no valid local use. Nothing is saved yet.'
        ),
        diff: plan.diff,
        also: base.report.findings
          .filter(finding => fixBeyondText(finding) !== null)
          .map(
            finding =>
              `${this._cellName(path, finding)}: ${fixBeyondText(finding)?.title}`
          ),
        accept: title,
        trans
      });
      if (!wanted) {
        return false;
      }
      if (store.entry(path)?.report !== base || store.isStale(path)) {
        return this._stale(path);
      }
      const done = this._apply(
        path,
        plan.edits,
        trans._n('Fixed %1 finding', 'Fixed %1 findings', count, count)
      );
      for (const finding of done ? base.report.findings : []) {
        if (hasSafeFix(finding)) {
          rotations.add(path, base.digest, finding);
        }
      }
      return done;
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        return this._stale(path);
      }
      return this._failed(error);
    }
  }

  /** Take the output that a finding, or a place of one, is in out of its cell. */
  async clearOutput(
    path: string,
    place: { location: ILocation }
  ): Promise<boolean> {
    const { store, trans } = this._options;
    const steps = parsePointer(place.location.pointer);
    if (steps[2] !== 'outputs' || !store.isCurrent(path, place)) {
      return this._stale(path);
    }
    const pointer = `/${steps.slice(0, 4).join('/')}`;
    return this._apply(
      path,
      [{ pointer, region: null, insert: null }],
      trans.__('Cleared the output of %1', this._cellName(path, place))
    );
  }

  /** Redact everything that can be redacted in one cell's outputs. */
  async redactAll(path: string, findings: IFinding[]): Promise<boolean> {
    const { trans } = this._options;
    const edits = new Map<string, IEdit>();
    for (const finding of findings) {
      const fix = finding.fixes.find(one => one.title.startsWith('Redact'));
      for (const edit of fix?.edits ?? []) {
        // Several findings may offer the very same edit.
        edits.set(JSON.stringify(edit), edit);
      }
    }
    return edits.size
      ? this._apply(
          path,
          Array.from(edits.values()),
          trans._n(
            'Redacted %1 place in outputs',
            'Redacted %1 places in outputs',
            edits.size,
            edits.size
          )
        )
      : false;
  }

  /** Ask for a reason and write it into the notebook's metadata. */
  async ignore(path: string, finding: IFinding): Promise<boolean> {
    const { store, api, trans, scan } = this._options;
    const reason = await askReason(finding.message, trans);
    const entry = store.entry(path);
    if (!reason || !entry?.report) {
      return false;
    }
    try {
      const written = await api.suppress(
        path,
        entry.report.digest,
        finding,
        reason
      );
      addSuppression(entry.notebook, written);
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) {
        await scan(path);
      }
      return this._failed(error);
    }
    await scan(path);
    return true;
  }

  async stopIgnoring(path: string, finding: IFinding): Promise<boolean> {
    const { store, scan } = this._options;
    const entry = store.entry(path);
    if (!entry || !removeSuppression(entry.notebook, finding)) {
      return false;
    }
    await scan(path);
    return true;
  }

  async jump(path: string, location: ILocation, focus = true): Promise<void> {
    const { tracker, store } = this._options;
    const panel = panelOf(tracker, path);
    const report = store.entry(path)?.report;
    if (panel && report) {
      await jump(panel, report, location, focus);
    }
  }

  private _apply(
    path: string,
    edits: readonly IEdit[],
    label: string,
    quiet = false
  ): boolean {
    const { store, refresh } = this._options;
    const entry = store.entry(path);
    if (!entry?.report) {
      return false;
    }
    let applied: IApplied;
    try {
      applied = applyEdits(entry.notebook, entry.report, edits, cell =>
        store.isTouched(cell)
      );
    } catch {
      return this._stale(path);
    }
    // In an editor Ctrl+Z is at hand; everywhere else a notification has it.
    const offer = !quiet || applied.beyondSource;
    this.history.add(entry.notebook, path, applied, offer ? label : null);
    void refresh(path);
    return true;
  }

  private _cellName(
    path: string,
    { location }: { location: ILocation }
  ): string {
    const { store, trans } = this._options;
    const entry = store.entry(path);
    const index = location.cell_index ?? 0;
    const place =
      entry?.report && findCell(entry.notebook, entry.report, index);
    return trans.__('cell %1', (place ? place.index : index) + 1);
  }

  private _stale(path: string): boolean {
    const { trans, refresh } = this._options;
    Notification.info(
      trans.__(
        'Nothing was changed: the cell is no longer what was scanned. It is being scanned again.'
      ),
      { autoClose: SHORT }
    );
    void refresh(path);
    return false;
  }

  private _failed(error: unknown): boolean {
    Notification.error(error instanceof Error ? error.message : String(error), {
      autoClose: LONG
    });
    return false;
  }
}
