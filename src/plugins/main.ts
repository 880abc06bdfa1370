import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Actions } from '../actions';
import { Api, ApiError, IScanEvent, SCAN_EVENT } from '../api';
import { Dependencies } from '../dependencies';
import { FileScans } from '../file-scans';
import { Models } from '../models';
import { IPreferences, Preferences } from '../preferences';
import { Rotations } from '../rotations';
import { NotebookScanner } from '../scanner';
import { FindingStore } from '../store';
import { IFindingRef, ISecurity, PluginIDs } from '../tokens';

/** Keeps the findings of every open notebook, and provides `ISecurity`. */
export const main: JupyterFrontEndPlugin<ISecurity> = {
  id: PluginIDs.main,
  description: 'Scans open notebooks and keeps their findings.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISettingRegistry, ITranslator],
  provides: ISecurity,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ): ISecurity => {
    const trans = (translator ?? nullTranslator).load('jupyter_mlsecops');
    const api = new Api(app.serviceManager.serverSettings);
    const store = new FindingStore();
    const preferences = new Preferences();
    const scanners = new Set<NotebookScanner>();
    const scannerOf = (path: string) =>
      Array.from(scanners).find(scanner => scanner.path === path);

    const dependencies = new Dependencies(api, store);
    const models = new Models(api, store, path => scannerOf(path)?.again());
    const fileScans = new FileScans(api);
    const server = checkServer(api, store).then(() => {
      if (store.server === 'ready') {
        void dependencies.refreshNews();
      }
    });
    const follow = async (panel: NotebookPanel) => {
      await server;
      if (panel.isDisposed) {
        return;
      }
      const { context } = panel;
      // Several views may show the same document.
      if (scannerOf(context.path)) {
        return;
      }
      const scanner = new NotebookScanner({ context, api, store, preferences });
      scanners.add(scanner);
      context.disposed.connect(() => {
        scanner.dispose();
        scanners.delete(scanner);
      });
    };
    tracker.forEach(panel => void follow(panel));
    tracker.widgetAdded.connect((_, panel) => void follow(panel));

    app.serviceManager.events.stream.connect((_, emission) => {
      const event = emission as unknown as IScanEvent & { schema_id: string };
      if (event.schema_id === SCAN_EVENT && event.state === 'done') {
        scannerOf(event.path)?.saved();
        void dependencies.refreshNews();
      }
    });

    void settings?.load(PluginIDs.main).then(loaded => {
      const apply = () => {
        preferences.update(loaded.composite as unknown as IPreferences);
        store.preferStore(preferences.values.secretStore);
      };
      apply();
      loaded.changed.connect(apply);
    });

    const refresh = async (path: string) => scannerOf(path)?.refresh();
    const scan = async (path: string) => {
      if (store.server === 'missing') {
        await checkServer(api, store);
      }
      await scannerOf(path)?.scan();
    };
    const owner = {};
    const pageRequested = new Signal<unknown, IFindingRef>(owner);
    const panelRequested = new Signal<unknown, void>(owner);
    const rotations = new Rotations(api);
    return {
      store,
      preferences,
      trans,
      rotations,
      dependencies,
      models,
      fileScans,
      actions: new Actions({
        ...{ tracker, store, api, rotations, trans, refresh, scan }
      }),
      pageRequested,
      panelRequested,
      showPanel: () => panelRequested.emit(),
      showPage: ref => pageRequested.emit(ref),
      scan
    };
  }
};

/** Find out whether the server part is there, and which rules it has. */
async function checkServer(api: Api, store: FindingStore): Promise<void> {
  try {
    const status = await api.status();
    store.canMove = status.move_secrets;
    store.setServer(status.enabled ? 'ready' : 'missing');
    if (status.enabled) {
      store.setRules(await api.rules());
    }
  } catch (error) {
    // Anything else than 404 is a passing trouble: a scan will say so.
    if (error instanceof ApiError && error.status === 404) {
      store.setServer('missing');
    }
  }
}
