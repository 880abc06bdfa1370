/**
 * An output holds the same thing in several forms, such as a table as HTML and
 * as text, and a person sees one of them.
 */
import { IFinding, ILocation, IReport } from './generated/model';

/** Where the forms of an output begin: "/cells/3/outputs/0/data/". */
export function formsOf({ pointer }: ILocation): string | null {
  return /^\/cells\/\d+\/outputs\/\d+\/data\//.exec(pointer)?.[0] ?? null;
}

/** The findings without those of a value that another form of its output holds too. */
export function seenOnce<T extends IFinding>(findings: readonly T[]): T[] {
  const first = new Map<string, string>();
  return findings.filter(({ rule, fingerprint, location }) => {
    const forms = formsOf(location);
    if (forms === null) {
      return true;
    }
    const value = [location.path, forms, rule, fingerprint].join('|');
    const known = first.get(value);
    first.set(value, known ?? location.pointer);
    return known === undefined || known === location.pointer;
  });
}

/** A report as a person sees it; itself where nothing is told twice. */
export function asSeen(report: IReport): IReport {
  const findings = seenOnce(report.findings);
  const suppressed = seenOnce(report.suppressed);
  return findings.length < report.findings.length ||
    suppressed.length < report.suppressed.length
    ? { ...report, findings, suppressed }
    : report;
}
