// The classifier's loops in AssemblyScript with SIMD; compiled by compile-kernel.ts to a few kilobytes of WebAssembly. The plain
// TypeScript of src/core/classifier is the specification; what a loop is for is said there. All arguments are addresses of
// arrays in this module's memory, or sizes. Rows of weights need not be multiples of four long: tails are done one by one.

const COUNT_BITS: u32 = 4;
const COUNT_MASK: u32 = 15;
const STEP_MIN: f32 = 1e-4;
const ERROR_MIN: f32 = 1e-4;
const GRADIENT_MIN: f32 = 1e-12;
/** Lanes beyond the labels are filled with this, so that they take no share of the softmax. */
const LOWEST: f32 = -1e30;

// Rows being read, set once per epoch.
let startAt: usize = 0;
let splitAt: usize = 0;
let entriesAt: usize = 0;
let wordScaleAt: usize = 0;
let partScaleAt: usize = 0;
let featureScaleAt: usize = 0;
let termFrequencyAt: usize = 0;
let valuesAt: usize = 0;

export function readRows(
  start: usize,
  split: usize,
  entries: usize,
  wordScale: usize,
  partScale: usize,
  featureScale: usize,
  termFrequency: usize,
  values: usize,
): void {
  startAt = start;
  splitAt = split;
  entriesAt = entries;
  wordScaleAt = wordScale;
  partScaleAt = partScale;
  featureScaleAt = featureScale;
  termFrequencyAt = termFrequency;
  valuesAt = values;
}

export function runLinearEpoch(
  labels: u32,
  weights: usize,
  duals: usize,
  biasAt: usize,
  targets: usize,
  order: usize,
  turns: u32,
  strength: f32,
  scores: usize,
  steps: usize,
): void {
  const rowBytes: usize = labels << 2;
  const padded: u32 = (labels + 3) & ~3;
  for (let turn: u32 = 0; turn < turns; turn++) {
    const row = load<u32>(order + (turn << 2));
    const first: usize = entriesAt + ((<usize>load<u32>(startAt + (row << 2))) << 2);
    const length = rowValues(row);
    memory.copy(scores, biasAt, rowBytes);
    for (let label = labels; label < padded; label++) store<f32>(scores + (label << 2), LOWEST);
    const squares = addRows(first, length, weights, rowBytes, labels, scores);
    const dualsAt: usize = duals + row * rowBytes;
    const share = dualStep(labels, padded, scores, dualsAt, load<u32>(targets + (row << 2)), strength * (squares + 1), steps);
    if (share < STEP_MIN) continue;
    addScaled(biasAt, steps, 1, labels);
    for (let index: u32 = 0; index < length; index++) {
      const feature = load<u32>(first + (index << 2)) >>> COUNT_BITS;
      addScaled(weights + feature * rowBytes, steps, load<f32>(valuesAt + (index << 2)), labels);
    }
  }
}

/** Writes the row's values; answers how many. */
function rowValues(row: u32): u32 {
  const first = load<u32>(startAt + (row << 2));
  const end = load<u32>(startAt + (row << 2), 4);
  const middle = load<u32>(splitAt + (row << 2));
  let scale = load<f32>(wordScaleAt + (row << 2));
  let to = valuesAt;
  for (let at = first; at < end; at++) {
    if (at == middle) scale = load<f32>(partScaleAt + (row << 2));
    const entry = load<u32>(entriesAt + (at << 2));
    const frequency = load<f32>(termFrequencyAt + ((entry & COUNT_MASK) << 2));
    store<f32>(to, frequency * load<f32>(featureScaleAt + ((entry >>> COUNT_BITS) << 2)) * scale);
    to += 4;
  }
  return end - first;
}

