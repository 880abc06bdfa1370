/** Marks of findings that stand at several places. */
import type { ISharedNotebook } from '@jupyter/ydoc';
import { forEachDiagnostic } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { Signal } from '@lumino/signaling';
import { findingMarks, findingsAtCursor } from '../diagnostics';
import { IFinding, ILocation } from '../generated/model';
import { isMark } from '../mark';
import { byCell, marked, MARKED, placesOf } from '../places';
import { FindingStore } from '../store';
import { ISecurity } from '../tokens';
import { findingOf, notebookOf, region, reportOf } from './support';

/** A place in a line of a cell, or of what the cell printed. */
function at(
  cell: number,
  line: number,
  [from, to] = [1, 4],
  part: 'source' | 'output' = 'source'
): ILocation {
  return {
    path: 'a.ipynb',
    cell_index: cell,
    cell_id: `c${cell}`,
    part,
    pointer:
      part === 'source'
        ? `/cells/${cell}/source`
        : `/cells/${cell}/outputs/0/text`,
    region: region(line, from, line, to)
  };
}

/** A finding that stands at these places, as the server tells it. */
function standingAt(first: ILocation, ...others: ILocation[]): IFinding {
  return findingOf({
    location: first,
    // Not the same objects: a report comes as JSON.
    locations: others.length ? [{ ...first }, ...others] : []
  });
}

/** An open notebook with findings, and the editor of each of its cells. */
async function opened(sources: string[], findings: IFinding[]) {
  const notebook: ISharedNotebook = notebookOf(...sources);
  const store = new FindingStore();
  store.open('a.ipynb', notebook);
  const preferences = {
    values: { inlineMarks: true, minimumSeverity: 'info' },
    changed: new Signal<object, void>({})
  };
  const security = { store, preferences } as unknown as ISecurity;
  const views = notebook.cells.map(cell => {
    const view: EditorView = new EditorView({
      doc: cell.getSource(),
      extensions: [
        findingMarks(cell, security),
        // As JupyterLab does, before the extension hears of the change.
        EditorView.updateListener.of(update => {
          if (update.docChanged) {
            cell.setSource(update.state.doc.toString());
          }
        })
      ]
    });
    return view;
  });
  store.set('a.ipynb', reportOf(notebook, findings), store.clock);
  await Promise.resolve();
  return { store, notebook, views };
}

function texts(view: EditorView): string[] {
  const found: string[] = [];
  forEachDiagnostic(view.state, (mark, from, to) => {
    expect(isMark(mark)).toBe(true);
    found.push(view.state.sliceDoc(from, to));
  });
  return found;
}

it('marks all places, in every cell', async () => {
  const { views } = await opened(
    ['one\ntwo', 'x', 'six'],
    [standingAt(at(0, 1), at(0, 2), at(2, 1)), standingAt(at(1, 1, [1, 2]))]
  );
  expect(views.map(texts)).toEqual([['one', 'two'], ['x'], ['six']]);
});

it('moves all places along, and drops the one that is changed', async () => {
  const finding = standingAt(at(0, 1), at(0, 2), at(1, 1));
  const { store, notebook, views } = await opened(
    ['one\ntwo', 'six'],
    [finding]
  );
  const [view] = views;
  view.dispatch({ changes: { from: 0, insert: '# new\n\n' } });
  await Promise.resolve();
  expect(texts(view)).toEqual(['one', 'two']);
  view.dispatch({ changes: { from: 8, insert: '0' } });
  await Promise.resolve();
  expect(view.state.doc.toString()).toBe('# new\n\no0ne\ntwo');
  expect(texts(view)).toEqual(['two']);
  expect(texts(views[1])).toEqual(['six']);

  // What is left of it is another finding, with one place fewer.
  const rest = standingAt(at(0, 4), at(1, 1));
  store.set('a.ipynb', reportOf(notebook, [rest]), store.clock);
  await Promise.resolve();
  expect(views.map(texts)).toEqual([['two'], ['six']]);
});

it('names a finding once where two of its places are', async () => {
  const finding = standingAt(at(0, 1, [1, 4]), at(0, 1, [5, 8]));
  const { views } = await opened(['one two three'], [finding]);
  const [view] = views;
  expect(texts(view)).toEqual(['one', 'two']);
  view.dispatch({ selection: { anchor: 0, head: 7 } });
  expect(findingsAtCursor(view)).toEqual([finding]);
  view.dispatch({ selection: { anchor: 12 } });
  expect(findingsAtCursor(view)).toEqual([finding]);
});

describe('marked', () => {
  it('keeps to the part and the severity', () => {
    const places = placesOf(standingAt(at(0, 1), at(0, 1, [1, 2], 'output')));
    expect(marked(places, 'source', 'info')).toEqual(places.slice(0, 1));
    expect(marked(places, 'output', 'high')).toEqual(places.slice(1));
    expect(marked(places, 'output', 'critical')).toEqual([]);
  });

  it('is bounded, and every finding comes before further places', () => {
    const lines = Array.from({ length: MARKED }, (_, i) => at(0, i + 2));
    const findings = [standingAt(at(0, 1), ...lines), standingAt(at(0, 999))];
    const shown = marked(byCell(findings).get(0) ?? [], 'source', 'info');
    expect(shown).toHaveLength(MARKED);
    expect(shown.slice(0, 2).map(({ location }) => location)).toEqual(
      findings.map(({ location }) => location)
    );
  });
});
