// Deployment over ScriptApp: what the build put into the manifest, and what Google has granted.
import type { Deployment } from '../addon/ports.ts';

/** The bundle's first line, which the build writes for each deployment. */
declare const USHER_DEPLOYMENT: {
  /** Where the proxy is, such as `https://host`; a manifest's allowlist fixes the address. */
  readonly origin: string;
  readonly scopes: readonly string[];
  readonly allowlist: readonly string[];
};

/** Where the proxy of this deployment is. */
export function proxyOrigin(): string {
  return USHER_DEPLOYMENT.origin;
}

export function googleDeployment(): Deployment {
  return {
    scopes: USHER_DEPLOYMENT.scopes,
    allowlist: USHER_DEPLOYMENT.allowlist,
    needsConsent: () =>
      String(ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL).getAuthorizationStatus()) === 'REQUIRED',
    userEmail: () => Session.getEffectiveUser().getEmail(),
    identityToken: () => ScriptApp.getIdentityToken(),
  };
}
