// Names a topic by its words: those that are in many of its tickets and in few of the others. The words never leave the sheet.

/** Shorter words are mostly grammar. */
const LETTERS_MIN = 4;
const WORDS_IN_NAME = 3;
/** A word that is in one ticket alone names nothing. */
const TICKETS_MIN = 2;

/** The strongest words of `inside` against `others`, best first, joined by commas; empty where no word stands out. */
export function topicName(inside: readonly string[], others: readonly string[]): string {
  const own = countWords(inside);
  const rest = countWords(others);
  const scored = [...own]
    .filter(([, tickets]) => tickets >= TICKETS_MIN)
    .map(([word, tickets]) => {
      const share = tickets / inside.length;
      const elsewhere = ((rest.get(word) ?? 0) + 0.5) / (others.length + 1);
      return { word, score: share * Math.log(share / elsewhere) };
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.word < other.word ? -1 : 1));
  return scored
    .slice(0, WORDS_IN_NAME)
    .map(({ word }) => word)
    .join(', ');
}

/** Tickets in which each word stands. */
function countWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const words = new Set(text.toLowerCase().match(/[a-z\u00df-\u024f]+/g) ?? []);
    for (const word of words) {
      if (word.length >= LETTERS_MIN) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}