/** Adds value × row for every entry to `sums`, four entries at a time; answers the summed squares of the values. */
function addRows(first: usize, length: u32, table: usize, rowBytes: usize, width: u32, sums: usize): f32 {
  let squares: f32 = 0;
  let index: u32 = 0;
  const wide = width & ~3;
  for (; index + 4 <= length; index += 4) {
    const one: usize = table + (load<u32>(first + (index << 2)) >>> COUNT_BITS) * rowBytes;
    const two: usize = table + (load<u32>(first + (index << 2), 4) >>> COUNT_BITS) * rowBytes;
    const three: usize = table + (load<u32>(first + (index << 2), 8) >>> COUNT_BITS) * rowBytes;
    const four: usize = table + (load<u32>(first + (index << 2), 12) >>> COUNT_BITS) * rowBytes;
    const a = load<f32>(valuesAt + (index << 2));
    const b = load<f32>(valuesAt + (index << 2), 4);
    const c = load<f32>(valuesAt + (index << 2), 8);
    const d = load<f32>(valuesAt + (index << 2), 12);
    squares += a * a + b * b + (c * c + d * d);
    const aa = f32x4.splat(a);
    const bb = f32x4.splat(b);
    const cc = f32x4.splat(c);
    const dd = f32x4.splat(d);
    for (let column: u32 = 0; column < wide; column += 4) {
      const at: usize = column << 2;
      const left = f32x4.add(f32x4.mul(aa, v128.load(one + at)), f32x4.mul(bb, v128.load(two + at)));
      const right = f32x4.add(f32x4.mul(cc, v128.load(three + at)), f32x4.mul(dd, v128.load(four + at)));
      v128.store(sums + at, f32x4.add(v128.load(sums + at), f32x4.add(left, right)));
    }
    for (let column = wide; column < width; column++) {
      const at: usize = column << 2;
      const left = a * load<f32>(one + at) + b * load<f32>(two + at);
      store<f32>(sums + at, load<f32>(sums + at) + (left + (c * load<f32>(three + at) + d * load<f32>(four + at))));
    }
  }
  for (; index < length; index++) {
    const value = load<f32>(valuesAt + (index << 2));
    squares += value * value;
    addScaled(sums, table + (load<u32>(first + (index << 2)) >>> COUNT_BITS) * rowBytes, value, width);
  }
  return squares;
}

/** to += factor × from */
// @ts-ignore: decorator
@inline
function addScaled(to: usize, from: usize, factor: f32, width: u32): void {
  const factors = f32x4.splat(factor);
  const wide = width & ~3;
  for (let column: u32 = 0; column < wide; column += 4) {
    const at: usize = column << 2;
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(factors, v128.load(from + at))));
  }
  for (let column = wide; column < width; column++) {
    const at: usize = column << 2;
    store<f32>(to + at, load<f32>(to + at) + factor * load<f32>(from + at));
  }
}

/** Moves the duals and leaves the weights' steps in `steps`; answers the largest dual step. */
function dualStep(
  labels: u32,
  padded: u32,
  scores: usize,
  duals: usize,
  target: u32,
  curvature: f32,
  steps: usize,
): f32 {
  const total = softmax(padded, scores);
  let absolute: f32 = 0;
  let squares: f32 = 0;
  let largest: f32 = 0;
  const wide = labels & ~3;
  const shrink = f32x4.splat(-1 / total);
  let absolutes = f32x4.splat(0);
  let squaresWide = f32x4.splat(0);
  let largests = f32x4.splat(0);
  for (let label: u32 = 0; label < wide; label += 4) {
    const at: usize = label << 2;
    let distance = f32x4.sub(f32x4.mul(v128.load(scores + at), shrink), v128.load(duals + at));
    v128.store(steps + at, distance);
    if (target >= label && target < label + 4) {
      store<f32>(steps + (target << 2), load<f32>(steps + (target << 2)) + 1);
      distance = v128.load(steps + at);
    }
    const size = f32x4.abs(distance);
    absolutes = f32x4.add(absolutes, size);
    squaresWide = f32x4.add(squaresWide, f32x4.mul(distance, distance));
    largests = f32x4.max(largests, size);
  }
  absolute = sumLanes(absolutes);
  squares = sumLanes(squaresWide);
  largest = max(max(f32x4.extract_lane(largests, 0), f32x4.extract_lane(largests, 1)), max(f32x4.extract_lane(largests, 2), f32x4.extract_lane(largests, 3)));
  for (let label = wide; label < labels; label++) {
    const at: usize = label << 2;
    const hit: f32 = label == target ? 1 : 0;
    const distance = hit - load<f32>(scores + at) / total - load<f32>(duals + at);
    store<f32>(steps + at, distance);
    absolute += abs(distance);
    squares += distance * distance;
    largest = max(largest, abs(distance));
  }
  if (squares == 0) return 0;
  const share = (absolute * absolute) / (absolute * absolute + curvature * squares);
  if (largest * share < STEP_MIN) return 0;
  addScaled(duals, steps, share, labels);
  for (let label: u32 = 0; label < labels; label++) {
    const at: usize = label << 2;
    store<f32>(steps + at, load<f32>(steps + at) * share * strengthNow);
  }
  return largest * share;
}

let strengthNow: f32 = 0;

