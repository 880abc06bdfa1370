/**
 * The panel's tree as flat rows, so that only those in view are drawn.
 */
import { findingKeys, rank, SEVERITIES, worst } from '../findings';
import { IFinding, ISuppressedFinding, Severity } from '../generated/model';

export interface IGroupRow {
  kind: 'group';
  id: string;
  label: string;
  severity: Severity | null;
  count: number;
  open: boolean;
  position: number;
  size: number;
}

export interface IFindingRow {
  kind: 'finding';
  id: string;
  finding: IFinding | ISuppressedFinding;
  ignored: boolean;
  position: number;
  size: number;
}

export type Row = IGroupRow | IFindingRow;

export interface IRowOptions {
  findings: readonly IFinding[];
  suppressed: readonly ISuppressedFinding[];
  groupBy: 'severity' | 'cell';
  filter: string;
  /** Whether a group shows its findings. */
  isOpen: (group: string) => boolean;
  /** Where the finding's cell stands now, from 0; null when it has none. */
  cellIndex: (finding: IFinding) => number | null;
  /** Name of a severity. */
  severityName: (severity: Severity) => string;
  /** Name of a cell's group; of the notebook itself for null. */
  cellName: (index: number | null) => string;
  placeName: (finding: IFinding) => string;
  ignoredName: string;
}

/** The group that ignored findings are in, whatever the grouping. */
export const IGNORED = 'ignored';

interface IGroup {
  id: string;
  label: string;
  severity: Severity | null;
  findings: readonly IFinding[];
}

export function buildRows(options: IRowOptions): Row[] {
  const match = matcher(options);
  const findings = options.findings.filter(match);
  const suppressed = options.suppressed.filter(match);
  const groups =
    options.groupBy === 'cell'
      ? byCell(findings, options)
      : bySeverity(findings, options);
  if (suppressed.length) {
    groups.push({
      id: IGNORED,
      label: options.ignoredName,
      severity: null,
      findings: suppressed
    });
  }
  // Keys count equal findings, so they must come from the unfiltered lists.
  const keys = findingKeys(options.findings);
  for (const [finding, key] of findingKeys(options.suppressed)) {
    keys.set(finding, key);
  }
  const rows: Row[] = [];
  groups.forEach((group, position) => {
    const open = options.isOpen(group.id);
    rows.push({
      kind: 'group',
      id: group.id,
      label: group.label,
      severity: group.severity,
      count: group.findings.length,
      open,
      position: position + 1,
      size: groups.length
    });
    if (open) {
      group.findings.forEach((finding, i) =>
        rows.push({
          kind: 'finding',
          id: keys.get(finding) ?? '',
          finding,
          ignored: group.id === IGNORED,
          position: i + 1,
          size: group.findings.length
        })
      );
    }
  });
  return rows;
}

/** Offsets of the rows' tops, and of the end of the last one. */
export function rowTops(
  rows: readonly Row[],
  height: (row: Row) => number
): number[] {
  const tops = [0];
  for (const row of rows) {
    tops.push(tops[tops.length - 1] + height(row));
  }
  return tops;
}

/** The first row whose end lies below `y`. */
export function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle + 1] > y) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function matcher(options: IRowOptions): (finding: IFinding) => boolean {
  const words = options.filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) {
    return () => true;
  }
  return finding => {
    const text = [
      finding.message,
      finding.rule,
      finding.category,
      finding.preview,
      options.severityName(finding.severity),
      options.placeName(finding)
    ]
      .join(' ')
      .toLowerCase();
    return words.every(word => text.includes(word));
  };
}

function bySeverity(
  findings: readonly IFinding[],
  options: IRowOptions
): IGroup[] {
  return SEVERITIES.map(severity => ({
    id: severity,
    label: options.severityName(severity),
    severity,
    findings: findings.filter(finding => finding.severity === severity)
  })).filter(group => group.findings.length > 0);
}

function byCell(findings: readonly IFinding[], options: IRowOptions): IGroup[] {
  const cells = new Map<number | null, IFinding[]>();
  for (const finding of findings) {
    const index = options.cellIndex(finding);
    const group = cells.get(index);
    if (group) {
      group.push(finding);
    } else {
      cells.set(index, [finding]);
    }
  }
  return Array.from(cells)
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([index, group]) => ({
      id:
        index === null ? 'cell' : `cell-${group[0].location.cell_id ?? index}`,
      label: options.cellName(index),
      severity: worst(group),
      findings: group
        .slice()
        .sort((a, b) => rank(a.severity) - rank(b.severity))
    }));
}
