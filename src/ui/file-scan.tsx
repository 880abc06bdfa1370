/**
 * What the scan of a file or folder found. Props in, events out.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { IShownScan } from '../file-scans';
import { rank } from '../findings';
import { IFileScan, IFinding, ILoadedModel } from '../generated/model';
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
  /** Open a notebook or another file. */
  onOpen: (path: string) => void;
  onCopy: (text: string) => void;
}

/** Files and findings that are listed; the rest is counted. */
const LISTED = 200;

export function FileScanPage(props: IFileScanProps): JSX.Element {
  const { scan, trans } = props;
  const { told } = scan;
  const close = React.useRef<HTMLButtonElement>(null);
  React.useEffect(() => close.current?.focus(), [scan.path]);
  const running = !scan.message && (!told || told.state === 'running');
  return (
    <div
      className="jp-Mlsecops-page jp-Mlsecops-file-scan"
      role="region"
      aria-label={trans.__('Scan of %1', scan.path || '/')}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          props.onClose();
        }
      }}
    >
      <button
        ref={close}
        className="jp-Mlsecops-button jp-Mlsecops-back"
        onClick={props.onClose}
      >
        <span aria-hidden="true">‹</span> {trans.__('Back')}
      </button>
      <h2>
        <bdi title={scan.path}>{scan.path.split('/').pop() || '/'}</bdi>
      </h2>
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
    </div>
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
  return told.state === 'cancelled'
    ? trans.__('Cancelled. %1 of %2.', found, told.total)
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
        {file.findings
          .filter(one => !model || !isOfModel(one))
          .map((finding, i) => (
            <li key={i}>
              <Shape
                severity={finding.severity}
                label={severityName(finding.severity, trans)}
              />
              <div>
                {titleOf(finding)}
                {finding.location.region ? (
                  <div className="jp-Mlsecops-hint">
                    {finding.location.cell_index === null
                      ? trans.__('line %1', finding.location.region.start_line)
                      : placeName(
                          finding.location,
                          finding.location.cell_index,
                          trans
                        )}
                  </div>
                ) : null}
              </div>
            </li>
          ))}
      </ul>
    </>
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