/** The strength by which dual steps become weight steps; set before an epoch. */
export function setStrength(strength: f32): void {
  strengthNow = strength;
}

/** Turns the scores into unnormalised shares; answers their sum. */
function softmax(padded: u32, scores: usize): f32 {
  let tops = f32x4.splat(LOWEST);
  for (let label: u32 = 0; label < padded; label += 4) tops = f32x4.max(tops, v128.load(scores + (label << 2)));
  const top = max(max(f32x4.extract_lane(tops, 0), f32x4.extract_lane(tops, 1)), max(f32x4.extract_lane(tops, 2), f32x4.extract_lane(tops, 3)));
  const shift = f32x4.splat(top);
  let sums = f32x4.splat(0);
  for (let label: u32 = 0; label < padded; label += 4) {
    const at: usize = label << 2;
    const share = exponential(f32x4.sub(v128.load(scores + at), shift));
    v128.store(scores + at, share);
    sums = f32x4.add(sums, share);
  }
  return sumLanes(sums);
}

/** e to the power of numbers up to zero, to within two units in the last place; polynomial of Cephes' expf (S. Moshier). */
function exponential(power: v128): v128 {
  const bounded = f32x4.max(power, f32x4.splat(-87));
  const whole = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)));
  let rest = f32x4.sub(bounded, f32x4.mul(whole, f32x4.splat(0.693359375)));
  rest = f32x4.add(rest, f32x4.mul(whole, f32x4.splat(2.12194440e-4)));
  let sum = f32x4.add(f32x4.mul(rest, f32x4.splat(1.9875691500e-4)), f32x4.splat(1.3981999507e-3));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(8.3334519073e-3));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(4.1665795894e-2));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.6666665459e-1));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(5.0000001201e-1));
  sum = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(sum, rest), rest), rest), f32x4.splat(1));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(sum, exponent);
}

// @ts-ignore: decorator
@inline
function sumLanes(lanes: v128): f32 {
  const left = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1);
  return left + (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3));
}

export function runLowRankEpoch(
  labels: u32,
  hidden: u32,
  vectors: usize,
  outputs: usize,
  vectorSquares: usize,
  outputSquares: usize,
  adaptive: u32,
  targets: usize,
  order: usize,
  turns: u32,
  rate: f32,
  rateEnd: f32,
  sum: usize,
  gradient: usize,
  scores: usize,
  coins: usize,
  kept: usize,
): void {
  const rowBytes: usize = hidden << 2;
  for (let turn: u32 = 0; turn < turns; turn++) {
    const row = load<u32>(order + (turn << 2));
    const first: usize = entriesAt + ((<usize>load<u32>(startAt + (row << 2))) << 2);
    let grams = first;
    let length = rowValues(row);
    if (load<u32>(coins) != 0) {
      length = keepHalf(first, length, kept, coins);
      grams = kept;
    }
    const rowRate: f32 = rate + ((rateEnd - rate) * <f32>turn) / <f32>turns;
    memory.fill(sum, 0, rowBytes);
    addRows(grams, length, vectors, rowBytes, hidden, sum);
    stepOutputs(labels, hidden, outputs, outputSquares, adaptive, sum, load<u32>(targets + (row << 2)), rowRate, scores, gradient);
    const squares = dot(gradient, gradient, hidden) / <f32>hidden;
    if (squares < GRADIENT_MIN) continue;
    for (let index: u32 = 0; index < length; index++) {
      const feature: usize = load<u32>(grams + (index << 2)) >>> COUNT_BITS;
      const value = load<f32>(valuesAt + (index << 2));
      let step = rowRate * value;
      if (adaptive) {
        const seen = load<f32>(vectorSquares + (feature << 2)) + value * value * squares;
        store<f32>(vectorSquares + (feature << 2), seen);
        step /= sqrt(seen);
      }
      addScaled(vectors + feature * rowBytes, gradient, step, hidden);
    }
  }
}

/** Moves the entries that a coin keeps to `kept` and their values, doubled, to the front; answers how many. */
function keepHalf(first: usize, length: u32, kept: usize, coins: usize): u32 {
  let state = load<u32>(coins);
  let tosses: u32 = 0;
  let end: u32 = 0;
  for (let index: u32 = 0; index < length; index++) {
    if ((index & 31) == 0) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      tosses = state;
    }
    store<u32>(kept + (end << 2), load<u32>(first + (index << 2)));
    store<f32>(valuesAt + (end << 2), 2 * load<f32>(valuesAt + (index << 2)));
    end += tosses & 1;
    tosses >>>= 1;
  }
  store<u32>(coins, state);
  return end;
}

