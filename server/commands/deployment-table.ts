// deployments.json as `usher init` and `usher doctor` read it: what each deployment asks of Google, and which options add to that.
import { readFile } from 'node:fs/promises';

/** A scope, and what it is for. */
type ScopeUses = Readonly<Record<string, string>>;

export interface DeploymentRow {
  /** Where the build puts it, below the root. */
  readonly folder: string;
  /** Its clasp project file. */
  readonly project: string;
  readonly scopes: ScopeUses;
  readonly options: Readonly<
    Record<string, { readonly does: string; readonly adds: ScopeUses; readonly drops: readonly string[] }>
  >;
  /** Options that a build without usher.config.json gets. */
  readonly unconfigured: readonly string[];
}

export type DeploymentTable = Readonly<Record<'sheet' | 'gmail', DeploymentRow>>;

/** Reads the table of the checkout at `root`; it is part of the project, so its shape is taken on trust. */
export async function readDeploymentTable(root: string): Promise<DeploymentTable> {
  return JSON.parse(await readFile(`${root}/deployments.json`, 'utf8')) as DeploymentTable;
}
