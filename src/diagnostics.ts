/**
 * Marks in an editor: underlines, one gutter mark a line, and a card.
 *
 * Findings are pushed into each editor when the store changes; nothing polls.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import {
  Diagnostic,
  forEachDiagnostic,
  setDiagnostics,
  setDiagnosticsEffect
} from '@codemirror/lint';
import {
  Compartment,
  EditorState,
  Extension,
  StateEffect,
  StateField
} from '@codemirror/state';
import {
  EditorView,
  gutter,
  GutterMarker,
  showTooltip,
  Tooltip,
  ViewPlugin
} from '@codemirror/view';
import { atLeast, keyOf, worst } from './findings';
import { IFinding, Severity } from './generated/model';
import { ISecurity } from './tokens';
import { findingCard } from './ui/card';
import { shapeNode } from './ui/shapes';

/** A diagnostic that remembers its finding and the text that was scanned. */
interface IMark extends Diagnostic {
  finding: IFinding;
  text: string;
}

const LEVELS: Record<Severity, Diagnostic['severity']> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'hint'
};

/** The extension for one cell's editor. */
export function findingMarks(cell: ISharedCell, security: ISecurity): Extension {
  const { store, preferences } = security;
  // A gutter takes room even where it is empty, so it comes with its marks.
  const gutterSlot = new Compartment();

  const wanted = (state: EditorState): IMark[] => {
    const { inlineMarks, minimumSeverity } = preferences.values;
    if (!inlineMarks) {
      return [];
    }
    return store
      .forCell(cell)
      .filter(
        ({ severity, location }) =>
          location.part === 'source' && atLeast(severity, minimumSeverity)
      )
      .map(finding => toMark(state, finding, cell, security))
      .filter((mark): mark is IMark => mark !== null);
  };

  const plugin = ViewPlugin.define(view => {
    let alive = true;
    let queued = false;
    const push = () => {
      queued = false;
      if (!alive) {
        return;
      }
      // While a changed cell waits for its scan, the marks whose text is
      // untouched stay: CodeMirror moves them along.
      const marks = store.cellIsCurrent(cell)
        ? wanted(view.state)
        : kept(view.state);
      if (!sameMarks(view.state, marks)) {
        view.dispatch(setDiagnostics(view.state, marks), {
          effects: gutterSlot.reconfigure(marks.length ? findingGutter : [])
        });
      }
    };
    // Dispatching is forbidden in a constructor and during an update.
    const queue = () => {
      if (!queued) {
        queued = true;
        queueMicrotask(push);
      }
    };
    const onStore = (_: unknown, path: string | null) => {
      if (path === null || path === store.pathOf(cell)) {
        queue();
      }
    };
    store.changed.connect(onStore);
    preferences.changed.connect(queue);
    queue();
    return {
      update: update => {
        if (update.docChanged) {
          queue();
        }
      },
      destroy: () => {
        alive = false;
        store.changed.disconnect(onStore);
        preferences.changed.disconnect(queue);
      }
    };
  });
  return [plugin, gutterSlot.of([]), cardField];
}

/** The findings whose marks touch the cursor. */
export function findingsAtCursor(view: EditorView): IFinding[] {
  const { from, to } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const touching: IFinding[] = [];
  const onLine: IFinding[] = [];
  forEachDiagnostic(view.state, (mark, start, end) => {
    if (!isMark(mark)) {
      return;
    }
    if (start <= to && end >= from) {
      touching.push(mark.finding);
    } else if (start <= line.to && end >= line.from) {
      onLine.push(mark.finding);
    }
  });
  return touching.length ? touching : onLine;
}

/** Open the card of what stands at the cursor, with the keyboard in it. */
export function openCard(
  view: EditorView,
  findings: readonly IFinding[],
  path: string,
  security: ISecurity
): void {
  const close = () => {
    view.dispatch({ effects: setCard.of(null) });
    view.focus();
  };
  const tooltip: Tooltip = {
    pos: view.state.selection.main.from,
    above: false,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'jp-Mlsecops-cards';
      dom.setAttribute('role', 'dialog');
      for (const finding of findings) {
        dom.append(cardOf(finding, path, security, close));
      }
      dom.addEventListener('keydown', event => onCardKey(event, dom, close));
      dom.addEventListener('focusout', event => {
        if (!dom.contains(event.relatedTarget as Node | null)) {
          view.dispatch({ effects: setCard.of(null) });
        }
      });
      return {
        dom,
        mount: () => dom.querySelector('button')?.focus()
      };
    }
  };
  view.dispatch({ effects: setCard.of(tooltip) });
}

