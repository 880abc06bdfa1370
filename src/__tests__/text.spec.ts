import { nullTranslator } from '@jupyterlab/translation';
import { isStep } from '../findings';
import { IFix, IPanelReport } from '../generated/model';
import { notAssessed } from '../ui/not-assessed';
import { canBeShown, fixLabel } from '../ui/text';
import { notebookOf, reportOf } from './support';

const trans = nullTranslator.load('jupyter_mlsecops');

function fixOf(change: Partial<IFix>): IFix {
  return {
    title: 'Do it',
    applicability: 'review',
    edits: [],
    diff: '-a\n+b',
    store: null,
    ...change
  };
}

it.each([
  ['a safe fix', {}, 'safe', false, 'Do it'],
  ['one to look at', {}, 'review', false, 'Do it…'],
  ['one that is looked at', {}, 'review', true, 'Do it'],
  ['one without a diff', { diff: '' }, 'review', true, 'Do it…'],
  [
    'one that moves a secret',
    { store: { id: 'dotenv', name: 'KEY' } },
    'review',
    true,
    'Do it…'
  ]
] as const)(
  '%s promises a question or none',
  (_, change, applicability, shown, label) => {
    const fix = fixOf({ ...change, applicability });
    expect(fixLabel(fix, shown)).toBe(label);
    if (applicability === 'review') {
      expect(canBeShown(fix)).toBe(!fixLabel(fix, true).endsWith('…'));
    }
  }
);

function gaps(messages: string[], reason = '') {
  const report: IPanelReport = reportOf(notebookOf('a', 'b'));
  report.report.problems = messages.map(message => ({
    path: 'a.ipynb',
    kind: 'cell-not-parsed',
    message
  }));
  report.report.inputs = [
    {
      path: 'a.ipynb',
      kind: 'notebook',
      digest: '',
      status: 'incomplete',
      reason
    }
  ];
  return notAssessed(report, trans).map(({ text, place }) => [
    text,
    place && [
      place.name,
      place.location.cell_index,
      place.location.cell_id,
      place.location.region?.start_line
    ]
  ]);
}

it('says once what was not assessed, without the own path, with the place', () => {
  const message = 'a.ipynb: cell 2, lines 3-4: it is not valid Python.';
  expect(gaps([message], message)).toEqual([
    [
      'cell 2, lines 3-4: it is not valid Python.',
      ['cell 2, lines 3-4', 1, 'c1', 3]
    ]
  ]);
  expect(
    gaps([
      'cell 1: too long.',
      'cell 9, line 1: gone.',
      'b.ipynb: cell 1: x',
      'no time'
    ])
  ).toEqual([
    ['cell 1: too long.', ['cell 1', 0, 'c0', undefined]],
    ['cell 9, line 1: gone.', null],
    ['b.ipynb: cell 1: x', null],
    ['no time', null]
  ]);
});

it.each([
  ['Downloaded here', true],
  ['Comes from here', true],
  ['here too', false],
  ['another one', false],
  ['The same table', false],
  ['', false]
])('%p is a step on the way: %p', (message, expected) => {
  const place = { ...reportPlace, message };
  expect(isStep(place)).toBe(expected);
});

const reportPlace = {
  path: 'a.ipynb',
  cell_index: 0,
  cell_id: 'c0',
  part: 'source' as const,
  pointer: '/cells/0/source',
  region: null
};
