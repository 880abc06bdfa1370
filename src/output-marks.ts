/// <reference lib="dom.iterable" />
/**
 * Draws the findings of one notebook's outputs: underlines by the CSS Custom
 * Highlight API, which leaves the outputs' own nodes alone, and a small bar.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import { CodeCell } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import { atLeast, keyOf } from './findings';
import { formsOf } from './forms';
import { IFinding, ILocation } from './generated/model';
import { parsePointer } from './locate';
import { findRendered, IDomRange } from './outputs';
import { textAt } from './pointer';
import { toRange } from './region';
import { ISecurity } from './tokens';
import { outputBar } from './ui/bar';

/** What is drawn for one cell. */
interface IDrawn {
  findings: readonly IFinding[];
  /** Whether the outputs were rendered anew since. */
  dirty: boolean;
  observer: MutationObserver;
  bar: HTMLElement;
  ranges: Range[];
}

/** The marks in one notebook's outputs. */
export class OutputMarks {
  constructor(
    private _panel: NotebookPanel,
    private _security: ISecurity
  ) {
    _security.store.changed.connect(this._onStore, this);
    _security.preferences.changed.connect(this._update, this);
    this._update();
  }

  dispose(): void {
    this._security.store.changed.disconnect(this._onStore, this);
    this._security.preferences.changed.disconnect(this._update, this);
    for (const cell of Array.from(this._drawn.keys())) {
      this._clear(cell);
    }
  }

  private _onStore(_: unknown, path: string | null): void {
    if (path === null || path === this._panel.context.path) {
      this._update();
    }
  }

  private _update(): void {
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => {
      if (!this._panel.isDisposed) {
        this._draw();
      }
    }, 30);
  }

  private _draw(): void {
    const { store, preferences } = this._security;
    const { outputMarks, minimumSeverity } = preferences.values;
    const seen = new Set<CodeCell>();
    for (const cell of this._panel.content.widgets) {
      if (!(cell instanceof CodeCell) || !outputMarks) {
        continue;
      }
      const findings = store
        .forCell(cell.model.sharedModel as ISharedCell)
        .filter(
          ({ location, severity }) =>
            location.part === 'output' && atLeast(severity, minimumSeverity)
        );
      if (findings.length) {
        seen.add(cell);
        this._drawCell(cell, findings);
      }
    }
    for (const cell of Array.from(this._drawn.keys())) {
      if (!seen.has(cell)) {
        this._clear(cell);
      }
    }
  }

  private _drawCell(cell: CodeCell, findings: IFinding[]): void {
    const drawn = this._drawn.get(cell);
    if (drawn && same(drawn.findings, findings)) {
      if (drawn.dirty) {
        drawn.dirty = false;
        unlight(drawn.ranges);
        drawn.ranges = light(cell, findings);
      }
      return;
    }
    this._clear(cell);
    const wrapper = cell.node.querySelector('.jp-Cell-outputWrapper');
    if (!wrapper) {
      // Cells far out of view are drawn later.
      void cell.ready.then(() => this._update());
      return;
    }
    const bar = this._bar(findings);
    wrapper.after(bar);
    const observer = new MutationObserver(() => {
      const known = this._drawn.get(cell);
      if (known) {
        known.dirty = true;
        this._update();
      }
    });
    observer.observe(cell.outputArea.node, {
      childList: true,
      subtree: true,
      characterData: true
    });
    const ranges = light(cell, findings);
    this._drawn.set(cell, { findings, dirty: false, observer, bar, ranges });
  }

  private _bar(findings: IFinding[]): HTMLElement {
    const { actions, store, trans } = this._security;
    const { path } = this._panel.context;
    return outputBar({
      findings,
      trans,
      onFix: (finding, fix) => void actions.applyFix(path, finding, fix),
      onClear: finding => void actions.clearOutput(path, finding),
      onMore: finding => {
        const report = store.entry(path)?.report?.report;
        if (report) {
          this._security.showPage({ path, key: keyOf(report, finding) });
        }
      }
    });
  }

  private _clear(cell: CodeCell): void {
    const drawn = this._drawn.get(cell);
    if (!drawn) {
      return;
    }
    this._drawn.delete(cell);
    drawn.observer.disconnect();
    drawn.bar.remove();
    unlight(drawn.ranges);
  }

  private _drawn = new Map<CodeCell, IDrawn>();
  private _timer = 0;
}

const LEVELS = ['mlsecops-error', 'mlsecops-warning', 'mlsecops-info'];

function light(cell: CodeCell, findings: readonly IFinding[]): Range[] {
  const ranges: Range[] = [];
  for (const finding of findings) {
    const place = rangeOf(cell, finding);
    if (place) {
      const range = document.createRange();
      range.setStart(...place.start);
      range.setEnd(...place.end);
      ranges.push(range);
      highlight(finding)?.add(range);
    }
  }
  return ranges;
}

function unlight(ranges: readonly Range[]): void {
  for (const level of LEVELS) {
    const registered = CSS.highlights?.get(level);
    ranges.forEach(range => registered?.delete(range));
  }
}

function same(a: readonly IFinding[], b: readonly IFinding[]): boolean {
  return a.length === b.length && a.every((finding, i) => finding === b[i]);
}

/** The registered highlight of a severity; its look is in the style sheet. */
function highlight(finding: IFinding): Highlight | undefined {
  const { severity } = finding;
  let level = LEVELS[2];
  if (severity === 'critical' || severity === 'high') {
    level = LEVELS[0];
  } else if (severity === 'medium') {
    level = LEVELS[1];
  }
  // Older browsers show the bar only.
  if (!CSS.highlights) {
    return undefined;
  }
  let registered = CSS.highlights.get(level);
  if (!registered) {
    registered = new Highlight();
    CSS.highlights.set(level, registered);
  }
  return registered;
}

/** Where a finding is drawn: another form of the output may be the one that is. */
function rangeOf(cell: CodeCell, finding: IFinding): IDomRange | null {
  const forms = formsOf(finding.location);
  const others = finding.related.filter(
    place => forms !== null && formsOf(place) === forms
  );
  for (const place of [finding.location, ...others]) {
    const range = rangeAt(cell, place);
    if (range) {
      return range;
    }
  }
  return null;
}

function rangeAt(cell: CodeCell, place: ILocation): IDomRange | null {
  const { pointer, region } = place;
  const steps = parsePointer(pointer).slice(3);
  const raw = textAt(cell.model.sharedModel.getOutputs(), steps);
  if (raw === null || !region) {
    return null;
  }
  const range = toRange(raw, region);
  if (!range) {
    return null;
  }
  // One output may be drawn by several widgets or share one: look in its own
  // first, then in all.
  const own = cell.outputArea.widgets[Number(steps[0])]?.node;
  return (
    (own && findRendered(own, raw, range)) ??
    findRendered(cell.outputArea.node, raw, range)
  );
}
