/** What the journeys share: notebooks, opening them, and reading the page. */
import {
  expect,
  galata,
  test as base,
  IJupyterLabPageFixture
} from '@jupyterlab/galata';
import type { INotebookContent } from '@jupyterlab/nbformat';

export { expect };

/** Quiet: no question about news over the corner that is looked at. */
export const SETTINGS = {
  ...galata.DEFAULT_SETTINGS,
  '@jupyterlab/apputils-extension:notification': {
    fetchNews: 'false',
    checkForUpdates: false
  }
};

export const test = base.extend({ mockSettings: SETTINGS });

/**
 * A made-up token that looks real. It is put together here so that no scanner
 * takes this file for a leak.
 */
export const TOKEN = ['hf', 'QkZtWbRyLsVnXcDfGhJpMaEoUiTqSwYzKe'].join('_');

/** A code cell that prints what `text` says. */
export interface ICellText {
  source: string;
  output?: string;
}

export function notebook(...cells: (string | ICellText)[]): INotebookContent {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((cell, i) => {
      const { source, output = null } =
        typeof cell === 'string' ? { source: cell } : cell;
      return {
        cell_type: 'code',
        id: `cell-${i}`,
        source,
        metadata: {},
        execution_count: null,
        outputs:
          output === null
            ? []
            : [{ output_type: 'stream', name: 'stdout', text: output }]
      };
    })
  };
}

/** Put a notebook on the server, open it without a kernel, show the panel. */
export async function open(
  page: IJupyterLabPageFixture,
  path: string,
  content: INotebookContent
): Promise<void> {
  await page.contents.uploadContent(JSON.stringify(content), 'text', path);
  await reopen(page, path);
}

export async function reopen(
  page: IJupyterLabPageFixture,
  path: string
): Promise<void> {
  await page.evaluate(async file => {
    const widget = await window.jupyterapp.commands.execute('docmanager:open', {
      path: file,
      factory: 'Notebook',
      kernelPreference: { shouldStart: false, canStart: false }
    });
    await widget.context.ready;
  }, path);
  await page.locator('.jp-CodeCell .cm-content:visible').first().waitFor();
  if (!(await page.locator('.jp-Mlsecops-panel').isVisible())) {
    await run(page, 'mlsecops:toggle-panel');
  }
  await expect(page.locator('.jp-Mlsecops-state')).toContainText('just now');
}

export async function run(
  page: IJupyterLabPageFixture,
  command: string
): Promise<void> {
  await page.evaluate(async id => {
    await window.jupyterapp.commands.execute(id);
  }, command);
}

/** Source of a cell in the shared model. */
export function source(
  page: IJupyterLabPageFixture,
  index: number
): Promise<string> {
  return page.evaluate(i => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    return panel.content.widgets[i].model.sharedModel.getSource();
  }, index);
}

/** Text of a cell's first output in the shared model. */
export function output(
  page: IJupyterLabPageFixture,
  index: number
): Promise<string> {
  return page.evaluate(i => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    return panel.content.widgets[i].model.sharedModel.getOutputs()[0]?.text;
  }, index);
}

/** Save, and wait until it is done. */
export async function save(page: IJupyterLabPageFixture): Promise<void> {
  await page.evaluate(async () => {
    const panel = window.jupyterapp.shell.currentWidget as any;
    await panel.context.save();
  });
}

/** The notebook as it lies on the server. */
export function saved(
  page: IJupyterLabPageFixture,
  path: string
): Promise<INotebookContent> {
  return page.evaluate(async file => {
    const model = await window.jupyterapp.serviceManager.contents.get(file);
    return model.content;
  }, path);
}

/** Rows of the panel whose message has a text. */
export function finding(page: IJupyterLabPageFixture, message: RegExp) {
  return page.locator('.jp-Mlsecops-finding').filter({ hasText: message });
}

/** A picture for people who look at what the tests saw. */
export async function picture(
  page: IJupyterLabPageFixture,
  name: string
): Promise<void> {
  await page.screenshot({ path: `test-results/journeys/${name}.png` });
}
