import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import {
  expect,
  finding,
  notebook,
  open,
  picture,
  reopen,
  run,
  save,
  saved,
  source,
  test,
  TOKEN
} from './support';

const filler = Array.from({ length: 25 }, (_, i) => `x${i} = ${i}\nx${i}`);
const INSECURE =
  'import requests\n\n"😀"; requests.get("https://example.org", verify=False)';
const TLS = /certificate|TLS|verif/i;

/** Where the cursor is: cell, line and the selected text. */
function cursor(page: IJupyterLabPageFixture) {
  return page.evaluate(() => {
    const notebook = (window.jupyterapp.shell.currentWidget as any).content;
    const editor = notebook.activeCell.editor;
    if (!editor) {
      return null; // far cells get theirs after they are scrolled to
    }
    const { start, end } = editor.getSelection();
    const source = notebook.activeCell.model.sharedModel.getSource();
    return {
      cell: notebook.activeCellIndex,
      line: start.line,
      text: source.slice(editor.getOffsetAt(start), editor.getOffsetAt(end))
    };
  });
}

test('jump from the panel to cell and line', async ({ page, tmpPath }) => {
  await open(page, `${tmpPath}/jump.ipynb`, notebook(...filler, INSECURE));
  await finding(page, TLS).click();
  await expect
    .poll(() => cursor(page))
    .toMatchObject({
      cell: 25,
      line: 2,
      text: expect.stringContaining('False')
    });
  await expect(page.locator('.jp-Mlsecops-mark').first()).toBeInViewport();
  await picture(page, 'jump');

  await finding(page, TLS).getByRole('button', { name: 'Details' }).click();
  const details = page.locator('.jp-Mlsecops-page');
  await expect(details).toContainText('cell 26, line 3');
  await expect(details.getByRole('link').first()).toHaveAttribute(
    'href',
    /^https:/
  );
  await picture(page, 'page');
  await details.getByRole('button', { name: /All findings/ }).click();
  await expect(details).toHaveCount(0);
  await expect(page.getByRole('tree')).toBeFocused();
});

test('ignore with a reason, which survives a reload', async ({
  page,
  tmpPath
}) => {
  const path = `${tmpPath}/ignore.ipynb`;
  await open(page, path, notebook(INSECURE));
  await finding(page, TLS).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Ignore…' }).click();
  const dialog = page.locator('.jp-Dialog');
  await dialog.getByLabel('Other').check();
  await expect(dialog.locator('button.jp-mod-accept')).toBeDisabled();
  await dialog.getByLabel('Test data').check();
  await dialog.locator('input[type="text"]').fill('for the tutorial');
  await picture(page, 'ignore');
  await dialog.locator('button.jp-mod-accept').click();
  await expect(page.locator('.jp-Mlsecops-group')).toContainText('Ignored');
  await expect(page.locator('.jp-Mlsecops-mark')).toHaveCount(0);

  await save(page);
  const metadata: any = (await saved(page, path)).metadata.mlsecops;
  expect(metadata.suppressions).toHaveLength(1);
  expect(metadata.suppressions[0].reason).toBe('test data: for the tutorial');

  // A new page, without the workspace: a restored notebook would ask for a kernel.
  await page.goto('?reset', { waitForIsReady: false });
  await page.waitForFunction(() => window.jupyterapp);
  await page.evaluate(() => window.jupyterapp.restored);
  await reopen(page, path);
  await page.locator('.jp-Mlsecops-group', { hasText: 'Ignored' }).click();
  await finding(page, TLS).click();
  await picture(page, 'ignored');
  await page.getByRole('button', { name: 'Stop ignoring' }).click();
  await expect(page.locator('.jp-Mlsecops-mark').first()).toBeVisible();
});

test('everything by keyboard', async ({ page, tmpPath }) => {
  await open(
    page,
    `${tmpPath}/keys.ipynb`,
    notebook('x = 1', INSECURE, {
      source: 'print(token)',
      output: `${TOKEN}\n`
    })
  );
  // F8 walks over sources and outputs, and around the end.
  await page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    panel.content.activeCellIndex = 0;
    panel.content.mode = 'command';
    panel.activate();
  });
  const cells: number[] = [];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('F8');
    await page.waitForTimeout(400);
    cells.push((await cursor(page))!.cell);
  }
  expect(cells).toEqual([1, 2, 1]);

  // The card opens at the cursor, closes, and fixes.
  await page.keyboard.press('Control+.');
  const card = page.locator('.jp-Mlsecops-cards');
  await expect(card.getByRole('button').first()).toBeFocused();
  await picture(page, 'keyboard-card');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await page.keyboard.press('Control+.');
  await expect(card.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => source(page, 1)).not.toContain('verify=False');
  await page.keyboard.press('Control+z');
  await expect.poll(() => source(page, 1)).toBe(INSECURE);

  // The tree: group, finding, its page, and back.
  await run(page, 'mlsecops:toggle-panel');
  await run(page, 'mlsecops:toggle-panel');
  const tree = page.getByRole('tree');
  await expect(tree).toBeFocused();
  await expect(finding(page, TLS)).toHaveCount(1);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.jp-Mlsecops-group').first()).toHaveAttribute(
    'aria-expanded',
    'false'
  );
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(
    page.locator('.jp-Mlsecops-finding[aria-selected="true"]')
  ).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.locator('.jp-Mlsecops-page')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tree).toBeFocused();
});

for (const theme of ['JupyterLab Dark', 'JupyterLab Dark High Contrast']) {
  test(`theme: ${theme}`, async ({ page, tmpPath }) => {
    await open(
      page,
      `${tmpPath}/dark.ipynb`,
      notebook(INSECURE, { source: 'print(token)', output: `${TOKEN}\n` })
    );
    await page.theme.setTheme(theme);
    await finding(page, TLS).click();
    await page.locator('.jp-Mlsecops-mark').first().hover();
    await page.locator('.jp-Mlsecops-card').first().waitFor();
    await picture(page, theme.replace(/ /g, '-').toLowerCase());
  });
}

test('says nothing more than it knows', async ({ page, tmpPath }) => {
  await open(page, `${tmpPath}/empty.ipynb`, notebook('x = 1', 'y = 2'));
  const panel = page.locator('.jp-Mlsecops-panel');
  await expect(panel).toContainText('No findings in 2 cells.');
  await expect(panel).not.toContainText(/clean|secure/);
  await picture(page, 'no-findings');
});
