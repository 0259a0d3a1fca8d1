// Shares of an endpoint's traffic by deployed model, which must make a hundred in whole percents.

/** The part of an endpoint that a split is made from, as the client gives it. */
export interface SplitEndpoint {
  readonly deployedModels?: readonly { readonly id?: string | null }[] | null;
  readonly trafficSplit?: Readonly<Record<string, number>> | null;
}

/** `share` percent for one deployed model; the rest for the others, in the proportions that they have among themselves. */
export function splitFor(endpoint: SplitEndpoint, id: string, share: number): Record<string, number> {
  const others = (endpoint.deployedModels ?? []).flatMap((one) =>
    one.id == null || one.id === id ? [] : [{ id: one.id, has: endpoint.trafficSplit?.[one.id] ?? 0 }],
  );
  const sum = others.reduce((total, { has }) => total + has, 0);
  const rest = others.length === 0 ? 0 : 100 - share;
  const split: Record<string, number> = {};
  let left = rest;
  for (const [index, other] of others.entries()) {
    const isLast = index === others.length - 1;
    // Where nobody has any traffic yet, the last one takes the rest.
    const part = isLast ? left : Math.min(left, sum === 0 ? 0 : Math.round((rest * other.has) / sum));
    split[other.id] = part;
    left -= part;
  }
  return { ...split, [id]: 100 - rest };
}
