/**
 * The head of the panel: which notebook, how many findings, how old.
 */
import { PathExt } from '@jupyterlab/coreutils';
import { ellipsesIcon, refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { hasSafeFix } from '../findings';
import { IEntry } from '../store';
import { useNow } from './now';
import { ago } from './text';
import type { IViewProps } from './view';

export function Header(props: IViewProps & { entry: IEntry }): JSX.Element {
  const { entry, trans } = props;
  const now = useNow();
  const count = entry.report?.report.findings.length ?? 0;
  const safe = entry.report?.report.findings.filter(hasSafeFix).length ?? 0;
  let state = '';
  if (entry.phase === 'failed') {
    state = entry.report
      ? trans.__('the last scan failed: %1', entry.message)
      : trans.__('the last scan failed');
  } else if (props.stale) {
    state = trans.__('changing…');
  } else if (entry.report) {
    const time = ago(entry.at, now, trans);
    state = count ? time : trans.__('scanned %1', time);
  } else {
    state = trans.__('scanning…');
  }
  return (
    <header className="jp-Mlsecops-header">
      <div className="jp-Mlsecops-header-line">
        <div className="jp-Mlsecops-file" title={entry.path}>
          {PathExt.basename(entry.path)}
        </div>
        <button
          className="jp-Mlsecops-icon"
          title={trans.__('Scan now')}
          aria-label={trans.__('Scan now')}
          onClick={props.onScan}
        >
          <refreshIcon.react tag="span" />
        </button>
        <button
          className="jp-Mlsecops-icon"
          title={trans.__('More')}
          aria-label={trans.__('More')}
          aria-haspopup="menu"
          onClick={event => {
            const box = event.currentTarget.getBoundingClientRect();
            props.onPanelMenu(box.left, box.bottom);
          }}
        >
          <ellipsesIcon.react tag="span" />
        </button>
      </div>
      <div className="jp-Mlsecops-state" role="status">
        {entry.report && count
          ? `${trans._n('%1 finding', '%1 findings', count, count)} · ${state}`
          : state}
      </div>
      {safe > 0 ? (
        <button
          className="jp-Mlsecops-button jp-mod-accept"
          onClick={props.onFixSafe}
        >
          {trans._n('Fix %1 safe…', 'Fix %1 safe…', safe, safe)}
        </button>
      ) : null}
    </header>
  );
}
