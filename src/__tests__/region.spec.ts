import { lineOf, lineStarts, toRange } from '../region';
import { region } from './support';

it.each([
  ['', [0]],
  ['a\nb', [0, 2]],
  ['a\r\nb\r\n', [0, 3, 6]],
  ['a\rb', [0, 2]],
  ['a\r\n\rb\n', [0, 3, 4, 6]]
])('lineStarts(%j)', (text, expected) => {
  expect(lineStarts(text as string)).toEqual(expected);
});

it.each([
  ['abc', region(1, 2, 1, 3), 'b'],
  ['a\nbcd', region(2, 1, 2, 4), 'bcd'],
  ['a\r\nbcd', region(2, 2, 2, 3), 'c'],
  ['a\rbcd', region(2, 2, 2, 3), 'c'],
  // An emoji takes two UTF-16 units.
  ['"😀" + key', region(1, 8, 1, 11), 'key'],
  ['ab\ncd', region(1, 2, 2, 2), 'b\nc'],
  ['abc', region(1, 4, 1, 4), '']
])('toRange(%j, %j)', (text, where, expected) => {
  const range = toRange(text, where);
  expect(range && text.slice(range.from, range.to)).toBe(expected);
});

it.each([
  ['abc', region(1, 1, 1, 5)],
  ['abc', region(2, 1, 2, 2)],
  ['a\nb', region(1, 4, 2, 1)],
  ['abc', region(0, 1, 1, 1)],
  ['abc', region(1, 3, 1, 1)]
])('toRange(%j, %j) is null', (text, where) => {
  expect(toRange(text, where)).toBeNull();
});

it('finds the line of an offset', () => {
  const starts = lineStarts('ab\ncd\n');
  expect([0, 2, 3, 5, 6].map(at => lineOf(starts, at))).toEqual([
    0, 0, 1, 1, 2
  ]);
});
