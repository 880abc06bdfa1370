import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, ReactWidget } from '@jupyterlab/apputils';
import { IDocumentWidget } from '@jupyterlab/docregistry';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal } from '@lumino/signaling';
import * as React from 'react';
import { findByKey } from '../findings';
import { ILocation } from '../generated/model';
import { shieldIcon } from '../icons';
import { findCell } from '../locate';
import {
  CommandIDs,
  IFindingRef,
  ISecurity,
  PANEL_ID,
  PluginIDs
} from '../tokens';
import { openFindingMenu, openPanelMenu } from '../ui/menus';
import { Tab } from '../ui/tabs';
import { View } from '../ui/view';

/** The panel in the right area. */
export const panel: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.panel,
  description: 'The security panel.',
  autoStart: true,
  requires: [ISecurity, INotebookTracker],
  optional: [ILabShell, ILayoutRestorer, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    security: ISecurity,
    tracker: INotebookTracker,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    settings: ISettingRegistry | null
  ) => {
    const { trans } = security;
    const widget = new SecurityPanel(app, security, tracker, settings);
    widget.id = PANEL_ID;
    widget.title.icon = shieldIcon;
    widget.title.caption = trans.__('Security');
    app.shell.add(widget, 'right', { rank: 900 });
    restorer?.add(widget, widget.id);

    const shell = app.shell as Partial<ISideShell> & JupyterFrontEnd.IShell;
    const reveal = () => {
      // Notebook 7 has no `activateById` for its side areas.
      if (labShell || !shell.expandRight) {
        shell.activateById(PANEL_ID);
      } else {
        shell.expandRight(PANEL_ID);
      }
    };
    app.commands.addCommand(CommandIDs.togglePanel, {
      label: trans.__('Security Panel'),
      caption: trans.__('Show or hide the security findings'),
      icon: shieldIcon,
      isToggled: () => widget.isVisible,
      execute: () => {
        if (widget.isVisible && shell.collapseRight) {
          shell.collapseRight();
          tracker.currentWidget?.activate();
        } else {
          reveal();
          widget.focusTree();
        }
      },
      describedBy: { args: { type: 'object', properties: {} } }
    });
    widget.visibilityChanged.connect(() =>
      app.commands.notifyCommandChanged(CommandIDs.togglePanel)
    );
    security.panelRequested.connect(reveal);
    security.pageRequested.connect((_, ref) => {
      reveal();
      widget.showPage(ref);
    });
  }
};

/** What JupyterLab's shell and Notebook 7's have in common here. */
interface ISideShell {
  collapseRight(): void;
  expandRight(id?: string): void;
}

class SecurityPanel extends ReactWidget {
  constructor(
    private _app: JupyterFrontEnd,
    private _security: ISecurity,
    private _tracker: INotebookTracker,
    private _settings: ISettingRegistry | null
  ) {
    super();
    this.addClass('jp-Mlsecops-panel');
    const update = () => this.update();
    _security.store.changed.connect(update);
    _security.preferences.changed.connect(update);
    _security.rotations.changed.connect(update);
    _security.dependencies.changed.connect(update);
    _security.models.changed.connect(update);
    _security.fileScans.changed.connect(update);
    _tracker.currentChanged.connect(update);
  }

  get visibilityChanged(): Signal<this, void> {
    return this._visibilityChanged;
  }

  /** Show a finding's page, and its notebook. */
  showPage({ path, key }: IFindingRef): void {
    const open = this._tracker.find(one => one.context.path === path);
    if (open && open !== this._tracker.currentWidget) {
      this._app.shell.activateById(open.id);
    }
    this._security.fileScans.close();
    this._page = key;
    this._selected = key;
    this.update();
  }

  /** Put the keyboard into the list of findings. */
  focusTree(): void {
    window.setTimeout(() => {
      this.node.querySelector<HTMLElement>('[role="tree"]')?.focus();
    });
  }

  protected onAfterShow(): void {
    this.update();
    this._visibilityChanged.emit();
  }

  protected onAfterHide(): void {
    this._visibilityChanged.emit();
  }

