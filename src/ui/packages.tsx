/**
 * The packages of a notebook: declared, imported, installed, and what is known
 * of each. Props in, events out.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { advisoriesOf, findingsOf, IPackages } from '../dependencies';
import {
  IDependency,
  IDependencyReport,
  IFinding,
  IFix,
  ILocation,
  IPanelReport
} from '../generated/model';
import { PackageDetails } from './package-details';
import { Shape } from './shape';
import { severityName } from './text';

export interface IPackagesProps {
  packages: IPackages;
  report: IPanelReport;
  trans: TranslationBundle;
  locationName: (location: ILocation) => string;
  onJump: (location: ILocation) => void;
  onOpen: (finding: IFinding) => void;
  onFix: (finding: IFinding, fix: IFix) => void;
  /** What else the notebook brings in, between the table and its sources. */
  children?: React.ReactNode;
}

export function Packages(props: IPackagesProps): JSX.Element {
  const { packages, trans } = props;
  const { report } = packages;
  if (!report) {
    return (
      <>
        <p className="jp-Mlsecops-empty" role="status">
          {packages.phase === 'failed'
            ? packages.message
            : trans.__('Looking at the packages…')}
        </p>
        {props.children}
      </>
    );
  }
  return (
    <>
      {packages.phase === 'failed' ? (
        <p className="jp-Mlsecops-empty">{packages.message}</p>
      ) : null}
      {report.dependencies.length ? (
        <Table {...props} dependencies={report.dependencies} />
      ) : (
        <p className="jp-Mlsecops-empty">
          {trans.__('This notebook names no packages.')}
        </p>
      )}
      {props.children}
      <Sources report={report} trans={trans} />
    </>
  );
}

function Table(
  props: IPackagesProps & { dependencies: IDependency[] }
): JSX.Element {
  const { dependencies, trans } = props;
  const [open, setOpen] = React.useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = React.useState(false);
  const flawed = dependencies.filter(one => one.state === 'vulnerable');
  const others = dependencies.filter(one => one.state !== 'vulnerable');
  const named = others.filter(one => !one.through.length);
  const brought = others.filter(one => one.through.length);
  const rows = [...flawed.sort(byWorst), ...named, ...(all ? brought : [])];
  const toggle = (name: string) => {
    const next = new Set(open);
    if (!next.delete(name)) {
      next.add(name);
    }
    setOpen(next);
  };
  return (
    <div className="jp-Mlsecops-packages">
      <table>
        <thead>
          <tr>
            <th scope="col" className="jp-Mlsecops-column-name">
              {trans.__('Package')}
            </th>
            <th scope="col">{trans.__('Asked for')}</th>
            <th scope="col" className="jp-Mlsecops-column-installed">
              {trans.__('Installed')}
            </th>
          </tr>
        </thead>
        {rows.map(one => (
          <Row
            key={one.name}
            {...props}
            dependency={one}
            open={open.has(one.name)}
            onToggle={() => toggle(one.name)}
          />
        ))}
      </table>
      {brought.length ? (
        <button
          className="jp-Mlsecops-button jp-Mlsecops-more-packages"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all
            ? trans.__('Show only what the notebook names')
            : trans._n(
                'Show %1 more package that these bring in',
                'Show %1 more packages that these bring in',
                brought.length,
                brought.length
              )}
        </button>
      ) : null}
    </div>
  );
}

function Row(
  props: IPackagesProps & {
    dependency: IDependency;
    open: boolean;
    onToggle: () => void;
  }
): JSX.Element {
  const { dependency, trans } = props;
  const { declared, imported, installed, through } = dependency;
  const asked = Array.from(
    new Set(declared.map(one => one.specifier || trans.__('any version')))
  );
  const how = declared.length
    ? asked.join(', ')
    : imported.length
      ? trans.__('imported')
      : trans.__('by %1', through[through.length - 1]);
  return (
    <tbody data-state={dependency.state} data-package={dependency.name}>
      <tr onClick={props.onToggle}>
        <th scope="row">
          <button
            className="jp-Mlsecops-package"
            aria-expanded={props.open}
            onClick={event => {
              event.stopPropagation();
              props.onToggle();
            }}
          >
            <State dependency={dependency} trans={trans} />
            <span>{dependency.name}</span>
          </button>
        </th>
        <td>{how}</td>
        <td>{installed ?? '–'}</td>
      </tr>
      {props.open ? (
        <tr className="jp-Mlsecops-package-details">
          <td colSpan={3}>
            <PackageDetails
              {...props}
              findings={findingsOf(dependency, props.report.report)}
            />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

/** The worst that is known, as a shape and in words. */
function State(props: {
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

/** How much of this is known, and how old that is. */
function Sources(props: {
  report: IDependencyReport;
  trans: TranslationBundle;
}): JSX.Element {
  const { report, trans } = props;
  const { advisories, dependencies } = report;
  const open = dependencies.filter(one => one.state === 'not-assessed').length;
  return (
    <div className="jp-Mlsecops-sources">
      {dependencies.length ? (
        <p>
          {trans.__(
            '%1 of %2 packages assessed.',
            dependencies.length - open,
            dependencies.length
          )}
        </p>
      ) : null}
      <p>
        {advisories
          ? trans.__(
              '%1 advisories from %2, %3 days old.',
              advisories.records,
              advisories.source,
              advisories.age_days
            )
          : trans.__(
              'No advisory database: only a few well-known incidents are looked for. Run "jupyter mlsecops db update" to get one.'
            )}
        {advisories && advisories.age_days > 30
          ? ` ${trans.__('That is too old: run "jupyter mlsecops db update".')}`
          : null}
      </p>
      {report.environment ? null : (
        <p>
          {trans.__(
            'Not assessed: what the kernel has installed. It runs on another machine, or is not known here.'
          )}
        </p>
      )}
    </div>
  );
}

function isMalware(dependency: IDependency): boolean {
  return advisoriesOf(dependency).some(one => one.kind === 'malware');
}

function isRated(dependency: IDependency): boolean {
  return advisoriesOf(dependency).some(one => one.severity !== null);
}

const ORDER = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** Of its advisories; one that nobody rated counts as medium. */
function worst(dependency: IDependency): (typeof ORDER)[number] {
  const found = advisoriesOf(dependency).map(one =>
    one.kind === 'malware' ? 'critical' : (one.severity ?? 'medium')
  );
  return ORDER.find(severity => found.includes(severity)) ?? 'medium';
}

function byWorst(a: IDependency, b: IDependency): number {
  return ORDER.indexOf(worst(a)) - ORDER.indexOf(worst(b));
}
