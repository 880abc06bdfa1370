/** Model files that notebooks load: told without loading them, read in the background, scanned from the file browser. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { calling, HONEST, put } from './pickles';
import {
  expect,
  finding,
  notebook,
  open,
  picture,
  reopen,
  save,
  test
} from './support';

const TORCH = 'import torch\nnet = torch.load("m.pt", weights_only=False)';
const PICKLE = 'import pickle\nx = pickle.load(open("x.pkl", "rb"))';
const BAD = calling('os', 'system');
const DENSE = 10 << 20; // numbers; some seconds

async function theme(page: IJupyterLabPageFixture, name: string) {
  await page.theme.setTheme(name);
}

test('a file that attacks who loads it stands at the line that does', async ({
  page,
  tmpPath
}) => {
  await put(page, `${tmpPath}/m.pt`, BAD);
  await put(page, `${tmpPath}/x.pkl`, calling('acme.nets', 'Encoder'));
  await open(page, `${tmpPath}/a.ipynb`, notebook(TORCH, PICKLE));
  const bad = finding(page, /m\.pt, which is loaded here, calls os\.system/);
  await expect(bad).toBeVisible();
  await expect(bad).toContainText('cell 1, line 2');
  await expect(bad.getByRole('img', { name: 'Critical' })).toBeVisible();
  await bad.click();
  await bad.getByRole('button', { name: 'Details' }).click();
  const shown = page.locator('.jp-Mlsecops-page');
  const file = shown.locator('.jp-Mlsecops-finding-models');
  await expect(file).toContainText('m.pt');
  await expect(file).toContainText(`pickle · ${BAD.length} B`);
  await expect(file.locator('.jp-Mlsecops-deeds')).toContainText(
    `REDUCE at byte ${BAD.length - 2}`
  );
  await picture(page, 'model-finding');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await file.getByRole('button', { name: 'Copy the SHA-256' }).click();
  await expect(file.getByRole('status')).toHaveText('copied');
  await theme(page, 'JupyterLab Dark');
  await picture(page, 'model-finding-dark');
  await shown.getByRole('button', { name: 'All findings' }).click();
  await expect(shown).toHaveCount(0);

  await page.getByRole('tab', { name: 'Dependencies' }).click();
  const list = page.locator('.jp-Mlsecops-models');
  await expect(list.locator('li')).toHaveCount(2);
  await expect(list).toContainText('known to be bad · cell 1, line 2');
  await list.getByRole('button', { name: /x\.pkl/ }).click();
  await expect(list).toContainText('acme.nets.Encoder');
  await picture(page, 'model-list-dark');
  await theme(page, 'JupyterLab Light');
  await picture(page, 'model-list');
  await list.getByRole('button', { name: 'cell 2, line 2' }).click();
  await expect(page.locator('.jp-Notebook-cell.jp-mod-active')).toContainText(
    'x.pkl'
  );
});

test('a file that is replaced by an honest one is a finding no more', async ({
  page,
  tmpPath
}) => {
  await put(page, `${tmpPath}/m.pt`, BAD);
  await open(page, `${tmpPath}/b.ipynb`, notebook(TORCH));
  const bad = finding(page, /os\.system/);
  await expect(bad).toBeVisible();
  await put(page, `${tmpPath}/m.pt`, HONEST);
  await save(page);
  await expect(bad).toHaveCount(0);
  await put(page, `${tmpPath}/m.pt`, BAD);
  await save(page);
  await expect(bad).toBeVisible();
  await bad.click();
  await bad.getByRole('button', { name: 'Details' }).click();
  await put(page, `${tmpPath}/m.pt`, HONEST);
  await page.getByRole('button', { name: 'Scan again' }).click();
  await expect(bad).toHaveCount(0);
});

test('a large file is read in the background', async ({ page, tmpPath }) => {
  await put(page, `${tmpPath}/m.pt`, calling('os', 'system', DENSE));
  await open(page, `${tmpPath}/c.ipynb`, notebook(TORCH));
  const reading = page.locator('.jp-Mlsecops-main .jp-Mlsecops-reading');
  await expect(reading).toContainText('Reading m.pt…');
  await expect(reading).toHaveAttribute('aria-valuenow', /^[1-9]\d?$/);
  await picture(page, 'model-reading');
  await page.getByRole('tab', { name: 'Dependencies' }).click();
  await expect(page.locator('.jp-Mlsecops-models')).toContainText('being read');
  await picture(page, 'model-reading-list');
  await page.getByRole('tab', { name: 'Findings' }).click();
  await expect(finding(page, /m\.pt.*os\.system/)).toBeVisible({
    timeout: 60_000
  });
  await expect(reading).toHaveCount(0);
});

test('closing the notebook ends the reading', async ({ page, tmpPath }) => {
  await put(page, `${tmpPath}/m.pt`, calling('os', 'system', 4 * DENSE));
  await open(page, `${tmpPath}/d.ipynb`, notebook(TORCH));
  await expect(page.locator('.jp-Mlsecops-reading')).toBeVisible();
  const stopped = page.waitForRequest(
    request =>
      request.url().includes('/mlsecops/api/reading') &&
      request.postDataJSON().stop === true
  );
  await page.evaluate(() => {
    window.jupyterapp.shell.currentWidget?.dispose();
  });
  expect((await (await stopped).response())?.status()).toBe(200);
  await expect(page.locator('.jp-Mlsecops-reading')).toHaveCount(0);
});

/** Choose the scan from the menu of an item of the file browser. */
async function scanFromMenu(
  page: IJupyterLabPageFixture,
  name: string,
  taken?: string
) {
  await page
    .locator('.jp-DirListing-item', { hasText: name })
    .first()
    .click({ button: 'right' });
  if (taken) {
    await picture(page, taken);
  }
  await page.getByRole('menuitem', { name: 'Scan for Security Risks' }).click();
}

