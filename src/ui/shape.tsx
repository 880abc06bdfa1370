import * as React from 'react';
import { Severity } from '../generated/model';
import { shapePath } from './shapes';

/** The shape of a severity; with a `label` it is an image of that name. */
export function Shape(props: {
  severity: Severity;
  label?: string;
}): JSX.Element {
  return (
    <svg
      viewBox="0 0 16 16"
      className="jp-Mlsecops-shape"
      data-severity={props.severity}
      role={props.label ? 'img' : undefined}
      aria-label={props.label}
      aria-hidden={props.label ? undefined : true}
    >
      <path d={shapePath(props.severity)} />
    </svg>
  );
}
