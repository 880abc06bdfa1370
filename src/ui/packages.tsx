/**
 * The packages of a notebook: declared, imported, installed, and what is known
 * of each. Props in, events out.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { findingsOf, IPackages } from '../dependencies';
import {
  IDependency,
  IDependencyReport,
  IFinding,
  IFix,
  ILocation,
  IPanelReport
} from '../generated/model';
import { PackageDetails } from './package-details';
import { Column, IOrder, ordered, releaseOf, turned } from './package-order';
import { Age, badness, Flaws, isWorthALook, Notes } from './package-state';

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
  const [order, setOrder] = React.useState<IOrder | null>(null);
  const marked = dependencies.filter(one => isWorthALook(one, trans));
  const others = dependencies.filter(one => !marked.includes(one));
  const named = others.filter(one => !one.through.length);
  const brought = others.filter(one => one.through.length);
  const bad = (one: IDependency) => badness(one, trans);
  const rows = [
    ...[...marked, ...named].sort((a, b) => bad(a) - bad(b)),
    ...(all ? brought : [])
  ];
  const toggle = (name: string) => {
    const next = new Set(open);
    if (!next.delete(name)) {
      next.add(name);
    }
    setOpen(next);
  };
  const dated = dependencies.some(releaseOf);
  const heading = (column: Column, label: string) => (
    <Heading
      {...{ column, label, order, trans }}
      onClick={() => setOrder(turned(order, column))}
    />
  );
  return (
    <div className="jp-Mlsecops-packages">
      <table role="table" data-columns={dated ? 4 : 3}>
        <thead>
          <tr>
            {heading('name', trans.__('Package'))}
            {heading('asked', trans.__('Asked for'))}
            {heading('installed', trans.__('Installed'))}
            {dated ? heading('released', trans.__('Released')) : null}
          </tr>
        </thead>
        {(order ? ordered(rows, order) : rows).map(one => (
          <Row
            key={one.name}
            {...props}
            dependency={one}
            dated={dated}
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

/** The head of a column; a click sorts by it. */
function Heading(props: {
  column: Column;
  label: string;
  order: IOrder | null;
  trans: TranslationBundle;
  onClick: () => void;
}): JSX.Element {
  const { column, label, trans } = props;
  const order = props.order?.column === column ? props.order : null;
  const sorted = !order
    ? 'none'
    : order.descending
      ? 'descending'
      : 'ascending';
  return (
    <th
      scope="col"
      className={`jp-Mlsecops-column-${column}`}
      aria-sort={sorted}
    >
      <button
        className="jp-Mlsecops-sort"
        title={
          turned(order, column)
            ? trans.__('Sort by this column')
            : trans.__('Put the worst first again')
        }
        onClick={props.onClick}
      >
        {label}
        <span aria-hidden="true">
          {order ? (order.descending ? ' ▾' : ' ▴') : ''}
        </span>
      </button>
    </th>
  );
}

function Row(
  props: IPackagesProps & {
    dependency: IDependency;
    /** Whether there is a column for the time of the release. */
    dated: boolean;
    open: boolean;
    onToggle: () => void;
  }
): JSX.Element {
  const { dependency, dated, trans } = props;
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
            <Flaws dependency={dependency} trans={trans} />
            <span>{dependency.name}</span>
          </button>
          <Notes dependency={dependency} trans={trans} />
        </th>
        <td title={how}>{how}</td>
        <td title={installed ?? undefined}>{installed ?? '–'}</td>
        {dated ? (
          <td>
            <Age release={releaseOf(dependency)} trans={trans} />
          </td>
        ) : null}
      </tr>
      {props.open ? (
        <tr className="jp-Mlsecops-package-details">
          <td colSpan={dated ? 4 : 3}>
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
          ? trans._n(
              '%1 advisory from %2, %3 days old.',
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
