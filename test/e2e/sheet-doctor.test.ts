// The check of an installation, on the built bundle: right when all is right, and what to do when something is not.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bench, HEADERS, press, startBench, taughtRows } from '../builders/sheet-world.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const aWorld = (options: Parameters<Bench['world']>[1] = {}) =>
  bench.world([HEADERS, ...taughtRows(6)], options);
const token = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

describe('the check of the installation', () => {
  it('finds all right in a set-up sheet whose proxy answers', () => {
    const world = aWorld();
    press(world, 'runSetUp');
    const said = press(world, 'runDoctor');
    expect(said).toMatch(
      /is set up[\s\S]*6 scopes that Usher uses, and no other[\s\S]*answers and knows you/,
    );
    expect(said).not.toContain('✗');
  });

  it('asks for a set-up and the edit trigger where they are missing', () => {
    const said = press(aWorld(), 'runDoctor');
    expect(said).toMatch(/✗ This spreadsheet is not set up yet/);
    expect(said).toMatch(/✗ The trigger that sees people’s edits is gone/);
  });

  it.each([
    [{ status: 401 }, /✗ The server refuses your sign-in \(401\).*--add-custom-audiences/],
    [{ status: 404 }, /✗ .* answered 404\. Check that Usher’s server/],
    ['unreachable', /✗ The server .* could not be reached\. Check that it is deployed/],
  ] as const)('says what to do when the proxy answers %j', (fault, text) => {
    const world = aWorld();
    world.faults.everyFetch(fault);
    expect(press(world, 'runDoctor')).toMatch(text);
  });

  it('shows audience and domain of the token, and nothing else of it', () => {
    const claims = { aud: 'client-1', hd: 'usher.example', email: 'lea.lead@usher.example', sub: '4711' };
    const world = aWorld({ identityToken: () => token(claims) });
    const said = press(world, 'runDoctor');
    expect(said).toMatch(/audience client-1 \(Workspace domain usher\.example\)/);
    expect(said).not.toMatch(/lea\.lead|4711/);
  });

  it('says so when Google gives no token that can be read', () => {
    expect(press(aWorld({ identityToken: () => 'none' }), 'runDoctor')).toMatch(
      /✗ Google gave no identity token/,
    );
  });
});
