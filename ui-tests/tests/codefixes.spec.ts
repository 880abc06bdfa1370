/** Every way to mend unsafe code: one by one, all that is safe, and back again. */
import {
  expect,
  finding,
  open,
  picture,
  run,
  save,
  saved,
  source,
  test
} from './support';
import {
  BEACON,
  CARD,
  CONFIG,
  content,
  DEMO,
  details,
  EVAL,
  example,
  FOLDED,
  GRADIO,
  LABELS,
  OUTPUT,
  PICKLE,
  rows,
  TLS,
  TORCH,
  TYPED,
  WEIGHTS,
  YAML
} from './unsafe';

test('all that is safe, and nothing else, with one undo', async ({
  page,
  tmpPath
}) => {
  await open(page, `${tmpPath}/safe.ipynb`, example());
  const before = await content(page);
  await page.getByRole('button', { name: 'Fix 4 safe…' }).click();
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog.locator('.jp-Mlsecops-diff mark').first()).toHaveText(
    ', verify=False'
  );
  await expect(dialog.locator('li')).toHaveText([
    "cell 9: Show the cell's source"
  ]);
  await picture(page, 'code-safe');
  await dialog.getByRole('button', { name: 'Fix 4 findings' }).click();
  await expect.poll(() => source(page, 9)).toContain('share=False');

  const fixed = JSON.parse(JSON.stringify(before));
  fixed.cells[5].source = LABELS.replace(', verify=False', '');
  fixed.cells[7].outputs[0].data['text/html'] = CARD.replace(
    BEACON,
    '<img src="missing.png">'
  );
  fixed.cells[8].metadata.jupyter = {};
  fixed.cells[9].source = DEMO.replace('share=True', 'share=False');
  expect(await content(page)).toEqual(fixed);
  await expect
    .poll(() => rows(page))
    .toEqual([
      `critical | ${PICKLE} | cell 3, line 4`,
      `high | ${TORCH} | cell 4, line 3`,
      `high | ${YAML} | cell 5, line 4`,
      `high | ${EVAL} | cell 7, line 1`
    ]);
  await expect(page.locator('.jp-Mlsecops-missing li')).toHaveCount(1);
  await picture(page, 'code-safe-done');

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => content(page)).toEqual(before);
  await expect(page.locator('.jp-Mlsecops-finding')).toHaveCount(8);
});

test('a fix that wants a look is seen before it is made, then saved', async ({
  page,
  tmpPath
}) => {
  const path = `${tmpPath}/review.ipynb`;
  await open(page, path, example());
  const safe = TYPED.replace('eval', 'ast.literal_eval');

  // From the row it is shown first, and may be left.
  const row = finding(page, /safe loader/);
  await row.click();
  await row.getByRole('button', { name: 'Use yaml.safe_load…' }).click();
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog.locator('.jp-Mlsecops-diff-added')).toHaveText(
    '+    config = yaml.safe_load(file)'
  );
  await picture(page, 'code-review');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await source(page, 4)).toBe(CONFIG);
  await row.getByRole('button', { name: 'Use yaml.safe_load…' }).click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => source(page, 4)).toContain('yaml.safe_load(file)');
  await expect(row).toHaveCount(0);

  // On its page it is in sight already.
  const pane = await details(page, EVAL);
  await expect(pane.locator('.jp-Mlsecops-diff')).toContainText(safe);
  await expect(pane).toContainText('it may change what the code does');
  await picture(page, 'code-page');
  await pane.getByRole('button', { name: /literal_eval$/ }).click();
  await expect.poll(() => source(page, 6)).toBe(`import ast\n${safe}`);
  await expect(pane).toHaveCount(0);

  await save(page);
  await expect
    .poll(() => rows(page))
    .toEqual([
      `critical | ${PICKLE} | cell 3, line 4`,
      `high | ${TORCH} | cell 4, line 3`,
      `high | ${TLS} | cell 6, line 3`,
      `high | ${OUTPUT} | cell 8, output`,
      `high | ${FOLDED} | cell 9, line 2`,
      `high | ${GRADIO} | cell 10, line 4`
    ]);
  const { cells } = await saved(page, path);
  expect([cells[4].source, cells[6].source].map(String)).toEqual([
    CONFIG.replace(
      'yaml.load(file, Loader=yaml.Loader)',
      'yaml.safe_load(file)'
    ),
    `import ast\n${safe}`
  ]);
});

test('one of several ways, chosen on the page', async ({ page, tmpPath }) => {
  await open(page, `${tmpPath}/ways.ipynb`, example());
  const pane = await details(page, GRADIO);
  const ways = pane.getByRole('group').filter({ has: page.locator('button') });
  await expect(ways.locator('button')).toHaveText([
    'Set share=False',
    'Ask for a name and password from GRADIO_USER and GRADIO_PASSWORD'
  ]);
  await expect(ways.locator('mark')).toHaveText(['True', 'False', /auth=/]);
  await picture(page, 'code-ways');
  await page.theme.setDarkTheme();
  await picture(page, 'code-ways-dark');
  await ways.nth(1).getByRole('button').click();
  await expect.poll(() => source(page, 9)).toContain('GRADIO_PASSWORD');
  await run(page, 'mlsecops:undo-last-fix');
  await expect.poll(() => source(page, 9)).toBe(DEMO);
});

test('what acts in an output goes, or the whole output', async ({
  page,
  tmpPath
}) => {
  await open(page, `${tmpPath}/output.ipynb`, example());
  const before = await content(page);
  const bar = page.locator('.jp-Mlsecops-bar');
  await bar.scrollIntoViewIfNeeded();
  await picture(page, 'code-output');
  const html = async () =>
    (await content(page)).cells[7].outputs[0]?.data['text/html'];
  await bar.getByRole('button', { name: 'Remove what acts' }).click();
  await expect.poll(html).toBe(CARD.replace(BEACON, '<img src="missing.png">'));
  await expect(bar).toHaveCount(0);
  await run(page, 'mlsecops:undo-last-fix');
  await expect.poll(html).toBe(CARD);

  const pane = await details(page, OUTPUT);
  await picture(page, 'code-output-page');
  await pane.getByRole('button', { name: 'Clear this output' }).click();
  await expect.poll(html).toBeUndefined();
  await run(page, 'mlsecops:undo-last-fix');
  await expect.poll(() => content(page)).toEqual(before);
});

test('a hidden cell is shown by its fix', async ({ page, tmpPath }) => {
  await open(page, `${tmpPath}/folded.ipynb`, example());
  const row = finding(page, /source is hidden/);
  await row.click();
  await row.getByRole('button', { name: "Show the cell's source" }).click();
  await expect(row).toHaveCount(0);
  expect((await content(page)).cells[8].metadata.jupyter).toEqual({});
});

test('a conversion is offered, and taken by nobody else', async ({
  page,
  tmpPath
}) => {
  await open(page, `${tmpPath}/convert.ipynb`, example());
  const pane = await details(page, TORCH);
  const fix = pane.getByRole('group', { name: /^Keep the weights/ });
  await expect(fix).toContainText('It takes a step of yours');
  await expect(fix).toContainText('save_file(torch.load');
  await fix.scrollIntoViewIfNeeded();
  await picture(page, 'code-conversion');
  await fix.getByRole('button').click();
  await expect
    .poll(() => source(page, 3))
    .toContain('safetensors.torch.load_file(');
  await picture(page, 'code-converted');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => source(page, 3)).toBe(WEIGHTS);
});
