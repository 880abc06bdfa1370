/**
 * The card of a finding in an editor: what it shows, and how the keyboard
 * opens it at the cursor.
 */
import { Extension, StateEffect, StateField } from '@codemirror/state';
import { EditorView, showTooltip, Tooltip } from '@codemirror/view';
import { keyOf } from './findings';
import { IFinding } from './generated/model';
import { ISecurity } from './tokens';
import { findingCard } from './ui/card';

/** The card of one finding; `done` puts what shows it away. */
export function cardOf(
  finding: IFinding,
  path: string,
  security: ISecurity,
  done: () => void
): HTMLElement {
  const { actions, store, trans } = security;
  const report = store.entry(path)?.report?.report;
  return findingCard({
    finding,
    rule: store.rules.get(finding.rule) ?? null,
    current: store.isCurrent(path, finding),
    trans,
    onFix: fix => {
      done();
      void actions.applyFix(path, finding, fix, true);
    },
    onMore: () => {
      done();
      if (report) {
        security.showPage({ path, key: keyOf(report, finding) });
      }
    },
    onIgnore: () => {
      done();
      void actions.ignore(path, finding);
    }
  });
}

/** Open the card of what stands at the cursor, with the keyboard in it. */
export function openCard(
  view: EditorView,
  findings: readonly IFinding[],
  path: string,
  security: ISecurity
): void {
  const close = () => {
    view.dispatch({ effects: setCard.of(null) });
    view.focus();
  };
  const tooltip: Tooltip = {
    pos: view.state.selection.main.from,
    above: false,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'jp-Mlsecops-cards';
      dom.setAttribute('role', 'dialog');
      for (const finding of findings) {
        dom.append(cardOf(finding, path, security, close));
      }
      dom.addEventListener('keydown', event => onCardKey(event, dom, close));
      dom.addEventListener('focusout', event => {
        if (dom.contains(event.relatedTarget as Node | null)) {
          return;
        }
        // The focus also leaves because the card is being taken away.
        window.setTimeout(() => {
          if (view.state.field(cardField, false) === tooltip) {
            view.dispatch({ effects: setCard.of(null) });
          }
        });
      });
      return {
        dom,
        mount: () => dom.querySelector('button')?.focus()
      };
    }
  };
  view.dispatch({ effects: setCard.of(tooltip) });
}

function onCardKey(
  event: KeyboardEvent,
  dom: HTMLElement,
  close: () => void
): void {
  // The editor around the card must not see its keys.
  event.stopPropagation();
  if (event.key === 'Escape') {
    event.preventDefault();
    close();
    return;
  }
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[
    event.key
  ];
  if (step) {
    event.preventDefault();
    const buttons = Array.from(dom.querySelectorAll('button'));
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }
}

const setCard = StateEffect.define<Tooltip | null>();

const cardField = StateField.define<Tooltip | null>({
  create: () => null,
  update: (value, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(setCard)) {
        return effect.value;
      }
    }
    return transaction.docChanged ? null : value;
  },
  provide: field => showTooltip.from(field)
});

/** What an editor needs for `openCard`. */
export const cardAtCursor: Extension = cardField;
