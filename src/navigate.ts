/**
 * The order in which F8 walks through a notebook's findings.
 */
import { IFinding } from './generated/model';
import { IEntry } from './store';
import { findCell } from './locate';

/** A place in a notebook: cell (from 0), part, line and column. */
export type Position = readonly [number, number, number, number];

/** Where a finding stands now; null when its cell is gone. */
export function positionOf(entry: IEntry, finding: IFinding): Position | null {
  const { location } = finding;
  if (!entry.report || location.cell_index === null) {
    return null;
  }
  const place = findCell(entry.notebook, entry.report, location.cell_index);
  if (!place) {
    return null;
  }
  const { region } = location;
  return [
    place.index,
    location.part === 'source' ? 0 : 1,
    region?.start_line ?? 0,
    region?.start_column ?? 0
  ];
}

/**
 * The finding after (`step` 1) or before (-1) a position, around the end.
 * A finding at the position itself is passed over.
 */
export function neighbour<T>(
  findings: readonly [Position, T][],
  from: Position,
  step: 1 | -1
): T | null {
  const sorted = findings
    .slice()
    .sort(([a], [b]) => step * comparePositions(a, b));
  const next = sorted.find(([at]) => step * comparePositions(at, from) > 0);
  return (next ?? sorted[0])?.[1] ?? null;
}

export function comparePositions(a: Position, b: Position): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return a[i] - b[i];
    }
  }
  return 0;
}
