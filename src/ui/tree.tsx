/**
 * The findings as a tree. Only rows in view are drawn; their heights are
 * known beforehand, so thousands scroll as smoothly as ten.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import { caretRightIcon, ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { appliableFixes } from '../findings';
import { IFinding, IFix, ISuppressedFinding } from '../generated/model';
import { fontOf, isWider } from './measure';
import { IFindingRow, IGroupRow, Row, rowAt, rowTops } from './rows';
import { Shape } from './shape';
import { fixLabel, severityName, titleOf } from './text';
import { onTreeKey, rowId } from './tree-keys';

export interface ITreeProps {
  rows: readonly Row[];
  selected: string | null;
  trans: TranslationBundle;
  placeName: (finding: IFinding) => string;
  isCurrent: (finding: IFinding) => boolean;
  onSelect: (id: string) => void;
  onToggle: (group: string, open: boolean) => void;
  /** Go to the finding; `focus` moves the keyboard there as well. */
  onJump: (finding: IFinding, focus: boolean) => void;
  onOpen: (finding: IFinding) => void;
  onFix: (finding: IFinding, fix: IFix) => void;
  onStopIgnoring: (finding: IFinding) => void;
  onMenu: (finding: IFinding, x: number, y: number) => void;
}

const GROUP = 28;
const FINDING = 46;
/** A long title has a second line. */
const LINE = 18;
/** A selected finding shows its buttons. */
const BUTTONS = 32;
/** What stands beside a title, in the style sheet. */
const BESIDE_TITLE = 50;
const OVERSCAN = 300;

