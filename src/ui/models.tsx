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

/** How far the reading in the background is, in a line. */
export function ReadingLine(props: {
  reading: IReadingModel | null;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { reading, trans } = props;
  if (!reading) {
    return null;
  }
  const name = reading.path.split('/').pop() ?? '';
  const more = reading.left - 1;
  return (
    <div
      className="jp-Mlsecops-reading"
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={reading.percent}
      aria-label={trans.__('Reading %1', name)}
      title={reading.path}
    >
      <bdi>{trans.__('Reading %1', name)}</bdi>
      <span>
        {trans.__('%1 %', reading.percent)}
        {more > 0 ? ` · ${trans._n('%1 more', '%1 more', more, more)}` : null}
      </span>
    </div>
  );
}
