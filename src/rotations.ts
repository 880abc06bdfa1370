/**
 * Secrets that were taken out of notebooks and are still valid elsewhere.
 */
import { ISignal, Signal } from '@lumino/signaling';
import { Api, IHistory } from './api';
import { IFinding, IReport } from './generated/model';
import { providerPage } from './secrets';

/** A secret whose provider should be told, and what is known of git. */
export interface IRotation {
  readonly path: string;
  readonly fingerprint: string;
  /** The state of the notebook that held it. */
  readonly base: string;
  /** What it is: "Hugging Face token in code". */
  readonly message: string;
  readonly page: string | null;
  readonly history: IHistory | 'asking' | null;
  /** Why git could not be asked. */
  readonly error: string;
}

export class Rotations {
  constructor(private _api: Api) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Note that a secret was taken out of a notebook. */
  add(path: string, base: string, finding: IFinding): void {
    if (
      finding.category === 'secrets' &&
      !this._find(path, finding.fingerprint)
    ) {
      this._all = [...this._all, rotationOf(path, base, finding)];
      this._changed.emit();
    }
  }

  /** Those of a notebook whose secret it no longer holds. */
  of(path: string, report: IReport): IRotation[] {
    const held = new Set(
      [...report.findings, ...report.suppressed].map(one => one.fingerprint)
    );
    return this._all.filter(
      one => one.path === path && !held.has(one.fingerprint)
    );
  }

  /** What is known of a secret, also of one that still stands there. */
  known(path: string, base: string, finding: IFinding): IRotation {
    return (
      this._asked.get(keyOf(path, finding.fingerprint)) ??
      rotationOf(path, base, finding)
    );
  }

  /** The person has seen to it. */
  dismiss(one: IRotation): void {
    this._all = this._all.filter(
      other => other.path !== one.path || other.fingerprint !== one.fingerprint
    );
    this._asked.delete(keyOf(one.path, one.fingerprint));
    this._changed.emit();
  }

  /** Look into git's history: of the notebook, or of all files. */
  async ask(one: IRotation, whole: boolean): Promise<void> {
    this._put({ ...one, history: 'asking', error: '' });
    try {
      const history = await this._api.history(
        one.path,
        one.base,
        one.fingerprint,
        whole
      );
      this._put({ ...one, history, error: '' });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this._put({ ...one, history: null, error: message });
    }
  }

  private _find(path: string, fingerprint: string): IRotation | undefined {
    return this._all.find(
      one => one.path === path && one.fingerprint === fingerprint
    );
  }

  private _put(one: IRotation): void {
    this._asked.set(keyOf(one.path, one.fingerprint), one);
    this._all = this._all.map(other =>
      other.path === one.path && other.fingerprint === one.fingerprint
        ? one
        : other
    );
    this._changed.emit();
  }

  private _all: readonly IRotation[] = [];
  private _asked = new Map<string, IRotation>();
  private _changed = new Signal<this, void>(this);
}

function rotationOf(path: string, base: string, finding: IFinding): IRotation {
  const { fingerprint, message } = finding;
  const page = providerPage(finding);
  return { path, fingerprint, base, message, page, history: null, error: '' };
}

function keyOf(path: string, fingerprint: string): string {
  return `${fingerprint} ${path}`;
}
