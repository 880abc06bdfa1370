/**
 * One model file: what it is, and what it would do if it was loaded. All that
 * is said of it is text.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { ILoadedModel } from '../generated/model';
import { Shape } from './shape';
import { fileSize } from './text';

export interface IModelFileProps {
  model: ILoadedModel;
  trans: TranslationBundle;
  onCopy: (text: string) => void;
}

/** Its format, size and digest, its deeds, and what was not read of it. */
export function ModelFile(props: IModelFileProps): JSX.Element {
  const { model, trans } = props;
  return (
    <div className="jp-Mlsecops-model" data-state={model.state}>
      <dl>
        <dt>{trans.__('Format')}</dt>
        <dd>
          {[formatName(model, trans), fileSize(model.size)]
            .filter(Boolean)
            .join(' · ')}
        </dd>
        <dt>{trans.__('SHA-256')}</dt>
        <dd>
          {model.digest ? (
            <Digest {...props} />
          ) : (
            trans.__('not computed, the file is large')
          )}
        </dd>
      </dl>
      {model.deeds.length ? (
        <>
          <p className="jp-Mlsecops-model-lead">
            {trans.__('Loading it would do this:')}
          </p>
          <ul className="jp-Mlsecops-deeds">
            {model.deeds.map((deed, i) => (
              <li key={i}>
                <Shape
                  severity={deed.tier === 'critical' ? 'critical' : 'medium'}
                  label={
                    deed.tier === 'critical'
                      ? trans.__('Known to be bad')
                      : trans.__('For review')
                  }
                />
                <div>
                  {deed.does}
                  {deed.place ? (
                    <div className="jp-Mlsecops-hint">{deed.place}</div>
                  ) : null}
                </div>
              </li>
            ))}
          </ul>
          {model.more ? (
            <p className="jp-Mlsecops-hint">
              {trans._n('%1 more', '%1 more', model.more, model.more)}
            </p>
          ) : null}
        </>
      ) : null}
      {model.gaps.map((gap, i) => (
        <p key={i} className="jp-Mlsecops-hint">
          {model.state === 'reading'
            ? gap
            : trans.__('Not assessed in full. %1', gap)}
        </p>
      ))}
    </div>
  );
}

/** The first digits of a digest, and all of them on a click. */
function Digest(props: IModelFileProps): JSX.Element {
  const { model, trans, onCopy } = props;
  const hex = model.digest.replace(/^sha256:/, '');
  const [copied, setCopied] = React.useState(false);
  const Icon = copied ? checkIcon : copyIcon;
  return (
    <span className="jp-Mlsecops-digest">
      <code title={hex}>{`${hex.slice(0, 16)}…`}</code>
      <button
        className="jp-Mlsecops-icon"
        title={trans.__('Copy the SHA-256')}
        aria-label={trans.__('Copy the SHA-256')}
        onClick={() => {
          onCopy(hex);
          setCopied(true);
        }}
      >
        <Icon.react tag="span" />
      </button>
      <span role="status" className="jp-Mlsecops-hint">
        {copied ? trans.__('copied') : ''}
      </span>
    </span>
  );
}

/** "torch zip"; nothing for what is not known. */
function formatName(model: ILoadedModel, trans: TranslationBundle): string {
  if (model.state === 'reading') {
    return '';
  }
  return model.format === 'unknown'
    ? trans.__('not known')
    : model.format.replace(/-/g, ' ');
}

/** What a state is called. */
export function stateName(
  state: ILoadedModel['state'],
  trans: TranslationBundle
): string {
  switch (state) {
    case 'critical':
      return trans.__('known to be bad');
    case 'review':
      return trans.__('for review');
    case 'reading':
      return trans.__('being read');
    case 'not-assessed':
      return trans.__('not assessed');
    case 'not-known-bad':
      return trans.__('not known to be bad');
  }
}

/** The state as a shape, or as a sign beside words. */
export function ModelState(props: {
  state: ILoadedModel['state'];
  trans: TranslationBundle;
}): JSX.Element {
  const { state, trans } = props;
  const label = stateName(state, trans);
  if (state === 'critical' || state === 'review') {
    const severity = state === 'critical' ? 'critical' : 'medium';
    return <Shape severity={severity} label={label} />;
  }
  const sign = { reading: '…', 'not-assessed': '?', 'not-known-bad': '–' };
  return (
    <span
      className="jp-Mlsecops-package-state"
      role="img"
      aria-label={label}
      title={label}
    >
      {sign[state]}
    </span>
  );
}
