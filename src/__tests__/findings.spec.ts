import { fixedBy } from '../findings';
import { edit, findingOf, region } from './support';

const one = edit('/cells/0/source', region(1, 1, 1, 4), 'new');
const two = edit('/cells/1/source', null, 'x');
const fixOf = (...edits: (typeof one)[]) =>
  ({ title: '', applicability: 'safe', edits, diff: '', store: null }) as const;

describe('fixedBy', () => {
  it.each([
    ['its only edit', [fixOf(one)], true],
    ['all edits of its second fix', [fixOf(one, two), fixOf(one)], true],
    ['a part of a fix', [fixOf(one, two)], false],
    ['advice', [fixOf()], false],
    ['nothing', [], false]
  ])('%s', (_, fixes, fixed) => {
    const finding = findingOf({ fixes: [...fixes] as never });
    expect(fixedBy([{ ...one }], [finding])).toEqual(fixed ? [finding] : []);
  });
});
