/**
 * Small questions about findings that several parts ask.
 */
import {
  IEdit,
  IFinding,
  IFix,
  IRelatedLocation,
  IReport,
  Severity
} from './generated/model';

/** From worst to mildest. */
export const SEVERITIES: readonly Severity[] = [
  'critical',
  'high',
  'medium',
  'low',
  'info'
];

/** 0 for the worst, so that ranks sort. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function atLeast(severity: Severity, floor: Severity): boolean {
  return rank(severity) <= rank(floor);
}

/** The worst of some findings; null when there are none. */
export function worst(findings: readonly IFinding[]): Severity | null {
  let found: Severity | null = null;
  for (const { severity } of findings) {
    if (found === null || rank(severity) < rank(found)) {
      found = severity;
    }
  }
  return found;
}

/** Fixes that have edits, safe ones first. */
export function appliableFixes(finding: IFinding): IFix[] {
  const order = ['safe', 'review', 'manual'];
  return finding.fixes
    .filter(fix => fix.edits.length > 0)
    .sort(
      (a, b) => order.indexOf(a.applicability) - order.indexOf(b.applicability)
    );
}

export function hasSafeFix(finding: IFinding): boolean {
  return finding.fixes.some(
    fix => fix.applicability === 'safe' && fix.edits.length > 0
  );
}

/** The findings of which one fix is made by these edits. */
export function fixedBy(
  edits: readonly IEdit[],
  findings: readonly IFinding[]
): IFinding[] {
  const made = new Set(edits.map(edit => JSON.stringify(edit)));
  return findings.filter(finding =>
    appliableFixes(finding).some(fix =>
      fix.edits.every(edit => made.has(JSON.stringify(edit)))
    )
  );
}

/**
 * The places that a finding's value came through, if the rule followed it:
 * "Downloaded here", "Unpacked here". Other related places are just others.
 */
export function isStep({ message }: IRelatedLocation): boolean {
  return /^[A-Z].* here$/.test(message);
}

/** The safe fix that is made first, where it changes no text that a diff shows. */
export function fixBeyondText(finding: IFinding): IFix | null {
  const [fix] = appliableFixes(finding);
  return fix?.applicability === 'safe' && fix.diff === '' ? fix : null;
}

/** The fix that replaces a text in an output, if there is one. */
export function redaction(finding: IFinding): IFix | null {
  return (
    appliableFixes(finding).find(fix => fix.title.startsWith('Redact')) ?? null
  );
}

/** Whether a fix takes the whole output away. */
export function isClearing(fix: IFix): boolean {
  return fix.title.startsWith('Clear');
}

/** Whether one of the fixes takes the whole output away already. */
export function hasClearing(finding: IFinding): boolean {
  return appliableFixes(finding).some(isClearing);
}

/**
 * A name for each finding that outlives a re-scan: the rule, the value, the
 * cell and part, and which of several equal ones it is. Lines may shift.
 */
export function findingKeys(
  findings: readonly IFinding[]
): Map<IFinding, string> {
  const seen = new Map<string, number>();
  const keys = new Map<IFinding, string>();
  for (const finding of findings) {
    const { cell_id, cell_index, pointer } = finding.location;
    const part = pointer.replace(/^\/cells\/\d+/, '');
    const name = [
      finding.rule,
      finding.fingerprint,
      cell_id ?? cell_index ?? '',
      part
    ].join('|');
    const n = seen.get(name) ?? 0;
    seen.set(name, n + 1);
    keys.set(finding, n ? `${name}|${n}` : name);
  }
  return keys;
}

/** The finding (ignored ones too) that a key names in a report. */
export function findByKey(report: IReport, key: string): IFinding | null {
  for (const list of [report.findings, report.suppressed]) {
    for (const [finding, name] of findingKeys(list)) {
      if (name === key) {
        return finding;
      }
    }
  }
  return null;
}

/** The key of a finding in its report. */
export function keyOf(report: IReport, finding: IFinding): string {
  return (
    findingKeys(report.findings).get(finding) ??
    findingKeys(report.suppressed).get(finding as never) ??
    ''
  );
}
