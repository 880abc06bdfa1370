/**
 * Secrets: where they can be moved, who renews them, and what git knows.
 */
import { PathExt } from '@jupyterlab/coreutils';
import { TranslationBundle } from '@jupyterlab/translation';
import { IHistory } from './api';
import { IFinding, IFix, IPanelReport, ISecretStore } from './generated/model';
import { isWebAddress, splitLinks } from './ui/links';

/** Stores that the server can write to. */
export type Place = 'dotenv' | 'keyring';

/** Where a fix would have its secret moved; null for what nothing can write. */
export function placeOf(fix: IFix): (ISecretStore & { id: Place }) | null {
  const { store } = fix;
  return store && (store.id === 'dotenv' || store.id === 'keyring')
    ? { id: store.id, name: store.name }
    : null;
}

/** What is going to be written, and where, before anything is. */
export function moveQuestion(
  path: string,
  place: { id: Place; name: string },
  trans: TranslationBundle
): string {
  if (place.id === 'keyring') {
    return trans.__(
      'Write %1 to the keyring of the system that Jupyter runs on (service "notebook") and change the cell?',
      place.name
    );
  }
  const folder = PathExt.dirname(path);
  return trans.__(
    'Write %1 to .env in %2 (only you can read it, git ignores it) and change the cell?',
    place.name,
    folder ? `${folder}/` : trans.__('the top folder')
  );
}

/** The fixes that read from a store first; the others keep their order. */
export function preferStore(
  fixes: readonly IFix[],
  id: string
): readonly IFix[] {
  const first = fixes.filter(fix => fix.store?.id === id);
  return first.length && fixes[0] !== first[0]
    ? [...first, ...fixes.filter(fix => fix.store?.id !== id)]
    : fixes;
}

/** A report whose fixes begin with the preferred store; itself if it has none. */
export function preferInReport(report: IPanelReport, id: string): IPanelReport {
  if (!id) {
    return report;
  }
  let changed = false;
  const findings = report.report.findings.map(finding => {
    const fixes = preferStore(finding.fixes, id);
    if (fixes === finding.fixes) {
      return finding;
    }
    changed = true;
    return { ...finding, fixes: [...fixes] };
  });
  return changed
    ? { ...report, report: { ...report.report, findings } }
    : report;
}

/** The page on which the provider takes the key back, if the advice names one. */
export function providerPage(finding: IFinding): string | null {
  for (const fix of finding.fixes) {
    const url =
      fix.applicability === 'manual' &&
      splitLinks(fix.title).find(isWebAddress);
    if (url) {
      return url;
    }
  }
  return null;
}

/** What was found in git's history, in a sentence or two. */
export function historySentence(
  history: IHistory,
  trans: TranslationBundle
): string {
  if (!history.repository) {
    return trans.__('The notebook is in no git repository.');
  }
  const { number, pushed, since, whole } = history;
  const parts: string[] = [];
  if (number) {
    parts.push(
      pushed
        ? trans._n(
            'In %1 commit since %2, %3 of them pushed.',
            'In %1 commits since %2, %3 of them pushed.',
            number,
            since,
            pushed
          )
        : trans._n(
            'In %1 commit since %2, not pushed as far as this clone knows.',
            'In %1 commits since %2, none pushed as far as this clone knows.',
            number,
            since
          ),
      trans.__('Rotating is the only cure.')
    );
  } else if (history.complete) {
    parts.push(
      whole
        ? trans.__('Not in the history of this repository.')
        : trans.__('Not in the history of this notebook.')
    );
  }
  if (!history.complete) {
    parts.push(
      trans.__('Not everything could be looked at: %1.', history.reason)
    );
  }
  return parts.join(' ');
}
