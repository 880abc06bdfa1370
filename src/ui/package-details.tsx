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
  ILocation
} from '../generated/model';
import { isWebAddress } from './links';
import { fixLabel, severityName } from './text';
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
      {dependency.versions.map((version, i) => (
        <Version key={i} version={version} trans={trans} />
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
