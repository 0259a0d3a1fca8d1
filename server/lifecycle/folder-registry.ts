// Versions in a folder: each immutable under its own name, and a few aliases that move. What moved when stands in a history that
// only grows; a roll-back moves one alias.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type VersionFiles, type VersionManifest, VersionRefusal, verifyVersion } from './version-files.ts';

/** The names that move. */
export type Alias = 'champion' | 'challenger' | 'previous';
export type Aliases = Readonly<Partial<Record<Alias, string>>>;

/** One move, as the history has it. */
export interface RegistryEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly action: 'added' | 'refused' | 'promoted' | 'rolled back' | 'dropped';
  readonly version: string;
  readonly by: string;
  readonly because: string;
}

/** A registry over one folder. `now` answers epoch milliseconds, `by` is who acts. */
export interface FolderRegistry {
  aliases(): Aliases;
  versions(): string[];
  history(): RegistryEvent[];
  files(version: string): VersionFiles;
  /** The version after every check; throws VersionRefusal. */
  verified(version: string): { readonly manifest: VersionManifest; readonly files: VersionFiles };
  /** Writes a version once; one that is there already stays as it is. */
  add(version: string, files: VersionFiles, because: string): void;
  nominate(version: string): void;
  /** The challenger is one no longer. */
  drop(because: string): void;
  /** Puts a verified version in service; the one before becomes `previous`. */
  promote(version: string, because: string): void;
  /** Puts the version before back in service. */
  rollBack(because: string): string;
  note(action: RegistryEvent['action'], version: string, because: string): void;
  /** When the champion was put in service; 0 where there is none. */
  championSince(): number;
}

/** Opens or makes the registry. Throws VersionRefusal from every move when the clock stands before the last one. */
export function openFolderRegistry(
  folder: string,
  deps: { readonly now: () => number; readonly by: string; readonly trusted: () => readonly string[] },
): FolderRegistry {
  const versionsFolder = join(folder, 'versions');
  const aliasFile = join(folder, 'aliases.json');
  const historyFile = join(folder, 'history.jsonl');
  mkdirSync(versionsFolder, { recursive: true });

  const aliases = (): Aliases =>
    existsSync(aliasFile) ? (JSON.parse(readFileSync(aliasFile, 'utf8')) as Aliases) : {};
  const history = (): RegistryEvent[] =>
    existsSync(historyFile)
      ? readFileSync(historyFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as RegistryEvent)
      : [];
  const assertClock = (): number => {
    const now = deps.now();
    const last = history().at(-1);
    if (last !== undefined && now < last.at) {
      throw new VersionRefusal(
        `The clock says ${new Date(now).toISOString()}, but this registry was changed at ${new Date(last.at).toISOString()}. Set the clock right; nothing was changed.`,
      );
    }
    return now;
  };
  const note = (action: RegistryEvent['action'], version: string, because: string): void => {
    const event: RegistryEvent = { at: assertClock(), action, version, by: deps.by, because };
    appendFileSync(historyFile, `${JSON.stringify(event)}\n`);
  };
  const move = (next: Aliases): void => {
    writeFileSync(`${aliasFile}.part`, `${JSON.stringify(next)}\n`);
    renameSync(`${aliasFile}.part`, aliasFile);
  };
  const files = (version: string): VersionFiles => {
    const place = join(versionsFolder, version);
    if (!/^[0-9a-f]{16}$/.test(version) || !existsSync(place)) {
      const known = readdirSync(versionsFolder);
      throw new VersionRefusal(
        `There is no version "${version}". ${known.length === 0 ? 'The registry is empty.' : `Known are ${known.join(', ')}.`}`,
      );
    }
    return Object.fromEntries(
      readdirSync(place).map((name) => [name, new Uint8Array(readFileSync(join(place, name)))]),
    );
  };
  const verified = (version: string) => {
    const found = files(version);
    return { manifest: verifyVersion(version, found, deps.trusted()), files: found };
  };

  return {
    aliases,
    history,
    files,
    verified,
    note,
    versions: () => readdirSync(versionsFolder).filter((name) => !name.endsWith('.part')),
    championSince: () => {
      const { champion } = aliases();
      return history().findLast(({ action, version }) => version === champion && action !== 'added')?.at ?? 0;
    },
    add: (version, content, because) => {
      const place = join(versionsFolder, version);
      if (existsSync(place)) return;
      assertClock();
      mkdirSync(`${place}.part`, { recursive: true });
      for (const [name, bytes] of Object.entries(content)) writeFileSync(join(`${place}.part`, name), bytes);
      renameSync(`${place}.part`, place);
      note('added', version, because);
    },
    nominate: (version) => move({ ...aliases(), challenger: version }),
    drop: (because) => {
      const { challenger, ...kept } = aliases();
      if (challenger === undefined) return;
      note('dropped', challenger, because);
      move(kept);
    },
    promote: (version, because) => {
      verified(version);
      assertClock();
      const { champion, previous } = aliases();
      const before = champion === version ? previous : champion;
      move({ champion: version, ...(before === undefined ? {} : { previous: before }) });
      note('promoted', version, because);
    },
    rollBack: (because) => {
      const { champion, previous } = aliases();
      if (previous === undefined) {
        throw new VersionRefusal('There is no version before this one to go back to. Nothing was changed.');
      }
      verified(previous);
      assertClock();
      move({ champion: previous, ...(champion === undefined ? {} : { previous: champion }) });
      note('rolled back', previous, because);
      return previous;
    },
  };
}
