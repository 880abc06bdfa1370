import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Diff } from './diff';

/**
 * What is asked, and under it what would be changed; `also` is what has no
 * text to compare.
 */
function preview(
  intro: string,
  diff: string,
  trans: TranslationBundle,
  also: readonly string[] = []
) {
  return ReactWidget.create(
    <div className="jp-Mlsecops-preview">
      <p>{intro}</p>
      {diff ? <Diff text={diff} label={trans.__('Changes')} /> : null}
      {also.length ? (
        <ul>
          {also.map((line, i) => (
            <li key={i}>{line}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** Show what would be changed; true when the person wants it. */
export async function confirmDiff(options: {
  title: string;
  intro: string;
  diff: string;
  /** Changes that are not in the diff, in words. */
  also?: readonly string[];
  accept: string;
  trans: TranslationBundle;
}): Promise<boolean> {
  const { title, intro, diff, also, accept, trans } = options;
  const body = preview(intro, diff, trans, also);
  const result = await showDialog({
    title,
    body,
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: accept, ariaLabel: accept })
    ],
    defaultButton: 1
  });
  return result.button.accept;
}

/**
 * Ask whether a secret may be written to a store; nothing is written before.
 * "change" only changes the cell, for a value that stands there already.
 */
export async function confirmMove(options: {
  title: string;
  intro: string;
  diff: string;
  trans: TranslationBundle;
}): Promise<'move' | 'change' | 'cancel'> {
  const { title, intro, diff, trans } = options;
  const change = trans.__('Only change the cell');
  const move = trans.__('Write and change');
  const body = preview(intro, diff, trans);
  const result = await showDialog({
    title,
    body,
    buttons: [
      Dialog.cancelButton(),
      Dialog.createButton({ label: change, ariaLabel: change, accept: false }),
      Dialog.okButton({ label: move, ariaLabel: move })
    ],
    defaultButton: 2
  });
  if (result.button.label === change) {
    return 'change';
  }
  return result.button.accept ? 'move' : 'cancel';
}

/** Ask why a finding is to be ignored; null when it is not. */
export async function askReason(
  message: string,
  trans: TranslationBundle
): Promise<string | null> {
  const form = new ReasonForm(message, trans);
  const ignore = trans.__('Ignore');
  const result = await showDialog({
    title: trans.__('Ignore this finding'),
    body: form,
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: ignore, ariaLabel: ignore })
    ],
    focusNodeSelector: 'input[type="radio"]'
  });
  return result.button.accept ? result.value : null;
}

/** The reason as it is written down: "test data: made up for the tutorial". */
export function reasonText(choice: string, words: string): string {
  const text = words.trim();
  if (choice === OTHER) {
    return text;
  }
  return text ? `${choice}: ${text}` : choice;
}

const OTHER = 'other';

/** Written into the notebook, so not translated; the labels are. */
const REASONS = ['false alarm', 'accepted risk', 'test data', OTHER];

class ReasonForm extends ReactWidget {
  constructor(
    private _message: string,
    private _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-Mlsecops-reason');
  }

  getValue(): string {
    return reasonText(this._choice, this._words);
  }

  protected render(): JSX.Element {
    const trans = this._trans;
    const labels: Record<string, string> = {
      'false alarm': trans.__('False alarm'),
      'accepted risk': trans.__('Accepted risk'),
      'test data': trans.__('Test data'),
      [OTHER]: trans.__('Other')
    };
    const required = this._choice === OTHER;
    return (
      <>
        <p>{this._message}</p>
        <fieldset>
          <legend>{trans.__('Why?')}</legend>
          {REASONS.map(reason => (
            <label key={reason}>
              <input
                type="radio"
                name="jp-mlsecops-reason"
                checked={reason === this._choice}
                onChange={() => this._set({ choice: reason })}
              />
              {labels[reason]}
            </label>
          ))}
        </fieldset>
        <label className="jp-Mlsecops-reason-words">
          {required ? trans.__('Reason (required)') : trans.__('Note')}
          <input
            type="text"
            className="jp-mod-styled"
            value={this._words}
            required={required}
            onChange={event => this._set({ words: event.target.value })}
          />
        </label>
        <p className="jp-Mlsecops-hint">
          {trans.__(
            'The reason is kept in the metadata of this notebook, without the value itself.'
          )}
        </p>
      </>
    );
  }

  private _set(change: { choice?: string; words?: string }): void {
    this._choice = change.choice ?? this._choice;
    this._words = change.words ?? this._words;
    this.update();
    const accept = this.node
      .closest('.jp-Dialog')
      ?.querySelector<HTMLButtonElement>('button.jp-mod-accept');
    if (accept) {
      accept.disabled = !this.getValue();
    }
  }

  private _choice = REASONS[0];
  private _words = '';
}
