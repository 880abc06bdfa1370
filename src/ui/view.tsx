/**
 * The panel: what is known of the current notebook. Props in, events out.
 */
import { PathExt } from '@jupyterlab/coreutils';
import { TranslationBundle } from '@jupyterlab/translation';
import { ellipsesIcon, refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { findByKey, hasSafeFix, keyOf } from '../findings';
import {
  IFinding,
  IFix,
  ILocation,
  INews,
  IPanelReport,
  IRuleInfo
} from '../generated/model';
import { IPackages } from '../dependencies';
import { IRotation } from '../rotations';
import { IEntry, ServerState } from '../store';
import { useNow } from './now';
import { News } from './news';
import { NotAssessed } from './not-assessed';
import { Packages } from './packages';
import { Page } from './page';
import { RotationList } from './rotation';
import { buildRows, IGNORED } from './rows';
import { ago, placeName, severityName } from './text';
import { Tab, Tabs } from './tabs';
import { Tree } from './tree';

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
  /** What became known of notebooks that were scanned before. */
  news: readonly INews[];
  trans: TranslationBundle;
  /** Where a location's cell stands now; null when it is gone. */
  cellIndex: (location: ILocation) => number | null;
  isCurrent: (finding: IFinding) => boolean;
  onSelect: (id: string) => void;
  onPage: (key: string | null) => void;
  onTab: (tab: Tab) => void;
  /** Open a notebook. */
  onOpen: (path: string) => void;
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
}

export function View(props: IViewProps): JSX.Element {
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
  return (
    <>
      {/* Under an open page the list stays, so that Back finds it again. */}
      <div
        className="jp-Mlsecops-main"
        style={{ visibility: shown ? 'hidden' : undefined }}
      >
        <Header {...props} entry={entry} />
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
            <Body {...props} report={report} />
          ) : (
            <Packages
              packages={props.packages}
              report={report}
              trans={trans}
              locationName={location =>
                placeName(location, props.cellIndex(location), trans)
              }
              onJump={location => props.onJump(location, true)}
              onOpen={finding => props.onPage(keyOf(report.report, finding))}
              onFix={props.onFix}
            />
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
          trans={trans}
          locationName={location =>
            placeName(location, props.cellIndex(location), trans)
          }
          onBack={() => props.onPage(null)}
          onJump={location => props.onJump(location, true)}
          onFix={(fix, seen) => props.onFix(shown, fix, seen)}
          onClearOutput={() => props.onClearOutput(shown)}
          onIgnore={() => props.onIgnore(shown)}
          onStopIgnoring={() => props.onStopIgnoring(shown)}
          onAskHistory={whole =>
            props.onAskHistory(props.rotationOf(shown), whole)
          }
        />
      ) : null}
    </>
  );
}

function Header(props: IViewProps & { entry: IEntry }): JSX.Element {
  const { entry, trans } = props;
  const now = useNow();
  const count = entry.report?.report.findings.length ?? 0;
  const safe = entry.report?.report.findings.filter(hasSafeFix).length ?? 0;
  let state = '';
  if (entry.phase === 'failed') {
    state = trans.__('the last scan failed');
  } else if (props.stale) {
    state = trans.__('editing…');
  } else if (entry.report) {
    const time = ago(entry.at, now, trans);
    state = count ? time : trans.__('scanned %1', time);
  } else {
    state = trans.__('scanning…');
  }
  return (
    <header className="jp-Mlsecops-header">
      <div className="jp-Mlsecops-header-line">
        <div className="jp-Mlsecops-file" title={entry.path}>
          {PathExt.basename(entry.path)}
        </div>
        <button
          className="jp-Mlsecops-icon"
          title={trans.__('Scan now')}
          aria-label={trans.__('Scan now')}
          onClick={props.onScan}
        >
          <refreshIcon.react tag="span" />
        </button>
        <button
          className="jp-Mlsecops-icon"
          title={trans.__('More')}
          aria-label={trans.__('More')}
          aria-haspopup="menu"
          onClick={event => {
            const box = event.currentTarget.getBoundingClientRect();
            props.onPanelMenu(box.left, box.bottom);
          }}
        >
          <ellipsesIcon.react tag="span" />
        </button>
      </div>
      <div
        className="jp-Mlsecops-state"
        role="status"
        title={entry.phase === 'failed' ? entry.message : undefined}
      >
        {entry.report && count
          ? `${trans._n('%1 finding', '%1 findings', count, count)} · ${state}`
          : state}
      </div>
      {safe > 0 ? (
        <button
          className="jp-Mlsecops-button jp-mod-accept"
          onClick={props.onFixSafe}
        >
          {trans._n('Fix %1 safe…', 'Fix %1 safe…', safe, safe)}
        </button>
      ) : null}
    </header>
  );
}

