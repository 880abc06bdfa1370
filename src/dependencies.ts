/**
 * The packages that open notebooks need, asked for when somebody looks, and
 * what became known of notebooks that were scanned before.
 */
import { ISignal, Signal } from '@lumino/signaling';
import { Api } from './api';
import {
  IAdvisory,
  IDependency,
  IDependencyReport,
  IFinding,
  ILocation,
  INewsReport,
  IReport
} from './generated/model';
import { FindingStore } from './store';

/** What is known of the packages of one notebook. */
export interface IPackages {
  /** The last answer, which may be about an earlier state of the notebook. */
  readonly report: IDependencyReport | null;
  readonly phase: 'idle' | 'asking' | 'failed';
  /** Why the last question had no answer. */
  readonly message: string;
}

const NOTHING: IPackages = { report: null, phase: 'idle', message: '' };

export class Dependencies {
  constructor(
    private _api: Api,
    private _store: FindingStore
  ) {
    _store.changed.connect((_, path) => {
      if (path && !_store.entry(path)) {
        this._packages.delete(path);
        this._asked.delete(path);
      }
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is known, without asking. */
  of(path: string): IPackages {
    return this._packages.get(path) ?? NOTHING;
  }

  /** Ask about the state of a notebook that was scanned last, once. */
  async look(path: string): Promise<void> {
    const base = this._store.entry(path)?.report?.digest;
    if (!base || this._asked.get(path) === base) {
      return;
    }
    this._asked.set(path, base);
    const { report } = this.of(path);
    this._set(path, { report, phase: 'asking', message: '' });
    try {
      const answer = await this._api.dependencies(path, base);
      if (this._asked.get(path) === base) {
        this._set(path, { report: answer, phase: 'idle', message: '' });
      }
    } catch (error) {
      if (this._asked.get(path) === base) {
        const { message } = error as Error;
        this._set(path, { report, phase: 'failed', message });
      }
    }
  }

  /** What became known; null before the server was asked. */
  get news(): INewsReport | null {
    return this._news;
  }

  /** Ask what became known since notebooks were scanned. */
  async refreshNews(): Promise<void> {
    try {
      this._news = await this._api.news();
      this._changed.emit();
    } catch {
      // What is known stays; the next scan asks again.
    }
  }

  private _set(path: string, packages: IPackages): void {
    this._packages.set(path, packages);
    this._changed.emit();
  }

  private _packages = new Map<string, IPackages>();
  private _asked = new Map<string, string>();
  private _news: INewsReport | null = null;
  private _changed = new Signal<this, void>(this);
}

/** All that is known of the versions of a package. */
export function advisoriesOf(dependency: IDependency): IAdvisory[] {
  return dependency.versions.reduce<IAdvisory[]>(
    (all, version) => all.concat(version.advisories),
    []
  );
}

/** Rules about what an index says of projects and their releases. */
const OF_INDEX = [
  'archived-project',
  'quarantined-project',
  'release-too-young',
  'yanked-release'
];

/** The findings about flaws of a package, and about what an index says of it. */
export function findingsOf(
  dependency: IDependency,
  report: IReport
): IFinding[] {
  const ids = new Set(advisoriesOf(dependency).map(one => one.id));
  const places = new Set(
    [
      ...dependency.declared.map(one => one.location),
      ...dependency.imported
    ].map(placeKey)
  );
  const stands = (finding: IFinding) =>
    [finding.location, ...finding.related].some(one =>
      places.has(placeKey(one))
    );
  return report.findings.filter(
    finding =>
      finding.category === 'dependencies' &&
      (finding.references.advisory.some(id => ids.has(id)) ||
        (OF_INDEX.includes(finding.rule) && stands(finding)))
  );
}

function placeKey({ path, pointer, region }: ILocation): string {
  return JSON.stringify([path, pointer, region]);
}
