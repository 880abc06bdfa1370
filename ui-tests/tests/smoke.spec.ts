import { expect, test } from '@jupyterlab/galata';

test('the extension is active in JupyterLab', async ({ page }) => {
  const active = await page.evaluate(() =>
    window.jupyterapp.isPluginActivated('jupyter-mlsecops:plugin')
  );
  expect(active).toBe(true);
});