function stepOutputs(
  labels: u32,
  hidden: u32,
  outputs: usize,
  outputSquares: usize,
  adaptive: u32,
  sum: usize,
  target: u32,
  rate: f32,
  scores: usize,
  gradient: usize,
): void {
  const rowBytes: usize = hidden << 2;
  const padded: u32 = (labels + 3) & ~3;
  const sumSquares = dot(sum, sum, hidden);
  for (let label: u32 = 0; label < labels; label++) {
    store<f32>(scores + (label << 2), dot(sum, outputs + label * rowBytes, hidden));
  }
  for (let label = labels; label < padded; label++) store<f32>(scores + (label << 2), LOWEST);
  const total = softmax(padded, scores);
  memory.fill(gradient, 0, rowBytes);
  for (let label: u32 = 0; label < labels; label++) {
    const hit: f32 = label == target ? 1 : 0;
    const error = hit - load<f32>(scores + (label << 2)) / total;
    if (abs(error) < ERROR_MIN) continue;
    let step = rate * error;
    if (adaptive) {
      const seen = load<f32>(outputSquares + (label << 2)) + (error * error * sumSquares) / <f32>hidden;
      store<f32>(outputSquares + (label << 2), seen);
      step /= sqrt(seen);
    }
    addScaled(gradient, outputs + label * rowBytes, error, hidden);
    addScaled(outputs + label * rowBytes, sum, step, hidden);
  }
}

/** Inner product of rows whose length is a multiple of four. */
// @ts-ignore: decorator
@inline
function dot(one: usize, other: usize, width: u32): f32 {
  let sums = f32x4.splat(0);
  for (let column: u32 = 0; column < width; column += 4) {
    const at: usize = column << 2;
    sums = f32x4.add(sums, f32x4.mul(v128.load(one + at), v128.load(other + at)));
  }
  return sumLanes(sums);
}

// The model that scores, set once; see src/core/classifier/plain-scorer.ts.
let tableAt: usize = 0;
let tableMask: u32 = 0;
let labelCount: u32 = 0;
let scaleAt: usize = 0;
let rowScaleAt: usize = 0;
let weightsAt: usize = 0;
let meanScaleAt: usize = 0;
let meanWeightsAt: usize = 0;
let noneAt: usize = 0;
let numbersAt: usize = 0;
let touchedAt: usize = 0;
let occurrencesAt: usize = 0;
let scaledAt: usize = 0;
let addedAt: usize = 0;

export function readModel(
  table: usize,
  none: usize,
  mask: u32,
  labels: u32,
  scale: usize,
  rowScale: usize,
  weights: usize,
  meanScale: usize,
  meanWeights: usize,
  numbers: usize,
  touched: usize,
  occurrences: usize,
  scaled: usize,
  added: usize,
  termFrequency: usize,
): void {
  tableAt = table;
  noneAt = none;
  tableMask = mask;
  labelCount = labels;
  scaleAt = scale;
  rowScaleAt = rowScale;
  weightsAt = weights;
  meanScaleAt = meanScale;
  meanWeightsAt = meanWeights;
  numbersAt = numbers;
  touchedAt = touched;
  occurrencesAt = occurrences;
  scaledAt = scaled;
  addedAt = added;
  termFrequencyAt = termFrequency;
}

/**
 * Notes the features of the keys after the `known` noted before; answers how many are noted then. Each noted feature has a number,
 * by which all that is kept of the text lies together, where the model's own tables are far apart; numbers start at one. Known and
 * unknown grams, new and repeated ones come in no order that a processor could guess, so the loops do the same for all of them:
 * what is unknown is counted where nobody reads, as number zero.
 */
export function noteFeatures(keys: usize, keyCount: u32, known: u32, foundAt: usize): u32 {
  findPlaces(keys, keyCount, foundAt);
  let end = known;
  for (let index: u32 = 0; index < keyCount; index++) {
    const place: usize = load<u32>(foundAt + (index << 2));
    const found = load<u32>(place, 16);
    const numberAt: usize = place + 32;
    const before = load<u32>(numberAt);
    const isNew = <u32>(before == 0) & <u32>(found != 0);
    store<u32>(touchedAt + (end << 2), found - 1);
    store<u32>(numbersAt + (end << 2), <u32>numberAt);
    store<u32>(occurrencesAt + (end << 2), 0);
    end += isNew;
    const number = select<u32>(end, before, isNew);
    store<u32>(numberAt, number);
    store<u32>(foundAt + (index << 2), number);
    const counter: usize = occurrencesAt + (number << 2) - 4;
    store<u32>(counter, load<u32>(counter) + max(1, load<u32>(keys + (index << 2)) & COUNT_MASK));
  }
  return end;
}

