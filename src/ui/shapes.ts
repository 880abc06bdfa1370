/**
 * Severity is shape and colour: octagon, triangle, diamond, circle, dotted
 * circle. One drawing for React, for plain DOM and for the editor's gutter.
 */
import { Severity } from '../generated/model';

const SVG = 'http://www.w3.org/2000/svg';

const PATHS: Record<Severity, string> = {
  critical: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z',
  high: 'M8 1.2 15.4 14.4H.6z',
  medium: 'M8 .8 15.2 8 8 15.2.8 8z',
  low: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z',
  info: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z'
};

/** The outline of a severity's shape in a box of 16 by 16. */
export function shapePath(severity: Severity): string {
  return PATHS[severity];
}

/** The shape as a DOM node; the text beside it says the same in words. */
export function shapeNode(severity: Severity): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'jp-Mlsecops-shape');
  svg.setAttribute('data-severity', severity);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[severity]);
  svg.append(path);
  return svg;
}
