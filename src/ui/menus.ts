/**
 * The menus of the panel.
 */
import { Clipboard } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { DisposableSet } from '@lumino/disposable';
import { Menu } from '@lumino/widgets';
import { appliableFixes, findByKey, hasClearing, keyOf } from '../findings';
import { IFinding } from '../generated/model';
import { CommandIDs, ISecurity } from '../tokens';
import { fixLabel } from './text';

export interface IFindingMenuOptions {
  path: string;
  finding: IFinding;
  x: number;
  y: number;
  /** Open the page of a finding. */
  onPage: (key: string) => void;
}

/** Everything that can be done about a finding. */
export function openFindingMenu(
  commands: CommandRegistry,
  security: ISecurity,
  options: IFindingMenuOptions
): void {
  const { actions, store, trans } = security;
  const { path, finding } = options;
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
    add(trans.__('Details'), () => options.onPage(keyOf(report, finding)));
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
  show(menu, options.x, options.y);
}

/** What can be done with the panel. */
export function openPanelMenu(
  commands: CommandRegistry,
  x: number,
  y: number
): void {
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
  show(menu, x, y);
}

function show(menu: Menu, x: number, y: number): void {
  // The chosen command runs after the menu has closed.
  menu.aboutToClose.connect(() => window.setTimeout(() => menu.dispose()));
  menu.open(x, y);
}
