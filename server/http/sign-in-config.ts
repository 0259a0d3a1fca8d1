// How callers sign in, and who of those who can may call at all.
import type { Reader } from '../environment.ts';
import { parseKeySetUrl } from './fetch-key-set.ts';

/** How callers sign in: with Google, or with tokens of a shared key on one's own machine. */
export type SignInConfig =
  | { readonly mode: 'dev'; readonly key: string }
  | {
      readonly mode: 'verify' | 'iam-trusted';
      readonly keySetUrl: string;
      readonly audiences: readonly string[];
      /** Workspace domains, without the @. */
      readonly domains: readonly string[];
      readonly emails: readonly string[];
    };

const MODES = ['verify', 'iam-trusted', 'dev'] as const;
/** A shorter key could be guessed; 32 characters are what `openssl rand -hex 16` prints. */
const DEV_KEY_CHARACTERS_MIN = 32;
const GOOGLE_KEY_SET_URL = 'https://www.googleapis.com/oauth2/v3/certs';

/** Reads AUTH_MODE and what its mode needs. */
export function readSignIn(reader: Reader, isCloudRun: boolean): SignInConfig {
  const mode = MODES.find((one) => one === reader.text('AUTH_MODE', ''));
  if (mode === 'dev') return readDevSignIn(reader, isCloudRun);
  if (mode !== undefined) return readGoogleSignIn(reader, mode, isCloudRun);
  reader.faults.push(
    `AUTH_MODE is "${reader.text('AUTH_MODE', '')}". Set AUTH_MODE=verify to check Google identity tokens, or AUTH_MODE=dev to run on your own machine.`,
  );
  return { mode: 'dev', key: '' };
}

function readDevSignIn(reader: Reader, isCloudRun: boolean): SignInConfig {
  const key = reader.text('USHER_DEV_KEY', '');
  if (isCloudRun) {
    reader.faults.push(
      'AUTH_MODE is "dev" and K_SERVICE is set, so this is Cloud Run: whoever knows the development key could be anyone. ' +
        'Run the development mode on your own machine only.',
    );
  } else if (key.length < DEV_KEY_CHARACTERS_MIN) {
    reader.faults.push(
      `USHER_DEV_KEY has ${key.length} characters. Set at least ${DEV_KEY_CHARACTERS_MIN} random ones, for example from "openssl rand -hex 32".`,
    );
  }
  return { mode: 'dev', key };
}

function readGoogleSignIn(reader: Reader, mode: 'verify' | 'iam-trusted', isCloudRun: boolean): SignInConfig {
  if (mode === 'iam-trusted' && !isCloudRun) {
    reader.faults.push(
      'AUTH_MODE is "iam-trusted" and K_SERVICE is not set, so nothing has checked the tokens that come in: anyone could write one. ' +
        'Set AUTH_MODE=verify outside Cloud Run.',
    );
  }
  const audiences = reader.list('USHER_AUDIENCES');
  if (audiences.length === 0) {
    reader.faults.push(
      'USHER_AUDIENCES is empty. Set the OAuth client ids of the scripts that call, with commas between them.',
    );
  }
  const callers = reader.list('USHER_CALLERS').map((caller) => caller.toLowerCase());
  if (callers.length === 0) {
    reader.faults.push(
      'USHER_CALLERS is empty, so nobody could call. Set @domains of your organisation and single mail addresses, with commas between them.',
    );
  }
  for (const caller of callers) {
    if (/^[^@\s]*@[^@\s]+$/.test(caller)) continue;
    reader.faults.push(`USHER_CALLERS holds "${caller}". Set @domains and mail addresses.`);
  }
  return {
    mode,
    keySetUrl: readKeySetUrl(reader),
    audiences,
    domains: callers.filter((caller) => caller.startsWith('@')).map((caller) => caller.slice(1)),
    emails: callers.filter((caller) => !caller.startsWith('@')),
  };
}

function readKeySetUrl(reader: Reader): string {
  const address = reader.text('USHER_KEY_SET_URL', GOOGLE_KEY_SET_URL);
  try {
    parseKeySetUrl(address);
  } catch (error) {
    reader.faults.push(`USHER_KEY_SET_URL: ${error instanceof Error ? error.message : 'it cannot be read.'}`);
  }
  return address;
}
