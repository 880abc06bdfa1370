import { cutLine, markChanges, withoutBlankEdges } from '../ui/changes';
import { diffLines, IDiffLine } from '../ui/diff';

/** The lines of a diff's hunk, what differs between ‹ and ›. */
function shown(...lines: string[]): string[] {
  return markChanges(diffLines(lines.join('\n'))).map(({ text, changed }) =>
    changed
      ? `${text.slice(0, changed[0])}‹${text.slice(...changed)}›${text.slice(changed[1])}`
      : text
  );
}

it.each([
  [
    'something taken out of a long line',
    [
      '-get("https://a.example/b", verify=False).json()',
      '+get("https://a.example/b").json()'
    ],
    [
      '-get("https://a.example/b"‹, verify=False›).json()',
      '+get("https://a.example/b"‹›).json()'
    ]
  ],
  [
    'whole words',
    ['-demo.launch(share=True)', '+demo.launch(share=False)'],
    ['-demo.launch(share=‹True›)', '+demo.launch(share=‹False›)']
  ],
  [
    'an import above the changed line',
    ['-x = eval(text)', '+import ast', '+x = ast.literal_eval(text)'],
    ['-x = ‹eval›(text)', '+import ast', '+x = ‹ast.literal_eval›(text)']
  ],
  [
    'two lines, each with its own other version',
    ['-first(1, a)', '-second(2, a)', '+first(1, b)', '+second(2, b)'],
    ['-first(1, ‹a›)', '-second(2, ‹a›)', '+first(1, ‹b›)', '+second(2, ‹b›)']
  ],
  [
    'lines with nothing in common',
    ['-print(os.environ)', '+x = 1'],
    ['-print(os.environ)', '+x = 1']
  ],
  ['what is only added', [' a', '+b', ' c'], [' a', '+b', ' c']],
  ['repeated text', ['-aaaa', '+aaaaaa'], ['-aaaa‹›', '+aaaa‹aa›']]
])('marks %s', (_, lines, expected) => {
  expect(shown(...lines)).toEqual(expected);
});

it('leaves out only what stays as it is', () => {
  const long = 'x'.repeat(1000);
  const [removed, added, context] = markChanges(
    diffLines(`-${long}(old)${long}\n+${long}(new)${long}\n ${long}`)
  ).map(cutLine);
  for (const [line, middle] of [
    [removed, 'old'],
    [added, 'new']
  ] as [IDiffLine, string][]) {
    expect(line.text.slice(...line.changed!)).toBe(middle);
    expect(line.text.length).toBeLessThan(260);
    expect(line.text).toMatch(/^[-+]…x+\((old|new)\)x+…$/);
  }
  expect(context.text).toMatch(/^ x{239}…$/);
  // What is added or taken away as a whole is shown as a whole.
  const whole: IDiffLine = { kind: 'added', text: `+${long}` };
  expect(cutLine(whole)).toBe(whole);
});

it('drops blank lines at the edges', () => {
  const diff = '--- cell 1\n+++ cell 1\n@@ -1,5 +1,5 @@\n \n a\n \n-b\n \n';
  expect(withoutBlankEdges(diffLines(diff)).map(line => line.text)).toEqual([
    'cell 1',
    ' a',
    ' ',
    '-b'
  ]);
});
