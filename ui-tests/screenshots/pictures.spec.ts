/** The pictures of the documentation, taken from the real thing on examples/. */
import * as fs from 'fs';
import * as path from 'path';
import { IJupyterLabPageFixture } from '@jupyterlab/galata';
import {
  importRecords,
  indexPage,
  MARKUPSAFE,
  REQUESTS
} from '../tests/records';
import { notebook, open, test } from '../tests/support';

const IMAGES = path.resolve(__dirname, '../../docs/images');
const EXAMPLE = path.resolve(
  __dirname,
  '../../examples/01-train-a-model.ipynb'
);

test.use({ viewport: { width: 1280, height: 760 } });

async function example(
  page: IJupyterLabPageFixture,
  folder: string
): Promise<void> {
  const content = JSON.parse(fs.readFileSync(EXAMPLE, 'utf-8'));
  await open(page, `${folder}/train.ipynb`, content);
  await page.sidebar.close('left');
  await page.locator('.jp-Mlsecops-mark').first().waitFor();
}

async function take(page: IJupyterLabPageFixture, name: string): Promise<void> {
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
}

test('panel', async ({ page, tmpPath }) => {
  await example(page, tmpPath);
  await page.locator('.jp-Mlsecops-finding').first().click();
  await take(page, 'panel');
});

test('hover card', async ({ page, tmpPath }) => {
  await example(page, tmpPath);
  const loading = page.locator('.jp-Cell', { hasText: 'torch.load' });
  await loading.scrollIntoViewIfNeeded();
  await loading.locator('.jp-Mlsecops-mark').first().hover();
  await page.locator('.jp-Mlsecops-card').first().waitFor();
  await take(page, 'hover-card');
});

test('output mark', async ({ page, tmpPath }) => {
  await example(page, tmpPath);
  await page
    .locator('.jp-Mlsecops-finding', { hasText: 'output' })
    .first()
    .click();
  await take(page, 'output-mark');
});

test('dark', async ({ page, tmpPath }) => {
  await example(page, tmpPath);
  await page.theme.setDarkTheme();
  const loading = page.locator('.jp-Mlsecops-finding', {
    hasText: 'torch.load'
  });
  await loading.click();
  await loading.getByRole('button', { name: 'Details' }).click();
  await take(page, 'dark');
});

test('dependencies', async ({ page, tmpPath }) => {
  importRecords(page, [
    MARKUPSAFE,
    REQUESTS,
    indexPage('requests', [{ version: '2.19.0', days: 3080 }]),
    indexPage('polars', [{ version: '1.36.1', days: 2 }]),
    indexPage('churn-tools', [
      { version: '0.4.0', days: 410, yanked: 'drops rows without a word' },
      { version: '0.4.1', days: 400 }
    ])
  ]);
  await page.waitForTimeout(2_100); // the server looks every two seconds
  const content = notebook(
    '%pip install -q litellm==1.82.8 requests==2.19.0\n%pip install -q churn-tools==0.4.0 polars==1.36.1',
    'import jinja2\nimport pandas as pd\nimport requests\nimport yaml',
    'page = requests.get("https://api.example.com/v1/churn").json()\nframe = pd.DataFrame(page["rows"])'
  );
  await open(page, `${tmpPath}/churn.ipynb`, content);
  await page.sidebar.close('left');
  await page.getByRole('tab', { name: 'Dependencies' }).click();
  const requests = page.locator('[data-package="requests"]');
  await requests.getByRole('button', { name: 'requests' }).click();
  await take(page, 'dependencies');
  await page.theme.setDarkTheme();
  await page.screenshot({
    path: 'test-results/journeys/dependencies-dark.png'
  });
});
