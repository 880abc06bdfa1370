/**
 * The panel: what is known of the current notebook. Props in, events out.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { IPackages } from '../dependencies';
import { IShownScan } from '../file-scans';
import { findByKey, keyOf } from '../findings';
import {
  IFinding,
  IFix,
  ILoadedModel,
  ILocation,
  INews,
  IRuleInfo
} from '../generated/model';
import { IModels, modelsOf } from '../models';
import { IRotation } from '../rotations';
import { IEntry, ServerState } from '../store';
import { FileScanPage } from './file-scan';
import { FindingList } from './finding-list';
import { Header } from './header';
import { Hint } from './hint';
import { ModelList, ReadingLine } from './models';
import { News } from './news';
import { Packages } from './packages';
import { Page } from './page';
import { Tab, Tabs } from './tabs';
import { placeName } from './text';

export interface IViewProps {
  entry: IEntry | null;
  server: ServerState;
  rules: ReadonlyMap<string, IRuleInfo>;
  stale: boolean;
  groupBy: 'severity' | 'cell';
  /** The finding whose page is shown. */
  page: string | null;
  /** The selected row. */
  selected: string | null;
  /** Secrets that were taken out and are still to be rotated. */
  rotations: readonly IRotation[];
  rotationOf: (finding: IFinding) => IRotation;
  tab: Tab;
  packages: IPackages;
  models: IModels;
  /** The scan of a file or folder that is shown instead of a notebook. */
  fileScan: IShownScan | null;
  /** What became known of notebooks that were scanned before. */
  news: readonly INews[];
  trans: TranslationBundle;
  /** Where a location's cell stands now; null when it is gone. */
  cellIndex: (location: ILocation) => number | null;
  isCurrent: (finding: IFinding) => boolean;
  onSelect: (id: string) => void;
  onPage: (key: string | null) => void;
  onTab: (tab: Tab) => void;
  /** Open a notebook, at a place. */
  onOpen: (path: string, location?: ILocation) => void;
  onGroupBy: (groupBy: 'severity' | 'cell') => void;
  onScan: () => void;
  onFixSafe: () => void;
  onJump: (location: ILocation, focus: boolean) => void;
  /** Make a fix; `shown` says that its changes have been seen. */
  onFix: (finding: IFinding, fix: IFix, shown?: boolean) => void;
  onClearOutput: (finding: IFinding) => void;
  onIgnore: (finding: IFinding) => void;
  onStopIgnoring: (finding: IFinding) => void;
  onMenu: (finding: IFinding, x: number, y: number) => void;
  onPanelMenu: (x: number, y: number) => void;
  onAskHistory: (one: IRotation, whole: boolean) => void;
  onRotated: (one: IRotation) => void;
  onCopy: (text: string) => void;
  /** Read a model file again. */
  onScanModel: (model: ILoadedModel) => void;
  onFileScan: (what: 'close' | 'cancel' | 'again') => void;
}

export function View(props: IViewProps): JSX.Element {
  const { fileScan } = props;
  return (
    <>
      {/* Under an open page the list stays, so that Back finds it again. */}
      <div
        className="jp-Mlsecops-main"
        style={{ visibility: fileScan ? 'hidden' : undefined }}
      >
        <Notebook {...props} />
      </div>
      {fileScan ? (
        <FileScanPage
          key={fileScan.path}
          scan={fileScan}
          trans={props.trans}
          onClose={() => props.onFileScan('close')}
          onCancel={() => props.onFileScan('cancel')}
          onAgain={() => props.onFileScan('again')}
          onOpen={props.onOpen}
          onCopy={props.onCopy}
        />
      ) : null}
    </>
  );
}

function Notebook(props: IViewProps): JSX.Element {
  const { entry, server, trans } = props;
  if (server === 'missing') {
    return (
      <Hint>
        {trans.__(
          'The server part of jupyter_mlsecops is not running. Install it with "pip install jupyter_mlsecops" where Jupyter runs, then restart Jupyter.'
        )}
      </Hint>
    );
  }
  if (!entry) {
    return (
      <>
        <News news={props.news} trans={trans} onOpen={props.onOpen} />
        <Hint>{trans.__('Open a notebook to see its findings.')}</Hint>
      </>
    );
  }
  const { report } = entry;
  const shown = report && props.page && findByKey(report.report, props.page);
  const name = (location: ILocation) =>
    placeName(location, props.cellIndex(location), trans);
  const covered = shown || props.fileScan;
  return (
    <>
      <div
        className="jp-Mlsecops-main"
        style={{ visibility: covered ? 'hidden' : undefined }}
      >
        <Header {...props} entry={entry} />
        <ReadingLine
          reading={props.models.reading}
          message={props.models.message}
          trans={trans}
          onAgain={props.onScan}
        />
        <Tabs tab={props.tab} trans={trans} onTab={props.onTab} />
        <News news={props.news} trans={trans} onOpen={props.onOpen} />
        <div
          className="jp-Mlsecops-tabpanel"
          role="tabpanel"
          id="jp-Mlsecops-tabpanel"
          aria-labelledby={`jp-Mlsecops-tab-${props.tab}`}
        >
          {!report ? (
            <Hint>{entry.phase === 'failed' ? entry.message : ''}</Hint>
          ) : props.tab === 'findings' ? (
            <FindingList {...props} report={report} />
          ) : (
            <Packages
              packages={props.packages}
              report={report}
              trans={trans}
              locationName={name}
              onJump={location => props.onJump(location, true)}
              onOpen={finding => props.onPage(keyOf(report.report, finding))}
              onFix={props.onFix}
            >
              <ModelList
                models={props.models.report?.models ?? []}
                path={entry.path}
                trans={trans}
                locationName={name}
                onJump={location => props.onJump(location, true)}
                onCopy={props.onCopy}
              />
            </Packages>
          )}
        </div>
      </div>
      {shown ? (
        <Page
          key={props.page}
          finding={shown}
          rule={props.rules.get(shown.rule) ?? null}
          current={props.isCurrent(shown)}
          rotation={
            shown.category === 'secrets' ? props.rotationOf(shown) : null
          }
          models={modelsOf(shown, props.models.report)}
          trans={trans}
          locationName={name}
          onBack={() => props.onPage(null)}
          onJump={location => props.onJump(location, true)}
          onFix={(fix, seen) => props.onFix(shown, fix, seen)}
          onClearOutput={() => props.onClearOutput(shown)}
          onIgnore={() => props.onIgnore(shown)}
          onStopIgnoring={() => props.onStopIgnoring(shown)}
          onAskHistory={whole =>
            props.onAskHistory(props.rotationOf(shown), whole)
          }
          onCopy={props.onCopy}
          onScanAgain={props.onScanModel}
        />
      ) : null}
    </>
  );
}
