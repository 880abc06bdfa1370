import { diffLines } from '../ui/diff';

it('names places and keeps signs', () => {
  const diff = [
    '--- cell 6',
    '+++ cell 6',
    '@@ -1,2 +1 @@',
    ' import os',
    '-print(os.environ)',
    '@@ -9 +8 @@',
    '--- sql comment',
    '+x',
    '--- cell 7',
    '+++ cell 7',
    '@@ -1 +0,0 @@',
    '-y',
    ''
  ].join('\n');
  expect(diffLines(diff).map(({ kind, text }) => [kind, text])).toEqual([
    ['place', 'cell 6'],
    [undefined, ' import os'],
    ['removed', '-print(os.environ)'],
    ['place', '⋯'],
    ['removed', '--- sql comment'],
    ['added', '+x'],
    ['place', 'cell 7'],
    ['removed', '-y']
  ]);
});
