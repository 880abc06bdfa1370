import type { ISharedCell } from '@jupyter/ydoc';
import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { CodeMirrorEditor } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { openCard } from '../cards';
import { findingsAtCursor } from '../diagnostics';
import { keyOf, redaction } from '../findings';
import { IFinding } from '../generated/model';
import { shieldIcon } from '../icons';
import { neighbour, Position, positionOf } from '../navigate';
import { isOwn } from '../places';
import { CommandIDs, ISecurity, PluginIDs } from '../tokens';

/** What the palette, menus and shortcuts can do. */
export const commands: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.commands,
  description: 'Commands for findings.',
  autoStart: true,
  requires: [ISecurity, INotebookTracker],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    security: ISecurity,
    tracker: INotebookTracker,
    palette: ICommandPalette | null
  ) => {
    const { actions, store, trans } = security;
    const current = () => store.entry(tracker.currentWidget?.context.path);
    const hasNotebook = () => tracker.currentWidget !== null;
    const add = (id: string, options: Omit<CommandOptions, 'describedBy'>) =>
      app.commands.addCommand(id, {
        isEnabled: hasNotebook,
        describedBy: { args: { type: 'object', properties: {} } },
        ...options
      });

    /** Findings of the active cell: at the cursor, else of the whole cell. */
    const here = (): IFinding[] => {
      const cell = tracker.activeCell;
      if (!cell) {
        return [];
      }
      const editor = cell.editor;
      const atCursor =
        editor instanceof CodeMirrorEditor
          ? findingsAtCursor(editor.editor)
          : [];
      return atCursor.length
        ? atCursor
        : store.forCell(cell.model.sharedModel as ISharedCell);
    };
    const go = async (step: 1 | -1) => {
      const entry = current();
      if (!entry?.report) {
        return;
      }
      const places: [Position, IFinding][] = [];
      for (const finding of entry.report.report.findings) {
        const at = positionOf(entry, finding);
        if (at) {
          places.push([at, finding]);
        }
      }
      const finding = neighbour(
        places,
        cursor(tracker, last, entry.path),
        step
      );
      if (finding) {
        const at = places.find(([, one]) => one === finding)?.[0];
        last = at ? { path: entry.path, at } : null;
        await actions.jump(entry.path, finding.location);
      }
    };
    let last: ILast | null = null;

    add(CommandIDs.scan, {
      label: trans.__('Scan Notebook Now'),
      caption: trans.__('Scan the notebook as it stands here, saved or not'),
      icon: shieldIcon,
      execute: () => security.scan(tracker.currentWidget?.context.path ?? '')
    });
    add(CommandIDs.next, {
      label: trans.__('Next Finding'),
      execute: () => go(1)
    });
    add(CommandIDs.previous, {
      label: trans.__('Previous Finding'),
      execute: () => go(-1)
    });
    add(CommandIDs.showAtCursor, {
      label: trans.__('Show Finding at Cursor'),
      // Not to be seen in the menu of a cell that has none.
      isVisible: () => here().length > 0,
      execute: () => {
        const entry = current();
        const findings = here();
        const editor = tracker.activeCell?.editor;
        if (!entry?.report || !findings.length) {
          return;
        }
        if (
          editor instanceof CodeMirrorEditor &&
          findings[0].location.part === 'source'
        ) {
          openCard(editor.editor, findings, entry.path, security);
        } else {
          security.showPage({
            path: entry.path,
            key: keyOf(entry.report.report, findings[0])
          });
        }
      }
    });
    add(CommandIDs.fixSafe, {
      label: trans.__('Fix All Safe Findings…'),
      execute: () => actions.fixAllSafe(current()?.path ?? '')
    });
    add(CommandIDs.redactOutputs, {
      label: trans.__('Redact Outputs of This Cell'),
      isEnabled: () => redactable().length > 0,
      isVisible: () => redactable().length > 0,
      execute: () => actions.redactAll(current()?.path ?? '', redactable())
    });
    const redactable = () => {
      const cell = tracker.activeCell?.model.sharedModel;
      return cell
        ? store
            .placesIn(cell as ISharedCell)
            .filter(isOwn)
            .map(({ finding }) => finding)
            .filter(
              finding =>
                finding.location.part === 'output' && redaction(finding)
            )
        : [];
    };
    add(CommandIDs.undo, {
      label: trans.__('Undo Last Security Fix'),
      isEnabled: () => actions.history.canUndo,
      execute: () => actions.history.undo()
    });
    add(CommandIDs.ignore, {
      label: trans.__('Ignore Finding…'),
      isEnabled: () => here().length > 0,
      execute: async () => {
        const finding = here()[0];
        if (finding) {
          await actions.ignore(current()?.path ?? '', finding);
        }
      }
    });
    for (const command of Object.values(CommandIDs)) {
      // What a file browser points at is in its own menu.
      if (command !== CommandIDs.scanFile) {
        palette?.addItem({ command, category: trans.__('Security') });
      }
    }
  }
};

type CommandOptions = Parameters<JupyterFrontEnd['commands']['addCommand']>[1];

/** The finding that was jumped to last. */
interface ILast {
  path: string;
  at: Position;
}

/** Where the person is, for "next" and "previous". */
function cursor(
  tracker: INotebookTracker,
  last: ILast | null,
  path: string
): Position {
  const notebook = tracker.currentWidget?.content;
  const index = notebook?.activeCellIndex ?? 0;
  // An output has no cursor: one that was shown last is where we are.
  if (last?.path === path && last.at[0] === index && last.at[1] === 1) {
    return last.at;
  }
  const editor = notebook?.activeCell?.editor;
  if (!editor || notebook?.mode !== 'edit') {
    return [index, 0, 0, 0];
  }
  // What was jumped to is selected, and begins where the selection does.
  const { start } = editor.getSelection();
  const { line, column } = start;
  return [index, 0, line + 1, column + 1];
}
