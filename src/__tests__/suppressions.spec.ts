import { addSuppression, removeSuppression } from '../suppressions';
import { reasonText } from '../ui/dialogs';
import { notebookOf } from './support';

const entry = {
  fingerprint: 'f1',
  rule: 'r',
  reason: 'test data',
  by: '',
  on: '2026-01-01'
};

it('adds, replaces and removes entries', () => {
  const notebook = notebookOf('a');
  addSuppression(notebook, entry);
  addSuppression(notebook, { ...entry, fingerprint: 'f2' });
  addSuppression(notebook, { ...entry, reason: 'false alarm' });
  expect(notebook.getMetadata('mlsecops')).toEqual({
    suppressions: [
      { ...entry, fingerprint: 'f2' },
      { ...entry, reason: 'false alarm' }
    ]
  });
  expect(removeSuppression(notebook, entry)).toBe(true);
  expect(removeSuppression(notebook, entry)).toBe(false);
  removeSuppression(notebook, { rule: 'r', fingerprint: 'f2' });
  expect(notebook.getMetadata('mlsecops')).toBeUndefined();
});

it('leaves other keys of ours alone', () => {
  const notebook = notebookOf('a');
  notebook.setMetadata('mlsecops', { other: 1 });
  addSuppression(notebook, entry);
  removeSuppression(notebook, entry);
  expect(notebook.getMetadata('mlsecops')).toEqual({ other: 1 });
});

it.each([
  ['test data', '', 'test data'],
  ['test data', ' made up ', 'test data: made up'],
  ['other', '', ''],
  ['other', 'mine', 'mine']
])('reasonText(%j, %j)', (choice, words, expected) => {
  expect(reasonText(choice, words)).toBe(expected);
});
