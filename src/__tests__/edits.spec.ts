import type { ISharedCodeCell } from '@jupyter/ydoc';
import { ICodeCellModel } from '@jupyterlab/cells';
import { NotebookModel } from '@jupyterlab/notebook';
import { applyEdits } from '../edits';
import { StaleEditError } from '../pointer';
import { edit, notebookOf, region, reportOf } from './support';

const SOURCE = '/cells/0/source';

describe('source edits', () => {
  it.each([
    [
      'several in any order',
      'a\nb\nc',
      [
        edit(SOURCE, region(1, 1, 1, 2), 'long\nlines'),
        edit(SOURCE, region(3, 1, 3, 2), 'z')
      ],
      'long\nlines\nb\nz'
    ],
    [
      'behind an emoji',
      '"😀", False',
      [edit(SOURCE, region(1, 7, 1, 12), 'True')],
      '"😀", True'
    ],
    [
      'after CRLF',
      'a\r\nFalse\r\n',
      [edit(SOURCE, region(2, 1, 2, 6), 'True')],
      'a\r\nTrue\r\n'
    ],
    [
      'side by side',
      'ab',
      [
        edit(SOURCE, region(1, 1, 1, 2), 'x'),
        edit(SOURCE, region(1, 2, 1, 3), 'y')
      ],
      'xy'
    ],
    [
      'at one place, in the order of the server',
      'x = 1',
      [
        edit(SOURCE, region(1, 1, 1, 2), 'y'),
        edit(SOURCE, region(1, 1, 1, 1), 'import os\n'),
        edit(SOURCE, region(1, 1, 1, 1), 'from a import b\n'),
        edit(SOURCE, region(1, 1, 1, 1), 'load()\n')
      ],
      'from a import b\nimport os\nload()\ny = 1'
    ],
    ['of the whole', 'ab', [edit(SOURCE, null, '"c"')], 'c']
  ])('%s', (_, before, edits, after) => {
    const notebook = notebookOf(before);
    const applied = applyEdits(notebook, reportOf(notebook), edits);
    const cell = notebook.cells[0];
    expect(cell.getSource()).toBe(after);
    expect(applied.beyondSource).toBe(false);
    expect(cell.undo()).toBe(true);
    expect(cell.getSource()).toBe(before);
    cell.redo();
    expect(applied.undo()).toBe(true);
    expect(cell.getSource()).toBe(before);
  });

  it('are one undo step apart from typing', () => {
    const notebook = notebookOf('verify=False');
    const cell = notebook.cells[0];
    cell.updateSource(12, 12, ' ');
    applyEdits(notebook, reportOf(notebook), [
      edit(SOURCE, region(1, 8, 1, 13), 'True')
    ]);
    cell.updateSource(0, 0, '#');
    cell.undo();
    expect(cell.getSource()).toBe('verify=True ');
    cell.undo();
    expect(cell.getSource()).toBe('verify=False ');
  });

  it('follow a moved cell', () => {
    const notebook = notebookOf('a', 'b');
    const report = reportOf(notebook);
    notebook.moveCell(0, 1);
    applyEdits(notebook, report, [edit(SOURCE, region(1, 1, 1, 2), 'x')]);
    expect(notebook.cells.map(cell => cell.getSource())).toEqual(['b', 'x']);
  });

  it('do not undo over newer typing', () => {
    const notebook = notebookOf('a');
    const applied = applyEdits(notebook, reportOf(notebook), [
      edit(SOURCE, region(1, 1, 1, 2), 'b')
    ]);
    notebook.cells[0].updateSource(0, 0, '#');
    expect(applied.undo()).toBe(false);
    expect(notebook.cells[0].getSource()).toBe('#b');
  });
});

