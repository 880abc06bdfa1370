/**
 * What a scan could not assess, each with a way there.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { ILocation, IPanelReport, IProblem } from '../generated/model';

export function NotAssessed(props: {
  report: IPanelReport;
  trans: TranslationBundle;
  onJump: (location: ILocation, focus: boolean) => void;
}): JSX.Element | null {
  const { report, trans, onJump } = props;
  const gaps = notAssessed(report, trans);
  return gaps.length ? (
    <details className="jp-Mlsecops-missing" open={gaps.length < 4}>
      <summary>{trans.__('Not assessed · %1', gaps.length)}</summary>
      <ul>
        {gaps.map(gap => (
          <Gap key={gap.text} gap={gap} onJump={onJump} />
        ))}
      </ul>
    </details>
  ) : null;
}

function Gap(props: {
  gap: IGap;
  onJump: (location: ILocation, focus: boolean) => void;
}): JSX.Element {
  const { text, place } = props.gap;
  return (
    <li>
      {place ? (
        <button
          className="jp-Mlsecops-link"
          onClick={() => props.onJump(place.location, true)}
        >
          {place.name}
        </button>
      ) : null}
      {text.slice(place?.name.length ?? 0)}
    </li>
  );
}

/** Something that was not assessed, in a sentence. */
export interface IGap {
  text: string;
  /** The cell it is about; `name` is how the text begins. */
  place: { name: string; location: ILocation } | null;
}

/** What a report could not assess. */
export function notAssessed(
  report: IPanelReport,
  trans: TranslationBundle
): IGap[] {
  const { problems, inputs } = report.report;
  const lines = problems.map(problem => problemText(problem, trans));
  for (const input of inputs) {
    if (input.status !== 'scanned' && input.reason) {
      lines.push(
        input.path === report.path
          ? input.reason
          : trans.__('%1: %2', input.path, input.reason)
      );
    }
  }
  // The panel names its notebook already.
  const own = `${report.path}: `;
  const texts = lines.map(line =>
    line.startsWith(own) ? line.slice(own.length) : line
  );
  return texts
    .filter((text, i) => text && texts.indexOf(text) === i)
    .map(text => ({ text, place: cellNamed(text, report) }));
}

/** The cell that a message begins with: "cell 7, lines 2-3: …". */
function cellNamed(text: string, report: IPanelReport): IGap['place'] {
  const found = /^cell (\d+)(?:, lines? (\d+)(?:-\d+)?)?/.exec(text);
  const index = Number(found?.[1]) - 1;
  if (!found || !report.cells[index]) {
    return null;
  }
  const line = Number(found[2]);
  return {
    name: found[0],
    location: {
      path: report.path,
      cell_index: index,
      cell_id: report.cells[index].cell_id,
      part: 'source',
      pointer: `/cells/${index}/source`,
      region: line
        ? { start_line: line, start_column: 1, end_line: line, end_column: 1 }
        : null
    }
  };
}

function problemText(problem: IProblem, trans: TranslationBundle): string {
  return problem.message || trans.__('%1: %2', problem.path, problem.kind);
}