  protected render(): JSX.Element {
    const { actions, store, preferences, rotations, trans } = this._security;
    const { dependencies, models, fileScans } = this._security;
    const { currentWidget } = this._tracker;
    const path = currentWidget?.context.path ?? '';
    const entry = store.entry(path);
    // A notebook that is renamed is still the same one.
    const shown = currentWidget?.id ?? '';
    if (shown !== this._shown) {
      this._shown = shown;
      this._page = null;
      this._selected = null;
    }
    const report = entry?.report?.report;
    if (this._tab === 'dependencies' && this.isVisible) {
      void dependencies.look(path);
      void models.look(path);
    }
    if (
      report &&
      this._page &&
      findByKey(report, this._page)?.category === 'models'
    ) {
      void models.look(path);
    }
    return (
      <View
        key={shown}
        entry={entry}
        server={store.server}
        rules={store.rules}
        stale={store.isStale(path)}
        groupBy={preferences.values.groupBy}
        tab={this._tab}
        packages={dependencies.of(path)}
        models={models.of(path)}
        fileScan={fileScans.shown}
        news={dependencies.news?.news ?? []}
        page={this._page}
        selected={this._selected}
        rotations={entry?.report ? rotations.of(path, entry.report.report) : []}
        rotationOf={finding =>
          rotations.known(path, entry?.report?.digest ?? '', finding)
        }
        trans={trans}
        cellIndex={({ cell_index }) =>
          cell_index !== null && entry?.report
            ? (findCell(entry.notebook, entry.report, cell_index)?.index ??
              null)
            : null
        }
        isCurrent={finding => store.isCurrent(path, finding)}
        onSelect={id => {
          this._selected = id;
          this.update();
        }}
        onPage={key => this._setPage(key)}
        onTab={tab => {
          this._tab = tab;
          this.update();
        }}
        onOpen={(other, location) => void this._open(other, location)}
        onGroupBy={groupBy => {
          preferences.update({ groupBy });
          void this._settings?.set(PluginIDs.main, 'groupBy', groupBy);
        }}
        onScan={() => void this._security.scan(path)}
        onFixSafe={() => void actions.fixAllSafe(path)}
        onJump={(location, focus) => void actions.jump(path, location, focus)}
        onFix={(finding, fix, shown) =>
          void actions.applyFix(path, finding, fix, { shown })
        }
        onClearOutput={finding => void actions.clearOutput(path, finding)}
        onIgnore={finding => void actions.ignore(path, finding)}
        onStopIgnoring={finding => void actions.stopIgnoring(path, finding)}
        onMenu={(finding, x, y) =>
          openFindingMenu(this._app.commands, this._security, {
            ...{ path, finding, x, y },
            onPage: key => this._setPage(key)
          })
        }
        onPanelMenu={(x, y) => openPanelMenu(this._app.commands, x, y)}
        onAskHistory={(one, whole) => void rotations.ask(one, whole)}
        onRotated={one => rotations.dismiss(one)}
        onCopy={text => Clipboard.copyToSystem(text)}
        onScanModel={model => void models.scanAgain(path, model)}
        onFileScan={what => {
          if (what === 'again') {
            void fileScans.start(fileScans.shown?.path ?? '');
          } else {
            fileScans[what]();
          }
          if (what === 'close') {
            this.focusTree();
          }
        }}
      />
    );
  }

  /** Show a notebook with what is known of it now. */
  private async _open(path: string, location?: ILocation): Promise<void> {
    const { actions, fileScans, scan } = this._security;
    fileScans.close();
    const opened: IDocumentWidget | undefined =
      await this._app.commands.execute('docmanager:open', { path });
    await opened?.context.ready;
    await scan(path);
    if (location) {
      await actions.jump(path, location, true);
    }
  }

  private _setPage(key: string | null): void {
    this._page = key;
    if (key !== null) {
      this._selected = key;
    } else {
      this.focusTree();
    }
    this.update();
  }

  /** The widget of the notebook that is shown. */
  private _shown = '';
  private _tab: Tab = 'findings';
  private _page: string | null = null;
  private _selected: string | null = null;
  private _visibilityChanged = new Signal<this, void>(this);
}
