import { findCell, parsePointer, sourceIsCurrent } from '../locate';
import { notebookOf, reportOf } from './support';

it.each([
  ['/cells/3/source', ['cells', '3', 'source']],
  [
    '/cells/3/outputs/0/data/text~1html',
    ['cells', '3', 'outputs', '0', 'data', 'text/html']
  ],
  ['/metadata/a~01', ['metadata', 'a~1']],
  ['', []]
])('parsePointer(%j)', (pointer, steps) => {
  expect(parsePointer(pointer as string)).toEqual(steps);
});

describe('findCell', () => {
  it('follows a cell that moved', () => {
    const notebook = notebookOf('a', 'b', 'c');
    const report = reportOf(notebook);
    notebook.moveCell(0, 2);
    expect(findCell(notebook, report, 0)?.index).toBe(2);
    expect(sourceIsCurrent(notebook, report, 0)).toBe(true);
  });

  it('does not take another cell for one that is gone', () => {
    const notebook = notebookOf('a', 'b');
    const report = reportOf(notebook);
    notebook.deleteCell(0);
    expect(findCell(notebook, report, 0)).toBeNull();
  });

  it('goes by index and source where the file has no ids', () => {
    const notebook = notebookOf('a', 'b');
    const report = reportOf(notebook);
    report.cells.forEach(stamp => (stamp.cell_id = null));
    expect(findCell(notebook, report, 1)?.index).toBe(1);
    notebook.moveCell(0, 1);
    expect(sourceIsCurrent(notebook, report, 1)).toBe(false);
  });
});

it('notices an edited source, and that it came back', () => {
  const notebook = notebookOf('a = "😀"\r\nb');
  const report = reportOf(notebook);
  const cell = notebook.cells[0];
  expect(sourceIsCurrent(notebook, report, 0)).toBe(true);
  cell.updateSource(0, 1, 'b');
  expect(sourceIsCurrent(notebook, report, 0)).toBe(false);
  cell.undo();
  expect(sourceIsCurrent(notebook, report, 0)).toBe(true);
});
