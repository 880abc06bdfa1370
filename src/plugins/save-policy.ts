import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { DocumentRegistry } from '@jupyterlab/docregistry';
import { INotebookTracker } from '@jupyterlab/notebook';
import { Contents, ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { IScanEvent, SCAN_EVENT } from '../api';
import { crc32 } from '../crc';
import { appliableFixes, rank } from '../findings';
import { IFinding } from '../generated/model';
import { panelOf } from '../locate';
import { ISecurity, PluginIDs } from '../tokens';
import { blockedBody } from '../ui/blocked';

/** Says which finding keeps a notebook from being saved, and what helps. */
export const savePolicy: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.savePolicy,
  description: 'Explains a save that policy refused.',
  autoStart: true,
  requires: [ISecurity, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    security: ISecurity,
    tracker: INotebookTracker
  ) => {
    const dialog = new BlockedDialog(security, tracker);
    const { contents } = app.serviceManager;
    // Without this JupyterLab opens a "File Save Error" of its own over each
    // refused save, autosaves included. An error of this name is its sign
    // that somebody has been asked already.
    const save = contents.save.bind(contents);
    contents.save = async (
      path: string,
      options?: Partial<Contents.IModel>
    ): Promise<Contents.IModel> => {
      try {
        return await save(path, options);
      } catch (error) {
        if (!isRefusal(error)) {
          throw error;
        }
        const text = JSON.stringify(options?.content ?? null);
        void dialog.open(path, error.message, String(crc32(text)));
        const quiet = new Error(error.message);
        quiet.name = 'ModalCancelError';
        throw quiet;
      }
    };
    // Under collaboration the server saves: only the event tells.
    app.serviceManager.events.stream.connect((_, emission) => {
      const event = emission as unknown as IScanEvent & { schema_id: string };
      if (event.schema_id === SCAN_EVENT && event.state === 'blocked') {
        const panel = panelOf(tracker, event.path);
        if (panel?.context.model.collaborative) {
          void dialog.open(event.path, '', event.digest);
        }
      }
    });
  }
};

/** Whether the server refused a save because of a finding. */
function isRefusal(error: unknown): error is ServerConnection.ResponseError {
  return (
    error instanceof ServerConnection.ResponseError &&
    error.response.status === 409 &&
    /security policy/i.test(error.message)
  );
}

class BlockedDialog {
  constructor(
    private _security: ISecurity,
    private _tracker: INotebookTracker
  ) {}

  /** Explain a refusal, once for each state of the notebook. */
  async open(path: string, message: string, state: string): Promise<void> {
    const panel = panelOf(this._tracker, path);
    if (!panel || this._shown.get(path) === state || this._open) {
      return;
    }
    this._shown.set(path, state);
    this._open = true;
    try {
      this._settle(panel.context);
      await this._security.scan(path);
      await this._ask(path, message);
    } finally {
      this._open = false;
    }
  }

  private async _ask(path: string, message: string): Promise<void> {
    const { store, actions, trans } = this._security;
    const findings = store.entry(path)?.report?.report.findings ?? [];
    const finding = findings
      .slice()
      .sort((a, b) => rank(a.severity) - rank(b.severity))[0] as
      IFinding | undefined;
    const fix = finding && appliableFixes(finding)[0];
    const keep = trans.__('Keep editing');
    const show = trans.__('Show it');
    const save = trans.__('Fix and save');
    const buttons = [Dialog.cancelButton({ label: keep, ariaLabel: keep })];
    if (finding) {
      buttons.push(Dialog.cancelButton({ label: show, ariaLabel: show }));
    }
    if (fix) {
      buttons.push(Dialog.okButton({ label: save, ariaLabel: save }));
    }
    const { button } = await showDialog({
      title: trans.__('This notebook was not saved'),
      body: blockedBody({ finding, fix, message, store, path, trans }),
      buttons,
      defaultButton: buttons.length - 1
    });
    if (finding && button.label === show) {
      await actions.jump(path, finding.location);
    } else if (finding && fix && button.label === save) {
      if (await actions.applyFix(path, finding, fix, { shown: true })) {
        // Should another finding stand in the way, it is asked about next.
        this._open = false;
        const panel = panelOf(this._tracker, path);
        await panel?.context.save().catch(() => undefined);
      }
    }
  }

  /** Tell the save indicator that the save ended. */
  private _settle(context: DocumentRegistry.Context): void {
    if (context.saveState instanceof Signal) {
      context.saveState.emit('failed');
    }
  }

  private _open = false;
  private _shown = new Map<string, string>();
}
