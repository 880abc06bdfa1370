import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { IShownScan } from '../file-scans';
import { IFileScan, ILoadedModel } from '../generated/model';
import { isScanned } from '../kinds';
import { FileScanPage } from '../ui/file-scan';
import { ModelFile } from '../ui/model-file';
import { FindingModels, ModelList, ReadingLine } from '../ui/models';
import { fileSize, near } from '../ui/text';
import { findingOf, notebookOf, reportOf } from './support';

const trans = nullTranslator.load('jupyter_mlsecops');
const nothing = () => undefined;
const EVIL = '<img src=x onerror=alert(1)>.pkl';

function model(change: Partial<ILoadedModel> = {}): ILoadedModel {
  return {
    path: `work/${EVIL}`,
    format: 'torch-zip',
    size: 3_200_000,
    digest: `sha256:${'0123456789abcdef'.repeat(4)}`,
    state: 'critical',
    deeds: [
      {
        tier: 'critical',
        does: 'calls os.system',
        place: 'REDUCE at byte 27 of data.pkl'
      }
    ],
    more: 0,
    gaps: [],
    loads: [findingOf().location],
    ...change
  };
}

function read(element: React.ReactElement): HTMLElement {
  const html = renderToStaticMarkup(element);
  return new DOMParser().parseFromString(html, 'text/html').body;
}

it('says what a file is and what it would do', () => {
  const body = read(
    <ModelFile model={model({ more: 4 })} trans={trans} onCopy={nothing} />
  );
  expect(body.textContent).toContain('torch zip · 3.2 MB');
  expect(body.textContent).toContain('0123456789abcdef…');
  expect(body.textContent).toContain('calls os.system');
  expect(body.textContent).toContain('REDUCE at byte 27 of data.pkl');
  expect(body.textContent).toContain('4 more');
  expect(body.querySelector('code')?.title).toHaveLength(64);
});

it('says what was not read, and that a digest was not computed', () => {
  const gaps = ['It is cut off at byte 7.'];
  const body = read(
    <ModelFile
      model={model({ state: 'not-assessed', deeds: [], digest: '', gaps })}
      trans={trans}
      onCopy={nothing}
    />
  );
  expect(body.textContent).toContain('not computed, the file is large');
  expect(body.textContent).toContain(`Not assessed in full. ${gaps[0]}`);
});

it('shows names as text, from the folder of the notebook', () => {
  const list = read(
    <ModelList
      models={[model()]}
      path="work/a.ipynb"
      trans={trans}
      locationName={() => 'cell 1'}
      onJump={nothing}
      onCopy={nothing}
    />
  );
  const page = read(
    <FindingModels
      models={[model()]}
      path="work/a.ipynb"
      trans={trans}
      onCopy={nothing}
      onScanAgain={nothing}
    />
  );
  for (const body of [list, page]) {
    expect(body.querySelector('img')).toBeNull();
    expect(body.querySelector('bdi')?.textContent).toBe(EVIL);
  }
  expect(list.textContent).toContain('3.2 MB · known to be bad · cell 1');
});

it('says in a line how far the reading is', () => {
  const body = read(
    <ReadingLine
      reading={{ path: 'far/m.pt', percent: 40, left: 3 }}
      trans={trans}
    />
  );
  const bar = body.querySelector('[role="progressbar"]');
  expect(bar?.textContent).toBe('Reading m.pt…2 more');
  expect(bar?.getAttribute('aria-valuenow')).toBe('40');
});

it('says why nobody knows how far it is, and asks again', () => {
  const body = read(
    <ReadingLine
      {...{ reading: null, message: 'no connection', trans, onAgain: nothing }}
    />
  );
  expect(body.querySelector('[role="status"]')?.textContent).toBe(
    'How far model files were read is not known. no connection Ask again'
  );
  expect(
    read(<ReadingLine reading={null} message="" trans={trans} />).innerHTML
  ).toBe('');
});

