/**
 * A finding's page: why, what to do, how it got there, where to read more.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { appliableFixes, hasClearing } from '../findings';
import {
  IFinding,
  IFix,
  ILoadedModel,
  ILocation,
  IRuleInfo,
  ISuppressedFinding
} from '../generated/model';
import { IRotation } from '../rotations';
import { Diff } from './diff';
import { Frame } from './frame';
import { FindingModels } from './models';
import { isWebAddress, referenceLinks, splitLinks } from './links';
import { Place, Places } from './places';
import { Rotation } from './rotation';
import { Shape } from './shape';
import { canBeShown, fixLabel, severityName, titleOf } from './text';
import { Web } from './web';

export interface IPageProps {
  finding: IFinding | ISuppressedFinding;
  rule: IRuleInfo | null;
  current: boolean;
  /** What is known of the secret that was found; null for other findings. */
  rotation: IRotation | null;
  /** The model files that the finding is about. */
  models: readonly ILoadedModel[];
  trans: TranslationBundle;
  locationName: (location: ILocation) => string;
  onBack: () => void;
  onJump: (location: ILocation) => void;
  /** Make a fix; `shown` says that its changes are on this page. */
  onFix: (fix: IFix, shown: boolean) => void;
  onClearOutput: () => void;
  onIgnore: () => void;
  onStopIgnoring: () => void;
  onAskHistory: (whole: boolean) => void;
  onCopy: (text: string) => void;
  onScanAgain: (model: ILoadedModel) => void;
}

export function Page(props: IPageProps): JSX.Element {
  const { finding, rule, trans } = props;
  const suppression =
    'suppression' in finding ? finding.suppression : undefined;
  const severity = severityName(finding.severity, trans);
  const links = referenceLinks(finding.references);
  return (
    <Frame
      label={finding.message}
      heading={
        <>
          <Shape severity={finding.severity} label={severity} />
          <span>{titleOf(finding)}</span>
        </>
      }
      back={trans.__('All findings')}
      onBack={props.onBack}
    >
      <p className="jp-Mlsecops-place">
        {severity}
        {' · '}
        <Place location={finding.location} page={props} />
        {finding.preview ? (
          <>
            {' · '}
            <code>{finding.preview}</code>
          </>
        ) : null}
      </p>
      {rule ? <Words text={rule.why} /> : null}
      <FindingModels
        models={props.models}
        path={finding.location.path}
        trans={trans}
        onCopy={props.onCopy}
        onScanAgain={props.onScanAgain}
      />
      <Places page={props} />
      {suppression ? (
        <section>
          <h3>{trans.__('Ignored')}</h3>
          <p>{suppression.reason || trans.__('No reason given.')}</p>
          <p className="jp-Mlsecops-hint">{suppression.where}</p>
          {suppression.kind === 'metadata' ? (
            <button
              className="jp-Mlsecops-button"
              onClick={props.onStopIgnoring}
            >
              {trans.__('Stop ignoring')}
            </button>
          ) : null}
        </section>
      ) : (
        <Fixes page={props} />
      )}
      <section>
        <h3>{trans.__('Read more')}</h3>
        <ul className="jp-Mlsecops-links">
          {rule && isWebAddress(rule.help_uri) ? (
            <li>
              <Web url={rule.help_uri}>{trans.__('About this rule')}</Web>
            </li>
          ) : null}
          {links.map(link => (
            <li key={link.label}>
              <Web url={link.url}>{link.label}</Web>
            </li>
          ))}
        </ul>
        <p className="jp-Mlsecops-hint">
          {trans.__('Rule %1', finding.rule)}
          {' · '}
          {confidence(finding, trans)}
        </p>
      </section>
    </Frame>
  );
}

/** What one should know before taking a fix. */
function hint(fix: IFix, trans: TranslationBundle): string {
  switch (fix.applicability) {
    case 'safe':
      return trans.__('Safe: it breaks no valid local use.');
    case 'review':
      return trans.__('Look first: it may change what the code does.');
    case 'manual':
      return trans.__(
        'It takes a step of yours: see the comment that it adds.'
      );
  }
}

function Fixes({ page }: { page: IPageProps }): JSX.Element {
  const { finding, rule, trans } = page;
  const fixes = appliableFixes(finding);
  const advice = finding.fixes.filter(fix => !fixes.includes(fix));
  return (
    <section>
      <h3>{trans.__('What to do')}</h3>
      {rule?.remedy && rule.remedy !== rule.why ? (
        <Words text={rule.remedy} />
      ) : null}
      {fixes.map((fix, i) => (
        <div
          key={i}
          className="jp-Mlsecops-fix"
          role="group"
          aria-label={fix.title}
        >
          {fix.applicability !== fixes[i - 1]?.applicability ? (
            <p className="jp-Mlsecops-hint">{hint(fix, trans)}</p>
          ) : null}
          {fix.diff ? (
            <Diff
              text={fix.diff}
              label={trans.__('Changes of: %1', fix.title)}
            />
          ) : null}
          <button
            className={`jp-Mlsecops-button${i ? '' : ' jp-mod-accept'}`}
            disabled={!page.current}
            onClick={() => page.onFix(fix, canBeShown(fix))}
          >
            {fixLabel(fix, true)}
          </button>
        </div>
      ))}
      {advice.map((fix, i) => (
        <Words key={i} text={fix.title} />
      ))}
      {page.rotation ? (
        <Rotation
          rotation={page.rotation}
          trans={trans}
          onAsk={page.onAskHistory}
        />
      ) : null}
      {page.current ? null : (
        <p className="jp-Mlsecops-hint" role="status">
          {trans.__('The cell changed; it is being scanned again.')}
        </p>
      )}
      <div className="jp-Mlsecops-actions">
        {finding.location.part === 'output' && !hasClearing(finding) ? (
          <button
            className="jp-Mlsecops-button"
            disabled={!page.current}
            onClick={page.onClearOutput}
          >
            {trans.__('Clear this output')}
          </button>
        ) : null}
        <button className="jp-Mlsecops-button" onClick={page.onIgnore}>
          {trans.__('Ignore…')}
        </button>
      </div>
    </section>
  );
}

/** A paragraph in which addresses of the web are links. */
function Words(props: { text: string }): JSX.Element {
  return (
    <p>
      {splitLinks(props.text).map((part, i) =>
        isWebAddress(part) ? (
          <Web key={i} url={part}>
            {part}
          </Web>
        ) : (
          part
        )
      )}
    </p>
  );
}

function confidence(finding: IFinding, trans: TranslationBundle): string {
  switch (finding.confidence) {
    case 'high':
      return trans.__('high confidence');
    case 'medium':
      return trans.__('medium confidence');
    case 'low':
      return trans.__('low confidence');
  }
}
