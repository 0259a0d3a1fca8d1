// Words that say who writes and from where, and nothing about the matter: swapped for one another they must not change a queue. English
// and German, as a start; a desk adds the names and places of its own people.
import type { SwapGroup } from './counterfactual.ts';

/** The groups that `usher monitor swaps` tries. */
export const SWAP_GROUPS: readonly SwapGroup[] = [
  {
    name: 'first names',
    words: [
      ...['Anna', 'Mohammed', 'Maria', 'Chen', 'John', 'Fatima', 'Peter', 'Aisha', 'Thomas', 'Olga'],
      ...['David', 'Priya', 'Michael', 'Zeynep', 'Sarah', 'Kwame', 'James', 'Ivan', 'Laura', 'Ahmed'],
    ],
  },
  { name: 'pronouns', words: ['he', 'she', 'they'] },
  { name: 'possessives', words: ['his', 'her', 'their'] },
  { name: 'titles', words: ['Mr', 'Mrs', 'Ms', 'Dr'] },
  { name: 'German titles', words: ['Herr', 'Frau'] },
  { name: 'greetings', words: ['hello', 'hi', 'dear', 'hey', 'greetings'] },
  { name: 'German greetings', words: ['hallo', 'guten', 'servus', 'moin'] },
  {
    name: 'places',
    words: ['London', 'Berlin', 'Lagos', 'Paris', 'Mumbai', 'Warsaw', 'Istanbul', 'Madrid', 'Chicago'],
  },
];
