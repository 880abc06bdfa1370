/**
 * What is left to do about a secret that was readable once.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { IRotation } from '../rotations';
import { historySentence } from '../secrets';
import { Web } from './web';

export interface IRotationEvents {
  onAsk: (one: IRotation, whole: boolean) => void;
  onDismiss: (one: IRotation) => void;
}

/** The list below the findings; nothing where there is nothing to do. */
export function RotationList(
  props: IRotationEvents & {
    rotations: readonly IRotation[];
    trans: TranslationBundle;
  }
): JSX.Element | null {
  const { rotations, trans } = props;
  if (!rotations.length) {
    return null;
  }
  return (
    <section
      className="jp-Mlsecops-rotations"
      aria-label={trans.__('Rotate these keys')}
    >
      <h3>
        {trans._n(
          'Rotate this key',
          'Rotate these %1 keys',
          rotations.length,
          rotations.length
        )}
      </h3>
      <p className="jp-Mlsecops-hint">
        {trans.__(
          'What was readable once may have been copied. It is safe when its provider no longer accepts it.'
        )}
      </p>
      <ul>
        {rotations.map(one => (
          <li key={one.fingerprint}>
            <div>{one.message}</div>
            <Rotation
              rotation={one}
              trans={trans}
              onAsk={whole => props.onAsk(one, whole)}
            >
              <button
                className="jp-Mlsecops-button"
                onClick={() => props.onDismiss(one)}
              >
                {trans.__('Done')}
              </button>
            </Rotation>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The provider's page, the question about git, and its answer. */
export function Rotation(props: {
  rotation: IRotation;
  trans: TranslationBundle;
  onAsk: (whole: boolean) => void;
  children?: React.ReactNode;
}): JSX.Element {
  const { rotation, trans } = props;
  const { history, error, page } = rotation;
  const asking = history === 'asking';
  const answer =
    error || (history && !asking ? historySentence(history, trans) : '');
  const more =
    history && history !== 'asking' && history.repository && !history.whole;
  return (
    <>
      <div className="jp-Mlsecops-actions">
        {page ? (
          <Web url={page}>{trans.__("Open the provider's page")}</Web>
        ) : null}
        <button
          className="jp-Mlsecops-button"
          disabled={asking}
          onClick={() => props.onAsk(Boolean(more))}
        >
          {more
            ? trans.__('Search the whole repository')
            : trans.__('Is it in git history?')}
        </button>
        {props.children}
      </div>
      <p className="jp-Mlsecops-answer" role="status">
        {asking ? trans.__('Looking…') : answer}
      </p>
    </>
  );
}
