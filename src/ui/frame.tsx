/**
 * What all pages of the panel have: a way back, a heading, room below.
 */
import * as React from 'react';

export interface IFrameProps {
  /** What the page is about, for who cannot see it. */
  label: string;
  heading: React.ReactNode;
  /** What the button says that leads back. */
  back: string;
  onBack: () => void;
  className?: string;
  children: React.ReactNode;
}

/** A page over the list it was opened from; Escape leads back as well. */
export function Frame(props: IFrameProps): JSX.Element {
  const back = React.useRef<HTMLButtonElement>(null);
  React.useEffect(() => back.current?.focus(), []);
  return (
    <div
      className={`jp-Mlsecops-page ${props.className ?? ''}`.trim()}
      role="region"
      aria-label={props.label}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          props.onBack();
        }
      }}
    >
      <button
        ref={back}
        className="jp-Mlsecops-button jp-Mlsecops-back"
        onClick={props.onBack}
      >
        <span aria-hidden="true">‹</span> {props.back}
      </button>
      <h2>{props.heading}</h2>
      {props.children}
    </div>
  );
}
