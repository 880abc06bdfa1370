/**
 * Where a reference can be read.
 */
import { IReferences } from '../generated/model';

export interface ILink {
  label: string;
  url: string;
}

/** References as links, in the order CWE, OWASP, ATLAS, advisories. */
export function referenceLinks(references: IReferences): ILink[] {
  const { cwe, owasp, atlas, advisory } = references;
  return [...cwe, ...owasp, ...atlas, ...advisory].map(label => ({
    label: nameOf(label),
    url: urlOf(label)
  }));
}

/** Only an address of the web is ever made a link. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//.test(url);
}

/** A text cut into addresses of the web and what stands between them. */
export function splitLinks(text: string): string[] {
  // A sentence's own punctuation is not part of the address.
  return text.split(/(https?:\/\/[^\s<>"')]*[^\s<>"').,;:!?])/).filter(Boolean);
}

/** A reference with the name of the list that it is from. */
function nameOf(label: string): string {
  if (label.startsWith('AML.')) {
    return `ATLAS ${label}`;
  }
  return /^(ML|LLM|A)\d\d/.test(label) ? `OWASP ${label}` : label;
}

function urlOf(label: string): string {
  const name = encodeURIComponent(label);
  const cwe = /^CWE-(\d+)$/.exec(label);
  if (cwe) {
    return `https://cwe.mitre.org/data/definitions/${cwe[1]}.html`;
  }
  if (label.startsWith('AML.')) {
    return `https://atlas.mitre.org/techniques/${name}`;
  }
  if (label.startsWith('CVE-')) {
    return `https://nvd.nist.gov/vuln/detail/${name}`;
  }
  if (label.startsWith('GHSA-')) {
    return `https://github.com/advisories/${name}`;
  }
  if (/^ML\d/.test(label)) {
    return 'https://owasp.org/www-project-machine-learning-security-top-10/';
  }
  if (label.startsWith('LLM')) {
    return 'https://genai.owasp.org/llm-top-10/';
  }
  if (/^A\d\d/.test(label)) {
    return 'https://owasp.org/Top10/';
  }
  return `https://osv.dev/vulnerability/${name}`;
}
