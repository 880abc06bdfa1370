/**
 * The order of the packages in the table: by itself what is worst first, or by
 * a column.
 */
import { IDependency, IRelease } from '../generated/model';

export type Column = 'name' | 'asked' | 'installed' | 'released';

export interface IOrder {
  column: Column;
  descending: boolean;
}

/** The order after a click on a column: either way, then back to none. */
export function turned(order: IOrder | null, column: Column): IOrder | null {
  // The newest releases are what somebody looks for.
  const descending = column === 'released';
  if (order?.column !== column) {
    return { column, descending };
  }
  return order.descending === descending
    ? { column, descending: !descending }
    : null;
}

/** Packages by a column; those that have nothing in it come last. */
export function ordered(
  dependencies: readonly IDependency[],
  { column, descending }: IOrder
): IDependency[] {
  const keyed = dependencies.map(one => ({ one, key: keyOf(one, column) }));
  keyed.sort((a, b) => {
    if (!a.key || !b.key) {
      return Number(!a.key) - Number(!b.key);
    }
    const by = a.key.localeCompare(b.key, undefined, { numeric: true });
    return descending ? -by : by;
  });
  return keyed.map(({ one }) => one);
}

function keyOf(dependency: IDependency, column: Column): string {
  switch (column) {
    case 'name':
      return dependency.name;
    case 'asked':
      return dependency.declared.map(one => one.specifier).join(', ');
    case 'installed':
      return dependency.installed ?? '';
    case 'released':
      return releaseOf(dependency)?.uploaded ?? '';
  }
}

/** The release that came out last of those that count, if that is told. */
export function releaseOf(dependency: IDependency): IRelease | null {
  return dependency.versions.reduce<IRelease | null>(
    (last, { release }) =>
      release?.uploaded && release.uploaded > (last?.uploaded ?? '')
        ? release
        : last,
    null
  );
}
