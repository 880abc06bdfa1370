/** Unsafe code in a notebook as one finds it: what is said of it, and where that leads. */
import { expect, finding, open, picture, save, test } from './support';
import {
  content,
  details,
  DOWNLOAD,
  EVAL,
  example,
  FOLDED,
  GRADIO,
  OUTPUT,
  PICKLE,
  rows,
  selection,
  TLS,
  TORCH,
  YAML
} from './unsafe';

test('every finding says what, how bad and where', async ({
  page,
  tmpPath
}) => {
  await open(page, `${tmpPath}/train.ipynb`, example());
  expect(await rows(page)).toEqual([
    `critical | ${PICKLE} | cell 3, line 4`,
    `high | ${TORCH} | cell 4, line 3`,
    `high | ${YAML} | cell 5, line 4`,
    `high | ${TLS} | cell 6, line 3`,
    `high | ${EVAL} | cell 7, line 1`,
    `high | ${OUTPUT} | cell 8, output`,
    `high | ${FOLDED} | cell 9, line 2`,
    `high | ${GRADIO} | cell 10, line 4`
  ]);
  // A long title is read whole: nothing of it is cut off.
  const cut = await page
    .locator('.jp-Mlsecops-title')
    .evaluateAll(nodes =>
      nodes
        .filter(node => node.scrollHeight > node.clientHeight + 1)
        .map(node => node.textContent)
    );
  expect(cut).toEqual([]);
  await picture(page, 'code-panel');

  // What could not be read is said, and one gets there.
  const gaps = page.locator('.jp-Mlsecops-missing li');
  await expect(gaps).toHaveText([
    'cell 11, lines 1-2: it is not valid Python, so its code was not assessed.'
  ]);
  await gaps.getByRole('button', { name: 'cell 11, lines 1-2' }).click();
  await expect.poll(() => selection(page)).toEqual([10, '']);
});

test('the way of a file through the notebook, step by step', async ({
  page,
  tmpPath
}) => {
  await open(page, `${tmpPath}/chain.ipynb`, example());
  const pane = await details(page, PICKLE);
  await expect(pane.locator('h2')).toHaveText(PICKLE);
  await expect(pane).toContainText('A pickle is a program');
  await expect(pane.locator('ol li')).toHaveText([
    'cell 1, line 1 · Downloaded here',
    'cell 3, line 4 · Used here'
  ]);
  await expect(pane.getByRole('link')).toHaveText([
    'About this rule',
    'CWE-502',
    'OWASP ML06:2023',
    'ATLAS AML.T0011.000'
  ]);
  await picture(page, 'code-chain');
  await pane.getByRole('button', { name: 'cell 1, line 1' }).click();
  await expect.poll(() => selection(page)).toEqual([0, DOWNLOAD]);
  await picture(page, 'code-chain-jump');
  await pane.locator('ol').getByRole('button', { name: 'cell 3' }).click();
  await expect.poll(() => selection(page)).toEqual([2, 'pickle.load(file)']);
});

test('a look at a hidden cell leaves the notebook as it is', async ({
  page,
  tmpPath
}) => {
  await open(page, `${tmpPath}/hidden.ipynb`, example());
  const before = await content(page);
  const row = finding(page, /source is hidden/);
  await row.click();
  await expect
    .poll(() => selection(page))
    .toEqual([8, 'os.system("sh run.sh")']);
  await expect(page.locator('.jp-Cell').nth(8)).toContainText('os.system');
  await picture(page, 'code-hidden');
  expect(await content(page)).toEqual(before);

  // Unfolded by hand it is shown for good: once saved, it is no finding any more.
  await page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    panel.content.widgets[8].inputHidden = true;
    panel.content.widgets[8].inputHidden = false;
  });
  expect((await content(page)).cells[8].metadata.jupyter).toBeUndefined();
  await save(page);
  await expect(row).toHaveCount(0);
});
