import { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { commands } from './plugins/commands';
import { files } from './plugins/files';
import { inline } from './plugins/inline';
import { main } from './plugins/main';
import { outputs } from './plugins/outputs';
import { panel } from './plugins/panel';
import { savePolicy } from './plugins/save-policy';
import { status } from './plugins/status';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  main,
  panel,
  inline,
  outputs,
  status,
  commands,
  files,
  savePolicy
];

export default plugins;