/**
 * Writes where in the table each key lies. A loop of its own: it has no store that a look into the table could have to wait for, so
 * that the processor looks for many keys at a time.
 */
function findPlaces(keys: usize, keyCount: u32, places: usize): void {
  for (let index: u32 = 0; index < keyCount; index++) {
    const wanted = load<u32>(keys + (index << 2)) >>> COUNT_BITS;
    const sought = i32x4.splat(wanted + 1);
    let bucket = wanted & tableMask;
    let bucketAt: usize = tableAt + (<usize>bucket << 6);
    let here = v128.load(bucketAt);
    let match: u32 = i32x4.bitmask(i32x4.eq(here, sought));
    while (match == 0 && i32x4.all_true(here)) {
      bucket = (bucket + 1) & tableMask;
      bucketAt = tableAt + (<usize>bucket << 6);
      here = v128.load(bucketAt);
      match = i32x4.bitmask(i32x4.eq(here, sought));
    }
    const place: usize = select<usize>(noneAt, bucketAt + (<usize>ctz(match) << 2), match == 0);
    store<u32>(places + (index << 2), <u32>place);
  }
}

/** Adds the values of the noted features to `sums`; answers the summed squares. Forgets their numbers. */
export function addBlock(first: u32, end: u32, sums: usize): f32 {
  let squares: f32 = 0;
  memory.fill(sums, 0, ((labelCount + 7) & ~7) << 2);
  let held: usize = 0;
  let heldValue: f32 = 0;
  for (let index = first; index < end; index++) {
    const feature: usize = load<u32>(touchedAt + (index << 2));
    const count = load<u32>(occurrencesAt + (index << 2));
    store<u32>(load<u32>(numbersAt + (index << 2)), 0);
    const value = load<f32>(termFrequencyAt + (min(count, COUNT_MASK) << 2)) * load<f32>(scaleAt + (feature << 2));
    squares += value * value;
    const scaled = value * load<f32>(rowScaleAt + (feature << 2));
    store<f32>(scaledAt + (index << 2), scaled);
    const row: usize = weightsAt + feature * labelCount;
    if (held == 0) {
      held = row;
      heldValue = scaled;
    } else {
      addBytes(held, heldValue, row, scaled, sums);
      held = 0;
    }
  }
  if (held != 0) addBytes(held, heldValue, held, 0, sums);
  return squares;
}

/** Adds the noted words' counts times their second view to `sums`; answers the sum of the counts. */
export function addMeans(end: u32, sums: usize): f32 {
  let total: f32 = 0;
  memory.fill(sums, 0, ((labelCount + 7) & ~7) << 2);
  for (let index: u32 = 0; index < end; index++) {
    const feature: usize = load<u32>(touchedAt + (index << 2));
    const count = <f32>min(load<u32>(occurrencesAt + (index << 2)), COUNT_MASK);
    total += count;
    const row: usize = meanWeightsAt + feature * labelCount;
    addBytes(row, count * load<f32>(meanScaleAt + (feature << 2)), row, 0, sums);
  }
  return total;
}

/** sums += a × bytes of one + b × bytes of two, eight lanes at a time; lanes beyond the labels hold what nobody reads. */
// @ts-ignore: decorator
@inline
function addBytes(one: usize, a: f32, two: usize, b: f32, sums: usize): void {
  const aa = f32x4.splat(a);
  const bb = f32x4.splat(b);
  for (let label: u32 = 0; label < labelCount; label += 8) {
    const at: usize = sums + (label << 2);
    const left = i16x8.extend_low_i8x16_s(v128.load64_zero(one + label));
    const right = i16x8.extend_low_i8x16_s(v128.load64_zero(two + label));
    const low = f32x4.add(
      f32x4.mul(aa, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(left))),
      f32x4.mul(bb, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(right))),
    );
    const high = f32x4.add(
      f32x4.mul(aa, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(left))),
      f32x4.mul(bb, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(right))),
    );
    v128.store(at, f32x4.add(v128.load(at), low));
    v128.store(at + 16, f32x4.add(v128.load(at + 16), high));
  }
}

/**
 * Writes what each word gram of the text, with its parts, added to the logit of one label minus that of another; answers the sum
 * over the text.
 */
