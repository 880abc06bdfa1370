import type { ISharedCell } from '@jupyter/ydoc';
import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry
} from '@jupyterlab/codemirror';
import { findingMarks } from '../diagnostics';
import { ISecurity, PluginIDs } from '../tokens';

/** Underlines findings in the cells' editors. */
export const inline: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.inline,
  description: 'Marks findings in the editors of cells.',
  autoStart: true,
  requires: [ISecurity, IEditorExtensionRegistry],
  activate: (
    app: JupyterFrontEnd,
    security: ISecurity,
    editors: IEditorExtensionRegistry
  ) => {
    editors.addExtension({
      name: PluginIDs.inline,
      factory: ({ inline, model }) =>
        inline
          ? EditorExtensionRegistry.createImmutableExtension(
              findingMarks(model.sharedModel as ISharedCell, security)
            )
          : null
    });
  }
};
