import { asSeen, seenOnce } from '../forms';
import { findingOf, notebookOf, reportOf } from './support';

const at = (pointer: string, fingerprint = 'f1', path = 'a.ipynb') =>
  findingOf({ fingerprint, location: { path, pointer, part: 'output' } });
const HTML = '/cells/3/outputs/0/data/text~1html';
const PLAIN = '/cells/3/outputs/0/data/text~1plain';

describe('forms of an output', () => {
  it.each([
    ['one value in two forms', [at(HTML), at(PLAIN)], [0]],
    ['twice in each form', [at(HTML), at(HTML), at(PLAIN), at(PLAIN)], [0, 1]],
    ['two values', [at(HTML), at(PLAIN), at(PLAIN, 'f2')], [0, 2]],
    [
      'two outputs',
      [at(HTML), at('/cells/3/outputs/1/data/text~1html')],
      [0, 1]
    ],
    ['two files', [at(HTML), at(PLAIN, 'f1', 'b.ipynb')], [0, 1]],
    ['a stream', [at('/cells/3/outputs/0/text'), at('/cells/3/source')], [0, 1]]
  ])('%s', (_, findings, kept) => {
    expect(seenOnce(findings)).toEqual(kept.map(index => findings[index]));
  });

  it('leaves a report alone in which nothing is told twice', () => {
    const { report } = reportOf(notebookOf(), [at(HTML), at(HTML)]);
    expect(asSeen(report)).toBe(report);
  });
});
