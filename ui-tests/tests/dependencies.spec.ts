/** What a notebook installs, imports and really has: the table, its fixes, and what became known later. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { importRecords, indexPage, MARKUPSAFE, REQUESTS } from './records';
import {
  expect,
  finding,
  notebook,
  open,
  picture,
  run,
  save,
  source,
  test
} from './support';

const INSTALL = '%pip install -q litellm==1.82.8 requests==2.19.0';
const IMPORTS = 'import jinja2\nimport yaml';

/** The rows of the table as they are read: what is known, name, asked for, installed. */
function table(page: IJupyterLabPageFixture): Promise<string[][]> {
  return page
    .locator('.jp-Mlsecops-packages tbody tr:first-child')
    .evaluateAll(rows =>
      rows.map(row => [
        row.querySelector('[role="img"]')?.getAttribute('aria-label') ?? '',
        ...Array.from(row.children, cell =>
          (cell.textContent ?? '').replace(/^[?–]/, '').trim()
        )
      ])
    );
}

function row(page: IJupyterLabPageFixture, name: string) {
  return page.locator(`[data-package="${name}"]`);
}

test('what is declared, imported and installed, and what is known', async ({
  page,
  tmpPath
}) => {
  await open(page, `${tmpPath}/a.ipynb`, notebook(INSTALL, IMPORTS));
  await page.getByRole('tab', { name: 'Dependencies' }).click();
  await expect(row(page, 'litellm')).toBeVisible();
  await expect(page.locator('.jp-Mlsecops-sources')).toContainText(
    'No advisory database'
  );
  expect((await table(page)).map(cells => cells.slice(0, 3))).toEqual([
    ['Known malware', 'litellm', '==1.82.8'],
    ['Not assessed', 'jinja2', 'imported'],
    ['Not assessed', 'pyyaml', 'imported'],
    ['Not assessed', 'requests', '==2.19.0']
  ]);
  await row(page, 'litellm').getByRole('button', { name: 'litellm' }).click();
  await expect(row(page, 'litellm')).toContainText('malware');
  await picture(page, 'dependencies-malware');
  await row(page, 'litellm')
    .getByRole('button', { name: 'cell 1, line 1' })
    .click();
  await expect(page.locator('.jp-Notebook-cell.jp-mod-active')).toContainText(
    'litellm'
  );

  importRecords(page, [REQUESTS, MARKUPSAFE]);
  await page.waitForTimeout(2_100); // the server looks every two seconds
  await run(page, 'mlsecops:scan');
  await expect
    .poll(async () => (await table(page)).map(cells => cells.slice(0, 3)))
    .toEqual([
      ['Known malware', 'litellm', '==1.82.8'],
      ['Known flaw: High', 'markupsafe', 'by jinja2'],
      ['Known flaw: High', 'requests', '==2.19.0'],
      ['No known flaw', 'jinja2', 'imported'],
      ['No known flaw', 'pyyaml', 'imported']
    ]);
  await row(page, 'requests').getByRole('button', { name: 'requests' }).click();
  await row(page, 'markupsafe')
    .getByRole('button', { name: 'markupsafe' })
    .click();
  await expect(row(page, 'markupsafe')).toContainText('jinja2 → markupsafe');
  await picture(page, 'dependencies-known');

  await row(page, 'requests')
    .getByRole('button', { name: 'Raise requests to 2.20.0' })
    .click();
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await expect.poll(() => source(page, 0)).toContain('requests==2.20.0');
  await expect
    .poll(async () => (await table(page)).map(cells => cells.slice(0, 2)))
    .toContainEqual(['No known flaw', 'requests']);
  await page.getByRole('tab', { name: 'Findings' }).click();
  await expect(finding(page, /litellm 1\.82\.8/)).toBeVisible();
  await expect(finding(page, /requests/)).toHaveCount(0);
});

