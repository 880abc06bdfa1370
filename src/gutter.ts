/**
 * One mark a line in the margin of an editor: the worst of its findings.
 */
import { setDiagnosticsEffect } from '@codemirror/lint';
import { gutter, GutterMarker } from '@codemirror/view';
import { worst } from './findings';
import { Severity } from './generated/model';
import { markedFindings } from './mark';
import { shapeNode } from './ui/shapes';
import { titleOf } from './ui/text';

class SeverityMarker extends GutterMarker {
  constructor(
    readonly severity: Severity,
    readonly title: string
  ) {
    super();
  }

  eq(other: SeverityMarker): boolean {
    return other.severity === this.severity && other.title === this.title;
  }

  toDOM(): Node {
    const node = document.createElement('span');
    node.title = this.title;
    node.append(shapeNode(this.severity));
    return node;
  }
}

export const findingGutter = gutter({
  class: 'jp-Mlsecops-gutter',
  lineMarker: (view, line) => {
    const findings = markedFindings(
      view.state,
      from => from >= line.from && from <= line.to
    );
    const severity = worst(findings);
    return severity
      ? new SeverityMarker(severity, findings.map(titleOf).join('\n'))
      : null;
  },
  lineMarkerChange: update =>
    update.docChanged ||
    update.transactions.some(transaction =>
      transaction.effects.some(effect => effect.is(setDiagnosticsEffect))
    )
});
