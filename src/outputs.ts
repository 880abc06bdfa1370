/**
 * Marks in rendered outputs: where a text of the notebook's file stands on
 * the page. Nothing rendered is rebuilt; ranges are laid over its text nodes.
 */
import { IRange, lineOf } from './region';

/** A stretch of the page, as the DOM's own ranges have it. */
export interface IDomRange {
  start: [Text, number];
  end: [Text, number];
}

/** The output's texts in reading order, and where each begins. */
export interface IRenderedText {
  text: string;
  nodes: Text[];
  starts: number[];
}

/**
 * The range of the page that shows `raw.slice(range)`.
 *
 * What is rendered differs from the file's text: ANSI codes are gone, markup
 * is parsed, entities are decoded. So the marked text itself is looked for;
 * among several equal ones the same one counted from the start is taken.
 */
export function findRendered(
  rendered: IRenderedText,
  raw: string,
  range: IRange
): IDomRange | null {
  const exact = raw.slice(range.from, range.to);
  for (const wanted of [exact, decoded(exact)]) {
    if (!wanted.trim()) {
      continue;
    }
    const nth = occurrences(raw.slice(0, range.from), wanted);
    const at = nthIndex(rendered.text, wanted, nth);
    if (at >= 0) {
      return toDomRange(rendered, at, at + wanted.length);
    }
  }
  return null;
}

/** All text nodes below a node that are shown as text. */
export function renderedText(root: Node): IRenderedText {
  const nodes: Text[] = [];
  const starts: number[] = [];
  let text = '';
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent && ['SCRIPT', 'STYLE'].includes(parent.tagName)) {
      continue;
    }
    nodes.push(node as Text);
    starts.push(text.length);
    text += (node as Text).data;
  }
  return { text, nodes, starts };
}

function occurrences(text: string, wanted: string): number {
  let count = 0;
  let at = text.indexOf(wanted);
  while (at >= 0) {
    count++;
    at = text.indexOf(wanted, at + wanted.length);
  }
  return count;
}

/** Start of the nth occurrence; of the last one when there are fewer. */
function nthIndex(text: string, wanted: string, nth: number): number {
  let found = -1;
  let at = text.indexOf(wanted);
  while (at >= 0 && nth >= 0) {
    found = at;
    nth--;
    at = text.indexOf(wanted, at + wanted.length);
  }
  return found;
}

/** The text that a piece of HTML or terminal output shows. */
function decoded(raw: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = raw.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '');
  // A parsed document runs no script and loads nothing.
  return (
    new DOMParser().parseFromString(plain, 'text/html').body.textContent ?? ''
  );
}

function toDomRange(
  rendered: IRenderedText,
  from: number,
  to: number
): IDomRange {
  const { nodes, starts } = rendered;
  const first = lineOf(starts, from);
  // An end lies behind a character, so not at the start of a node.
  const last = lineOf(starts, to - 1);
  return {
    start: [nodes[first], from - starts[first]],
    end: [nodes[last], to - starts[last]]
  };
}
