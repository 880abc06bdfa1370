/**
 * What the panel can show of a notebook.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** What the panel shows. */
export type Tab = 'findings' | 'dependencies';

const TABS: readonly Tab[] = ['findings', 'dependencies'];

export function Tabs(props: {
  tab: Tab;
  trans: TranslationBundle;
  onTab: (tab: Tab) => void;
}): JSX.Element {
  const { tab, trans, onTab } = props;
  const names = {
    findings: trans.__('Findings'),
    dependencies: trans.__('Dependencies')
  };
  return (
    <div
      className="jp-Mlsecops-tabs"
      role="tablist"
      onKeyDown={event => {
        if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
          const other = TABS[1 - TABS.indexOf(tab)];
          onTab(other);
          document.getElementById(`jp-Mlsecops-tab-${other}`)?.focus();
        }
      }}
    >
      {TABS.map(one => (
        <button
          key={one}
          id={`jp-Mlsecops-tab-${one}`}
          role="tab"
          aria-selected={one === tab}
          aria-controls="jp-Mlsecops-tabpanel"
          tabIndex={one === tab ? 0 : -1}
          onClick={() => onTab(one)}
        >
          {names[one]}
        </button>
      ))}
    </div>
  );
}
