import * as React from 'react';

/** A link to an address of the web; the page that it leads to gets no handle. */
export function Web(props: {
  url: string;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <a href={props.url} target="_blank" rel="noopener noreferrer">
      {props.children}
    </a>
  );
}
