import { findRendered, IDomRange, renderedText } from '../outputs';

/** Build `[[a, b], c]` as nested spans. */
function rendered(...texts: (string | string[])[]): HTMLElement {
  const root = document.createElement('pre');
  for (const text of texts) {
    if (typeof text === 'string') {
      root.append(text);
    } else {
      const span = document.createElement('span');
      span.append(...text);
      root.append(span);
    }
  }
  return root;
}

function found(root: HTMLElement, raw: string, wanted: string, skip = 0) {
  let from = raw.indexOf(wanted);
  while (skip-- > 0) {
    from = raw.indexOf(wanted, from + 1);
  }
  return findRendered(renderedText(root), raw, {
    from,
    to: from + wanted.length
  });
}

/** The page's text between the two ends. */
function textOf(root: HTMLElement, range: IDomRange | null): string | null {
  if (!range) {
    return null;
  }
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let text = '';
  let inside = false;
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    inside = inside || node === range.start[0];
    const from = node === range.start[0] ? range.start[1] : 0;
    if (inside && node === range.end[0]) {
      return text + node.data.slice(from, range.end[1]);
    }
    text += inside ? node.data.slice(from) : '';
  }
  return null;
}

it('finds a text in one node', () => {
  const raw = 'token: abc\n';
  const root = rendered(raw);
  const range = found(root, raw, 'abc');
  expect(textOf(root, range)).toBe('abc');
  expect(range?.start[1]).toBe(7);
});

it('finds a text over several nodes', () => {
  const raw = 'token: abcdef\n';
  const root = rendered('token: ', ['ab', 'cd'], 'ef\n');
  expect(textOf(root, found(root, raw, 'abcdef'))).toBe('abcdef');
});

it('takes the same one of several', () => {
  const raw = 'abc abc abc';
  const root = rendered('abc ', ['abc'], ' abc');
  const range = found(root, raw, 'abc', 1);
  expect(range?.start[0].parentElement?.tagName).toBe('SPAN');
});

it('sees through entities and colour codes', () => {
  const html = '<b>a&amp;b</b>';
  const plain = rendered('a&b');
  expect(textOf(plain, found(plain, html, 'a&amp;b'))).toBe('a&b');
  const ansi = 'x \u001b[31mred\u001b[0m';
  const coloured = rendered('x ', ['red']);
  expect(
    textOf(coloured, found(coloured, ansi, '\u001b[31mred\u001b[0m'))
  ).toBe('red');
});

it('builds nothing from hostile markup', () => {
  const raw = '<img src=x onerror="window.hacked=1">';
  expect(found(rendered('nothing'), raw, raw)).toBeNull();
  expect((window as { hacked?: number }).hacked).toBeUndefined();
});

it('gives up when the text is not there', () => {
  expect(found(rendered('shortened…'), 'a secret', 'secret')).toBeNull();
});
