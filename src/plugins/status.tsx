import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import * as React from 'react';
import { shieldIcon, shieldOffIcon } from '../icons';
import { CommandIDs, ISecurity, PluginIDs } from '../tokens';

/** A shield in the status bar, with a number when there is something to do. */
export const status: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.status,
  description: 'Shows the number of grave findings in the status bar.',
  autoStart: true,
  requires: [ISecurity, INotebookTracker],
  optional: [IStatusBar],
  activate: (
    app: JupyterFrontEnd,
    security: ISecurity,
    tracker: INotebookTracker,
    statusBar: IStatusBar | null
  ) => {
    if (!statusBar) {
      return;
    }
    const item = new StatusItem(security, tracker, () => {
      void app.commands.execute(CommandIDs.togglePanel);
    });
    statusBar.registerStatusItem(PluginIDs.status, {
      item,
      align: 'right',
      rank: 10,
      isActive: () => tracker.currentWidget !== null,
      activeStateChanged: tracker.currentChanged as never
    });
  }
};

/** A scan that takes less long shows nothing. */
const PATIENCE = 500;

class StatusItem extends ReactWidget {
  constructor(
    private _security: ISecurity,
    private _tracker: INotebookTracker,
    private _onClick: () => void
  ) {
    super();
    this.addClass('jp-Mlsecops-status');
    const update = () => this._refresh();
    _security.store.changed.connect(update);
    _security.dependencies.changed.connect(update);
    _tracker.currentChanged.connect(update);
  }

  protected render(): JSX.Element {
    const { store, dependencies, trans } = this._security;
    const entry = store.entry(this._tracker.currentWidget?.context.path);
    const affected = new Set(dependencies.news?.news.map(one => one.path)).size;
    const findings = entry?.report?.report.findings ?? [];
    const grave = findings.filter(
      ({ severity }) => severity === 'critical' || severity === 'high'
    ).length;
    let title = trans.__('Security: open a notebook');
    if (store.server === 'missing') {
      title = trans.__(
        'Security: the server part of jupyter_mlsecops is not running. Click to see how to install it.'
      );
    } else if (entry?.phase === 'failed') {
      title = trans.__('Security: the last scan failed. %1', entry.message);
    } else if (entry?.report) {
      title = trans.__(
        'Security: %1 findings, %2 of them critical or high',
        findings.length,
        grave
      );
    }
    const news = affected
      ? trans._n(
          '%1 notebook is newly affected by a known flaw',
          '%1 notebooks are newly affected by known flaws',
          affected,
          affected
        )
      : '';
    const label = news ? `${title}. ${news}` : title;
    const broken = store.server === 'missing' || entry?.phase === 'failed';
    const Icon = broken ? shieldOffIcon : shieldIcon;
    return (
      <button
        className="jp-Mlsecops-status-button"
        data-busy={this._slow}
        title={label}
        aria-label={label}
        onClick={this._onClick}
      >
        <Icon.react tag="span" />
        {grave > 0 ? <span>{grave}</span> : null}
        {affected ? (
          <span className="jp-Mlsecops-status-news">
            {trans.__('%1 new', affected)}
          </span>
        ) : null}
      </button>
    );
  }

  private _refresh(): void {
    const { store } = this._security;
    const entry = store.entry(this._tracker.currentWidget?.context.path);
    if (entry?.phase !== 'scanning') {
      window.clearTimeout(this._timer);
      this._timer = 0;
      this._slow = false;
    } else if (!this._timer) {
      this._timer = window.setTimeout(() => {
        this._slow = true;
        this.update();
      }, PATIENCE);
    }
    this.update();
  }

  private _slow = false;
  private _timer = 0;
}
