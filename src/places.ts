/**
 * Where findings stand. One finding may stand at several places, also in
 * several cells; each of them gets a mark, and all marks speak of the finding.
 */
import { atLeast } from './findings';
import { IFinding, ILocation, Severity } from './generated/model';

/** A finding at one of its places. */
export interface IPlace {
  readonly finding: IFinding;
  readonly location: ILocation;
}

/** More marks than this in one part of a cell would make the page slow. */
export const MARKED = 300;

/** The places of a finding, its own first. */
export function placesOf(finding: IFinding): IPlace[] {
  return [finding.location, ...finding.locations.slice(1)].map(location => ({
    finding,
    location
  }));
}

/** The places of findings, by the index that a cell had when it was scanned. */
export function byCell(findings: readonly IFinding[]): Map<number, IPlace[]> {
  const groups = new Map<number, IPlace[]>();
  for (const finding of findings) {
    for (const place of placesOf(finding)) {
      const index = place.location.cell_index;
      const group = index === null ? undefined : groups.get(index);
      if (group) {
        group.push(place);
      } else if (index !== null) {
        groups.set(index, [place]);
      }
    }
  }
  return groups;
}

/** Whether a finding is listed under this place; its others are further ones. */
export function isOwn({ finding, location }: IPlace): boolean {
  return location === finding.location;
}

/** The findings of some places, each once. */
export function findingsAt(places: readonly IPlace[]): IFinding[] {
  return Array.from(new Set(places.map(({ finding }) => finding)));
}

/**
 * Those places in a part of a cell that get a mark. Where there are too many,
 * every finding gets its own one first.
 */
export function marked(
  places: readonly IPlace[],
  part: 'source' | 'output',
  floor: Severity
): IPlace[] {
  const wanted = places.filter(
    ({ finding, location }) =>
      location.part === part && atLeast(finding.severity, floor)
  );
  const further = wanted.filter(place => !isOwn(place));
  return [...wanted.filter(isOwn), ...further].slice(0, MARKED);
}
