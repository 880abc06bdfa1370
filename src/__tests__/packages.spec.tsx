import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { IPackages } from '../dependencies';
import { IAdvisory, IDependency, IDependencyReport } from '../generated/model';
import { Packages } from '../ui/packages';
import { notebookOf, reportOf } from './support';

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
        advisories
      }
    ],
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
