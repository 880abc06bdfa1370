import {
  expect,
  finding,
  notebook,
  open,
  output,
  picture,
  run,
  save,
  saved,
  source,
  test,
  TOKEN
} from './support';

const INSECURE =
  'import requests\nrequests.get("https://example.org", verify=False)';
const SECURE = 'import requests\nrequests.get("https://example.org")';
const TLS = /certificate|TLS|verif/i;

test('fix a finding, save, and take it back', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/fix.ipynb`;
  await open(page, path, notebook('x = 1', SECURE));
  await expect(page.locator('.jp-Mlsecops-mark')).toHaveCount(0);

  // What is typed and saved is found.
  await page.notebook.setCell(1, 'code', INSECURE);
  await save(page);
  await expect(finding(page, TLS)).toHaveCount(1);
  const mark = page.locator('.jp-Mlsecops-mark');
  await expect(mark.first()).toBeVisible();

  await mark.first().hover();
  const card = page.locator('.cm-tooltip-hover .jp-Mlsecops-card').first();
  await expect(card).toBeVisible();
  await picture(page, 'fix-card');
  await card.locator('button.jp-mod-accept').click();
  await expect.poll(() => source(page, 1)).not.toContain('verify=False');
  await expect(mark).toHaveCount(0);
  await save(page);
  expect(String((await saved(page, path)).cells[1].source)).not.toContain(
    'verify=False'
  );
  await expect(finding(page, TLS)).toHaveCount(0);

  // One undo brings back the text, and with it the finding.
  await page.keyboard.press('Control+z');
  await expect.poll(() => source(page, 1)).toBe(INSECURE);
  await expect(finding(page, TLS)).toHaveCount(1);
  await expect(mark.first()).toBeVisible();
});

test('marks come and go while one types', async ({ page, tmpPath }) => {
  await open(page, `${tmpPath}/type.ipynb`, notebook('x = 1', 'y = 2'));
  await page.notebook.setCell(0, 'code', INSECURE);
  await expect(page.locator('.jp-Mlsecops-mark').first()).toBeVisible();
  await page.notebook.setCell(0, 'code', SECURE);
  await expect(page.locator('.jp-Mlsecops-mark')).toHaveCount(0);
  await expect(page.locator('.jp-Mlsecops-panel')).toContainText(
    'No findings in 2 cells.'
  );
});

test('redact a token in an output', async ({ page, tmpPath }) => {
  const printed = `before\ntoken: ${TOKEN}\nafter\n`;
  await open(
    page,
    `${tmpPath}/output.ipynb`,
    notebook({ source: 'print(token)', output: printed })
  );
  const bar = page.locator('.jp-Mlsecops-bar');
  await expect(bar).toContainText(/Hugging Face/);
  const underlined = () =>
    page.evaluate(() => {
      const ranges: string[] = [];
      CSS.highlights
        .get('mlsecops-error')
        ?.forEach(range => ranges.push(range.toString()));
      return ranges;
    });
  expect(await underlined()).toEqual([TOKEN]);
  // Neither the panel nor the bar shows the token itself.
  await expect(page.locator('.jp-Mlsecops-panel')).not.toContainText(TOKEN);
  await expect(bar).not.toContainText(TOKEN);
  await picture(page, 'output-mark');

  await bar
    .getByRole('button', { name: /^Redact/ })
    .first()
    .click();
  await expect.poll(() => output(page, 0)).not.toContain(TOKEN);
  expect(await output(page, 0)).toMatch(/^before\ntoken: \[.*\]\nafter\n$/);
  await expect(page.locator('.jp-OutputArea-output')).toContainText('after');
  await expect(bar).toHaveCount(0);
  expect(await underlined()).toEqual([]);
  await picture(page, 'output-redacted');

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => output(page, 0)).toBe(printed);
  await expect(bar).toBeVisible();
});

test('clear an output and undo by command', async ({ page, tmpPath }) => {
  const printed = `token: ${TOKEN}\n`;
  await open(
    page,
    `${tmpPath}/clear.ipynb`,
    notebook({ source: 'print(token)', output: printed })
  );
  await page.getByRole('button', { name: 'Clear this output' }).first().click();
  await expect.poll(() => output(page, 0)).toBeUndefined();
  await run(page, 'mlsecops:undo-last-fix');
  await expect.poll(() => output(page, 0)).toBe(printed);
});

test('fix everything that is safe at once', async ({ page, tmpPath }) => {
  await open(
    page,
    `${tmpPath}/all.ipynb`,
    notebook(INSECURE, { source: 'print(token)', output: `${TOKEN}\n` })
  );
  await page.getByRole('button', { name: /^Fix \d+ safe…$/ }).click();
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog.locator('.jp-Mlsecops-diff')).toBeVisible();
  await expect(dialog).not.toContainText(TOKEN);
  await picture(page, 'fix-all');
  await dialog.locator('button.jp-mod-accept').click();
  await expect.poll(() => source(page, 0)).not.toContain('verify=False');
  await expect.poll(() => output(page, 1)).not.toContain(TOKEN);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => source(page, 0)).toBe(INSECURE);
  await expect.poll(() => output(page, 1)).toBe(`${TOKEN}\n`);
});
