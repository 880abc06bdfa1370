import { crc32, sourceCrc } from '../crc';

// Values of Python's zlib.crc32 over the UTF-8 bytes.
it.each([
  ['', 0],
  ['a', 0xe8b7be43],
  ['123456789', 0xcbf43926],
  ['é', 0xe048d3e],
  ['x = "😀"\r\n', 0x917311ca]
])('crc32(%j)', (text, expected) => {
  expect(crc32(text as string)).toBe(expected);
});

it('follows the source of a cell', () => {
  let source = 'a';
  const cell = { getSource: () => source };
  expect(sourceCrc(cell)).toBe(crc32('a'));
  source = 'b';
  expect(sourceCrc(cell)).toBe(crc32('b'));
});
