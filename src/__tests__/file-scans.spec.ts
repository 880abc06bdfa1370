import { Api, ApiError } from '../api';
import { FileScans } from '../file-scans';
import { IFileScan } from '../generated/model';

/** A server on which every question is answered when a test says so. */
function server() {
  const asked: string[] = [];
  const waiting: ((told: Partial<IFileScan>) => void)[] = [];
  const answer = (what: string, path: string, id: string) => {
    asked.push(what);
    return new Promise<IFileScan>(resolve =>
      waiting.push(change =>
        resolve({
          ...{ id, path, state: 'running', done: 0, total: 1 },
          ...{ reading: null, report: null, models: [], message: '' },
          ...change
        })
      )
    );
  };
  const api = {
    scanFiles: (path: string) => answer(`scan ${path}`, path, `id of ${path}`),
    fileScan: (path: string, id: string, cancel: boolean) =>
      answer(cancel ? `cancel ${id}` : `ask ${id}`, path, id)
  };
  const say = async (change: Partial<IFileScan>) => {
    waiting.shift()!(change);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { scans: new FileScans(api as unknown as Api), asked, say };
}

it('asks until the scan is done', async () => {
  const { scans, asked, say } = server();
  const started = scans.start('a');
  expect(scans.shown).toEqual({ path: 'a', told: null, message: '' });
  await say({ done: 1, total: 2 });
  expect(scans.shown?.told).toMatchObject({ state: 'running', done: 1 });
  await say({ state: 'done' });
  await started;
  expect(scans.shown?.told?.state).toBe('done');
  expect(asked).toEqual(['scan a', 'ask id of a']);
});

it('ends a scan at the next question', async () => {
  const { scans, asked, say } = server();
  const started = scans.start('a');
  scans.cancel();
  await say({});
  await say({ state: 'cancelled' });
  await started;
  expect(asked).toEqual(['scan a', 'cancel id of a']);
  expect(scans.shown?.told?.state).toBe('cancelled');
});

it('shows the later of two scans, and ends the other', async () => {
  const { scans, asked, say } = server();
  void scans.start('a');
  void scans.start('b');
  await say({});
  expect(scans.shown).toMatchObject({ path: 'b', told: null });
  expect(asked).toEqual(['scan a', 'scan b', 'cancel id of a']);
});

it('shows nothing more once it is closed', async () => {
  const { scans, asked, say } = server();
  void scans.start('a');
  scans.close();
  await say({});
  expect(scans.shown).toBeNull();
  expect(asked).toEqual(['scan a', 'cancel id of a']);
});

it('says why there is no answer', async () => {
  const api = { scanFiles: () => Promise.reject(new Error('no connection')) };
  const scans = new FileScans(api as unknown as Api);
  await scans.start('a');
  expect(scans.shown).toMatchObject({ told: null, message: 'no connection' });
});

const RUNNING: IFileScan = {
  ...{ id: 'x', path: 'a', state: 'running', done: 0, total: 1 },
  ...{ reading: null, report: null, models: [], message: '' }
};

it.each<[string, Error[], Partial<IFileScan> | null, string, number]>([
  ['goes on after', [new Error('lost')], { state: 'done' }, '', 2],
  [
    'gives up after much',
    Array.from({ length: 9 }, () => new Error('lost')),
    null,
    'lost',
    6
  ],
  [
    'is over when the server refuses: no more',
    [new ApiError(404, 'gone')],
    null,
    'gone',
    1
  ]
])('%s trouble', async (_, errors, told, message, times) => {
  jest.useFakeTimers();
  const fileScan = jest.fn(() => {
    const error = errors.shift();
    return error
      ? Promise.reject(error)
      : Promise.resolve({ ...RUNNING, state: 'done' });
  });
  const api = { scanFiles: () => Promise.resolve(RUNNING), fileScan };
  const scans = new FileScans(api as unknown as Api);
  void scans.start('a');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(scans.shown).toMatchObject({ told, message });
  expect(fileScan).toHaveBeenCalledTimes(times);
  jest.useRealTimers();
});
