import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { shieldIcon } from '../icons';
import { isScanned } from '../kinds';
import { CommandIDs, ISecurity, PluginIDs } from '../tokens';

/** The file browser's menu: scan what is pointed at. */
export const files: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.files,
  description: 'Scans files and folders from the file browser.',
  autoStart: true,
  requires: [ISecurity],
  optional: [IFileBrowserFactory],
  activate: (
    app: JupyterFrontEnd,
    security: ISecurity,
    factory: IFileBrowserFactory | null
  ) => {
    if (!factory) {
      return;
    }
    const { fileScans, trans } = security;
    const selected = () => {
      const items = Array.from(
        factory.tracker.currentWidget?.selectedItems() ?? []
      );
      return items.length === 1 ? items[0] : null;
    };
    app.commands.addCommand(CommandIDs.scanFile, {
      label: trans.__('Scan for Security Risks'),
      caption: trans.__(
        'Read a file, or all files of a folder, without loading any'
      ),
      icon: shieldIcon,
      isVisible: () => {
        const item = selected();
        return (
          item !== null && (item.type === 'directory' || isScanned(item.path))
        );
      },
      execute: async args => {
        const path = (args.path as string) ?? selected()?.path;
        if (path !== undefined) {
          const drive = app.serviceManager.contents.driveName(path);
          const local = app.serviceManager.contents.localPath(path);
          security.showPanel();
          await fileScans.start(drive ? path : local);
        }
      },
      describedBy: {
        args: {
          type: 'object',
          properties: {
            path: {
              type: 'string',
              description: trans.__('The file or folder; the selected one')
            }
          }
        }
      }
    });
  }
};
