/**
 * Words that several views share.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import { IFinding, IFix, ILocation, Severity } from '../generated/model';
import { placeOf } from '../secrets';

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

/** "today", "3 days", "5 months", "2 years": how long ago a time was. */
export function age(
  time: string,
  now: number,
  trans: TranslationBundle
): string {
  const days = Math.floor((now - Date.parse(time)) / 86_400_000);
  if (days < 1) {
    return trans.__('today');
  }
  if (days < 60) {
    return trans._n('%1 day', '%1 days', days, days);
  }
  const months = Math.floor(days / 30.44);
  if (months < 24) {
    return trans.__('%1 months', months);
  }
  return trans.__('%1 years', Math.floor(days / 365.25));
}

/** A time as its day, in the words of the browser's language. */
export function day(time: string): string {
  return new Date(time).toLocaleDateString(undefined, { dateStyle: 'medium' });
}

/**
 * What the button of a fix says. The dots promise a question before anything
 * is changed: whether the changes are wanted, unless they are `shown` beside
 * the button, or whether a secret may be moved.
 */
export function fixLabel(fix: IFix, shown = false): string {
  const asks = fix.applicability !== 'safe' && !(shown && canBeShown(fix));
  return asks ? `${fix.title}…` : fix.title;
}

/** Whether its diff says all there is to know before a fix is made. */
export function canBeShown(fix: IFix): boolean {
  return fix.diff !== '' && placeOf(fix) === null;
}

/** Up to the end of the first sentence. */
export function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

/** A path, or a text that begins with one, from the folder of another path. */
export function near(path: string, from: string): string {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

/** What a finding says; a file beside the notebook by its name alone. */
export function titleOf(finding: IFinding): string {
  return near(finding.message, finding.location.path);
}

/** "3.2 MB", in steps of a thousand as file browsers count. */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const digits = unit && size < 9.95 ? 1 : 0;
  return `${size.toFixed(digits)} ${units[unit]}`;
}
