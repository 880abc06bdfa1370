/** What the browser keeps, and what it logs, holds nothing of a secret. */
import { expect, finding, notebook, open, save, test, TOKEN } from './support';

// Ten made-up tokens, put together here so that no scanner takes this file for a leak.
const LETTERS = 'QkZtWbRyLsVnXcDfGhJpMaEoUiTqSwYzKe';
const CANARIES = Array.from({ length: 10 }, (_, i) => {
  const shift = 3 * i + 1;
  return ['hf', LETTERS.slice(shift) + LETTERS.slice(0, shift)].join('_');
});

/** Every eight characters behind the public prefix, as they are, reversed, and in base64 at three alignments. */
function needles(): string[] {
  return [...CANARIES, TOKEN].flatMap(token => {
    const body = token.slice(3);
    return Array.from({ length: body.length - 7 }, (_, i) => {
      const part = body.slice(i, i + 8);
      const encoded = ['', '?', '??'].map((lead, k) =>
        btoa(lead + part).slice(k && k + 1, [10, 12, 13][k])
      );
      const hex = [...part].map(c => c.charCodeAt(0).toString(16)).join('');
      return [part, [...part].reverse().join(''), hex, ...encoded];
    }).flat();
  });
}

test('browser storage, workspace and console hold no canary', async ({
  page,
  tmpPath
}) => {
  const said: string[] = [];
  page.on('console', message => said.push(message.text()));
  page.on('pageerror', error => said.push(String(error)));
  const path = `${tmpPath}/canaries.ipynb`;
  await open(
    page,
    path,
    notebook(
      ...CANARIES.slice(0, 5).map((token, i) => `key_${i} = "${token}"`),
      ...CANARIES.slice(5).map((token, i) => ({
        source: `show(${i})`,
        output: `token: ${token}\n`
      }))
    )
  );
  const panel = page.locator('.jp-Mlsecops-panel');
  const token = finding(page, /Hugging Face/);
  await expect(token).toHaveCount(10);

  // The page of a finding, with the diffs of its fixes; the card in the cell.
  await token.first().click();
  await token.first().getByRole('button', { name: 'Details' }).click();
  await expect(page.locator('.jp-Mlsecops-page')).toBeVisible();
  for (const diff of await panel.locator('summary').all()) {
    await diff.click();
  }
  await page.getByRole('button', { name: /All findings/ }).click();
  await page.locator('.jp-Mlsecops-mark').first().hover();
  await page.locator('.jp-Mlsecops-card').first().waitFor();
  await page.mouse.move(0, 0);
  await token.nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Ignore…' }).click();
  const dialog = page.locator('.jp-Dialog');
  await dialog.getByLabel('Test data').check();
  await dialog.locator('button.jp-mod-accept').click();
  await expect(page.locator('.jp-Mlsecops-group')).toContainText(['Ignored']);
  await save(page);
  // JupyterLab saves its layout a second after the last change.
  await page.waitForTimeout(2500);

  const kept = await page.evaluate(async () => {
    const out: Record<string, string> = {
      local: JSON.stringify({ ...localStorage }),
      session: JSON.stringify({ ...sessionStorage }),
      cookies: document.cookie,
      address: location.href + document.title
    };
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of Array.from(database.objectStoreNames)) {
        const table = database.transaction(store).objectStore(store);
        for (const request of [table.getAll(), table.getAllKeys()]) {
          const rows = await new Promise<unknown>((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          out[`database ${name} ${store}`] += JSON.stringify(rows);
        }
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        out[`cache ${name}`] += request.url + (await answer!.text());
      }
    }
    const { workspaces, user } = window.jupyterapp.serviceManager;
    out.workspaces = JSON.stringify(await workspaces.list());
    out.user = JSON.stringify(user.identity);
    // The bare panel: what stands in the page beside the notebook itself.
    out.panel = document.querySelector('.jp-Mlsecops-panel')!.outerHTML;
    out.status = document.querySelector('#jp-main-statusbar')!.outerHTML;
    return out;
  });
  kept.console = said.join('\n');
  expect(Object.keys(kept)).toEqual(
    expect.arrayContaining(['local', 'session', 'workspaces', 'panel'])
  );
  const secrets = needles();
  for (const [where, text] of Object.entries(kept)) {
    const leaked = secrets.filter(secret => text.includes(secret));
    expect(leaked.length, `parts of canaries in ${where}`).toBe(0);
  }
  // The search finds what is there.
  expect(secrets.some(secret => `x ${CANARIES[3]} y`.includes(secret))).toBe(
    true
  );
});
