import * as React from 'react';

/** A unified diff, one coloured line each; the signs say the same as colour. */
export function Diff(props: { text: string; label: string }): JSX.Element {
  const lines = props.text
    .replace(/\n$/, '')
    .split('\n')
    .filter(line => !line.startsWith('---') && !line.startsWith('+++'));
  return (
    <pre
      className="jp-Mlsecops-diff"
      aria-label={props.label}
      role="group"
      tabIndex={0}
    >
      {lines.map((line, i) => (
        <span key={i} className={lineClass(line)}>
          {line || ' '}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function lineClass(line: string): string | undefined {
  if (line.startsWith('+')) {
    return 'jp-Mlsecops-diff-added';
  }
  if (line.startsWith('-')) {
    return 'jp-Mlsecops-diff-removed';
  }
  return line.startsWith('@@') ? 'jp-Mlsecops-diff-place' : undefined;
}
