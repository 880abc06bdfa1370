/**
 * The small bar below a cell's outputs that names what was found in them.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import { appliableFixes, isClearing } from '../findings';
import { IFinding, IFix } from '../generated/model';
import { IPlace } from '../places';
import { button, element } from './card';
import { shapeNode } from './shapes';
import { fixLabel, severityName } from './text';

export interface IBarOptions {
  /** One of each finding. */
  places: readonly IPlace[];
  trans: TranslationBundle;
  onFix: (finding: IFinding, fix: IFix) => void;
  onClear: (place: IPlace) => void;
  onMore: (finding: IFinding) => void;
}

/** More findings than this are counted, not listed. */
const LISTED = 3;

export function outputBar(options: IBarOptions): HTMLElement {
  const { places, trans } = options;
  const bar = element('div', 'jp-Mlsecops-bar');
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', trans.__('Findings in this output'));
  bar.setAttribute('data-lm-suppress-shortcuts', 'true');
  for (const place of places.slice(0, LISTED)) {
    bar.append(line(place, options));
  }
  const rest = places.length - LISTED;
  if (rest > 0) {
    const more = button(trans._n('%1 more', '%1 more', rest, rest), () =>
      options.onMore(places[LISTED].finding)
    );
    bar.append(more);
  }
  return bar;
}

function line(place: IPlace, options: IBarOptions): HTMLElement {
  const { trans } = options;
  const { finding } = place;
  const row = element('div', 'jp-Mlsecops-bar-line');
  const shape = shapeNode(finding.severity);
  shape.setAttribute('role', 'img');
  shape.setAttribute('aria-label', severityName(finding.severity, trans));
  shape.removeAttribute('aria-hidden');
  const title = element('div', 'jp-Mlsecops-bar-title');
  title.append(shape, element('span', '', finding.message));
  row.append(title);
  const [fix] = appliableFixes(finding).filter(one => !isClearing(one));
  if (fix) {
    row.append(button(fixLabel(fix), () => options.onFix(finding, fix)));
  }
  row.append(
    button(trans.__('Clear this output'), () => options.onClear(place)),
    button(trans.__('More'), () => options.onMore(finding))
  );
  return row;
}
