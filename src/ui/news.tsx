/**
 * Notebooks that newly published flaws are about.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { INews } from '../generated/model';

export interface INewsProps {
  news: readonly INews[];
  trans: TranslationBundle;
  /** Open the notebook; it is scanned again then. */
  onOpen: (path: string) => void;
}

export function News(props: INewsProps): JSX.Element | null {
  const { news, trans } = props;
  const paths = Array.from(new Set(news.map(one => one.path)));
  if (!paths.length) {
    return null;
  }
  return (
    <details className="jp-Mlsecops-news">
      <summary>
        {trans._n(
          '%1 notebook is newly affected',
          '%1 notebooks are newly affected',
          paths.length,
          paths.length
        )}
      </summary>
      <ul>
        {paths.map(path => (
          <li key={path}>
            <button
              className="jp-Mlsecops-link"
              onClick={() => props.onOpen(path)}
            >
              {path}
            </button>
            {news
              .filter(one => one.path === path)
              .map(one => (
                <div key={`${one.name} ${one.version} ${one.advisory}`}>
                  {one.kind === 'malware'
                    ? trans.__(
                        '%1 %2 is known malware (%3)',
                        one.name,
                        one.version,
                        one.advisory
                      )
                    : trans.__(
                        '%1 %2: %3',
                        one.name,
                        one.version,
                        one.summary || one.advisory
                      )}
                </div>
              ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
