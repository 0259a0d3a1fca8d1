// The check of an installation from the sheet's side: what is declared, what Google granted, what the proxy answers and to whom
// this script says it belongs. Each finding that is not right says what to do; tokens and addresses of people are never shown.
import { messages } from './messages.ts';
import type { Deployment, HttpResult, SheetWorld } from './ports.ts';
import { areTriggersRight, isWatchingEdits, readPlan } from './schedule.ts';
import { readSettings } from './settings.ts';
import { tokenClaims } from './token-claims.ts';

const AUTH = 'https://www.googleapis.com/auth/';

/** What the sheet deployment calls, and the scopes of which one is enough for it. */
const SCOPES_USED: readonly (readonly string[])[] = [
  [`${AUTH}spreadsheets.currentonly`, `${AUTH}spreadsheets`],
  [`${AUTH}script.container.ui`],
  [`${AUTH}script.external_request`],
  [`${AUTH}script.scriptapp`],
  ['openid'],
  [`${AUTH}userinfo.email`],
];

export interface Finding {
  readonly isRight: boolean;
  readonly text: string;
}

/** Every finding as a line; what is wrong comes with what to do. */
export function examine(world: SheetWorld): string {
  return findings(world)
    .map(({ isRight, text }) => `${isRight ? '✓' : '✗'} ${text}`)
    .join('\n\n');
}

export function findings(world: SheetWorld): Finding[] {
  const { doctor } = messages;
  const isSetUp = readSettings(world.settings) !== null;
  const { deployment } = world;
  return [
    { isRight: isSetUp, text: isSetUp ? doctor.setUp : messages.notSetUp },
    ...scopeFindings(deployment),
    consentFinding(deployment),
    allowlistFinding(deployment, world.proxyOrigin),
    tokenFinding(deployment),
    answerFinding(world.http.send([{ method: 'GET', path: '/v1/desks' }])[0], world.proxyOrigin),
    triggerFinding(world),
  ];
}

function scopeFindings({ scopes }: Deployment): Finding[] {
  const missing = SCOPES_USED.filter((enough) => !enough.some((scope) => scopes.includes(scope)));
  const used = new Set(SCOPES_USED.flat());
  const unused = scopes.filter((scope) => !used.has(scope));
  const { doctor } = messages;
  const found: Finding[] = [];
  if (missing.length > 0)
    found.push({ isRight: false, text: doctor.scopesMissing(missing.map(([scope = '']) => scope)) });
  if (unused.length > 0) found.push({ isRight: false, text: doctor.scopesUnused(unused) });
  return found.length > 0 ? found : [{ isRight: true, text: doctor.scopes(scopes.length) }];
}

function consentFinding(deployment: Deployment): Finding {
  const isMissing = deployment.needsConsent();
  return { isRight: !isMissing, text: isMissing ? messages.doctor.consentMissing : messages.doctor.consent };
}

/** An entry allows its own address and everything below it. */
function allowlistFinding({ allowlist }: Deployment, origin: string): Finding {
  const isRight = allowlist.some((prefix) => `${origin}/v1/`.startsWith(prefix));
  return {
    isRight,
    text: isRight ? messages.doctor.allowlist(origin) : messages.doctor.allowlistMissing(origin),
  };
}

function tokenFinding(deployment: Deployment): Finding {
  const claims = tokenClaims(deployment.identityToken());
  if (!claims) return { isRight: false, text: messages.doctor.noToken };
  return { isRight: true, text: messages.doctor.token(claims.audience, claims.domain ?? '–') };
}

function answerFinding(result: HttpResult | undefined, origin: string): Finding {
  const { doctor } = messages;
  if (!result || result.kind === 'unreachable') return { isRight: false, text: doctor.unreachable(origin) };
  if (result.status === 200) return { isRight: true, text: doctor.answers(origin) };
  if (result.status === 401 || result.status === 403)
    return { isRight: false, text: doctor.refuses(result.status) };
  return { isRight: false, text: doctor.answersOddly(result.status, origin) };
}

function triggerFinding(world: SheetWorld): Finding {
  const { doctor } = messages;
  const { everyMinutes } = readPlan(world.settings);
  if (!isWatchingEdits(world.schedule)) return { isRight: false, text: doctor.noTrigger };
  const isRight = areTriggersRight(world);
  return { isRight, text: isRight ? doctor.triggers(everyMinutes) : doctor.triggersWrong };
}
