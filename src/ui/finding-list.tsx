/**
 * The findings of a notebook, and what was not assessed.
 */
import * as React from 'react';
import { keyOf } from '../findings';
import { IFinding, IPanelReport } from '../generated/model';
import { Hint } from './hint';
import { NotAssessed } from './not-assessed';
import { RotationList } from './rotation';
import { buildRows, IGNORED } from './rows';
import { placeName, severityName } from './text';
import { Tree } from './tree';
import type { IViewProps } from './view';

export function FindingList(
  props: IViewProps & { report: IPanelReport }
): JSX.Element {
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
