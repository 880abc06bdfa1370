/**
 * One package of a notebook: where it is named, what is known, what to do.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { appliableFixes } from '../findings';
import {
  IAdvisory,
  IAssessedVersion,
  IDependency,
  IFinding,
  IFix,
  ILocation,
  IProjectStatus
} from '../generated/model';
import { isWebAddress } from './links';
import { age, day, fixLabel, severityName } from './text';
import { Web } from './web';

export interface IPackageDetailsProps {
  dependency: IDependency;
  /** What the report says about it. */
  findings: readonly IFinding[];
  trans: TranslationBundle;
  locationName: (location: ILocation) => string;
  onJump: (location: ILocation) => void;
  onOpen: (finding: IFinding) => void;
  onFix: (finding: IFinding, fix: IFix) => void;
}

export function PackageDetails(props: IPackageDetailsProps): JSX.Element {
  const { dependency, findings, trans } = props;
  const { through } = dependency;
  return (
    <>
      {through.length ? (
        <p>{[...through, dependency.name].join(' → ')}</p>
      ) : (
        <Named {...props} />
      )}
      <Project project={dependency.project} trans={trans} />
      {dependency.versions.map((version, i) => (
        <React.Fragment key={i}>
          <Release version={version} trans={trans} />
          <Version version={version} trans={trans} />
        </React.Fragment>
      ))}
      {findings.map((finding, i) => {
        const [fix] = appliableFixes(finding);
        return (
          <p key={i} className="jp-Mlsecops-package-actions">
            {fix ? (
              <button
                className="jp-Mlsecops-button"
                onClick={() => props.onFix(finding, fix)}
              >
                {fixLabel(fix)}
              </button>
            ) : null}
            <button
              className="jp-Mlsecops-link"
              onClick={() => props.onOpen(finding)}
            >
              {trans.__('Show the finding')}
            </button>
          </p>
        );
      })}
    </>
  );
}

/** Where the notebook names it. */
function Named(props: IPackageDetailsProps): JSX.Element {
  const { dependency, locationName, trans } = props;
  const place = (location: ILocation, key: string) =>
    location.cell_index === null && !location.region ? (
      <li key={key}>{location.path}</li>
    ) : (
      <li key={key}>
        <button
          className="jp-Mlsecops-link"
          onClick={() => props.onJump(location)}
        >
          {locationName(location)}
        </button>
        {key.startsWith('import') ? ` · ${trans.__('imported')}` : null}
      </li>
    );
  return (
    <ul>
      {dependency.declared.map((one, i) => place(one.location, `asked${i}`))}
      {dependency.imported.map((one, i) => place(one, `import${i}`))}
    </ul>
  );
}

/** What the index says of all its versions. */
function Project(props: {
  project: IProjectStatus | null;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { project, trans } = props;
  if (!project) {
    return null;
  }
  const words = {
    quarantined: trans.__(
      'Under quarantine: the index no longer hands it out, for it may be malware. Do not install it.'
    ),
    archived: trans.__(
      'No longer looked after: it gets no more releases, so flaws in it stay.'
    ),
    deprecated: trans.__(
      'No longer looked after: its publisher says that it should not be used any more.'
    )
  }[project.status];
  return (
    <p>
      {words} <Reason text={project.reason} trans={trans} />
    </p>
  );
}

/** When a version came out, and whether its publisher took it back. */
function Release(props: {
  version: IAssessedVersion;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { version, trans } = props;
  const { release } = version;
  if (!release) {
    return null;
  }
  const { uploaded, yanked } = release;
  const ago = uploaded ? age(uploaded, Date.now(), trans) : '';
  return (
    <>
      {yanked !== null ? (
        <p>
          {trans.__(
            '%1 was taken back by its publisher: take another version.',
            version.version
          )}{' '}
          <Reason text={yanked} trans={trans} />
        </p>
      ) : null}
      {uploaded ? (
        <p>
          {ago === trans.__('today')
            ? trans.__('%1 was released today.', version.version)
            : trans.__(
                '%1 was released %2 ago, on %3.',
                version.version,
                ago,
                day(uploaded)
              )}
          {release.young
            ? ` ${trans.__('Malicious releases are often found within days: look twice, or take an older one.')}`
            : null}
        </p>
      ) : null}
    </>
  );
}

/** What a publisher or an index gives as the reason; it is text of others. */
function Reason(props: {
  text: string;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { text, trans } = props;
  return text ? <>{trans.__('The reason given: “%1”', text)}</> : null;
}

function Version(props: {
  version: IAssessedVersion;
  trans: TranslationBundle;
}): JSX.Element {
  const { version, trans } = props;
  const name = version.version;
  if (version.state === 'not-assessed') {
    return (
      <p>
        {name
          ? trans.__('%1 was not assessed: %2.', name, version.reason)
          : trans.__('Not assessed: %1.', version.reason)}
      </p>
    );
  }
  if (version.state === 'not-known-vulnerable') {
    return <p>{trans.__('No flaw of %1 is known.', name)}</p>;
  }
  return (
    <>
      <p>
        {version.safe
          ? trans.__(
              'Known about %1 (nothing is known about %2):',
              name,
              version.safe
            )
          : trans.__('Known about %1:', name)}
      </p>
      <ul className="jp-Mlsecops-advisories">
        {version.advisories.map(one => (
          <Advisory key={one.id} advisory={one} trans={trans} />
        ))}
      </ul>
    </>
  );
}

function Advisory(props: {
  advisory: IAdvisory;
  trans: TranslationBundle;
}): JSX.Element {
  const { advisory, trans } = props;
  const rated = advisory.severity
    ? severityName(advisory.severity, trans)
    : trans.__('not rated');
  const score = advisory.score === null ? '' : ` ${advisory.score}`;
  return (
    <li>
      {isWebAddress(advisory.url) ? (
        <Web url={advisory.url}>{advisory.id}</Web>
      ) : (
        advisory.id
      )}
      {' · '}
      {advisory.kind === 'malware' ? trans.__('malware') : `${rated}${score}`}
      {advisory.summary ? <div>{advisory.summary}</div> : null}
    </li>
  );
}
