import { nullTranslator } from '@jupyterlab/translation';
import { Api, IHistory } from '../api';
import { IFix } from '../generated/model';
import { Rotations } from '../rotations';
import {
  historySentence,
  moveQuestion,
  placeOf,
  preferStore,
  providerPage
} from '../secrets';
import { FindingStore } from '../store';
import { findingOf, notebookOf, reportOf } from './support';

const trans = nullTranslator.load('');

function fix(id: string | null, title = id ?? 'advice'): IFix {
  return {
    title,
    applicability: id === null ? 'manual' : 'review',
    edits: [],
    diff: '',
    store: id === null ? null : { id, name: 'API_KEY' }
  };
}

function history(change: Partial<IHistory> = {}): IHistory {
  return {
    commits: [],
    number: 0,
    pushed: 0,
    since: '',
    complete: true,
    reason: '',
    repository: true,
    whole: false,
    ...change
  };
}

const token = () =>
  findingOf({
    category: 'secrets',
    fingerprint: 's1',
    message: 'Token in code',
    fixes: [
      fix('environment'),
      fix('dotenv'),
      fix(null, 'Revoke it at https://p.example/keys: copies are left')
    ]
  });

it.each([
  ['dotenv', { id: 'dotenv', name: 'API_KEY' }],
  ['keyring', { id: 'keyring', name: 'API_KEY' }],
  ['environment', null],
  ['colab', null],
  [null, null]
])('where %s can be written', (id, place) => {
  expect(placeOf(fix(id))).toEqual(place);
});

it.each([
  ['notebooks/a.ipynb', 'dotenv', 'Write API_KEY to .env in notebooks/ ('],
  ['a.ipynb', 'dotenv', 'Write API_KEY to .env in the top folder ('],
  ['a.ipynb', 'keyring', 'Write API_KEY to the keyring of the system']
] as const)('asks before it writes: %s %s', (path, id, begin) => {
  const question = moveQuestion(path, { id, name: 'API_KEY' }, trans);
  expect(question.startsWith(begin)).toBe(true);
  expect(question.endsWith(' and change the cell?')).toBe(true);
});

it('offers the preferred store first', () => {
  const fixes = ['environment', 'getpass', 'keyring', 'dotenv', null].map(id =>
    fix(id)
  );
  const titles = (id: string) => preferStore(fixes, id).map(one => one.title);
  expect(titles('keyring')).toEqual([
    'keyring',
    'environment',
    'getpass',
    'dotenv',
    'advice'
  ]);
  expect(preferStore(fixes, 'environment')).toBe(fixes);
  expect(preferStore(fixes, 'aws')).toBe(fixes);
});

it('orders what is shown, and puts it back', () => {
  const store = new FindingStore();
  const notebook = notebookOf('a');
  const first = () =>
    store.entry('a.ipynb')?.report?.report.findings[0].fixes[0].title;
  store.open('a.ipynb', notebook);
  const report = reportOf(notebook, [token()]);
  store.set('a.ipynb', report, store.clock);
  expect(store.entry('a.ipynb')?.report).toBe(report);
  store.preferStore('dotenv');
  expect(first()).toBe('dotenv');
  store.set('a.ipynb', reportOf(notebook, [token()]), store.clock);
  expect(first()).toBe('dotenv');
  store.preferStore('');
  expect(first()).toBe('environment');
});

it('knows the page of the provider', () => {
  expect(providerPage(token())).toBe('https://p.example/keys');
  const odd = 'Revoke it at javascript:alert(1)';
  expect(providerPage(findingOf({ fixes: [fix(null, odd)] }))).toBeNull();
});

it.each([
  [{ repository: false }, 'The notebook is in no git repository.'],
  [{}, 'Not in the history of this notebook.'],
  [{ whole: true }, 'Not in the history of this repository.'],
  [
    { number: 3, pushed: 2, since: '2026-01-04' },
    'In 3 commits since 2026-01-04, 2 of them pushed. Rotating is the only cure.'
  ],
  [
    { number: 1, since: '2026-01-04' },
    'In 1 commit since 2026-01-04, not pushed as far as this clone knows. Rotating is the only cure.'
  ],
  [
    { complete: false, reason: 'the clone is shallow' },
    'Not everything could be looked at: the clone is shallow.'
  ],
  [
    { number: 2, pushed: 2, since: 'x', complete: false, reason: 'late' },
    'In 2 commits since x, 2 of them pushed. Rotating is the only cure. Not everything could be looked at: late.'
  ]
])('says what git knows: %j', (change, sentence) => {
  expect(historySentence(history(change), trans)).toBe(sentence);
});

describe('what is still to be rotated', () => {
  const empty = reportOf(notebookOf('a')).report;

  function rotations(answer: () => Promise<IHistory>) {
    const asked: unknown[][] = [];
    const api = {
      history: (...args: unknown[]) => {
        asked.push(args);
        return answer();
      }
    };
    return { asked, all: new Rotations(api as unknown as Api) };
  }

  it('is listed while the notebook no longer holds it', () => {
    const { all } = rotations(() => Promise.reject(new Error()));
    all.add('a.ipynb', 'd1', token());
    all.add('a.ipynb', 'd2', token());
    all.add('a.ipynb', 'd1', findingOf());
    const names = all.of('a.ipynb', empty).map(one => one.fingerprint);
    expect(names).toEqual(['s1']);
    expect(all.of('b.ipynb', empty)).toEqual([]);
    // An undo brought it back.
    const held = reportOf(notebookOf('a'), [token()]).report;
    expect(all.of('a.ipynb', held)).toEqual([]);
    all.dismiss(all.of('a.ipynb', empty)[0]);
    expect(all.of('a.ipynb', empty)).toEqual([]);
  });

  it('asks git with the state that held the secret', async () => {
    const found = history({ number: 1 });
    const { all, asked } = rotations(() => Promise.resolve(found));
    all.add('a.ipynb', 'd1', token());
    const asking = all.ask(all.of('a.ipynb', empty)[0], true);
    expect(all.of('a.ipynb', empty)[0].history).toBe('asking');
    await asking;
    expect(asked).toEqual([['a.ipynb', 'd1', 's1', true]]);
    expect(all.of('a.ipynb', empty)[0].history).toBe(found);
    expect(all.known('a.ipynb', 'd9', token()).history).toBe(found);
  });

  it('says why git could not be asked', async () => {
    const { all } = rotations(() => Promise.reject(new Error('no disk')));
    const one = all.known('a.ipynb', 'd1', token());
    await all.ask(one, false);
    const { history: known, error } = all.known('a.ipynb', 'd1', token());
    expect([known, error]).toEqual([null, 'no disk']);
  });
});
