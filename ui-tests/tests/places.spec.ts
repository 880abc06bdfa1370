import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import {
  expect,
  finding,
  notebook,
  open,
  output,
  picture,
  save,
  source,
  test
} from './support';

// Made-up numbers, put together here so that no scanner takes this file for a leak.
const [ONE, TWO, THREE, FOUR] = [
  ['212', '45', '6781'],
  ['536', '22', '8174'],
  ['219', '40', '6612'],
  ['457', '31', '5468']
].map(parts => parts.join('-'));

const INSERT = `db.execute("""INSERT INTO patients (ssn, age)
VALUES ('${ONE}', 41),
       ('${TWO}', 38)""")`;

/** The texts that are underlined in a cell's editor. */
function marks(page: IJupyterLabPageFixture, cell: number) {
  return page
    .locator('.jp-CodeCell')
    .nth(cell)
    .locator('.jp-Mlsecops-mark')
    .allTextContents();
}

/** The texts that are underlined in outputs, in reading order. */
function underlined(page: IJupyterLabPageFixture) {
  return page.evaluate(() => {
    const ranges: Range[] = [];
    for (const level of ['error', 'warning', 'info']) {
      CSS.highlights
        .get(`mlsecops-${level}`)
        ?.forEach(range => ranges.push(range as Range));
    }
    return ranges
      .sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b))
      .map(String);
  });
}

/** Write at the start of a cell, as a person does above what is marked. */
async function writeAbove(page: IJupyterLabPageFixture, text: string) {
  await page.locator('.jp-CodeCell .cm-content').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(text);
}

test('every place of a finding is seen, in every cell', async ({
  page,
  tmpPath
}) => {
  await open(
    page,
    `${tmpPath}/places.ipynb`,
    notebook(
      INSERT,
      { source: 'show()', output: [ONE, TWO, THREE, FOUR].map(one => `SSN ${one}\n`).join('') },
      '%pip install reqeusts',
      'x = 1\n!pip install reqeusts'
    )
  );
  // Three findings, with two, four and two places.
  await expect(page.locator('.jp-Mlsecops-finding')).toHaveCount(3);
  await expect.poll(() => marks(page, 0)).toEqual([ONE, TWO]);
  await expect.poll(() => underlined(page)).toEqual([ONE, TWO, THREE, FOUR]);
  await expect.poll(() => marks(page, 2)).toEqual(['reqeusts']);
  await expect.poll(() => marks(page, 3)).toEqual(['reqeusts']);
  await expect(page.locator('.jp-Mlsecops-gutter svg')).toHaveCount(4);

  // Each has the card of the finding.
  const card = page.locator('.jp-Mlsecops-card');
  await page.locator('.jp-Mlsecops-mark', { hasText: TWO }).hover();
  await expect(card).toHaveCount(1);
  await expect(card).toContainText('2 US Social Security numbers');
  await picture(page, 'places-light');
  await page.theme.setTheme('JupyterLab Dark');
  await page.locator('.jp-Mlsecops-mark', { hasText: ONE }).hover();
  await expect(card).toHaveCount(1);
  await picture(page, 'places-dark');

  // Its fix is that of all places.
  await page.locator('.jp-Mlsecops-mark', { hasText: 'reqeusts' }).last().hover();
  await card.getByRole('button', { name: /^Install requests/ }).click();
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await expect.poll(() => source(page, 3)).toBe('x = 1\n!pip install requests');
  expect(await source(page, 2)).toBe('%pip install requests');
  await expect.poll(() => marks(page, 2)).toEqual([]);
});

test('places stay under the text while one types, and go when it goes', async ({
  page,
  tmpPath
}) => {
  await open(
    page,
    `${tmpPath}/typing.ipynb`,
    notebook(INSERT, { source: 'show()', output: `a ${ONE}\nb ${TWO}\n` })
  );
  await expect.poll(() => marks(page, 0)).toEqual([ONE, TWO]);
  await writeAbove(page, '# for the test\n');
  expect(await marks(page, 0)).toEqual([ONE, TWO]);

  // The first one is fixed by hand: the second is what is left.
  const first = page.locator('.jp-Mlsecops-mark', { hasText: ONE });
  await first.dblclick();
  await page.keyboard.type('0');
  await expect.poll(() => marks(page, 0)).toEqual([TWO]);
  await save(page);
  await expect(
    finding(page, /^US Social Security number in code/)
  ).toHaveCount(1);
  await expect.poll(() => marks(page, 0)).toEqual([TWO]);

  // The fix is one of the finding, wherever it is asked for.
  await page
    .locator('.jp-Mlsecops-bar')
    .getByRole('button', { name: 'Redact output' })
    .click();
  await expect.poll(() => output(page, 1)).not.toContain(TWO);
  expect(await output(page, 1)).not.toContain(ONE);
  await expect.poll(() => underlined(page)).toEqual([]);
  expect(await source(page, 0)).toContain(TWO);
});

test('ten thousand places do not stop the page', async ({ page, tmpPath }) => {
  const rows = Array.from(
    { length: 10_000 },
    (_, i) => `212-${10 + (i % 89)}-${1000 + (i % 8999)}`
  );
  await open(
    page,
    `${tmpPath}/many.ipynb`,
    notebook(`ssn = """${rows.slice(0, 2000).join('\n')}"""`, {
      source: 'show()',
      output: rows.map(row => `SSN ${row}\n`).join('')
    })
  );
  await expect.poll(async () => (await underlined(page)).length).toBe(100);
  const message = /^10,000 US Social Security numbers in an output/;
  await expect(finding(page, message)).toHaveCount(1);
  await writeAbove(page, '# still quick\n');
  expect(await source(page, 0)).toMatch(/^# still quick\n/);
});
