/**
 * The card of a finding in an editor: what it shows, and how the keyboard
 * opens it at the cursor.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import { Extension, StateEffect, StateField } from '@codemirror/state';
import {
  closeHoverTooltips,
  EditorView,
  hoverTooltip,
  showTooltip,
  Tooltip
} from '@codemirror/view';
import { keyOf } from './findings';
import { IFinding } from './generated/model';
import { markedFindings } from './mark';
import { ISecurity } from './tokens';
import { findingCard } from './ui/card';

/** The card of one finding; `done` puts what shows it away. */
function cardOf(
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
      void actions.applyFix(path, finding, fix, { quiet: true });
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

/** The cards of what the pointer rests on. */
export function hoverCards(cell: ISharedCell, security: ISecurity): Extension {
  return hoverTooltip(
    (view, pos, side) => {
      const path = security.store.pathOf(cell);
      let end = pos;
      const findings = markedFindings(view.state, (from, to) => {
        const over =
          from <= pos && to >= pos && !(from === pos && side < 0 && to > pos);
        end = over ? Math.max(end, to) : end;
        return over;
      });
      const opened = view.state.field(cardField, false);
      if (!findings.length || path === null || opened) {
        return null;
      }
      // At the pointer, because the mark may begin out of sight.
      return {
        pos,
        end,
        above: true,
        create: () => ({
          dom: cardsNode(findings, path, security, () => view.focus())
        })
      };
    },
    { hideOnChange: true }
  );
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
    pos: view.state.selection.main.head,
    above: false,
    create: () => {
      const dom = cardsNode(findings, path, security, close);
      dom.setAttribute('role', 'dialog');
      dom.setAttribute('aria-label', security.trans.__('Findings here'));
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
  // The pointer may rest on the same mark.
  view.dispatch({ effects: [closeHoverTooltips, setCard.of(tooltip)] });
}

function cardsNode(
  findings: readonly IFinding[],
  path: string,
  security: ISecurity,
  done: () => void
): HTMLElement {
  const node = document.createElement('div');
  node.className = 'jp-Mlsecops-cards';
  for (const finding of findings) {
    node.append(cardOf(finding, path, security, done));
  }
  return node;
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
