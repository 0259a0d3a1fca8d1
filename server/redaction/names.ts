// Finds the names of people after the words that announce them: greetings, titles, introductions, form fields and closings.
// A name elsewhere in running text is not found: that takes a model.
import {
  CLASS,
  isBlank,
  isLineEnd,
  isWordCharacter,
  LETTER,
  letterRunEnd,
  skipBlanks,
  unitAt,
} from './characters.ts';
import type { Finding } from './finding.ts';
import type { Marker } from './markers.ts';

const NAME_WORDS_MAX = 4;
const NAME_WORD_LETTERS_MAX = 24;
/** A line that closes a mail may go on so far ("Viele Grüße aus Köln") before the name on the next one. */
const CLOSING_LINE_MAX = 40;

/** Written small inside a name. */
const PARTICLES = new Set(
  'von van der den de del della di da do dos das la le el al bin ben ten ter y e zu'.split(' '),
);

/** Written with a capital where a name could stand, without being one. */
const NO_NAMES = new Set(
  `team all everyone everybody support helpdesk service desk it sir sirs madam madame there again folks guys colleagues
  colleague world customer client user users hr help admin administrator office department sales finance accounting
  i we my our the this that it's is are was can could would please since after when where what why how if in on at to for
  from and or but no not yes thanks thank regards best kind hi hello dear sent get error issue problem update
  zusammen kollegen kolleginnen damen herren leute liebes kundenservice kundendienst it-team ich wir mein meine unser die der das
  seit bitte leider nach wenn wie was warum kann können ist sind es im am hier vielen dank guten
  equipo todos todas señores compañeros cliente soporte buenas buenos días el los las mi nuestro desde por favor no un una
  tous toutes équipe collègues service bonjour je nous mon ma notre les depuis merci veuillez il un une
  equipe equipa colegas suporte pessoal senhores prezados bom boa dia o os as meu minha nosso desde obrigado
  outlook windows excel teams word microsoft office google sap vpn wifi`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const TITLES = new Set(
  'mr mrs ms miss dr prof herr herrn frau señor señora sr sra don doña monsieur madame mme mlle m senhor senhora dra professor doktor'.split(
    ' ',
  ),
);
const TITLE_LETTERS_MAX = 9;
/** Titles that are words of their own when written small or in capitals ("MS Word", "dr", "m"). */
const SHORT_TITLES = /^(Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Mme|Mlle|M|Dra|[Hh]err|[Ff]rau|[Mm]iss|[Dd]on|[Dd]oña)$/;

const INTRODUCTIONS = /^(?:(?:my|mein) name (?:is|ist|lautet)|mi nombre es|mon nom est|meu nome é) /i;
const BARE_INTRODUCTIONS = new Set(['heiße', 'heisse', 'llamo', 'appelle', 'chamo']);

/** The name that the marker from `start` to `end` announces. */
export function nameAfter(text: string, start: number, end: number, marker: Marker): Finding | undefined {
  switch (marker) {
    case 'greeting':
      return nameAfterGreeting(text, end);
    case 'title':
      return nameAfterTitle(text, start, end);
    case 'introduction':
      return nameAfterIntroduction(text, start, end);
    case 'form':
      return nameInForm(text, end);
    case 'closing':
    case 'thanks':
      return nameAfterClosing(text, end, marker);
    default:
      return undefined;
  }
}

function nameAfterGreeting(text: string, end: number): Finding | undefined {
  if (!isBlank(unitAt(text, end))) return undefined;
  const next = skipBlanks(text, end);
  const start = skipTitles(text, next);
  if (start === next && !isCapital(text, start)) return smallNameAt(text, start);
  return nameAt(text, start, NAME_WORDS_MAX);
}

// "hi anna," without a capital is a name only when nothing but a sign follows.
function smallNameAt(text: string, start: number): Finding | undefined {
  const end = letterRunEnd(text, start);
  if (end - start < 3 || end - start > NAME_WORD_LETTERS_MAX || isCapital(text, start)) return undefined;
  if (unitAt(text, end) !== 0x2c || isNoName(text.slice(start, end))) return undefined;
  return { kind: 'name', start, end };
}

function nameAfterTitle(text: string, start: number, end: number): Finding | undefined {
  if (!isTitle(text.slice(start, end))) return undefined;
  const next = unitAt(text, end) === 0x2e ? end + 1 : end;
  if (end - start === 1 && next === end) return undefined;
  if (!isBlank(unitAt(text, next))) return undefined;
  return nameAt(text, skipTitles(text, skipBlanks(text, next)), NAME_WORDS_MAX);
}

function nameAfterIntroduction(text: string, start: number, end: number): Finding | undefined {
  const word = text.slice(start, end).toLowerCase();
  if (BARE_INTRODUCTIONS.has(word)) {
    const next = text.slice(end, end + 3).toLowerCase() === '-me' ? end + 3 : end;
    return nameAt(text, skipBlanks(text, next), NAME_WORDS_MAX);
  }
  if (unitAt(text, skipBlanks(text, end)) === 0x3a) return nameInForm(text, end);
  const from = Math.max(0, start - 5);
  for (let lead = from; lead < start; lead += 1) {
    if (lead > 0 && isWordCharacter(text, lead - 1)) continue;
    const match = INTRODUCTIONS.exec(text.slice(lead, lead + 24));
    if (match !== null)
      return nameAt(text, skipTitles(text, skipBlanks(text, lead + match[0].length)), NAME_WORDS_MAX);
  }
  return undefined;
}

// "Name: Anna Berg" is a person, "Name: Printer" may be anything: two words at least.
function nameInForm(text: string, end: number): Finding | undefined {
  const colon = skipBlanks(text, end);
  if (unitAt(text, colon) !== 0x3a) return undefined;
  const name = nameAt(text, skipTitles(text, skipBlanks(text, colon + 1)), NAME_WORDS_MAX);
  if (name === undefined || !/\p{L}[ \u00a0]+\p{Lu}/u.test(text.slice(name.start, name.end)))
    return undefined;
  return isWordCharacter(text, skipBlanks(text, name.end)) ? undefined : name;
}

function nameAfterClosing(text: string, end: number, marker: Marker): Finding | undefined {
  let index = end;
  while (isBlank(unitAt(text, index)) || isClosingSign(unitAt(text, index))) {
    index += 1;
  }
  const beside = isCapital(text, index) ? nameAt(text, index, NAME_WORDS_MAX) : undefined;
  if (beside !== undefined && isSentenceSign(text, beside.end)) return beside;
  const lineMax = marker === 'thanks' ? 0 : CLOSING_LINE_MAX;
  let lineEnd = index;
  while (!isLineEnd(unitAt(text, lineEnd))) {
    if (lineEnd - index >= lineMax) return undefined;
    lineEnd += 1;
  }
  return nameOnNextLine(text, lineEnd);
}

function isClosingSign(code: number): boolean {
  return code === 0x2c || code === 0x2e || code === 0x21;
}

function nameOnNextLine(text: string, lineEnd: number): Finding | undefined {
  let index = lineEnd;
  while (index < text.length && index < lineEnd + 8 && isBlankOrLineEnd(unitAt(text, index))) index += 1;
  const name = nameAt(text, index, NAME_WORDS_MAX);
  if (name === undefined) return undefined;
  const after = skipBlanks(text, name.end);
  return isLineEnd(unitAt(text, after)) || ',|('.includes(text.charAt(after)) ? name : undefined;
}

function isBlankOrLineEnd(code: number): boolean {
  return isBlank(code) || code === 0x0a || code === 0x0d;
}

/** The name whose first letter is at `start`: capitalised words, initials, and particles between them. */
function nameAt(text: string, start: number, wordsMax: number): Finding | undefined {
  let end = -1;
  let index = start;
  for (let words = 0; words < wordsMax; words += 1) {
    const wordEnd = nameWordEnd(text, index);
    if (wordEnd === -1) break;
    end = wordEnd;
    index = skipBlanks(text, wordEnd);
    if (index === wordEnd) break;
  }
  const isAddress = text.charAt(end) === '@' || text.charAt(end) === '_';
  return end === -1 || isAddress ? undefined : { kind: 'name', start, end };
}

function nameWordEnd(text: string, start: number): number {
  let end = letterRunEnd(text, start);
  if (end === start || end - start > NAME_WORD_LETTERS_MAX) return -1;
  if (!isCapital(text, start)) return particleEnd(text, start, end);
  while (isJoint(text, end)) end = letterRunEnd(text, end + 1);
  if (CLASS[unitAt(text, end)] !== LETTER && isWordCharacter(text, end)) return -1;
  const word = text.slice(start, end);
  if (isNoName(word)) return -1;
  if (word.length === 1) return text.charAt(end) === '.' ? end + 1 : -1;
  // Three capitals are a system or a department; a shouted name is longer.
  return word.length <= 3 && word === word.toUpperCase() ? -1 : end;
}

// Particles count only when a capitalised word follows, directly or after another particle.
function particleEnd(text: string, start: number, end: number): number {
  if (!PARTICLES.has(text.slice(start, end)) || !isBlank(unitAt(text, end))) return -1;
  const next = skipBlanks(text, end);
  return isCapital(text, next) || PARTICLES.has(text.slice(next, letterRunEnd(text, next)))
    ? nameWordEnd(text, next)
    : -1;
}

function isJoint(text: string, index: number): boolean {
  const code = unitAt(text, index);
  const isSign = code === 0x2d || code === 0x27 || code === 0x2019;
  return isSign && CLASS[unitAt(text, index + 1)] === LETTER;
}

function isCapital(text: string, index: number): boolean {
  const code = unitAt(text, index);
  if (code < 0x80) return code >= 0x41 && code <= 0x5a;
  const letter = text.charAt(index);
  return letter !== letter.toLowerCase();
}

function isNoName(word: string): boolean {
  const small = word.toLowerCase();
  return NO_NAMES.has(small) || TITLES.has(small);
}

function isTitle(word: string): boolean {
  return TITLES.has(word.toLowerCase()) && (word.length > 4 || SHORT_TITLES.test(word));
}

function skipTitles(text: string, start: number): number {
  let index = start;
  for (let count = 0; count < 3; count += 1) {
    const end = letterRunEnd(text, index);
    if (end - index > TITLE_LETTERS_MAX || !isTitle(text.slice(index, end))) return index;
    const next = unitAt(text, end) === 0x2e ? end + 1 : end;
    if (!isBlank(unitAt(text, next))) return index;
    index = skipBlanks(text, next);
  }
  return index;
}

function isSentenceSign(text: string, index: number): boolean {
  const after = skipBlanks(text, index);
  return isLineEnd(unitAt(text, after)) || ',.;:!?-–(|'.includes(text.charAt(after));
}
