/**
 * Words that several views share.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import {
  ILocation,
  IPanelReport,
  IProblem,
  Severity
} from '../generated/model';

/** "Critical", "High", ... */
export function severityName(
  severity: Severity,
  trans: TranslationBundle
): string {
  switch (severity) {
    case 'critical':
      return trans.__('Critical');
    case 'high':
      return trans.__('High');
    case 'medium':
      return trans.__('Medium');
    case 'low':
      return trans.__('Low');
    case 'info':
      return trans.__('Info');
  }
}

/**
 * "cell 7, line 3" or "cell 7, output". Cells count from 1, as people do.
 *
 * @param index - where the cell stands now; null when it is gone
 */
export function placeName(
  location: ILocation,
  index: number | null,
  trans: TranslationBundle
): string {
  const cell = (index ?? location.cell_index ?? 0) + 1;
  switch (location.part) {
    case 'source':
      return location.region
        ? trans.__('cell %1, line %2', cell, location.region.start_line)
        : trans.__('cell %1', cell);
    case 'output':
      return trans.__('cell %1, output', cell);
    case 'attachment':
      return trans.__('cell %1, attachment', cell);
    case 'cell-metadata':
      return trans.__('cell %1, metadata', cell);
    case 'notebook-metadata':
      return trans.__('notebook metadata');
    case 'file':
      return location.region
        ? trans.__('%1, line %2', location.path, location.region.start_line)
        : location.path;
  }
}

/** "just now", "3 min ago". */
export function ago(
  then: number,
  now: number,
  trans: TranslationBundle
): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) {
    return trans.__('just now');
  }
  if (minutes < 60) {
    return trans.__('%1 min ago', minutes);
  }
  return trans.__('%1 h ago', Math.floor(minutes / 60));
}

/** What a report could not assess, in sentences. */
export function notAssessed(
  report: IPanelReport,
  trans: TranslationBundle
): string[] {
  const { problems, inputs } = report.report;
  const lines = problems.map(problem => problemText(problem, trans));
  for (const input of inputs) {
    if (input.status !== 'scanned' && input.reason) {
      lines.push(
        input.path === report.path
          ? input.reason
          : trans.__('%1: %2', input.path, input.reason)
      );
    }
  }
  return lines.filter((line, i) => line && lines.indexOf(line) === i);
}

function problemText(problem: IProblem, trans: TranslationBundle): string {
  return problem.message || trans.__('%1: %2', problem.path, problem.kind);
}

/** Up to the end of the first sentence. */
export function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}
