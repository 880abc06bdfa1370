/** Advisories of our own, and the database that they are written to. */
import { execFileSync } from 'child_process';
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

const FOLDER = process.env.MLSECOPS_TEST_FOLDER ?? '';

/** An advisory about all versions of a package before another. */
function record(id: string, name: string, fixed: string, summary: string) {
  return {
    schema_version: '1.7.0',
    id,
    modified: '2026-11-01T00:00:00Z',
    summary,
    database_specific: { severity: 'HIGH' },
    affected: [
      {
        package: { ecosystem: 'PyPI', name },
        ranges: [
          { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }
        ]
      }
    ]
  };
}

export const REQUESTS = record(
  'GHSA-aaaa-bbbb-cccc',
  'requests',
  '2.20.0',
  'Sends the password along when it is redirected'
);
export const MARKUPSAFE = record(
  'GHSA-dddd-eeee-ffff',
  'markupsafe',
  '999.0',
  'Escapes too little'
);

/** A release on an index's page: days since it came out, and why it was taken back. */
interface IReleased {
  version: string;
  days: number;
  yanked?: string;
}

/** The page that an index has for a package, as a mirror keeps it. */
export function indexPage(
  name: string,
  releases: IReleased[],
  status?: { status: string; reason?: string }
) {
  return {
    meta: { 'api-version': '1.4' },
    name,
    files: releases.map(({ version, days, yanked = false }) => ({
      filename: `${name.replace(/-/g, '_')}-${version}-py3-none-any.whl`,
      'upload-time': new Date(Date.now() - days * 86_400_000).toISOString(),
      yanked
    })),
    ...(status ? { 'project-status': status } : {})
  };
}

/** Write the advisory database of the server, as an administrator would. */
export function importRecords(page: IJupyterLabPageFixture, records: object[]): void {
  const records_ = join(FOLDER, 'records');
  rmSync(records_, { recursive: true, force: true });
  mkdirSync(records_);
  records.forEach((one, i) =>
    writeFileSync(join(records_, `${i}.json`), JSON.stringify(one))
  );
  const port = new URL(page.url()).port;
  execFileSync('jupyter', ['mlsecops', 'db', 'import', records_, '--quiet'], {
    env: {
      ...process.env,
      MLSECOPS_ADVISORIES: join(FOLDER, `advisories-${port}.sqlite`)
    }
  });
}
