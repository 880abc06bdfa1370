import * as React from 'react';
import { cutLine, markChanges, withoutBlankEdges } from './changes';

/**
 * A unified diff, one coloured line each; the signs say the same as colour.
 * Where a line was changed, what differs stands out.
 */
export function Diff(props: { text: string; label: string }): JSX.Element {
  const lines = markChanges(withoutBlankEdges(diffLines(props.text))).map(
    cutLine
  );
  return (
    <pre
      className="jp-Mlsecops-diff"
      aria-label={props.label}
      role="group"
      tabIndex={0}
    >
      {lines.map((line, i) => (
        <span key={i} className={line.kind && `jp-Mlsecops-diff-${line.kind}`}>
          <Line {...line} />
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** The sign stands for itself: a long word would leave it behind in a line. */
function Line({ kind, text, changed }: IDiffLine): JSX.Element {
  const signs = kind === 'place' ? 0 : 1;
  const [from, to] = changed ?? [signs, signs];
  return (
    <>
      {signs ? (
        <span className="jp-Mlsecops-diff-sign">{text.slice(0, 1) || ' '}</span>
      ) : null}
      {text.slice(signs, from)}
      {from === to ? null : <mark>{text.slice(from, to)}</mark>}
      {text.slice(to)}
    </>
  );
}

export interface IDiffLine {
  kind: 'place' | 'added' | 'removed' | undefined;
  text: string;
  /** From where to where a changed line differs from its other version. */
  changed?: [number, number];
}

/**
 * The lines to show. A file's header becomes its name ("cell 6, output"),
 * and the line numbers go: what is changed is short.
 */
export function diffLines(diff: string): IDiffLine[] {
  const lines: IDiffLine[] = [];
  const all = diff.replace(/\n$/, '').split('\n');
  for (let i = 0; i < all.length; i++) {
    const text = all[i];
    if (text.startsWith('--- ') && all[i + 1]?.startsWith('+++ ')) {
      i++;
      lines.push({ kind: 'place', text: all[i].slice(4) });
    } else if (text.startsWith('@@')) {
      if (lines.length && lines[lines.length - 1].kind !== 'place') {
        lines.push({ kind: 'place', text: '⋯' });
      }
    } else if (text.startsWith('+')) {
      lines.push({ kind: 'added', text });
    } else {
      lines.push({ kind: text.startsWith('-') ? 'removed' : undefined, text });
    }
  }
  return lines;
}
