// Deployment over ScriptApp: what the build put into the manifest, and what Google has granted.
import type { Deployment } from '../addon/ports.ts';

/** Replaced by the build with what the manifest of the sheet declares. */
declare const USHER_MANIFEST: { readonly scopes: readonly string[]; readonly allowlist: readonly string[] };

export function googleDeployment(): Deployment {
  return {
    scopes: USHER_MANIFEST.scopes,
    allowlist: USHER_MANIFEST.allowlist,
    needsConsent: () =>
      String(ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL).getAuthorizationStatus()) === 'REQUIRED',
    identityToken: () => ScriptApp.getIdentityToken(),
  };
}
