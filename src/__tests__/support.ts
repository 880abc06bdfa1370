/** Builders of wire values for the specs. */
import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';
import { YNotebook } from '@jupyter/ydoc';
import { sourceCrc } from '../crc';
import {
  IEdit,
  IFinding,
  ILocation,
  IPanelReport,
  IRegion
} from '../generated/model';

/** A notebook of code cells, each undoable on its own as in JupyterLab. */
export function notebookOf(...sources: string[]): ISharedNotebook {
  const notebook = YNotebook.create({ disableDocumentWideUndoRedo: true });
  notebook.insertCells(
    0,
    sources.map((source, i) => ({
      cell_type: 'code',
      id: `c${i}`,
      source,
      metadata: {},
      outputs: []
    }))
  );
  return notebook;
}

export function region(
  start_line: number,
  start_column: number,
  end_line: number,
  end_column: number
): IRegion {
  return { start_line, start_column, end_line, end_column };
}

export function edit(
  pointer: string,
  where: IRegion | null,
  insert: string | null
): IEdit {
  return { pointer, region: where, insert };
}

export function findingOf(
  change: Partial<Omit<IFinding, 'location'>> & {
    location?: Partial<ILocation>;
  } = {}
): IFinding {
  const { location, ...others } = change;
  return {
    rule: 'tls-verify-off',
    category: 'network',
    severity: 'high',
    confidence: 'high',
    message: 'TLS verification is off',
    preview: '',
    fingerprint: 'f1',
    locations: [],
    related: [],
    fixes: [],
    references: { cwe: [], owasp: [], atlas: [], advisory: [] },
    ...others,
    location: {
      path: 'a.ipynb',
      cell_index: 0,
      cell_id: 'c0',
      part: 'source',
      pointer: '/cells/0/source',
      region: region(1, 1, 1, 2),
      ...location
    }
  };
}

/** The report that a scan of the notebook as it stands would give. */
export function reportOf(
  notebook: ISharedNotebook,
  findings: IFinding[] = [],
  digest = 'd1'
): IPanelReport {
  return {
    path: 'a.ipynb',
    digest,
    cells: notebook.cells.map((cell: ISharedCell) => ({
      cell_id: cell.id,
      crc: sourceCrc(cell)
    })),
    report: {
      schema_version: '1',
      tool: {
        name: 'jupyter-mlsecops',
        version: '0',
        rules_digest: '',
        advisories: null
      },
      inputs: [],
      findings,
      suppressed: [],
      problems: [],
      packages: null
    },
    reading: 0
  };
}
