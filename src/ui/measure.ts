/**
 * How many lines a title takes.
 */

let context: CanvasRenderingContext2D | null | undefined;
let font = '';
const widths = new Map<string, number>();

/** The font of a node, as a canvas takes it. */
export function fontOf(node: Element): string {
  const { fontStyle, fontWeight, fontSize, fontFamily } =
    window.getComputedStyle(node);
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}

/** Whether a text is wider than `width` pixels; false where nothing is drawn. */
export function isWider(text: string, width: number, inFont: string): boolean {
  if (inFont !== font || widths.size > 20_000) {
    font = inFont;
    widths.clear();
  }
  let known = widths.get(text);
  if (known === undefined) {
    context ??= document.createElement('canvas').getContext('2d');
    if (!context || !font) {
      return false;
    }
    context.font = font;
    known = context.measureText(text).width;
    widths.set(text, known);
  }
  return known > width;
}
