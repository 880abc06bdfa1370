import { isWebAddress, referenceLinks, splitLinks } from '../ui/links';

it.each([
  ['CWE-502', 'CWE-502', 'https://cwe.mitre.org/data/definitions/502.html'],
  [
    'AML.T0011.000',
    'ATLAS AML.T0011.000',
    'https://atlas.mitre.org/techniques/AML.T0011.000'
  ],
  [
    'ML06',
    'OWASP ML06',
    'https://owasp.org/www-project-machine-learning-security-top-10/'
  ],
  ['LLM05', 'OWASP LLM05', 'https://genai.owasp.org/llm-top-10/'],
  ['A03:2021', 'OWASP A03:2021', 'https://owasp.org/Top10/'],
  ['CVE-2024-1', 'CVE-2024-1', 'https://nvd.nist.gov/vuln/detail/CVE-2024-1'],
  [
    'MAL-2026-2144',
    'MAL-2026-2144',
    'https://osv.dev/vulnerability/MAL-2026-2144'
  ],
  ['../x?y', '../x?y', 'https://osv.dev/vulnerability/..%2Fx%3Fy']
])('%s', (reference, label, url) => {
  expect(
    referenceLinks({ cwe: [], owasp: [], atlas: [], advisory: [reference] })
  ).toEqual([{ label, url }]);
});

it('finds addresses in a sentence', () => {
  expect(
    splitLinks('Revoke it at https://a.example/t, then go (or not).')
  ).toEqual(['Revoke it at ', 'https://a.example/t', ', then go (or not).']);
  expect(splitLinks('plain')).toEqual(['plain']);
  expect(isWebAddress('javascript:alert(1)')).toBe(false);
});