export function contrast(
  label: u32,
  other: u32,
  wordEnd: u32,
  end: u32,
  wordScale: f64,
  partScale: f64,
  means: f64,
  foundWords: usize,
  wordCount: u32,
  foundParts: usize,
  partEnds: usize,
  contrasts: usize,
): f64 {
  const byWords = contrastBlock(0, wordEnd, label, other, wordScale, means);
  const byParts = contrastBlock(wordEnd, end, label, other, partScale, 0);
  gatherContrasts(foundWords, wordCount, foundParts, partEnds, partScale != 0, contrasts);
  return byWords + byParts;
}

/** Writes what an occurrence of each noted feature added, by number; answers what all added. */
function contrastBlock(first: u32, end: u32, label: u32, other: u32, scale: f64, means: f64): f64 {
  let total: f64 = 0;
  const ofLabel: usize = weightsAt + label;
  const ofOther: usize = weightsAt + other;
  for (let index = first; index < end; index++) {
    const feature: usize = load<u32>(touchedAt + (index << 2));
    const occurring = load<u32>(occurrencesAt + (index << 2));
    const row: usize = feature * labelCount;
    const weight: i32 = <i32>load<i8>(ofLabel + row) - <i32>load<i8>(ofOther + row);
    let value = <f64>load<f32>(scaledAt + (index << 2)) * scale * <f64>weight;
    if (means > 0) {
      const mean: usize = meanWeightsAt + row;
      const meanWeight: i32 = <i32>load<i8>(mean + label) - <i32>load<i8>(mean + other);
      const count = min(occurring, COUNT_MASK);
      value += <f64>count * <f64>load<f32>(meanScaleAt + (feature << 2)) * means * <f64>meanWeight;
    }
    total += value;
    store<f32>(addedAt + ((index + 1) << 2), <f32>(occurring == 1 ? value : value / <f64>occurring));
  }
  return total;
}

/** Adds up what the word grams and the parts of each word added. */
function gatherContrasts(
  foundWords: usize,
  wordCount: u32,
  foundParts: usize,
  partEnds: usize,
  hasParts: bool,
  contrasts: usize,
): void {
  let part: usize = foundParts;
  for (let gram: u32 = 0; gram < wordCount; gram++) {
    let value = <f64>load<f32>(addedAt + (<usize>load<u32>(foundWords + (gram << 2)) << 2));
    if (hasParts && (gram == 0 || (gram & 1) == 1)) {
      const partEnd: usize = foundParts + (<usize>load<u32>(partEnds + (((gram + 1) >>> 1) << 2)) << 2);
      let even: f32 = 0;
      let odd: f32 = 0;
      for (; part + 8 <= partEnd; part += 8) {
        even += load<f32>(addedAt + (<usize>load<u32>(part) << 2));
        odd += load<f32>(addedAt + (<usize>load<u32>(part, 4) << 2));
      }
      if (part < partEnd) {
        even += load<f32>(addedAt + (<usize>load<u32>(part) << 2));
        part += 4;
      }
      value += <f64>(even + odd);
    }
    store<f64>(contrasts + (gram << 3), value);
  }
}

/** Writes the numbers of the contrasts that are not zero, largest absolute value first, at most `limit`; answers how many. */
export function rankContrasts(contrasts: usize, count: u32, limit: u32, order: usize): u32 {
  const most = min(count, limit);
  if (most == 0) return 0;
  let named: u32 = 0;
  let least: f64 = 0;
  for (let gram: u32 = 0; gram < count; gram++) {
    const size = abs(load<f64>(contrasts + (gram << 3)));
    if (size <= least) continue;
    let at = named < most ? named++ : most - 1;
    for (; at > 0; at--) {
      const before = load<u32>(order + (at - 1 << 2));
      if (abs(load<f64>(contrasts + (before << 3))) >= size) break;
      store<u32>(order + (at << 2), before);
    }
    store<u32>(order + (at << 2), gram);
    if (named == most) least = abs(load<f64>(contrasts + (load<u32>(order + (most - 1 << 2)) << 3)));
  }
  return named;
}

/** The part that added most to either side. */
export function strongestPart(foundParts: usize, first: u32, end: u32): u32 {
  let best = first;
  let most: f32 = -1;
  for (let part = first; part < end; part++) {
    const size = abs(load<f32>(addedAt + (<usize>load<u32>(foundParts + (part << 2)) << 2)));
    if (size > most) {
      most = size;
      best = part;
    }
  }
  return best;
}
