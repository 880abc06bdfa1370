import { Diagnostic } from '@codemirror/lint';
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

/** Whether a diagnostic is one of ours. */
export function isMark(mark: Diagnostic): mark is IMark {
  return 'finding' in mark;
}
