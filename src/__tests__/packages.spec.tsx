import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { findingsOf, IPackages } from '../dependencies';
import {
  IAdvisory,
  IDependency,
  IDependencyReport,
  IRelease
} from '../generated/model';
import { Column, ordered, turned } from '../ui/package-order';
import { Packages } from '../ui/packages';
import { findingOf, notebookOf, region, reportOf } from './support';

const trans = nullTranslator.load('jupyter_mlsecops');

function advisory(change: Partial<IAdvisory>): IAdvisory {
  return {
    id: 'GHSA-1',
    aliases: [],
    kind: 'vulnerability',
    severity: null,
    score: null,
    summary: '',
    fixed: [],
    url: '',
    ...change
  };
}

function dependency(
  name: string,
  state: IDependency['state'],
  change: Partial<IDependency> = {},
  ...advisories: IAdvisory[]
): IDependency {
  return {
    name,
    declared: [],
    imported: [],
    installed: '1.0',
    through: [],
    state,
    versions: [
      {
        version: '1.0',
        source: 'installed',
        state,
        reason: '',
        safe: '',
        advisories,
        release: null
      }
    ],
    project: null,
    ...change
  };
}

function read(packages: Partial<IPackages>): Document {
  const html = renderToStaticMarkup(
    <Packages
      packages={{ report: null, phase: 'idle', message: '', ...packages }}
      report={reportOf(notebookOf(''))}
      trans={trans}
      locationName={() => 'cell 1'}
      onJump={() => undefined}
      onOpen={() => undefined}
      onFix={() => undefined}
    />
  );
  return new DOMParser().parseFromString(html, 'text/html');
}

function reported(
  dependencies: IDependency[],
  change: Partial<IDependencyReport> = {}
): IDependencyReport {
  return {
    path: 'a.ipynb',
    digest: 'sha256:1',
    kernel: 'python3',
    environment: true,
    python: '3.11',
    advisories: {
      source: 'OSV',
      records: 7,
      newest: '2026-11-01',
      age_days: 3
    },
    dependencies,
    ...change
  };
}

const text = (page: Document) => page.body.textContent ?? '';

it('says that it is still looking, and why it could not', () => {
  expect(text(read({ phase: 'asking' }))).toContain('Looking at the packages');
  expect(text(read({ phase: 'failed', message: 'No answer.' }))).toBe(
    'No answer.'
  );
});

it('puts what is worst first and leaves out what others bring in', () => {
  const page = read({
    report: reported([
      dependency('alpha', 'not-known-vulnerable'),
      dependency('beta', 'not-known-vulnerable', { through: ['alpha'] }),
      dependency('gamma', 'vulnerable', {}, advisory({ severity: 'low' })),
      dependency(
        'delta',
        'vulnerable',
        { through: ['alpha'] },
        advisory({ kind: 'malware' })
      ),
      dependency('unrated', 'vulnerable', {}, advisory({}))
    ])
  });
  const rows = Array.from(page.querySelectorAll('[data-package]'), row => [
    row.getAttribute('data-package'),
    row.querySelector('[role="img"]')?.getAttribute('aria-label')
  ]);
  expect(rows).toEqual([
    ['delta', 'Known malware'],
    ['unrated', 'Known flaw, not rated'],
    ['gamma', 'Known flaw: Low'],
    ['alpha', 'No known flaw']
  ]);
  expect(page.querySelector('.jp-Mlsecops-more-packages')?.textContent).toBe(
    'Show 1 more package that these bring in'
  );
});

it.each<[string, Partial<IDependencyReport>, string]>([
  ['no database', { advisories: null }, 'No advisory database'],
  [
    'an old one',
    {
      advisories: {
        source: 'OSV',
        records: 7,
        newest: '2026-01-01',
        age_days: 300
      }
    },
    'That is too old'
  ],
  ['no environment', { environment: false }, 'what the kernel has installed']
])('says what limits it: %s', (_, change, expected) => {
  expect(text(read({ report: reported([], change) }))).toContain(expected);
});

it('counts what was assessed', () => {
  const report = reported([
    dependency('alpha', 'not-known-vulnerable'),
    dependency('beta', 'not-assessed')
  ]);
  expect(text(read({ report }))).toContain('1 of 2 packages assessed.');
});

