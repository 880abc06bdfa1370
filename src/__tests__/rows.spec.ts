import { ISuppressedFinding } from '../generated/model';
import { buildRows, IRowOptions, Row, rowAt, rowTops } from '../ui/rows';
import { findingOf } from './support';

const findings = [
  findingOf({ severity: 'medium', message: 'Debug is on' }),
  findingOf({ severity: 'critical', message: 'Token', fingerprint: 'f2' }),
  findingOf({
    severity: 'medium',
    message: 'Pickle',
    fingerprint: 'f3',
    location: { cell_index: 4, cell_id: 'c4' }
  })
];
const suppressed: ISuppressedFinding[] = [
  {
    ...findingOf({ message: 'Known', fingerprint: 'f4' }),
    suppression: { kind: 'metadata', reason: 'test data', where: '' }
  }
];

function rows(change: Partial<IRowOptions> = {}): Row[] {
  return buildRows({
    findings,
    suppressed,
    groupBy: 'severity',
    filter: '',
    isOpen: () => true,
    cellIndex: finding => finding.location.cell_index,
    severityName: severity => severity,
    cellName: index => `Cell ${index}`,
    placeName: finding => `cell ${finding.location.cell_index}`,
    ignoredName: 'Ignored',
    ...change
  });
}

/** "label count" of a group, the message of a finding. */
function names(list: Row[]): string[] {
  return list.map(row =>
    row.kind === 'group' ? `${row.label} ${row.count}` : row.finding.message
  );
}

it.each([
  [
    'by severity',
    {},
    [
      'critical 1',
      'Token',
      'medium 2',
      'Debug is on',
      'Pickle',
      'Ignored 1',
      'Known'
    ]
  ],
  [
    'by cell, the worst first',
    { groupBy: 'cell' as const },
    [
      'Cell 0 2',
      'Token',
      'Debug is on',
      'Cell 4 1',
      'Pickle',
      'Ignored 1',
      'Known'
    ]
  ],
  [
    'closed groups',
    { isOpen: (group: string) => group === 'critical' },
    ['critical 1', 'Token', 'medium 2', 'Ignored 1']
  ],
  [
    'filtered by every word',
    { filter: 'medium CELL 4' },
    ['medium 1', 'Pickle']
  ],
  ['filtered to nothing', { filter: 'zzz' }, []]
])('%s', (_, change, expected) => {
  expect(names(rows(change))).toEqual(expected);
});

it('counts positions for screen readers', () => {
  const medium = rows().filter(
    row => row.kind === 'finding' && row.finding.severity === 'medium'
  );
  expect(medium.map(row => [row.position, row.size])).toEqual([
    [1, 2],
    [2, 2]
  ]);
});

it('gives equal findings different ids, whatever is filtered', () => {
  const twins = [findingOf(), findingOf({ message: 'Second' })];
  const all = rows({ findings: twins, suppressed: [] });
  const one = rows({ findings: twins, suppressed: [], filter: 'second' });
  expect(new Set(all.map(row => row.id)).size).toBe(all.length);
  expect(one[1].id).toBe(all[2].id);
});

it('finds the row at a height', () => {
  const list = rows();
  const tops = rowTops(list, row => (row.kind === 'group' ? 10 : 20));
  expect(tops).toEqual([0, 10, 30, 40, 60, 80, 90, 110]);
  expect([-5, 0, 9, 10, 29, 30, 500].map(y => rowAt(tops, y))).toEqual([
    0, 0, 0, 1, 1, 2, 6
  ]);
  expect(rowAt([0], 0)).toBe(0);
});

it('flattens thousands quickly', () => {
  const many = Array.from({ length: 5000 }, (_, i) =>
    findingOf({ fingerprint: `f${i}` })
  );
  const start = performance.now();
  expect(rows({ findings: many, suppressed: [] })).toHaveLength(5001);
  expect(performance.now() - start).toBeLessThan(1000);
});
