import { FindingStore } from '../store';
import { findingOf, notebookOf, reportOf } from './support';

function opened(...sources: string[]) {
  const notebook = notebookOf(...sources);
  const store = new FindingStore();
  store.open('a.ipynb', notebook);
  return { notebook, store };
}

it('gives the findings of a cell', () => {
  const { notebook, store } = opened('a', 'b');
  const first = findingOf();
  const second = findingOf({ location: { cell_index: 1, cell_id: 'c1' } });
  store.set('a.ipynb', reportOf(notebook, [first, second]), store.clock);
  expect(store.forCell(notebook.cells[0])).toEqual([first]);
  notebook.moveCell(0, 1);
  expect(store.forCell(notebook.cells[0])).toEqual([second]);
});

it('hides a finding while its cell differs from what was scanned', () => {
  const { notebook, store } = opened('a', 'b');
  const finding = findingOf();
  store.set('a.ipynb', reportOf(notebook, [finding]), store.clock);
  const cell = notebook.cells[0];
  cell.updateSource(0, 0, '#');
  expect(store.forCell(cell)).toEqual([]);
  expect(store.isCurrent('a.ipynb', finding)).toBe(false);
  expect(store.isStale('a.ipynb')).toBe(true);
  cell.undo();
  expect(store.forCell(cell)).toEqual([finding]);
  expect(store.isStale('a.ipynb')).toBe(false);
});

it('hides findings in outputs that changed after the scan began', () => {
  const { notebook, store } = opened('a');
  const finding = findingOf({
    location: { part: 'output', pointer: '/cells/0/outputs/0/text' }
  });
  const report = reportOf(notebook, [finding]);
  store.touch('a.ipynb', notebook.cells[0]);
  const clock = store.clock;
  store.set('a.ipynb', report, clock);
  expect(store.forCell(notebook.cells[0])).toEqual([finding]);
  store.touch('a.ipynb', notebook.cells[0]);
  store.set('a.ipynb', report, clock);
  expect(store.forCell(notebook.cells[0])).toEqual([]);
});

it('follows renames and forgets closed notebooks', () => {
  const { notebook, store } = opened('a');
  store.set('a.ipynb', reportOf(notebook, [findingOf()]), store.clock);
  store.rename('a.ipynb', 'b.ipynb');
  expect(store.pathOf(notebook.cells[0])).toBe('b.ipynb');
  expect(store.forCell(notebook.cells[0])).toHaveLength(1);
  store.close('b.ipynb');
  expect(store.entry('b.ipynb')).toBeNull();
  expect(store.forCell(notebook.cells[0])).toEqual([]);
});

it('keeps the report when a scan fails', () => {
  const { notebook, store } = opened('a');
  const paths: (string | null)[] = [];
  store.set('a.ipynb', reportOf(notebook, [findingOf()]), store.clock);
  store.changed.connect((_, path) => paths.push(path));
  store.fail('a.ipynb', 'no connection');
  expect(store.entry('a.ipynb')).toMatchObject({
    phase: 'failed',
    message: 'no connection'
  });
  expect(store.forCell(notebook.cells[0])).toHaveLength(1);
  expect(paths).toEqual(['a.ipynb']);
});
