/// <reference lib="dom.iterable" />
/**
 * Draws the findings of one notebook's outputs: underlines by the CSS Custom
 * Highlight API, which leaves the outputs' own nodes alone, and a small bar.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import { CodeCell } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import { keyOf } from './findings';
import { formsOf } from './forms';
import { IFinding, ILocation } from './generated/model';
import { parsePointer } from './locate';
import { findRendered, IDomRange, renderedText } from './outputs';
import { IPlace, isOwn, marked } from './places';
import { textAt } from './pointer';
import { lineStarts, toRange } from './region';
import { ISecurity } from './tokens';
import { outputBar } from './ui/bar';

/** What is drawn for one cell. */
interface IDrawn {
  places: readonly IPlace[];
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
      const places = marked(
        store.placesIn(cell.model.sharedModel as ISharedCell),
        'output',
        minimumSeverity
      );
      if (places.length) {
        seen.add(cell);
        this._drawCell(cell, places);
      }
    }
    for (const cell of Array.from(this._drawn.keys())) {
      if (!seen.has(cell)) {
        this._clear(cell);
      }
    }
  }

  private _drawCell(cell: CodeCell, places: IPlace[]): void {
    const drawn = this._drawn.get(cell);
    if (drawn && same(drawn.places, places)) {
      if (drawn.dirty) {
        drawn.dirty = false;
        unlight(drawn.ranges);
        drawn.ranges = light(cell, places);
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
    const bar = this._bar(places);
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
    const ranges = light(cell, places);
    this._drawn.set(cell, { places, dirty: false, observer, bar, ranges });
  }

  private _bar(places: IPlace[]): HTMLElement {
    const { actions, store, trans } = this._security;
    const { path } = this._panel.context;
    return outputBar({
      places: firstOfEach(places),
      trans,
      onFix: (finding, fix) => void actions.applyFix(path, finding, fix),
      onClear: place => void actions.clearOutput(path, place),
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

function light(cell: CodeCell, places: readonly IPlace[]): Range[] {
  const ranges: Range[] = [];
  const find = finder(cell);
  for (const place of places) {
    const at = find(place.location) ?? otherForm(place, find);
    if (at) {
      const range = document.createRange();
      range.setStart(...at.start);
      range.setEnd(...at.end);
      ranges.push(range);
      highlight(place.finding)?.add(range);
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

function same(a: readonly IPlace[], b: readonly IPlace[]): boolean {
  return a.length === b.length && a.every((place, i) => place === b[i]);
}

/** Of several places of a finding the first one. */
function firstOfEach(places: readonly IPlace[]): IPlace[] {
  const seen = new Set<IFinding>();
  return places.filter(
    ({ finding }) => !seen.has(finding) && seen.add(finding)
  );
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

type Find = (place: ILocation) => IDomRange | null;

/** Where a finding is drawn that another form of the output shows. */
function otherForm(place: IPlace, find: Find): IDomRange | null {
  const forms = isOwn(place) ? formsOf(place.location) : null;
  for (const other of place.finding.related) {
    const range = forms !== null && formsOf(other) === forms && find(other);
    if (range) {
      return range;
    }
  }
  return null;
}

/** Finds places in the outputs of a cell as they are now; reads each text once. */
function finder(cell: CodeCell): Find {
  const outputs = cell.model.sharedModel.getOutputs();
  const written = remembered((pointer: string) => {
    const raw = textAt(outputs, parsePointer(pointer).slice(3));
    return raw === null ? null : { raw, starts: lineStarts(raw) };
  });
  const rendered = remembered(renderedText);
  return ({ pointer, region }) => {
    const text = written(pointer);
    const range = text && region && toRange(text.raw, region, text.starts);
    if (!range) {
      return null;
    }
    // One output may be drawn by several widgets or share one: look in its own
    // first, then in all.
    const index = Number(parsePointer(pointer)[3]);
    const own = cell.outputArea.widgets[index]?.node;
    return (
      (own && findRendered(rendered(own), text.raw, range)) ??
      findRendered(rendered(cell.outputArea.node), text.raw, range)
    );
  };
}

/** A function that is asked once for each value. */
function remembered<K, V>(ask: (key: K) => V): (key: K) => V {
  const answers = new Map<K, V>();
  return key => {
    if (!answers.has(key)) {
      answers.set(key, ask(key));
    }
    return answers.get(key) as V;
  };
}
