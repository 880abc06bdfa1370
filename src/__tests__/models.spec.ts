import { Api } from '../api';
import {
  ILoadedModel,
  IModelReport,
  IPanelReport,
  IReadingModel
} from '../generated/model';
import { Models, modelsOf } from '../models';
import { FindingStore } from '../store';
import { findingOf, notebookOf, region, reportOf } from './support';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function model(
  path: string,
  state: ILoadedModel['state'] = 'critical',
  line = 1
): ILoadedModel {
  const { location } = findingOf({
    location: { region: region(line, 1, line, 2) }
  });
  return {
    ...{ path, state, format: 'pickle', size: 33, digest: 'sha256:ab' },
    ...{ deeds: [], more: 0, gaps: [], loads: [location] }
  };
}

/** A store with an open notebook, and a server that reads `steps` times. */
function following(steps: (IReadingModel | null | Error)[]) {
  const notebook = notebookOf('x');
  const store = new FindingStore();
  const asked: string[] = [];
  const api = {
    reading: (path: string, stop?: boolean) => {
      asked.push(stop ? 'stop' : 'reading');
      const step = stop ? null : (steps.shift() ?? null);
      return step instanceof Error
        ? Promise.reject(step)
        : Promise.resolve(step);
    },
    models: (path: string, base: string): Promise<IModelReport> => {
      asked.push(`models ${base}`);
      return Promise.resolve({ path, digest: base, models: [model('m.pt')] });
    }
  };
  const again = jest.fn();
  const models = new Models(api as unknown as Api, store, again);
  store.open('a.ipynb', notebook);
  const report = (reading: number): IPanelReport => ({
    ...reportOf(notebook),
    reading
  });
  return { store, asked, again, models, report };
}

const AT = (percent: number): IReadingModel => ({
  path: 'm.pt',
  percent,
  left: 1
});

it('asks how far the reading is, then for the findings, once', async () => {
  const { store, asked, again, models, report } = following([AT(10), AT(60)]);
  store.set('a.ipynb', report(1), 0);
  store.set('a.ipynb', report(1), 0);
  await jest.advanceTimersByTimeAsync(200);
  expect(models.of('a.ipynb').reading).toEqual(AT(10));
  expect(again).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(2000);
  expect(asked).toEqual(['reading', 'reading', 'reading']);
  expect(models.of('a.ipynb').reading).toBeNull();
  expect(again.mock.calls).toEqual([['a.ipynb']]);
});

it('asks for nothing where nothing is being read', async () => {
  const { store, asked, report } = following([]);
  store.set('a.ipynb', report(0), 0);
  await jest.advanceTimersByTimeAsync(2000);
  expect(asked).toEqual([]);
});

it('ends the reading when the notebook is closed', async () => {
  const { store, asked, again, report } = following([AT(1), AT(2), AT(3)]);
  store.set('a.ipynb', report(1), 0);
  await jest.advanceTimersByTimeAsync(200);
  store.close('a.ipynb');
  await jest.advanceTimersByTimeAsync(5000);
  expect(asked).toEqual(['reading', 'stop']);
  expect(again).not.toHaveBeenCalled();
});

it('goes on after passing trouble', async () => {
  const lost = new Error('no connection');
  const { store, again, models, report } = following([AT(10), lost, lost]);
  store.set('a.ipynb', report(1), 0);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(models.of('a.ipynb')).toMatchObject({ reading: AT(10), message: '' });
  await jest.advanceTimersByTimeAsync(5_000);
  expect(models.of('a.ipynb')).toMatchObject({ reading: null, message: '' });
  expect(again).toHaveBeenCalledTimes(1);
});

it('says so when it gives up, and asks anew after the next scan', async () => {
  const lost = new Error('no connection');
  const { store, asked, again, models, report } = following([
    AT(10),
    ...Array.from({ length: 6 }, () => lost)
  ]);
  store.set('a.ipynb', report(1), 0);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(models.of('a.ipynb')).toMatchObject({
    reading: null,
    message: 'no connection'
  });
  expect(again).not.toHaveBeenCalled();
  expect(asked).toHaveLength(7);
  store.set('a.ipynb', report(1), 0);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(models.of('a.ipynb')).toMatchObject({ reading: null, message: '' });
  expect(again).toHaveBeenCalledTimes(1);
});

it('asks no longer when the notebook is closed amid trouble', async () => {
  const { store, asked, report } = following([new Error('no connection')]);
  store.set('a.ipynb', report(1), 0);
  await jest.advanceTimersByTimeAsync(300);
  store.close('a.ipynb');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual(['reading', 'stop']);
});

it('asks ever slower about a file that changes all the time', async () => {
  const { store, asked, again, report } = following([]);
  again.mockImplementation(() => store.set('a.ipynb', report(1), 0));
  store.set('a.ipynb', report(1), 0);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(asked.length).toBeLessThan(6);
});

it('asks once for the files of a report', async () => {
  const { store, asked, models, report } = following([]);
  await models.look('a.ipynb');
  store.set('a.ipynb', report(0), 0);
  await Promise.all([models.look('a.ipynb'), models.look('a.ipynb')]);
  expect(asked).toEqual(['models d1']);
  expect(models.of('a.ipynb').report?.models).toHaveLength(1);
  store.set('a.ipynb', report(0), 0);
  await models.look('a.ipynb');
  expect(asked).toEqual(['models d1', 'models d1']);
});

it.each<[string, ILoadedModel[], string[]]>([
  ['of its call', [model('a'), model('b', 'review', 2)], ['a']],
  ['that are worth words', [model('a', 'not-known-bad'), model('b')], ['b']],
  ['though all are harmless', [model('a', 'not-known-bad')], ['a']]
])('a finding is about the files %s', (_, models, names) => {
  const report = { path: 'a.ipynb', digest: 'd', models };
  const finding = findingOf({
    category: 'models',
    location: { region: region(1, 1, 1, 2) }
  });
  expect(modelsOf(finding, report).map(one => one.path)).toEqual(names);
  expect(modelsOf(finding, null)).toEqual([]);
  expect(modelsOf({ ...finding, category: 'secrets' }, report)).toEqual([]);
});
