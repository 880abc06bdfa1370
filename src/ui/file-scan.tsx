/**
 * What the scan of a file or folder found. Props in, events out.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { IShownScan } from '../file-scans';
import { rank } from '../findings';
import {
  IFileScan,
  IFinding,
  ILoadedModel,
  ILocation
} from '../generated/model';
import { Frame } from './frame';
import { ModelFile, ModelState, stateName } from './model-file';
import { ReadingLine } from './models';
import { Shape } from './shape';
import { near, placeName, severityName, titleOf } from './text';

export interface IFileScanProps {
  scan: IShownScan;
  trans: TranslationBundle;
  onClose: () => void;
  onCancel: () => void;
  onAgain: () => void;
  /** Open a notebook or another file, at a place. */
  onOpen: (path: string, location?: ILocation) => void;
  onCopy: (text: string) => void;
}

/** Files, and findings of one, that are listed; the rest is counted. */
const LISTED = 200;

export function FileScanPage(props: IFileScanProps): JSX.Element {
  const { scan, trans } = props;
  const { told } = scan;
  const running = !scan.message && (!told || told.state === 'running');
  return (
    <Frame
      className="jp-Mlsecops-file-scan"
      label={trans.__('Scan of %1', scan.path || '/')}
      heading={<bdi title={scan.path}>{scan.path.split('/').pop() || '/'}</bdi>}
      back={trans.__('Back')}
      onBack={props.onClose}
    >
      <p className="jp-Mlsecops-hint" role="status">
        {stateOf(props)}
      </p>
      {running ? (
        <ReadingLine reading={told?.reading ?? null} trans={trans} />
      ) : null}
      <div className="jp-Mlsecops-actions">
        {running ? (
          <button className="jp-Mlsecops-button" onClick={props.onCancel}>
            {trans.__('Cancel')}
          </button>
        ) : (
          <button className="jp-Mlsecops-button" onClick={props.onAgain}>
            {trans.__('Scan again')}
          </button>
        )}
      </div>
      {told && !running ? <Result {...props} told={told} /> : null}
    </Frame>
  );
}

/** "3 findings in 12 files", or how far it is. */
function stateOf({ scan, trans }: IFileScanProps): string {
  const { told, message } = scan;
  if (message || told?.state === 'failed') {
    return message || told?.message || '';
  }
  if (!told || told.state === 'running') {
    return told && told.total > 1
      ? trans.__('Scanned %1 of %2 files…', told.done, told.total)
      : trans.__('Scanning…');
  }
  const count = told.report?.findings.length ?? 0;
  const files = trans._n('%1 file', '%1 files', told.done, told.done);
  const found = count
    ? trans._n('%1 finding in %2', '%1 findings in %2', count, files)
    : trans.__('No findings in %1', files);
  if (told.state === 'cancelled') {
    return trans.__('Cancelled. %1 of %2.', found, told.total);
  }
  const inputs = told.report?.inputs ?? [];
  const open = inputs.filter(one => one.status !== 'scanned').length;
  return open
    ? trans.__('%1, %2 of them not assessed in full.', found, open)
    : `${found}.`;
}

/** A file with what was found in it. */
interface IFileResult {
  path: string;
  findings: IFinding[];
  model: ILoadedModel | null;
}

function Result(props: IFileScanProps & { told: IFileScan }): JSX.Element {
  const { told, trans } = props;
  const files = resultsOf(told);
  const rest = files.length - LISTED;
  // What was not read of a model stands with it.
  const shown = new Set(files.filter(one => one.model).map(one => one.path));
  const problems = (told.report?.problems ?? [])
    .filter(one => one.kind !== 'model-not-assessed' || !shown.has(one.path))
    .slice(0, LISTED);
  return (
    <>
      <ul className="jp-Mlsecops-file-results">
        {files.slice(0, LISTED).map(file => (
          <li key={file.path}>
            <FileResult {...props} file={file} only={told.total === 1} />
          </li>
        ))}
      </ul>
      {rest > 0 ? (
        <p>{trans._n('%1 more file', '%1 more files', rest, rest)}</p>
      ) : null}
      {problems.length ? (
        <details className="jp-Mlsecops-missing" open={problems.length < 4}>
          <summary>{trans.__('Not assessed · %1', problems.length)}</summary>
          <ul>
            {problems.map((problem, i) => (
              <li key={i}>{problem.message}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function FileResult(
  props: IFileScanProps & { file: IFileResult; only: boolean }
): JSX.Element {
  const { file, only, trans } = props;
  const { model } = file;
  const name = near(file.path, `${props.scan.path}/`.replace(/^\//, ''));
  const findings = file.findings.filter(one => !model || !isOfModel(one));
  const more = findings.length - LISTED;
  return (
    <>
      {only ? null : (
        <h3 title={file.path}>
          {model ? <ModelState state={model.state} trans={trans} /> : null}
          {/\.(ipynb|py|txt|toml|ya?ml|lock|cfg)$/.test(file.path) ? (
            <button
              className="jp-Mlsecops-link"
              onClick={() => props.onOpen(file.path)}
            >
              <bdi>{name}</bdi>
            </button>
          ) : (
            <bdi>{name}</bdi>
          )}
        </h3>
      )}
      {model && only ? (
        <p className="jp-Mlsecops-file-state">
          <ModelState state={model.state} trans={trans} />
          {stateName(model.state, trans)}
        </p>
      ) : null}
      {model ? (
        <ModelFile model={model} trans={trans} onCopy={props.onCopy} />
      ) : null}
      <ul className="jp-Mlsecops-deeds">
        {findings.slice(0, LISTED).map((finding, i) => (
          <li key={i}>
            <Shape
              severity={finding.severity}
              label={severityName(finding.severity, trans)}
            />
            <div>
              {titleOf(finding)}
              <FindingPlace {...props} location={finding.location} />
            </div>
          </li>
        ))}
      </ul>
      {more > 0 ? <p>{trans._n('%1 more', '%1 more', more, more)}</p> : null}
    </>
  );
}

/** Where a finding stands; in a notebook a way to there. */
function FindingPlace(
  props: IFileScanProps & { location: ILocation }
): JSX.Element | null {
  const { location, trans } = props;
  if (!location.region) {
    return null;
  }
  return (
    <div className="jp-Mlsecops-hint">
      {location.cell_index === null ? (
        trans.__('line %1', location.region.start_line)
      ) : (
        <button
          className="jp-Mlsecops-link"
          onClick={() => props.onOpen(location.path, location)}
        >
          {placeName(location, location.cell_index, trans)}
        </button>
      )}
    </div>
  );
}

/** Findings that say no more than the model's own lines. */
function isOfModel(finding: IFinding): boolean {
  return finding.category === 'models' && !finding.location.region;
}

/** Files that have something to tell, the worst first. */
function resultsOf(told: IFileScan): IFileResult[] {
  const files = new Map<string, IFileResult>();
  const of = (path: string) => {
    const known = files.get(path) ?? { path, findings: [], model: null };
    files.set(path, known);
    return known;
  };
  for (const finding of told.report?.findings ?? []) {
    of(finding.location.path).findings.push(finding);
  }
  for (const model of told.models) {
    if (told.total === 1 || model.state !== 'not-known-bad') {
      of(model.path).model = model;
    }
  }
  const worst = (file: IFileResult) =>
    Math.min(5, ...file.findings.map(one => rank(one.severity)));
  return Array.from(files.values()).sort((a, b) => worst(a) - worst(b));
}
