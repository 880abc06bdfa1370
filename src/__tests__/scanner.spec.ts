import type { ISharedCodeCell } from '@jupyter/ydoc';
import type { ICodeCellModel } from '@jupyterlab/cells';
import { NotebookModel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { Api, ApiError } from '../api';
import { Preferences } from '../preferences';
import { IScannerOptions, NotebookScanner } from '../scanner';
import { FindingStore } from '../store';
import { reportOf } from './support';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A scanner of a two-cell notebook, with a server that counts requests. */
async function scanning() {
  const model = new NotebookModel({ disableDocumentWideUndoRedo: true });
  ['a', 'b'].forEach((source, i) =>
    model.sharedModel.insertCell(i, {
      cell_type: 'code',
      id: `c${i}`,
      source,
      metadata: {},
      outputs: []
    })
  );
  const requests: string[] = [];
  let digest = 0;
  const answer = (what: string) => {
    requests.push(what);
    return Promise.resolve(reportOf(model.sharedModel, [], `d${++digest}`));
  };
  const api = {
    report: () => answer('report'),
    scanNotebook: () => answer('notebook'),
    scanCell: jest.fn((path, base, cell) =>
      answer(`cell ${cell.index} on ${base}`)
    )
  };
  const context = {
    path: 'a.ipynb',
    model,
    ready: Promise.resolve(),
    pathChanged: new Signal<unknown, string>({}),
    saveState: new Signal<unknown, string>({})
  };
  const store = new FindingStore();
  const preferences = new Preferences();
  const scanner = new NotebookScanner({
    context: context as unknown as IScannerOptions['context'],
    api: api as unknown as Api,
    store,
    preferences
  });
  await jest.advanceTimersByTimeAsync(10);
  return { model, requests, api, context, store, preferences, scanner };
}

it('fetches the report of the saved file on opening', async () => {
  const { requests, store } = await scanning();
  expect(requests).toEqual(['report']);
  expect(store.entry('a.ipynb')).toMatchObject({ phase: 'idle' });
});

it('fetches once after a save, whoever tells first', async () => {
  const { requests, context, scanner } = await scanning();
  context.saveState.emit('started');
  scanner.saved();
  context.saveState.emit('completed');
  await jest.advanceTimersByTimeAsync(1000);
  expect(requests).toEqual(['report', 'report']);
  context.saveState.emit('started');
  context.saveState.emit('completed');
  await jest.advanceTimersByTimeAsync(1000);
  expect(requests).toHaveLength(3);
});

it('fetches again when the server scanned the same notebook again', async () => {
  const { requests, scanner } = await scanning();
  scanner.saved();
  await jest.advanceTimersByTimeAsync(10);
  expect(requests).toEqual(['report', 'report']);
});

it('asks for what was scanned last when more is known of it', async () => {
  const { model, requests, scanner } = await scanning();
  scanner.again();
  await jest.advanceTimersByTimeAsync(10);
  model.sharedModel.cells[1].updateSource(0, 0, '#');
  await jest.advanceTimersByTimeAsync(1000);
  scanner.again();
  await jest.advanceTimersByTimeAsync(10);
  expect(requests).toEqual(['report', 'report', 'cell 1 on d2', 'notebook']);
});

it('scans the one cell that changed, after a pause', async () => {
  const { model, requests } = await scanning();
  model.sharedModel.cells[1].updateSource(0, 0, '#');
  await jest.advanceTimersByTimeAsync(400);
  model.sharedModel.cells[1].updateSource(0, 0, '#');
  await jest.advanceTimersByTimeAsync(400);
  expect(requests).toEqual(['report']);
  await jest.advanceTimersByTimeAsync(400);
  expect(requests).toEqual(['report', 'cell 1 on d1']);
});

it.each<[string, (model: NotebookModel) => void]>([
  [
    'two cells changed',
    model =>
      model.sharedModel.cells.forEach(cell => cell.updateSource(0, 0, '#'))
  ],
  ['a cell moved', model => model.sharedModel.moveCell(0, 1)],
  ['a cell is gone', model => model.sharedModel.deleteCell(0)],
  [
    'an output changed',
    model =>
      (model.sharedModel.cells[0] as ISharedCodeCell).setOutputs([
        { output_type: 'stream', name: 'stdout', text: 'x' }
      ])
  ],
  [
    'a running cell prints',
    model => {
      const { outputs } = model.cells.get(0) as ICodeCellModel;
      outputs.add({ output_type: 'stream', name: 'stdout', text: 'x' });
      outputs.add({ output_type: 'stream', name: 'stdout', text: 'y' });
    }
  ]
])('scans the whole notebook when %s', async (_, change) => {
  const { model, requests, store } = await scanning();
  change(model);
  await jest.advanceTimersByTimeAsync(2000);
  expect(requests).toEqual(['report', 'notebook']);
  expect(store.isStale('a.ipynb')).toBe(false);
});

it('asks for nothing when an edit was taken back', async () => {
  const { model, requests } = await scanning();
  const cell = model.sharedModel.cells[0];
  cell.updateSource(0, 0, '#');
  cell.undo();
  await jest.advanceTimersByTimeAsync(3000);
  expect(requests).toEqual(['report']);
});

it('waits for a save when scanning while editing is off', async () => {
  const { model, requests, preferences } = await scanning();
  preferences.update({ scanWhileEditing: false });
  model.sharedModel.cells[0].updateSource(0, 0, '#');
  await jest.advanceTimersByTimeAsync(3000);
  expect(requests).toEqual(['report']);
});

it('sends the whole notebook when the server forgot the base', async () => {
  const { model, requests, api } = await scanning();
  api.scanCell.mockRejectedValueOnce(new ApiError(409, 'gone'));
  model.sharedModel.cells[0].updateSource(0, 0, '#');
  await jest.advanceTimersByTimeAsync(3000);
  expect(requests).toEqual(['report', 'notebook']);
});

it('keeps quiet about a failure, and recovers', async () => {
  const { model, api, store, scanner } = await scanning();
  api.scanCell.mockRejectedValueOnce(new Error('no connection'));
  model.sharedModel.cells[0].updateSource(0, 0, '#');
  await jest.advanceTimersByTimeAsync(3000);
  expect(store.entry('a.ipynb')).toMatchObject({
    phase: 'failed',
    message: 'no connection'
  });
  await scanner.scan();
  expect(store.entry('a.ipynb')).toMatchObject({ phase: 'idle' });
});
