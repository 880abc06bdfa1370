import {
  expect,
  finding,
  notebook,
  open,
  picture,
  save,
  saved,
  source,
  test,
  TOKEN
} from './support';

test('move a token to .env, rotate it, ask git, take it back', async ({
  page,
  tmpPath
}) => {
  const path = `${tmpPath}/store.ipynb`;
  const leak = `token = "${TOKEN}"`;
  await open(page, path, notebook('x = 1', leak));
  const panel = page.locator('.jp-Mlsecops-panel');
  const row = finding(page, /Hugging Face/);
  await row.click();
  await row.getByRole('button', { name: 'Details' }).click();
  await expect(panel.locator('.jp-Mlsecops-page')).toBeVisible();
  await picture(page, 'store-page');

  // Nothing is written before the answer to a question that says all.
  await panel.getByRole('button', { name: /from a \.env file…$/ }).click();
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toContainText(
    `Write HF_TOKEN to .env in ${tmpPath}/ (only you can read it, git ignores it) and change the cell?`
  );
  await expect(dialog).not.toContainText(TOKEN);
  await picture(page, 'store-dialog');
  const stores: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/mlsecops/api/store')) {
      stores.push(request.postData() ?? '');
    }
  });
  await dialog.getByRole('button', { name: 'Write and change' }).click();
  await expect
    .poll(() => source(page, 1))
    .toBe(
      'from dotenv import load_dotenv\nimport os\nload_dotenv()\ntoken = os.environ["HF_TOKEN"]'
    );
  expect(stores.length).toBe(1);
  expect(stores[0]).not.toContain(TOKEN);
  await save(page);
  expect(JSON.stringify(await saved(page, path))).not.toContain(TOKEN);

  // What is left to do.
  const rotations = panel.locator('.jp-Mlsecops-rotations');
  await expect(rotations).toContainText('Rotate this key');
  await expect(
    rotations.getByRole('link', { name: "Open the provider's page" })
  ).toHaveAttribute('href', 'https://huggingface.co/settings/tokens');
  await rotations.getByRole('button', { name: /git history/ }).click();
  await expect(rotations.getByRole('status')).toContainText(
    /in no git repository|Not in the history|In \d+ commit/
  );
  await picture(page, 'store-rotate');

  // One undo brings back the text, and with it the finding; the notice goes.
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => source(page, 1)).toBe(leak);
  await expect(finding(page, /Hugging Face/)).toHaveCount(1);
  await expect(rotations).toHaveCount(0);
});
