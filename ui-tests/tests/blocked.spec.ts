import {
  expect,
  notebook,
  open,
  picture,
  save,
  saved,
  source,
  test,
  TOKEN
} from './support';

const LEAK = `token = "${TOKEN}"`;

test('a save that policy refuses', async ({ page, tmpPath }) => {
  const path = `${tmpPath}/blocked.ipynb`;
  await open(page, path, notebook('x = 1'));
  await page.notebook.setCell(0, 'code', LEAK);
  await save(page).catch(() => undefined);

  // One dialog, ours; the text is still there.
  const dialog = page.locator('.jp-Dialog');
  await expect(dialog).toHaveCount(1);
  await expect(dialog).toContainText('This notebook was not saved');
  await expect(dialog).toContainText('cell 1, line 1');
  await expect(dialog).not.toContainText(TOKEN);
  await picture(page, 'blocked');
  await dialog.getByRole('button', { name: 'Keep editing' }).click();
  expect(await source(page, 0)).toBe(LEAK);

  // Autosave tries again without asking again.
  await save(page).catch(() => undefined);
  await page.waitForTimeout(500);
  await expect(dialog).toHaveCount(0);
  expect((await saved(page, path)).cells[0].source).toBe('x = 1');
});
