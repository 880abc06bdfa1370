/**
 * Marks in an editor: underlines, one gutter mark a line, and a card.
 *
 * Findings are pushed into each editor when the store changes; nothing polls.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import {
  Diagnostic,
  forEachDiagnostic,
  linter,
  setDiagnostics
} from '@codemirror/lint';
import { Compartment, EditorState, Extension } from '@codemirror/state';
import { EditorView, ViewPlugin } from '@codemirror/view';
import { cardAtCursor, hoverCards } from './cards';
import { IFinding } from './generated/model';
import { findingGutter } from './gutter';
import { IMark, isMark, LEVELS, markedFindings } from './mark';
import { IPlace, marked } from './places';
import { ISecurity } from './tokens';
import { titleOf } from './ui/text';

/** The extension for one cell's editor. */
export function findingMarks(
  cell: ISharedCell,
  security: ISecurity
): Extension {
  const { store, preferences } = security;
  // A gutter takes room even where it is empty, so it comes with its marks.
  const gutterSlot = new Compartment();

  const wanted = (state: EditorState): IMark[] => {
    const { inlineMarks, minimumSeverity } = preferences.values;
    if (!inlineMarks) {
      return [];
    }
    return marked(store.placesIn(cell), 'source', minimumSeverity)
      .map(place => toMark(state, place))
      .filter((mark): mark is IMark => mark !== null)
      .sort((a, b) => a.from - b.from || a.to - b.to);
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
  return [
    plugin,
    gutterSlot.of([]),
    cardAtCursor,
    hoverCards(cell, security),
    // The library's own card would stand at the start of the mark, which may
    // be out of sight. It takes null for "none", whatever its types say.
    linter(null, { tooltipFilter: () => null as unknown as Diagnostic[] })
  ];
}

/** The findings whose marks touch the cursor. */
export function findingsAtCursor(view: EditorView): IFinding[] {
  const { from, to } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const touching = markedFindings(
    view.state,
    (start, end) => start <= to && end >= from
  );
  return touching.length
    ? touching
    : markedFindings(
        view.state,
        (start, end) => start <= line.to && end >= line.from
      );
}

function toMark(
  state: EditorState,
  { finding, location }: IPlace
): IMark | null {
  const { region } = location;
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
    message: titleOf(finding),
    markClass: `jp-Mlsecops-mark jp-Mlsecops-mark-${finding.severity}`
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
