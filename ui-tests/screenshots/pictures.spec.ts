import { test } from '@jupyterlab/galata';

const folder = '../docs/images';

test('JupyterLab with the extension', async ({ page }) => {
  await page.screenshot({ path: `${folder}/lab.png` });
});
