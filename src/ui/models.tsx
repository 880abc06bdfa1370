/**
 * The model files of a notebook: those that a finding is about, and all of
 * them. Props in, events out.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { ILoadedModel, ILocation, IReadingModel } from '../generated/model';
import { ModelFile, ModelState, stateName } from './model-file';
import { fileSize, near } from './text';

/** The files that a finding is about. */
export function FindingModels(props: {
  models: readonly ILoadedModel[];
  /** The path of the notebook. */
  path: string;
  trans: TranslationBundle;
  onCopy: (text: string) => void;
  onScanAgain: (model: ILoadedModel) => void;
}): JSX.Element | null {
  const { models, trans } = props;
  if (!models.length) {
    return null;
  }
  return (
    <section className="jp-Mlsecops-finding-models">
      <h3>{trans._n('The file', 'The files', models.length)}</h3>
      {models.map(model => (
        <React.Fragment key={model.path}>
          <p className="jp-Mlsecops-model-name" title={model.path}>
            <bdi>{near(model.path, props.path)}</bdi>
          </p>
          <ModelFile model={model} trans={trans} onCopy={props.onCopy} />
          <button
            className="jp-Mlsecops-button"
            disabled={model.state === 'reading'}
            onClick={() => props.onScanAgain(model)}
          >
            {trans.__('Scan again')}
          </button>
        </React.Fragment>
      ))}
    </section>
  );
}

/** All model files that the notebook loads, each with the cells that do. */
export function ModelList(props: {
  models: readonly ILoadedModel[];
  /** The path of the notebook. */
  path: string;
  trans: TranslationBundle;
  locationName: (location: ILocation) => string;
  onJump: (location: ILocation) => void;
  onCopy: (text: string) => void;
}): JSX.Element | null {
  const { models, trans } = props;
  const [open, setOpen] = React.useState<ReadonlySet<string>>(new Set());
  const toggle = (path: string) => {
    const next = new Set(open);
    if (!next.delete(path)) {
      next.add(path);
    }
    setOpen(next);
  };
  if (!models.length) {
    return null;
  }
  return (
    <section className="jp-Mlsecops-models">
      <h3>{trans.__('Model files')}</h3>
      <ul>
        {models.map(model => (
          <li key={model.path} data-state={model.state}>
            <button
              className="jp-Mlsecops-package"
              aria-expanded={open.has(model.path)}
              title={model.path}
              onClick={() => toggle(model.path)}
            >
              <ModelState state={model.state} trans={trans} />
              <span>
                <bdi>{near(model.path, props.path)}</bdi>
              </span>
            </button>
            <div className="jp-Mlsecops-hint">
              {`${fileSize(model.size)} · ${stateName(model.state, trans)} · `}
              {model.loads.map((location, i) => (
                <React.Fragment key={i}>
                  {i ? ', ' : null}
                  <button
                    className="jp-Mlsecops-link"
                    onClick={() => props.onJump(location)}
                  >
                    {props.locationName(location)}
                  </button>
                </React.Fragment>
              ))}
            </div>
            {open.has(model.path) ? (
              <ModelFile model={model} trans={trans} onCopy={props.onCopy} />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How far the reading in the background is, or why nobody knows. */
export function ReadingLine(props: {
  reading: IReadingModel | null;
  /** Why nobody knows. */
  message?: string;
  trans: TranslationBundle;
  onAgain?: () => void;
}): JSX.Element | null {
  const { reading, message, trans } = props;
  const far = useRise(reading);
  if (!reading) {
    return message ? (
      <p className="jp-Mlsecops-reading-lost" role="status">
        {trans.__('How far model files were read is not known. %1', message)}{' '}
        <button className="jp-Mlsecops-link" onClick={props.onAgain}>
          {trans.__('Ask again')}
        </button>
      </p>
    ) : null;
  }
  const name = reading.path.split('/').pop() ?? '';
  const more = reading.left - 1;
  return (
    <div
      className="jp-Mlsecops-reading"
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={far}
      aria-label={trans.__('Reading %1', name)}
      title={reading.path}
    >
      <bdi>{trans.__('Reading %1…', name)}</bdi>
      <span>
        {more > 0 ? trans._n('%1 more', '%1 more', more, more) : null}
      </span>
      <div className="jp-Mlsecops-reading-bar">
        <div style={{ width: `${far}%` }} />
      </div>
    </div>
  );
}

/**
 * How much of a file was read, as a bar shows it: what a reader passes over is
 * not counted, so the number itself would promise more than it says.
 */
function useRise(reading: IReadingModel | null): number {
  const last = React.useRef({ path: '', percent: 0 });
  if (!reading) {
    return 0;
  }
  const { path, percent } = reading;
  const before = last.current.path === path ? last.current.percent : 0;
  last.current = { path, percent: Math.max(before, percent) };
  return last.current.percent;
}
