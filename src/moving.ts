/**
 * Moving a secret out of a notebook, on a clear word.
 */
import { Notification } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import { Api, ApiError } from './api';
import { IFinding, IFix } from './generated/model';
import { moveQuestion, Place } from './secrets';
import { FindingStore } from './store';
import { confirmMove } from './ui/dialogs';

const LONG = 10000;

/**
 * Ask whether the secret may be written to where the fix reads it from, and
 * have the server do so. Then the cell is still to be changed: "go on".
 */
export async function move(
  security: { store: FindingStore; api: Api; trans: TranslationBundle },
  path: string,
  finding: IFinding,
  fix: IFix,
  place: { id: Place; name: string }
): Promise<'go on' | 'stop' | 'stale'> {
  const { store, api, trans } = security;
  const intro = moveQuestion(path, place, trans);
  const { title, diff } = fix;
  const choice = await confirmMove({ title, intro, diff, trans });
  if (choice !== 'move') {
    return choice === 'change' ? 'go on' : 'stop';
  }
  const base = store.entry(path)?.report?.digest;
  if (!base || !store.isCurrent(path, finding)) {
    return 'stale';
  }
  try {
    const { name, where, note } = await api.store(path, base, finding, place);
    const told = trans.__('%1 is in %2 now.', name, where);
    Notification.info(`${told} ${note}`.trim(), { autoClose: LONG });
    return 'go on';
  } catch (error) {
    if (
      error instanceof ApiError &&
      (error.reason === 'no-such-fix' || error.reason === 'unknown-base')
    ) {
      return 'stale';
    }
    const message = error instanceof Error ? error.message : String(error);
    Notification.error(message, { autoClose: LONG });
    return 'stop';
  }
}
