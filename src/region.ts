/**
 * Regions against offsets.
 *
 * A region counts lines and columns from 1, columns in UTF-16 units, which
 * are what JavaScript strings count in; lines end at `\r\n`, `\n` or a lone
 * `\r`, which is how CodeMirror cuts them too.
 */
import { IRegion } from './generated/model';

/** A stretch of a text, in UTF-16 units; `to` is exclusive. */
export interface IRange {
  from: number;
  to: number;
}

/** Offsets at which the lines of `text` begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n' || (char === '\r' && text[i + 1] !== '\n')) {
      starts.push(i + 1);
    }
  }
  return starts;
}

/** The offsets of a region, or null when the text does not reach that far. */
export function toRange(
  text: string,
  region: IRegion,
  starts = lineStarts(text)
): IRange | null {
  const offset = (line: number, column: number): number | null => {
    if (line < 1 || column < 1 || line > starts.length) {
      return null;
    }
    const at = starts[line - 1] + column - 1;
    const end = line < starts.length ? starts[line] : text.length;
    return at <= end ? at : null;
  };
  const from = offset(region.start_line, region.start_column);
  const to = offset(region.end_line, region.end_column);
  return from === null || to === null || to < from ? null : { from, to };
}

/** Index of the line (from 0) that an offset lies in. */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