describe('edits are refused', () => {
  it.each([
    [
      'when they overlap',
      [
        edit(SOURCE, region(1, 1, 1, 3), 'x'),
        edit(SOURCE, region(1, 2, 1, 4), 'y')
      ]
    ],
    ['beyond the text', [edit(SOURCE, region(1, 1, 1, 9), 'x')]],
    ['for a cell that is not there', [edit('/cells/7/source', null, '""')]],
    [
      'all, when one does not fit',
      [
        edit(SOURCE, region(1, 1, 1, 2), 'x'),
        edit('/cells/1/outputs/4', null, null)
      ]
    ]
  ])('%s', (_, edits) => {
    const notebook = notebookOf('abcd', 'b');
    const report = reportOf(notebook);
    expect(() => applyEdits(notebook, report, edits)).toThrow(StaleEditError);
    expect(notebook.cells[0].getSource()).toBe('abcd');
  });

  it('when the cell changed', () => {
    const notebook = notebookOf('abcd');
    const report = reportOf(notebook);
    notebook.cells[0].updateSource(0, 0, '\n');
    expect(() =>
      applyEdits(notebook, report, [edit(SOURCE, region(1, 1, 1, 1), 'x')])
    ).toThrow(StaleEditError);
  });

  it('when the output changed', () => {
    const notebook = withOutput('a');
    const report = reportOf(notebook);
    expect(() =>
      applyEdits(
        notebook,
        report,
        [edit('/cells/0/outputs/0', null, null)],
        () => true
      )
    ).toThrow(StaleEditError);
  });
});

describe('output edits', () => {
  it('replace a text and come back', () => {
    const notebook = withOutput('key: secret\nok\n');
    const cell = notebook.cells[0] as ISharedCodeCell;
    const before = cell.getOutputs();
    const applied = applyEdits(notebook, reportOf(notebook), [
      edit('/cells/0/outputs/0/text', region(1, 6, 1, 12), '[redacted]')
    ]);
    expect(cell.getOutputs()[0].text).toBe('key: [redacted]\nok\n');
    expect(applied.beyondSource).toBe(true);
    expect(applied.undo()).toBe(true);
    expect(cell.getOutputs()).toEqual(before);
  });

  it('keep a list of lines a list', () => {
    const notebook = withOutput('');
    const cell = notebook.cells[0] as ISharedCodeCell;
    cell.setOutputs([
      {
        output_type: 'display_data',
        metadata: {},
        data: { 'text/html': ['<b>\n', 'secret'] as never }
      }
    ]);
    applyEdits(notebook, reportOf(notebook), [
      edit('/cells/0/outputs/0/data/text~1html', region(2, 1, 2, 7), 'x\ny')
    ]);
    expect(cell.getOutputs()[0].data).toEqual({
      'text/html': ['<b>\n', 'x\n', 'y']
    });
  });

  it('remove several elements', () => {
    const notebook = withOutput('a', 'b', 'c');
    const cell = notebook.cells[0] as ISharedCodeCell;
    applyEdits(notebook, reportOf(notebook), [
      edit('/cells/0/outputs/0', null, null),
      edit('/cells/0/outputs/2', null, null)
    ]);
    expect(cell.getOutputs().map(output => output.text)).toEqual(['b']);
  });
});

it('edits metadata of notebook and cell', () => {
  const notebook = notebookOf('a');
  notebook.setMetadata('token', 'secret');
  notebook.cells[0].setMetadata('token', 'secret');
  const applied = applyEdits(notebook, reportOf(notebook), [
    edit('/metadata/token', null, null),
    edit('/cells/0/metadata/token', null, null)
  ]);
  expect(notebook.getMetadata('token')).toBeUndefined();
  expect(notebook.cells[0].getMetadata('token')).toBeUndefined();
  expect(applied.undo()).toBe(true);
  expect(notebook.getMetadata('token')).toBe('secret');
  expect(notebook.cells[0].getMetadata('token')).toBe('secret');
});

function withOutput(...texts: string[]) {
  const notebook = notebookOf('print()');
  // Streams of different names are not merged.
  (notebook.cells[0] as ISharedCodeCell).setOutputs(
    texts.map((text, i) => ({
      output_type: 'stream',
      name: i % 2 ? 'stderr' : 'stdout',
      text
    }))
  );
  return notebook;
}

it('shows a redacted stream once', () => {
  const model = new NotebookModel({ disableDocumentWideUndoRedo: true });
  model.sharedModel.insertCell(0, {
    cell_type: 'code',
    id: 'c0',
    source: 'print()',
    metadata: {},
    outputs: [{ output_type: 'stream', name: 'stdout', text: 'secret\n' }]
  });
  const cell = model.cells.get(0) as ICodeCellModel;
  const notebook = model.sharedModel;
  const applied = applyEdits(notebook, reportOf(notebook), [
    edit('/cells/0/outputs/0/text', region(1, 1, 1, 7), 'x')
  ]);
  const shown = () => cell.outputs.toJSON().map(output => output.text);
  expect(shown()).toEqual(['x\n']);
  expect(applied.undo()).toBe(true);
  expect(shown()).toEqual(['secret\n']);
});
