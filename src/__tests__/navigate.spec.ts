import { neighbour, Position } from '../navigate';

const places: [Position, string][] = [
  [[2, 0, 1, 1], 'c'],
  [[0, 0, 3, 5], 'b'],
  [[0, 0, 1, 1], 'a'],
  [[2, 1, 1, 1], 'd']
];

it.each<[Position, 1 | -1, string]>([
  [[0, 0, 0, 0], 1, 'a'],
  [[0, 0, 1, 1], 1, 'b'],
  [[0, 0, 3, 5], 1, 'c'],
  [[2, 0, 1, 1], 1, 'd'],
  [[2, 1, 1, 1], 1, 'a'],
  [[0, 0, 1, 1], -1, 'd'],
  [[2, 0, 1, 1], -1, 'b']
])('from %j by %i', (from, step, expected) => {
  expect(neighbour(places, from, step)).toBe(expected);
});

it('has nowhere to go without findings', () => {
  expect(neighbour([], [0, 0, 0, 0], 1)).toBeNull();
});
