import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, ReactWidget } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { DisposableSet } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Menu } from '@lumino/widgets';
import * as React from 'react';
import { appliableFixes, findByKey, hasClearing, keyOf } from '../findings';
import { IFinding } from '../generated/model';
import { shieldIcon } from '../icons';
import { findCell } from '../locate';
import {
  CommandIDs,
  IFindingRef,
  ISecurity,
  PANEL_ID,
  PluginIDs
} from '../tokens';
import { fixLabel } from '../ui/text';
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
    const { actions, store, preferences, rotations, dependencies, trans } =
      this._security;
    const path = this._tracker.currentWidget?.context.path ?? '';
    const entry = store.entry(path);
    if (path !== this._path) {
      this._path = path;
      this._page = null;
      this._selected = null;
    }
    if (this._tab === 'dependencies' && this.isVisible) {
      void dependencies.look(path);
    }
    return (
      <View
        key={path}
        entry={entry}
        server={store.server}
        rules={store.rules}
        stale={store.isStale(path)}
        groupBy={preferences.values.groupBy}
        tab={this._tab}
        packages={dependencies.of(path)}
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
        onOpen={other => void this._open(other)}
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
        onMenu={(finding, x, y) => this._openMenu(path, finding, x, y)}
        onPanelMenu={(x, y) => this._openPanelMenu(x, y)}
        onAskHistory={(one, whole) => void rotations.ask(one, whole)}
        onRotated={one => rotations.dismiss(one)}
      />
    );
  }

  /** Show a notebook with what is known of it now. */
  private async _open(path: string): Promise<void> {
    await this._app.commands.execute('docmanager:open', { path });
    await this._security.scan(path);
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

  /** Everything that can be done about a finding. */
  private _openMenu(path: string, finding: IFinding, x: number, y: number) {
    const { actions, store, trans } = this._security;
    const { commands } = this._app;
    const menu = new Menu({ commands });
    const added = new DisposableSet();
    const add = (label: string, execute: () => void) => {
      const command = `mlsecops:menu-${menu.items.length}`;
      added.add(
        commands.addCommand(command, {
          label,
          execute,
          describedBy: { args: { type: 'object', properties: {} } }
        })
      );
      menu.addItem({ command });
    };
    const current = store.isCurrent(path, finding);
    const ignored = 'suppression' in finding;
    const report = store.entry(path)?.report?.report;
    if (current && !ignored) {
      for (const fix of appliableFixes(finding)) {
        add(fixLabel(fix), () => void actions.applyFix(path, finding, fix));
      }
      if (finding.location.part === 'output' && !hasClearing(finding)) {
        add(
          trans.__('Clear this output'),
          () => void actions.clearOutput(path, finding)
        );
      }
    }
    add(
      trans.__('Go to the finding'),
      () => void actions.jump(path, finding.location)
    );
    if (report && findByKey(report, keyOf(report, finding))) {
      add(trans.__('Details'), () => this._setPage(keyOf(report, finding)));
    }
    menu.addItem({ type: 'separator' });
    if (ignored) {
      add(
        trans.__('Stop ignoring'),
        () => void actions.stopIgnoring(path, finding)
      );
    } else {
      add(trans.__('Ignore…'), () => void actions.ignore(path, finding));
    }
    add(trans.__('Copy rule name'), () => Clipboard.copyToSystem(finding.rule));
    menu.disposed.connect(() => added.dispose());
    this._show(menu, x, y);
  }

  private _openPanelMenu(x: number, y: number): void {
    const { commands } = this._app;
    const menu = new Menu({ commands });
    for (const command of [
      CommandIDs.scan,
      CommandIDs.fixSafe,
      CommandIDs.undo
    ]) {
      menu.addItem({ command });
    }
    menu.addItem({ type: 'separator' });
    menu.addItem({
      command: 'settingeditor:open',
      args: { query: 'Security' }
    });
    this._show(menu, x, y);
  }

  private _show(menu: Menu, x: number, y: number): void {
    // The chosen command runs after the menu has closed.
    menu.aboutToClose.connect(() => window.setTimeout(() => menu.dispose()));
    menu.open(x, y);
  }

  private _path = '';
  private _tab: Tab = 'findings';
  private _page: string | null = null;
  private _selected: string | null = null;
  private _visibilityChanged = new Signal<this, void>(this);
}