export function Tree(props: ITreeProps): JSX.Element {
  const { rows, selected, trans } = props;
  const root = React.useRef<HTMLDivElement>(null);
  const [top, setTop] = React.useState(0);
  const [height, setHeight] = React.useState(600);
  const [width, setWidth] = React.useState(300);
  const [font, setFont] = React.useState('');
  const active = rows.findIndex(row => row.id === selected);
  const tops = React.useMemo(
    () =>
      rowTops(rows, row => {
        if (row.kind === 'group') {
          return GROUP;
        }
        const long = isWider(titleOf(row.finding), width - BESIDE_TITLE, font);
        return (
          FINDING + (long ? LINE : 0) + (row.id === selected ? BUTTONS : 0)
        );
      }),
    [rows, selected, width, font]
  );

  React.useLayoutEffect(() => {
    const node = root.current!;
    const observer = new ResizeObserver(() => {
      setHeight(node.clientHeight);
      setWidth(node.clientWidth);
      setFont(fontOf(node));
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, []);

  // The selected row stays in sight, whoever selected it.
  React.useLayoutEffect(() => {
    const node = root.current!;
    if (active < 0) {
      return;
    }
    if (tops[active] < node.scrollTop) {
      node.scrollTop = tops[active];
    } else if (tops[active + 1] > node.scrollTop + node.clientHeight) {
      node.scrollTop = tops[active + 1] - node.clientHeight;
    }
  }, [selected]);

  const first = rowAt(tops, top - OVERSCAN);
  const last = Math.min(rows.length, rowAt(tops, top + height + OVERSCAN) + 1);
  return (
    <div
      ref={root}
      className="jp-Mlsecops-tree"
      role="tree"
      tabIndex={0}
      aria-label={trans.__('Findings')}
      aria-activedescendant={active < 0 ? undefined : rowId(active)}
      onScroll={event => setTop(event.currentTarget.scrollTop)}
      onKeyDown={event => {
        if (event.target === root.current && onTreeKey(event, active, props)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
      onFocus={event => {
        if (event.target === root.current && active < 0 && rows.length) {
          props.onSelect(rows[0].id);
        }
      }}
    >
      <div role="none" style={{ height: tops[rows.length] }}>
        {rows.slice(first, last).map((row, i) => {
          const index = first + i;
          const style = {
            top: tops[index],
            height: tops[index + 1] - tops[index]
          };
          const common = { id: rowId(index), style, active: index === active };
          return row.kind === 'group' ? (
            <Group key={row.id} {...common} row={row} tree={props} />
          ) : (
            <Finding key={row.id} {...common} row={row} tree={props} />
          );
        })}
      </div>
    </div>
  );
}

interface IRowProps<T> {
  id: string;
  row: T;
  tree: ITreeProps;
  active: boolean;
  style: React.CSSProperties;
}

function Group(props: IRowProps<IGroupRow>): JSX.Element {
  const { row, tree } = props;
  return (
    <div
      id={props.id}
      className="jp-Mlsecops-row jp-Mlsecops-group"
      role="treeitem"
      aria-level={1}
      aria-expanded={row.open}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-selected={props.active}
      style={props.style}
      onClick={() => {
        tree.onSelect(row.id);
        tree.onToggle(row.id, !row.open);
      }}
    >
      <caretRightIcon.react tag="span" className="jp-Mlsecops-caret" />
      {row.severity ? <Shape severity={row.severity} /> : null}
      <span className="jp-Mlsecops-group-label">{row.label}</span>
      <span className="jp-Mlsecops-count">{row.count}</span>
    </div>
  );
}

function Finding(props: IRowProps<IFindingRow>): JSX.Element {
  const { row, tree, active } = props;
  const { finding } = row;
  const { trans } = tree;
  const current = row.ignored || tree.isCurrent(finding);
  const name = severityName(finding.severity, trans);
  return (
    <div
      id={props.id}
      className="jp-Mlsecops-row jp-Mlsecops-finding"
      role="treeitem"
      aria-level={2}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-selected={active}
      data-stale={!current}
      style={props.style}
      onClick={() => {
        tree.onSelect(row.id);
        tree.onJump(finding, true);
      }}
      onContextMenu={event => {
        event.preventDefault();
        event.stopPropagation();
        tree.onSelect(row.id);
        tree.onMenu(finding, event.clientX, event.clientY);
      }}
    >
      <Shape severity={finding.severity} label={name} />
      <div className="jp-Mlsecops-finding-text">
        <div className="jp-Mlsecops-title" title={finding.message}>
          {titleOf(finding)}
        </div>
        <div className="jp-Mlsecops-place">
          {current ? tree.placeName(finding) : trans.__('changing…')}
          <Remark finding={finding} />
        </div>
        {active ? <Buttons row={row} tree={tree} current={current} /> : null}
      </div>
    </div>
  );
}

/** Why a finding is ignored; of others what was found, masked. */
function Remark(props: {
  finding: IFinding | ISuppressedFinding;
}): JSX.Element | null {
  const { finding } = props;
  if ('suppression' in finding) {
    const { reason, where } = finding.suppression;
    return <>{` · ${reason || where}`}</>;
  }
  return finding.preview ? (
    <>
      {' · '}
      <code>{finding.preview}</code>
    </>
  ) : null;
}

/** At most two actions, and a menu for the rest. */
function Buttons(props: {
  row: IFindingRow;
  tree: ITreeProps;
  current: boolean;
}): JSX.Element {
  const { row, tree } = props;
  const finding: IFinding | ISuppressedFinding = row.finding;
  const { trans } = tree;
  const fix = row.ignored ? undefined : appliableFixes(finding)[0];
  const click = (work: () => void) => (event: React.MouseEvent) => {
    event.stopPropagation();
    work();
  };
  return (
    <div className="jp-Mlsecops-actions">
      {fix ? (
        <button
          className="jp-Mlsecops-button jp-mod-accept"
          disabled={!props.current}
          title={fix.title}
          onClick={click(() => tree.onFix(finding, fix))}
        >
          {fixLabel(fix)}
        </button>
      ) : null}
      {'suppression' in finding && finding.suppression.kind === 'metadata' ? (
        <button
          className="jp-Mlsecops-button"
          onClick={click(() => tree.onStopIgnoring(finding))}
        >
          {trans.__('Stop ignoring')}
        </button>
      ) : null}
      <button
        className="jp-Mlsecops-button"
        onClick={click(() => tree.onOpen(finding))}
      >
        {trans.__('Details')}
      </button>
      <button
        className="jp-Mlsecops-button jp-Mlsecops-more"
        aria-label={trans.__('More actions')}
        aria-haspopup="menu"
        onClick={event => {
          event.stopPropagation();
          const box = event.currentTarget.getBoundingClientRect();
          tree.onMenu(finding, box.left, box.bottom);
        }}
      >
        <ellipsesIcon.react tag="span" />
      </button>
    </div>
  );
}
