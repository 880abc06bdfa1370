import { Token } from '@lumino/coreutils';
import { ISignal } from '@lumino/signaling';
import { TranslationBundle } from '@jupyterlab/translation';
import { Actions } from './actions';
import { Dependencies } from './dependencies';
import { FileScans } from './file-scans';
import { Models } from './models';
import { Preferences } from './preferences';
import { Rotations } from './rotations';
import { FindingStore } from './store';

/** Ids of this extension's plugins; the settings file belongs to `main`. */
export const PluginIDs = {
  main: 'jupyter-mlsecops:plugin',
  panel: 'jupyter-mlsecops:panel',
  inline: 'jupyter-mlsecops:inline',
  outputs: 'jupyter-mlsecops:outputs',
  status: 'jupyter-mlsecops:status',
  commands: 'jupyter-mlsecops:commands',
  files: 'jupyter-mlsecops:files',
  savePolicy: 'jupyter-mlsecops:save-policy'
} as const;

export const CommandIDs = {
  scan: 'mlsecops:scan',
  togglePanel: 'mlsecops:toggle-panel',
  next: 'mlsecops:next-finding',
  previous: 'mlsecops:previous-finding',
  showAtCursor: 'mlsecops:show-finding-at-cursor',
  fixSafe: 'mlsecops:fix-all-safe',
  redactOutputs: 'mlsecops:redact-cell-outputs',
  undo: 'mlsecops:undo-last-fix',
  ignore: 'mlsecops:ignore-finding',
  scanFile: 'mlsecops:scan-file'
} as const;

/** `Widget.id` of the panel; also what users' workspaces remember. */
export const PANEL_ID = 'jupyter-mlsecops-panel';

/** A finding of one notebook, by the key that `findingKey` gives it. */
export interface IFindingRef {
  path: string;
  key: string;
}

/** What the plugins of this extension share. */
export interface ISecurity {
  readonly store: FindingStore;
  readonly preferences: Preferences;
  readonly actions: Actions;
  readonly rotations: Rotations;
  readonly dependencies: Dependencies;
  readonly models: Models;
  readonly fileScans: FileScans;
  readonly trans: TranslationBundle;

  /** Emitted when somebody asks for a finding's page in the panel. */
  readonly pageRequested: ISignal<unknown, IFindingRef>;

  /** Emitted when somebody asks for the panel. */
  readonly panelRequested: ISignal<unknown, void>;

  /** Open the panel. */
  showPanel(): void;

  /** Open a finding's page in the panel. */
  showPage(ref: IFindingRef): void;

  /** Scan an open notebook now, as it stands in the browser. */
  scan(path: string): Promise<void>;
}

export const ISecurity = new Token<ISecurity>(
  'jupyter-mlsecops:ISecurity',
  'Findings of the open notebooks, and what can be done about them.'
);
