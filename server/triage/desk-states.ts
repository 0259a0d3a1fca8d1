// The desk as triage needs it, remembered for a second: whether the caller belongs to it, its fields, its models in service
// and the rules that decide. One number in the database, the desk's epoch, tells when any of it has changed.
import { LRUCache } from 'lru-cache';
import type { Field, Role } from '../../src/core/contract.ts';
import type { Decide } from '../promise/promises.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';
import type { RuleOf } from './ask-fields.ts';
import type { Workdesk } from './triage.ts';

/** Desks and memberships of the last second. */
export interface DeskStates {
  /** The desk, when the person belongs to it. At most a second old, and never older than a change made here. */
  workdeskOf(email: string, desk: string): Promise<Workdesk | undefined> | Workdesk;
  /** Forgets a desk that was changed here. */
  forget(desk: string): void;
}

const FRESH_MS = 1_000;
const MEMBERS_MAX = 10_000;
const DESKS_MAX = 500;
const WEEK_MS = 7 * 86_400_000;

/** Desk states over a store; `now` answers epoch milliseconds. */
export function createDeskStates(
  store: Pick<Store, 'desks' | 'members' | 'models' | 'rollouts'>,
  now: () => number,
): DeskStates {
  const roles = new LRUCache<string, { readonly role: Role; readonly until: number }>({ max: MEMBERS_MAX });
  const desks = new LRUCache<string, { readonly state: Workdesk; until: number }>({ max: DESKS_MAX });
  const byDesk = new Map<string, Set<string>>();

  async function roleOf(email: string, desk: string): Promise<Role | undefined> {
    const key = `${desk} ${email}`;
    const known = roles.get(key);
    if (known !== undefined && known.until > now()) return known.role;
    const role = await store.members.roleOf(desk, email);
    if (role === undefined) {
      roles.delete(key);
      return undefined;
    }
    roles.set(key, { role, until: now() + FRESH_MS });
    const keys = byDesk.get(desk);
    if (keys === undefined) byDesk.set(desk, new Set([key]));
    else if (keys.size < MEMBERS_MAX) keys.add(key);
    return role;
  }

  async function stateOf(id: string): Promise<Workdesk | undefined> {
    const known = desks.get(id);
    if (known !== undefined && known.until > now()) return known.state;
    if (known !== undefined && (await store.desks.epochOf(id)) === known.state.desk.epoch) {
      known.until = now() + FRESH_MS;
      return known.state;
    }
    // The epoch is read before the models, so that a change in between is seen the next time.
    const desk = await store.desks.find(id);
    if (desk === undefined) return undefined;
    const [models, rollouts] = [await store.models.inService(id), await store.rollouts.of(id)];
    const state = { desk, models, rollouts };
    desks.set(id, { state, until: now() + FRESH_MS });
    return state;
  }

  return {
    workdeskOf: (email, desk) => {
      const known = desks.get(desk);
      const role = roles.get(`${desk} ${email}`);
      const at = now();
      if (known !== undefined && role !== undefined && known.until > at && role.until > at)
        return known.state;
      return roleOf(email, desk).then((found) => (found === undefined ? undefined : stateOf(desk)));
    },
    forget: (desk) => {
      desks.delete(desk);
      for (const key of byDesk.get(desk) ?? []) roles.delete(key);
      byDesk.delete(desk);
    },
  };
}

/** `ruleOf`, made once for each epoch of a desk and each week, since the shares of audits change by the week. */
export function rememberRules(ruleOf: RuleOf, now: () => number): RuleOf {
  const rules = new LRUCache<string, { readonly made: string; readonly rule: Decide }>({
    max: 10 * DESKS_MAX,
  });
  return (desk: DeskRecord, field: Field) => {
    const key = `${desk.id} ${field.id}`;
    const made = `${desk.epoch} ${Math.floor(now() / WEEK_MS)}`;
    const known = rules.get(key);
    if (known?.made === made) return known.rule;
    return remember(key, made, ruleOf(desk, field));
  };

  async function remember(key: string, made: string, found: Promise<Decide> | Decide): Promise<Decide> {
    const rule = await found;
    rules.set(key, { made, rule });
    return rule;
  }
}
