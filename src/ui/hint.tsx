import * as React from 'react';

/** A sentence where there is nothing else to be shown. */
export function Hint(props: { children: React.ReactNode }): JSX.Element {
  return <p className="jp-Mlsecops-empty">{props.children}</p>;
}
