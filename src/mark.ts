import { Diagnostic, forEachDiagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { IFinding, Severity } from './generated/model';

/** A diagnostic that remembers its finding and the text that was scanned. */
export interface IMark extends Diagnostic {
  finding: IFinding;
  text: string;
}

/** What the library calls our severities. */
export const LEVELS: Record<Severity, Diagnostic['severity']> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'hint'
};

/** The findings, each once, that have a mark where `touches` says so. */
export function markedFindings(
  state: EditorState,
  touches: (from: number, to: number) => boolean
): IFinding[] {
  const findings = new Set<IFinding>();
  forEachDiagnostic(state, (mark, from, to) => {
    if (isMark(mark) && touches(from, to)) {
      findings.add(mark.finding);
    }
  });
  return Array.from(findings);
}

/** Whether a diagnostic is one of ours. */
export function isMark(mark: Diagnostic): mark is IMark {
  return 'finding' in mark;
}
