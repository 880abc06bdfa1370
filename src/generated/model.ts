/* Provisional: replaced by scripts/generate.py. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export type Confidence = 'high' | 'medium' | 'low';
export type Category =
  | 'secrets'
  | 'pii'
  | 'deserialization'
  | 'execution'
  | 'network'
  | 'crypto'
  | 'dependencies'
  | 'models'
  | 'provenance'
  | 'notebook';
export type Part =
  | 'source'
  | 'output'
  | 'attachment'
  | 'cell-metadata'
  | 'notebook-metadata'
  | 'file';
export type Applicability = 'safe' | 'review' | 'manual';
export interface IRegion {
  start_line: number;
  start_column: number;
  end_line: number;
  end_column: number;
}
export interface ILocation {
  path: string;
  cell_index: number | null;
  cell_id: string | null;
  part: Part;
  pointer: string;
  region: IRegion | null;
}
export interface IEdit {
  pointer: string;
  region: IRegion | null;
  insert: string | null;
}
export interface IFix {
  title: string;
  applicability: Applicability;
  edits: IEdit[];
  diff: string;
}
export interface IReferences {
  cwe: string[];
  owasp: string[];
  atlas: string[];
  advisory: string[];
}
export interface IFinding {
  rule: string;
  category: Category;
  severity: Severity;
  confidence: Confidence;
  message: string;
  preview: string;
  fingerprint: string;
  location: ILocation;
  related: ILocation[];
  fixes: IFix[];
  references: IReferences;
}
export interface ISuppression {
  kind: 'comment' | 'metadata' | 'baseline';
  reason: string;
  where: string;
}
export interface ISuppressedFinding extends IFinding {
  suppression: ISuppression;
}
export interface IProblem {
  path: string;
  kind: string;
  message: string;
}
export interface IInput {
  path: string;
  kind: 'notebook' | 'python' | 'requirements' | 'model' | 'other';
  digest: string;
  status: 'scanned' | 'incomplete' | 'skipped';
  reason: string;
}
export interface IAdvisories {
  source: string;
  records: number;
  newest: string;
  age_days: number;
}
export interface ITool {
  name: string;
  version: string;
  rules_digest: string;
  advisories: IAdvisories | null;
}
export interface IReport {
  schema_version: string;
  tool: ITool;
  inputs: IInput[];
  findings: IFinding[];
  suppressed: ISuppressedFinding[];
  problems: IProblem[];
}
export interface IRuleInfo {
  id: string;
  title: string;
  category: Category;
  severity: Severity;
  confidence: Confidence;
  why: string;
  remedy: string;
  references: IReferences;
  help_uri: string;
}
export interface ICellStamp {
  cell_id: string | null;
  crc: number;
}
export interface IPanelReport {
  path: string;
  digest: string;
  cells: ICellStamp[];
  report: IReport;
}
export interface ISuppressionEntry {
  fingerprint: string;
  rule: string;
  reason: string;
  by: string;
  on: string;
}
