import { ISignal, Signal } from '@lumino/signaling';
import { Severity } from './generated/model';

/** The settings of `schema/plugin.json`. */
export interface IPreferences {
  scanWhileEditing: boolean;
  inlineMarks: boolean;
  outputMarks: boolean;
  minimumSeverity: Severity;
  groupBy: 'severity' | 'cell';
  /** Id of a store of secrets; empty for what suits the notebook. */
  secretStore: string;
}

/** What a person set, and a signal when that changes. */
export class Preferences {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get values(): Readonly<IPreferences> {
    return this._values;
  }

  update(values: Partial<IPreferences>): void {
    this._values = { ...this._values, ...values };
    this._changed.emit();
  }

  private _values: IPreferences = {
    scanWhileEditing: true,
    inlineMarks: true,
    outputMarks: true,
    minimumSeverity: 'info',
    groupBy: 'severity',
    secretStore: ''
  };
  private _changed = new Signal<this, void>(this);
}
