import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { OutputMarks } from '../output-marks';
import { ISecurity, PluginIDs } from '../tokens';

/** Underlines findings in outputs and puts a small bar below them. */
export const outputs: JupyterFrontEndPlugin<void> = {
  id: PluginIDs.outputs,
  description: 'Marks findings in the outputs of cells.',
  autoStart: true,
  requires: [ISecurity, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    security: ISecurity,
    tracker: INotebookTracker
  ) => {
    const follow = (panel: NotebookPanel) => {
      const marks = new OutputMarks(panel, security);
      panel.disposed.connect(() => marks.dispose());
    };
    tracker.forEach(follow);
    tracker.widgetAdded.connect((_, panel) => follow(panel));
  }
};
