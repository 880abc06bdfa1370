/**
 * What is known of one package, as shapes and in words.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { advisoriesOf } from '../dependencies';
import { rank } from '../findings';
import { IDependency, IRelease, Severity } from '../generated/model';
import { Shape } from './shape';
import { age, day, severityName } from './text';

/** Something that the index says against a package, beside known flaws. */
export interface INote {
  severity: Severity;
  text: string;
}

/** The worst first. */
export function notesOf(
  dependency: IDependency,
  trans: TranslationBundle
): INote[] {
  const { project, through, versions } = dependency;
  const notes: INote[] = [];
  if (project?.status === 'quarantined') {
    notes.push({ severity: 'high', text: trans.__('under quarantine') });
  }
  if (versions.some(one => one.release && one.release.yanked !== null)) {
    notes.push({
      severity: through.length ? 'low' : 'medium',
      text: trans.__('taken back')
    });
  }
  if (project && project.status !== 'quarantined') {
    notes.push({ severity: 'low', text: trans.__('no longer looked after') });
  }
  return notes;
}

/** How bad the worst is that is known; larger is less bad. */
export function badness(
  dependency: IDependency,
  trans: TranslationBundle
): number {
  const known = notesOf(dependency, trans).map(one => one.severity);
  if (dependency.state === 'vulnerable') {
    known.push(worst(dependency));
  }
  return Math.min(NONE, ...known.map(rank));
}

const NONE = rank('info');

/** Whether it belongs in sight though the notebook does not name it. */
export function isWorthALook(
  dependency: IDependency,
  trans: TranslationBundle
): boolean {
  return (
    dependency.state === 'vulnerable' ||
    badness(dependency, trans) <= rank('medium')
  );
}

/** Its known flaws, as a shape that has their name. */
export function Flaws(props: {
  dependency: IDependency;
  trans: TranslationBundle;
}): JSX.Element {
  const { dependency, trans } = props;
  if (dependency.state === 'vulnerable') {
    const severity = worst(dependency);
    const label = isMalware(dependency)
      ? trans.__('Known malware')
      : isRated(dependency)
        ? trans.__('Known flaw: %1', severityName(severity, trans))
        : trans.__('Known flaw, not rated');
    return <Shape severity={severity} label={label} />;
  }
  const label =
    dependency.state === 'not-assessed'
      ? trans.__('Not assessed')
      : trans.__('No known flaw');
  return (
    <span
      className="jp-Mlsecops-package-state"
      role="img"
      aria-label={label}
      title={label}
    >
      {dependency.state === 'not-assessed' ? '?' : '–'}
    </span>
  );
}

/** What the index says against it. */
export function Notes(props: {
  dependency: IDependency;
  trans: TranslationBundle;
}): JSX.Element | null {
  const notes = notesOf(props.dependency, props.trans);
  return notes.length ? (
    <div className="jp-Mlsecops-package-notes">
      {notes.map(note => (
        <span key={note.text}>
          <Shape severity={note.severity} />
          {note.text}
        </span>
      ))}
    </div>
  ) : null;
}

/** How long ago a version came out. */
export function Age(props: {
  release: IRelease | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { release, trans } = props;
  if (!release) {
    return <>–</>;
  }
  return (
    <span
      className="jp-Mlsecops-age"
      title={trans.__('Released on %1', day(release.uploaded))}
    >
      {release.young ? (
        <Shape severity="low" label={trans.__('Out for a short time only:')} />
      ) : null}
      {age(release.uploaded, Date.now(), trans)}
    </span>
  );
}

function isMalware(dependency: IDependency): boolean {
  return advisoriesOf(dependency).some(one => one.kind === 'malware');
}

function isRated(dependency: IDependency): boolean {
  return advisoriesOf(dependency).some(one => one.severity !== null);
}

/** Of its advisories; one that nobody rated counts as medium. */
function worst(dependency: IDependency): Severity {
  const found = advisoriesOf(dependency).map(one =>
    one.kind === 'malware' ? 'critical' : (one.severity ?? 'medium')
  );
  return found.sort((a, b) => rank(a) - rank(b))[0] ?? 'medium';
}