const INDEXED = [
  '%pip install pillow==9.0.0 newlib==2.1 oldlib==1.0',
  '%pip install evil==0.1 requests==2.19.0',
  'import jinja2'
].join('\n');

for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
  test(`what the index says of releases: ${theme}`, async ({
    page,
    tmpPath
  }) => {
    importRecords(page, [
      REQUESTS,
      indexPage('pillow', [
        { version: '9.0.0', days: 700, yanked: 'wheels are broken' },
        { version: '9.0.1', days: 690 }
      ]),
      indexPage('newlib', [{ version: '2.1', days: 2 }]),
      indexPage('oldlib', [{ version: '1.0', days: 3000 }], {
        status: 'archived',
        reason: 'use newlib'
      }),
      indexPage('evil', [], { status: 'quarantined' })
    ]);
    await page.waitForTimeout(2_100);
    await page.theme.setTheme(theme);
    await open(page, `${tmpPath}/index.ipynb`, notebook(INDEXED));
    await page.getByRole('tab', { name: 'Dependencies' }).click();
    await expect(row(page, 'evil')).toContainText('under quarantine');
    const cells = async () =>
      (await table(page)).map(([, name, , , released]) => [name, released]);
    expect(await cells()).toEqual([
      ['evilunder quarantine', ''],
      ['requests', ''],
      ['pillowtaken back', '22 months'],
      ['oldlibno longer looked after', '8 years'],
      ['jinja2', ''],
      ['newlib', '2 days']
    ]);

    // By keyboard: to the head of a column, which sorts, and back.
    const released = page.getByRole('columnheader', { name: 'Released' });
    await released.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await expect(released).toHaveAttribute('aria-sort', 'descending');
    expect((await cells())[0]).toEqual(['newlib', '2 days']);
    await expect(released.getByRole('button')).toBeFocused();
    await page.keyboard.press('Space');
    expect((await cells())[0][1]).toBe('8 years');
    await page.keyboard.press('Space');
    await expect(released).toHaveAttribute('aria-sort', 'none');

    // What each of them means, and what to do.
    for (const name of ['pillow', 'oldlib', 'newlib', 'evil']) {
      await row(page, name).getByRole('button', { name }).click();
    }
    await expect(row(page, 'pillow')).toContainText(
      'taken back by its publisher: take another version. The reason given: “wheels are broken”'
    );
    await expect(row(page, 'newlib')).toContainText('was released 2 days ago');
    await expect(row(page, 'oldlib')).toContainText('“use newlib”');
    await expect(row(page, 'evil')).toContainText('Do not install it.');
    await picture(page, `dependencies-index-${theme.split(' ')[1]}`);
    await row(page, 'pillow')
      .getByRole('button', { name: /pillow to 9\.0\.1/ })
      .click();
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await expect.poll(() => source(page, 0)).toContain('pillow==9.0.1');
    await expect(row(page, 'pillow')).not.toContainText('taken back');
  });
}

test('a flaw that becomes known later is told', async ({ page, tmpPath }) => {
  importRecords(page, [REQUESTS]);
  const path = `${tmpPath}/b.ipynb`;
  await open(page, path, notebook('import jinja2'));
  await save(page);
  await expect(page.locator('.jp-Mlsecops-news')).toHaveCount(0);
  importRecords(page, [REQUESTS, MARKUPSAFE]);
  await page.waitForTimeout(2_100);
  await open(page, `${tmpPath}/c.ipynb`, notebook('x = 1'));
  await save(page);
  await expect(page.locator('.jp-Mlsecops-status-news')).toHaveText('1 new');
  await page.locator('.jp-Mlsecops-news summary').click();
  await expect(page.locator('.jp-Mlsecops-news')).toContainText(
    'markupsafe'
  );
  await picture(page, 'dependencies-news');
  await page.getByRole('button', { name: path }).click();
  await expect(finding(page, /markupsafe/)).toBeVisible();
  await save(page);
  await expect(page.locator('.jp-Mlsecops-news')).toHaveCount(0);
});
