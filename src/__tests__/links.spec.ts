import { isWebAddress, referenceLinks, splitLinks } from '../ui/links';

it.each([
  ['CWE-502', 'https://cwe.mitre.org/data/definitions/502.html'],
  ['AML.T0011.000', 'https://atlas.mitre.org/techniques/AML.T0011.000'],
  ['CVE-2024-1', 'https://nvd.nist.gov/vuln/detail/CVE-2024-1'],
  ['MAL-2026-2144', 'https://osv.dev/vulnerability/MAL-2026-2144'],
  ['../x?y', 'https://osv.dev/vulnerability/..%2Fx%3Fy']
])('%s', (label, url) => {
  expect(
    referenceLinks({ cwe: [], owasp: [], atlas: [], advisory: [label] })
  ).toEqual([{ label, url }]);
});

it('finds addresses in a sentence', () => {
  expect(
    splitLinks('Revoke it at https://a.example/t, then go (or not).')
  ).toEqual(['Revoke it at ', 'https://a.example/t', ', then go (or not).']);
  expect(splitLinks('plain')).toEqual(['plain']);
  expect(isWebAddress('javascript:alert(1)')).toBe(false);
});