function release(
  uploaded: string,
  change: Partial<IRelease> = {}
): Partial<IDependency> {
  const { versions } = dependency('', 'not-known-vulnerable');
  return {
    versions: versions.map(one => ({
      ...one,
      release: { uploaded, young: false, yanked: null, ...change }
    }))
  };
}

const DAY = 86_400_000;
const before = (days: number) =>
  new Date(Date.now() - days * DAY).toISOString();

it('says what the index says against a package, the worst on top', () => {
  const page = read({
    report: reported([
      dependency('fine', 'not-known-vulnerable'),
      dependency('stale', 'not-known-vulnerable', {
        project: { status: 'archived', reason: '' }
      }),
      dependency('evil', 'not-assessed', {
        project: { status: 'quarantined', reason: '' },
        through: ['fine']
      }),
      dependency('old', 'not-known-vulnerable', {
        ...release(before(400), { yanked: '' }),
        project: { status: 'deprecated', reason: '' }
      })
    ])
  });
  const rows = Array.from(page.querySelectorAll('[data-package]'), row => [
    row.getAttribute('data-package'),
    ...Array.from(
      row.querySelectorAll('.jp-Mlsecops-package-notes > span'),
      note => note.textContent
    )
  ]);
  expect(rows).toEqual([
    ['evil', 'under quarantine'],
    ['old', 'taken back', 'no longer looked after'],
    ['stale', 'no longer looked after'],
    ['fine']
  ]);
});

it('tells how old releases are, only where any is known', () => {
  const plain = read({
    report: reported([dependency('a', 'not-known-vulnerable')])
  });
  expect(plain.querySelectorAll('thead th')).toHaveLength(3);
  const page = read({
    report: reported([
      dependency('a', 'not-known-vulnerable'),
      dependency(
        'b',
        'not-known-vulnerable',
        release(before(3.5), { young: true })
      ),
      dependency('c', 'not-known-vulnerable', release(before(800)))
    ])
  });
  const ages = Array.from(
    page.querySelectorAll('tbody tr'),
    row => row.lastElementChild!
  );
  expect(ages.map(one => one.textContent)).toEqual(['–', '3 days', '2 years']);
  expect(
    ages.map(one =>
      one.querySelector('[role="img"]')?.getAttribute('aria-label')
    )
  ).toEqual([undefined, 'Out for a short time only:', undefined]);
});

it.each<[Column, boolean, string[]]>([
  ['name', false, ['a', 'b', 'c']],
  ['name', true, ['c', 'b', 'a']],
  ['asked', false, ['c', 'a', 'b']],
  ['installed', false, ['b', 'c', 'a']],
  ['installed', true, ['c', 'b', 'a']],
  ['released', true, ['a', 'c', 'b']]
])('sorts by %s, descending %s', (column, descending, names) => {
  const asked = (specifier: string) => ({
    declared: [{ specifier, origin: 'pip', location: findingOf().location }]
  });
  const all = [
    dependency('b', 'vulnerable', { installed: '1.9' }),
    dependency('a', 'vulnerable', {
      ...release(before(1)),
      ...asked('==2.0'),
      installed: null
    }),
    dependency('c', 'vulnerable', {
      ...release(before(2)),
      ...asked('<3'),
      installed: '1.10'
    })
  ];
  expect(ordered(all, { column, descending }).map(one => one.name)).toEqual(
    names
  );
});

it('turns a column one way, the other, and back to the worst first', () => {
  const names = turned(null, 'name');
  expect(names).toEqual({ column: 'name', descending: false });
  expect(turned(names, 'name')).toEqual({ column: 'name', descending: true });
  expect(turned(turned(names, 'name'), 'name')).toBeNull();
  expect(turned(names, 'released')).toEqual({
    column: 'released',
    descending: true
  });
});

it.each([
  ['yanked-release', true],
  ['unpinned-dependency', false]
])('leads to what %s says of the line: %s', (rule, leads) => {
  const { location } = findingOf();
  const package_ = dependency('a', 'not-known-vulnerable', {
    declared: [{ specifier: '', origin: 'pip', location }]
  });
  const finding = findingOf({ category: 'dependencies', rule });
  const elsewhere = findingOf({
    ...{ category: 'dependencies', rule },
    location: { region: region(9, 1, 9, 2) }
  });
  const { report } = reportOf(notebookOf(''), [elsewhere, finding]);
  expect(findingsOf(package_, report)).toEqual(leads ? [finding] : []);
});
