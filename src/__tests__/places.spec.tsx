import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { ILocation } from '../generated/model';
import { Places } from '../ui/places';
import { findingOf } from './support';

/** The lines of the lists as they are read, in a finding of cell 9. */
function read(related: [number, string][], at: number[] = []): string[] {
  const { location } = findingOf({ location: { cell_index: 9 } });
  const html = renderToStaticMarkup(
    <Places
      page={{
        finding: findingOf({
          location,
          locations: at.map(cell_index => ({ ...location, cell_index })),
          related: related.map(([cell_index, message]) => ({
            ...location,
            cell_index,
            message
          }))
        }),
        trans: nullTranslator.load('jupyter_mlsecops'),
        locationName: ({ cell_index }: ILocation) => `cell ${cell_index}`,
        onJump: () => undefined
      }}
    />
  );
  const root = document.createElement('div');
  root.innerHTML = html;
  return Array.from(root.querySelectorAll('h3, li, summary')).map(
    node => node.textContent ?? ''
  );
}

it.each([
  ['none', [], []],
  [
    'steps end at the finding itself',
    [
      [1, 'Downloaded here'],
      [2, 'Unpacked here']
    ],
    [
      'How it gets here',
      'cell 1 · Downloaded here',
      'cell 2 · Unpacked here',
      'cell 9 · Used here'
    ]
  ],
  [
    'others, once each, without the finding itself',
    [
      [9, ''],
      [3, ''],
      [3, ''],
      [3, 'another one']
    ],
    ['Also here', 'cell 3', 'cell 3 · another one']
  ],
  [
    'many others are folded away',
    [1, 2, 3, 4, 5, 6, 7].map((cell): [number, string] => [cell, '']),
    [
      'Also here',
      ...[1, 2, 3, 4, 5].map(cell => `cell ${cell}`),
      '2 more',
      'cell 6',
      'cell 7'
    ]
  ],
  [
    'both',
    [
      [3, 'here too'],
      [1, 'Comes from here']
    ],
    [
      'How it gets here',
      'cell 1 · Comes from here',
      'cell 9 · Used here',
      'Also here',
      'cell 3 · here too'
    ]
  ]
] as [string, [number, string][], string[]][])(
  'places: %s',
  (_, related, expected) => {
    expect(read(related)).toEqual(expected);
  }
);

it('every place that the finding stands at is listed once', () => {
  expect(read([[10, 'another one']], [9, 10, 11, 11, 12])).toEqual([
    'Also here',
    'cell 10 · another one',
    'cell 11',
    'cell 12'
  ]);
});