function onCardKey(
  event: KeyboardEvent,
  dom: HTMLElement,
  close: () => void
): void {
  // The editor around the card must not see its keys.
  event.stopPropagation();
  if (event.key === 'Escape') {
    event.preventDefault();
    close();
    return;
  }
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[
    event.key
  ];
  if (step) {
    event.preventDefault();
    const buttons = Array.from(dom.querySelectorAll('button'));
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }
}

const setCard = StateEffect.define<Tooltip | null>();

const cardField = StateField.define<Tooltip | null>({
  create: () => null,
  update: (value, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(setCard)) {
        return effect.value;
      }
    }
    return transaction.docChanged ? null : value;
  },
  provide: field => showTooltip.from(field)
});

function cardOf(
  finding: IFinding,
  path: string,
  security: ISecurity,
  done: () => void
): HTMLElement {
  const { actions, store, trans } = security;
  const report = store.entry(path)?.report?.report;
  return findingCard({
    finding,
    rule: store.rules.get(finding.rule) ?? null,
    current: store.isCurrent(path, finding),
    trans,
    onFix: fix => {
      done();
      void actions.applyFix(path, finding, fix, true);
    },
    onMore: () => {
      done();
      if (report) {
        security.showPage({ path, key: keyOf(report, finding) });
      }
    },
    onIgnore: () => {
      done();
      void actions.ignore(path, finding);
    }
  });
}

function toMark(
  state: EditorState,
  finding: IFinding,
  cell: ISharedCell,
  security: ISecurity
): IMark | null {
  const { region } = finding.location;
  if (!region) {
    return null;
  }
  const from = offset(state, region.start_line, region.start_column);
  const to = offset(state, region.end_line, region.end_column);
  if (from === null || to === null || to < from) {
    return null;
  }
  return {
    from,
    to,
    finding,
    text: state.sliceDoc(from, to),
    severity: LEVELS[finding.severity],
    message: finding.message,
    markClass: `jp-Mlsecops-mark jp-Mlsecops-mark-${finding.severity}`,
    renderMessage: view =>
      cardOf(finding, security.store.pathOf(cell) ?? '', security, () =>
        view.focus()
      )
  };
}

/** Marks of the editor whose text is still what it was. */
function kept(state: EditorState): IMark[] {
  const marks: IMark[] = [];
  forEachDiagnostic(state, (mark, from, to) => {
    if (isMark(mark) && state.sliceDoc(from, to) === mark.text) {
      marks.push({ ...mark, from, to });
    }
  });
  return marks;
}

function sameMarks(state: EditorState, marks: readonly IMark[]): boolean {
  let i = 0;
  let same = true;
  forEachDiagnostic(state, (mark, from, to) => {
    const other = marks[i++];
    same =
      same &&
      other !== undefined &&
      isMark(mark) &&
      mark.finding === other.finding &&
      from === other.from &&
      to === other.to;
  });
  return same && i === marks.length;
}

function isMark(mark: Diagnostic): mark is IMark {
  return 'finding' in mark;
}

/** Position of a line and column, or null when the text is shorter. */
function offset(
  state: EditorState,
  line: number,
  column: number
): number | null {
  if (line < 1 || line > state.doc.lines) {
    return null;
  }
  const { from, to } = state.doc.line(line);
  return Math.min(from + column - 1, to);
}

class SeverityMarker extends GutterMarker {
  constructor(
    readonly severity: Severity,
    readonly title: string
  ) {
    super();
  }

  eq(other: SeverityMarker): boolean {
    return other.severity === this.severity && other.title === this.title;
  }

  toDOM(): Node {
    const node = document.createElement('span');
    node.title = this.title;
    node.append(shapeNode(this.severity));
    return node;
  }
}

const findingGutter = gutter({
  class: 'jp-Mlsecops-gutter',
  lineMarker: (view, line) => {
    const findings: IFinding[] = [];
    forEachDiagnostic(view.state, (mark, from) => {
      if (isMark(mark) && from >= line.from && from <= line.to) {
        findings.push(mark.finding);
      }
    });
    const severity = worst(findings);
    return severity
      ? new SeverityMarker(
          severity,
          findings.map(finding => finding.message).join('\n')
        )
      : null;
  },
  lineMarkerChange: update =>
    update.docChanged ||
    update.transactions.some(transaction =>
      transaction.effects.some(effect => effect.is(setDiagnosticsEffect))
    )
});