function Body(props: IViewProps & { report: IPanelReport }): JSX.Element {
  const { report, groupBy, trans } = props;
  const { findings, suppressed } = report.report;
  const [filter, setFilter] = React.useState('');
  const [closed, setClosed] = React.useState<ReadonlySet<string>>(
    new Set([IGNORED])
  );
  const name = (finding: IFinding) =>
    placeName(finding.location, props.cellIndex(finding.location), trans);
  const rows = React.useMemo(
    () =>
      buildRows({
        findings,
        suppressed,
        groupBy,
        filter,
        isOpen: group => !closed.has(group),
        cellIndex: finding => props.cellIndex(finding.location),
        severityName: severity => severityName(severity, trans),
        cellName: index =>
          index === null
            ? trans.__('Notebook')
            : trans.__('Cell %1', index + 1),
        placeName: name,
        ignoredName: trans.__('Ignored')
      }),
    [report, groupBy, filter, closed]
  );
  const key = (finding: IFinding) => keyOf(report.report, finding);
  return (
    <>
      {findings.length + suppressed.length > 0 ? (
        <>
          <div className="jp-Mlsecops-tools">
            <input
              type="search"
              className="jp-mod-styled"
              placeholder={trans.__('Filter')}
              aria-label={trans.__('Filter findings')}
              value={filter}
              onChange={event => setFilter(event.target.value)}
            />
            <select
              className="jp-mod-styled"
              aria-label={trans.__('Group findings')}
              value={groupBy}
              onChange={event =>
                props.onGroupBy(event.target.value as 'severity' | 'cell')
              }
            >
              <option value="severity">{trans.__('by severity')}</option>
              <option value="cell">{trans.__('by cell')}</option>
            </select>
          </div>
          <Tree
            rows={rows}
            selected={props.selected}
            trans={trans}
            placeName={name}
            isCurrent={props.isCurrent}
            onSelect={props.onSelect}
            onToggle={(group, open) => {
              const next = new Set(closed);
              if (open) {
                next.delete(group);
              } else {
                next.add(group);
              }
              setClosed(next);
            }}
            onJump={(finding, focus) => props.onJump(finding.location, focus)}
            onOpen={finding => props.onPage(key(finding))}
            onFix={props.onFix}
            onStopIgnoring={props.onStopIgnoring}
            onMenu={props.onMenu}
          />
          {filter && !rows.length ? (
            <Hint>{trans.__('No finding matches "%1".', filter)}</Hint>
          ) : null}
        </>
      ) : (
        <Hint>
          {trans._n(
            'No findings in %1 cell.',
            'No findings in %1 cells.',
            report.cells.length,
            report.cells.length
          )}
        </Hint>
      )}
      <RotationList
        rotations={props.rotations}
        trans={trans}
        onAsk={props.onAskHistory}
        onDismiss={props.onRotated}
      />
      <NotAssessed report={report} trans={trans} onJump={props.onJump} />
    </>
  );
}

function Hint(props: { children: React.ReactNode }): JSX.Element {
  return <p className="jp-Mlsecops-empty">{props.children}</p>;
}
