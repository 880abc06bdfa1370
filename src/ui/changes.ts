/**
 * What differs between the two versions of a changed line.
 */
import type { IDiffLine } from './diff';

/** Below this share of common text two lines are not versions of one. */
const ALIKE = 0.4;
/** Characters kept beside what differs, and of a line that only stands by. */
const BESIDE = 120;

/** Runs of changed lines longer than this are not compared. */
const RUN = 100;

/** Lines that were removed and put back changed know what differs in them. */
export function markChanges(lines: readonly IDiffLine[]): IDiffLine[] {
  const marked = lines.slice();
  for (let start = 0; start < marked.length;) {
    const middle = runEnd(marked, start, 'removed');
    const end = runEnd(marked, middle, 'added');
    if (end - start <= RUN) {
      // Lines keep their order, so each looks behind the last one's other.
      let next = middle;
      for (let at = start; at < middle; at++) {
        for (let other = next; other < end; other++) {
          const pair = difference(marked[at].text, marked[other].text);
          if (pair) {
            marked[at] = { ...marked[at], changed: pair[0] };
            marked[other] = { ...marked[other], changed: pair[1] };
            next = other + 1;
            break;
          }
        }
      }
    }
    start = Math.max(end, start + 1);
  }
  return marked;
}

/** Blank lines at the edge of what is shown around a change say nothing. */
export function withoutBlankEdges(lines: readonly IDiffLine[]): IDiffLine[] {
  const isEdge = (line?: IDiffLine) => !line || line.kind === 'place';
  return lines.filter(
    ({ kind, text }, i) =>
      kind !== undefined ||
      text.trim() !== '' ||
      !(isEdge(lines[i - 1]) || isEdge(lines[i + 1]))
  );
}

/**
 * A line short enough to be read. Only what stays as it is is left out, and
 * dots say so.
 */
export function cutLine(line: IDiffLine): IDiffLine {
  const { kind, text, changed } = line;
  if (changed) {
    const [from, to] = changed;
    const head =
      from - 1 > BESIDE
        ? `${text[0]}…${text.slice(from - BESIDE, from)}`
        : text.slice(0, from);
    const tail =
      text.length - to > BESIDE
        ? `${text.slice(to, to + BESIDE)}…`
        : text.slice(to);
    const middle = text.slice(from, to);
    return {
      kind,
      text: head + middle + tail,
      changed: [head.length, head.length + middle.length]
    };
  }
  return kind === undefined && text.length > 2 * BESIDE
    ? { kind, text: `${text.slice(0, 2 * BESIDE)}…` }
    : line;
}

function runEnd(
  lines: readonly IDiffLine[],
  start: number,
  kind: IDiffLine['kind']
): number {
  let end = start;
  while (end < lines.length && lines[end].kind === kind) {
    end++;
  }
  return end;
}

type Stretch = [number, number];

/** What differs in two lines, each with its sign; null where most does. */
function difference(before: string, after: string): [Stretch, Stretch] | null {
  const shorter = Math.min(before.length, after.length);
  let head = 1;
  while (head < shorter && before[head] === after[head]) {
    head++;
  }
  let tail = 0;
  while (
    tail < shorter - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  // Names and numbers are read whole.
  while (head > 1 && inWord(before, head) && inWord(after, head)) {
    head--;
  }
  while (
    tail > 0 &&
    (inWord(before, before.length - tail) || inWord(after, after.length - tail))
  ) {
    tail--;
  }
  return head - 1 + tail < ALIKE * (shorter - 1)
    ? null
    : [
        [head, before.length - tail],
        [head, after.length - tail]
      ];
}

/** Whether a position lies between two characters of one word. */
function inWord(text: string, at: number): boolean {
  return /^\w\w$/.test(text.slice(at - 1, at + 1));
}