function scanned(change: Partial<IFileScan> = {}, message = ''): HTMLElement {
  const told: IFileScan = {
    ...{ id: 'x', path: 'work', state: 'done', done: 2, total: 2 },
    ...{ reading: null, models: [], message: '' },
    report: reportOf(notebookOf('')).report,
    ...change
  };
  const scan: IShownScan = { path: 'work', told, message };
  return read(
    <FileScanPage
      scan={scan}
      trans={trans}
      onClose={nothing}
      onCancel={nothing}
      onAgain={nothing}
      onOpen={nothing}
      onCopy={nothing}
    />
  );
}

const state = (body: HTMLElement) =>
  body.querySelector('[role="status"]')?.textContent;

it('sums up a scan, whatever became of it', () => {
  const report = reportOf(notebookOf(''), [findingOf()]).report;
  expect(state(scanned())).toBe('No findings in 2 files.');
  expect(state(scanned({ report }))).toBe('1 finding in 2 files.');
  const cut = { path: 'b', kind: 'other', digest: '', reason: '' } as const;
  expect(
    state(
      scanned({
        report: { ...report, inputs: [{ ...cut, status: 'incomplete' }] }
      })
    )
  ).toBe('1 finding in 2 files, 1 of them not assessed in full.');
  expect(state(scanned({ report, state: 'cancelled', done: 1 }))).toBe(
    'Cancelled. 1 finding in 1 file of 2.'
  );
  expect(state(scanned({ state: 'running', done: 1 }))).toBe(
    'Scanned 1 of 2 files…'
  );
  expect(state(scanned({ state: 'failed', message: 'gone' }))).toBe('gone');
  expect(state(scanned({}, 'no connection'))).toBe('no connection');
});

it('lists the worst file first, each by its name in the folder', () => {
  const at = (path: string) => ({ ...findingOf().location, path });
  const report = reportOf(notebookOf(''), [
    findingOf({ location: at('work/a.ipynb'), severity: 'low' }),
    findingOf({
      ...{ category: 'models', severity: 'critical' },
      location: { ...at(`work/${EVIL}`), cell_index: null, region: null }
    })
  ]).report;
  const models = [model(), model({ path: 'work/ok', state: 'not-known-bad' })];
  const body = scanned({ report, models });
  const names = Array.from(body.querySelectorAll('h3 bdi'));
  expect(names.map(one => one.textContent)).toEqual([EVIL, 'a.ipynb']);
  expect(body.querySelector('img')).toBeNull();
  expect(body.querySelectorAll('.jp-Mlsecops-deeds li')).toHaveLength(2);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [10_400, '10 kB'],
  [999_600, '1.0 MB'],
  [524_000_000, '524 MB'],
  [3.1e15, '3100 TB']
])('%d bytes are %s', (bytes, words) => expect(fileSize(bytes)).toBe(words));

it.each([
  ['m.pt', 'a.ipynb', 'm.pt'],
  ['work/m.pt', 'work/a.ipynb', 'm.pt'],
  ['work/sub/m.pt', 'work/a.ipynb', 'sub/m.pt'],
  ['other/m.pt', 'work/a.ipynb', 'other/m.pt'],
  ['TLS is off', 'work/a.ipynb', 'TLS is off']
])('%s is near %s: %s', (path, from, name) =>
  expect(near(path, from)).toBe(name)
);

it.each([
  ['a.ipynb', true],
  ['m.pt', true],
  ['M.JOBLIB.GZ', true],
  ['requirements-dev.txt', true],
  ['tokenizer_config.json', true],
  ['work/model', true],
  ['checkpoint.ckpt.zst', true],
  ['weights.bin', true],
  ['graph.pb', true],
  ['requirements/dev.txt', true],
  ['dev-environment.yaml', true],
  ['sub/Pipfile', true],
  ['picture.png', false],
  ['archive.tar.gz', false],
  ['notes.txt', false],
  ['data.json', false],
  ['table.csv', false]
])('the menu is there for %s: %s', (name, is) =>
  expect(isScanned(name)).toBe(is)
);