test('a file and a folder are scanned from the file browser', async ({
  page,
  tmpPath
}) => {
  const evil = '<img src=x onerror=alert(1)> & a name that is long.pkl';
  await put(page, `${tmpPath}/work/m.pt`, BAD);
  await put(page, `${tmpPath}/work/${evil}`, calling('acme.nets', 'Encoder'));
  await put(page, `${tmpPath}/work/honest.pkl`, HONEST);
  await put(page, `${tmpPath}/work/cut.pkl`, HONEST.subarray(0, -1));
  await put(page, `${tmpPath}/work/picture.png`, Buffer.from('no picture'));
  await page.contents.uploadContent(
    JSON.stringify(notebook(TORCH)),
    'text',
    `${tmpPath}/work/e.ipynb`
  );
  await page.filebrowser.openDirectory(`${tmpPath}/work`);
  await scanFromMenu(page, 'm.pt', 'file-menu');
  const shown = page.locator('.jp-Mlsecops-file-scan');
  await expect(shown.getByRole('status').first()).toHaveText(
    '1 finding in 1 file.'
  );
  await expect(shown).toContainText('calls os.system');
  await picture(page, 'file-scan');
  await page
    .locator('.jp-DirListing-item', { hasText: 'picture.png' })
    .click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await expect(
    page.getByRole('menuitem', { name: 'Scan for Security Risks' })
  ).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.filebrowser.openDirectory(tmpPath);
  await scanFromMenu(page, 'work');
  await expect(shown.getByRole('status').first()).toContainText(
    'in 5 files, 1 of them not assessed in full.'
  );
  await expect(shown).toContainText(evil);
  await expect(shown.locator('img:not([role])')).toHaveCount(0);
  await expect(shown.locator('li', { hasText: 'cut.pkl' })).toContainText(
    'It is cut off'
  );
  await picture(page, 'folder-scan');
  await theme(page, 'JupyterLab Dark');
  await picture(page, 'folder-scan-dark');
  await shown.getByRole('button', { name: /e\.ipynb$/ }).click();
  await expect(shown).toHaveCount(0);
  await expect(finding(page, /m\.pt.*os\.system/)).toBeVisible();
  await theme(page, 'JupyterLab Light');
});

test('a scan of a large file can be cancelled', async ({ page, tmpPath }) => {
  await put(page, `${tmpPath}/far/m.pt`, calling('os', 'system', 4 * DENSE));
  await put(page, `${tmpPath}/far/a.pkl`, BAD);
  await page.filebrowser.openDirectory(tmpPath);
  await scanFromMenu(page, 'far');
  const shown = page.locator('.jp-Mlsecops-file-scan');
  await expect(shown).toContainText('Scanned 1 of 2 files…');
  await expect(shown.locator('.jp-Mlsecops-reading')).toContainText('m.pt');
  await picture(page, 'folder-scan-running');
  await shown.getByRole('button', { name: 'Cancel' }).click();
  await expect(shown.getByRole('status').first()).toContainText(
    'Cancelled. 1 finding in 1 file of 2.'
  );
  await shown.getByRole('button', { name: 'Back' }).click();
  await expect(shown).toHaveCount(0);
});
