/**
 * The places that a finding has to do with, as links into the notebook.
 */
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { isStep } from '../findings';
import { IFinding, ILocation, IRelatedLocation } from '../generated/model';
import { placesOf } from '../places';

/** What places need of the page that they are on. */
export interface IPlacesPage {
  finding: IFinding;
  trans: TranslationBundle;
  locationName: (location: ILocation) => string;
  onJump: (location: ILocation) => void;
}

/** More places than this are folded away. */
const LISTED = 5;

/** The way of a value to the finding, or where else the same stands. */
export function Places({ page }: { page: IPlacesPage }): JSX.Element | null {
  const { finding, trans } = page;
  const steps = finding.related.filter(isStep);
  const others = otherPlaces(page);
  const rest = others.length - LISTED;
  const list = (places: readonly IRelatedLocation[]) => (
    <ul>
      {places.map((location, i) => (
        <li key={i}>
          <Place location={location} page={page} />
          {location.message ? ` · ${location.message}` : null}
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {steps.length ? (
        <section>
          <h3>{trans.__('How it gets here')}</h3>
          <ol>
            {steps.map((location, i) => (
              <li key={i}>
                <Place location={location} page={page} />
                {` · ${location.message}`}
              </li>
            ))}
            <li>
              <Place location={finding.location} page={page} />
              {` · ${trans.__('Used here')}`}
            </li>
          </ol>
        </section>
      ) : null}
      {others.length ? (
        <section>
          <h3>{trans.__('Also here')}</h3>
          {list(others.slice(0, LISTED))}
          {rest > 0 ? (
            <details>
              <summary>{trans._n('%1 more', '%1 more', rest, rest)}</summary>
              {list(others.slice(LISTED))}
            </details>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

/**
 * Related places that are no steps, and those that the finding stands at too;
 * of those that read the same, one.
 */
function otherPlaces(page: IPlacesPage): IRelatedLocation[] {
  const { finding, locationName } = page;
  const own = locationName(finding.location);
  const seen = new Set([`${own} `]);
  const related = finding.related.filter(place => {
    const name = `${locationName(place)} ${place.message}`;
    const known = seen.has(name);
    seen.add(name);
    return !known && !isStep(place);
  });
  const names = new Set([own, ...related.map(locationName)]);
  const further = placesOf(finding)
    .map(({ location }) => ({ ...location, message: '' }))
    .filter(place => {
      const name = locationName(place);
      const known = names.has(name);
      names.add(name);
      return !known;
    });
  return [...related, ...further];
}

/** A place by its name, which is a way there. */
export function Place(props: {
  location: ILocation;
  page: IPlacesPage;
}): JSX.Element {
  return (
    <button
      className="jp-Mlsecops-link"
      onClick={() => props.page.onJump(props.location)}
    >
      {props.page.locationName(props.location)}
    </button>
  );
}
