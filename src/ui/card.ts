/**
 * The card that stands beside a mark in an editor. Plain DOM, because
 * CodeMirror owns the place; texts go in as text only.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import { appliableFixes } from '../findings';
import { IFinding, IFix, IRuleInfo } from '../generated/model';
import { shapeNode } from './shapes';
import { firstSentence, fixLabel, severityName, titleOf } from './text';

export interface ICardOptions {
  finding: IFinding;
  rule: IRuleInfo | null;
  /** Whether its cell is still what was scanned; else no fix is offered. */
  current: boolean;
  trans: TranslationBundle;
  onFix: (fix: IFix) => void;
  onMore: () => void;
  onIgnore: () => void;
}

export function findingCard(options: ICardOptions): HTMLElement {
  const { finding, rule, trans } = options;
  const card = element('div', 'jp-Mlsecops-card');
  // Keys pressed in the card belong to its buttons, not to the notebook.
  card.setAttribute('data-lm-suppress-shortcuts', 'true');

  const title = element('div', 'jp-Mlsecops-card-title');
  const severity = severityName(finding.severity, trans);
  const shape = shapeNode(finding.severity);
  shape.setAttribute('role', 'img');
  shape.setAttribute('aria-label', severity);
  shape.removeAttribute('aria-hidden');
  title.append(shape, element('strong', '', titleOf(finding)));
  card.append(title);

  if (rule?.why) {
    card.append(element('p', '', firstSentence(rule.why)));
  }
  const actions = element('div', 'jp-Mlsecops-actions');
  appliableFixes(finding).forEach((fix, i) => {
    const fixButton = button(fixLabel(fix), () => options.onFix(fix));
    if (i === 0) {
      fixButton.classList.add('jp-mod-accept');
    }
    fixButton.disabled = !options.current;
    actions.append(fixButton);
  });
  actions.append(
    button(trans.__('More'), options.onMore),
    button(trans.__('Ignore…'), options.onIgnore)
  );
  card.append(actions);
  return card;
}

/** A button as the panel, the card and the output bar have it. */
export function button(label: string, work: () => void): HTMLButtonElement {
  const node = element('button', 'jp-Mlsecops-button', label);
  node.type = 'button';
  // The editor takes the focus at mouse down, which closes the card.
  node.addEventListener('mousedown', event => event.preventDefault());
  node.addEventListener('click', event => {
    event.preventDefault();
    event.stopPropagation();
    work();
  });
  return node;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = ''
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className) {
    node.className = className;
  }
  node.textContent = text;
  return node;
}
