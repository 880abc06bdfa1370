import { ReactWidget } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { IFinding, IFix } from '../generated/model';
import { findCell } from '../locate';
import { FindingStore } from '../store';
import { Diff } from './diff';
import { Shape } from './shape';
import { placeName, severityName } from './text';

export interface IBlockedOptions {
  finding: IFinding | undefined;
  fix: IFix | undefined;
  /** What the server said. */
  message: string;
  store: FindingStore;
  path: string;
  trans: TranslationBundle;
}

/** What stands in the dialog after a save that policy refused. */
export function blockedBody(options: IBlockedOptions): ReactWidget {
  const { finding, fix, message, trans } = options;
  return ReactWidget.create(
    <div className="jp-Mlsecops-preview">
      {finding ? (
        <p className="jp-Mlsecops-blocked">
          <Shape
            severity={finding.severity}
            label={severityName(finding.severity, trans)}
          />
          <span>
            <strong>{finding.message}</strong>
            <br />
            {place(options, finding)}
            {finding.preview ? (
              <>
                {' · '}
                <code>{finding.preview}</code>
              </>
            ) : null}
          </span>
        </p>
      ) : (
        <p>{message}</p>
      )}
      <p>
        {trans.__(
          'The security policy of this server does not save a notebook with this finding. Your text is still here; nothing is lost.'
        )}
      </p>
      {fix?.diff ? <Diff text={fix.diff} label={trans.__('Changes')} /> : null}
    </div>
  );
}

function place(options: IBlockedOptions, finding: IFinding): string {
  const { store, path, trans } = options;
  const entry = store.entry(path);
  const index = finding.location.cell_index;
  const now =
    entry?.report && index !== null
      ? findCell(entry.notebook, entry.report, index)
      : null;
  return placeName(finding.location, now?.index ?? null, trans);
}
