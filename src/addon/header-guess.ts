// Which column is what, guessed at set-up: from headers as people write them in eight languages, and where no header tells, from what
// stands in the columns. A person sees the guess with three rows before anything is written.
import { textOfCell } from './cell-text.ts';
import type { Table } from './ports.ts';

type SourceName = 'subject' | 'body' | 'channel' | 'receivedAt' | 'queue';

/**
 * Headers as people write them, best first, without accents, in English, German, French, Spanish, Italian, Portuguese, Dutch and
 * Polish.
 */
const HEADER_WORDS: Readonly<Record<SourceName, readonly string[]>> = {
  subject: [
    ...['subject', 'betreff', 'objet', 'asunto', 'oggetto', 'assunto', 'onderwerp', 'temat'],
    ...['title', 'titel', 'titre', 'titulo', 'titolo', 'tytul', 'summary', 'short description'],
    ...['kurzbeschreibung', 'zusammenfassung', 'resume', 'resumen', 'riepilogo', 'resumo', 'samenvatting'],
  ],
  body: [
    ...['body', 'description', 'message', 'text', 'details', 'ticket', 'content', 'beschreibung'],
    ...['nachricht', 'inhalt', 'anfrage', 'anliegen', 'descripcion', 'mensaje', 'texto', 'contenu', 'texte'],
    ...['demande', 'descrizione', 'messaggio', 'testo', 'richiesta', 'descricao', 'mensagem', 'pedido'],
    ...['omschrijving', 'beschrijving', 'bericht', 'tekst', 'opis', 'wiadomosc', 'tresc'],
    ...['request', 'question', 'comment', 'issue', 'problem'],
  ],
  channel: ['channel', 'source', 'kanal', 'quelle', 'canal', 'origine', 'origen', 'canale', 'kanaal'],
  receivedAt: [
    ...['received', 'received at', 'date', 'created', 'created at', 'datum', 'eingang', 'erstellt', 'fecha'],
    ...['recu', 'data', 'ricevuto', 'recebido', 'ontvangen', 'timestamp', 'zeitstempel', 'horodateur'],
  ],
  queue: [
    ...['queue', 'team', 'category', 'assignment group', 'assigned team', 'group', 'label', 'warteschlange'],
    ...['kategorie', 'gruppe', 'file', "file d'attente", 'equipe', 'categorie', 'cola', 'equipo'],
    ...['categoria', 'coda', 'squadra', 'gruppo', 'fila', 'grupo', 'wachtrij', 'groep', 'kolejka', 'zespol'],
    ...['department', 'abteilung', 'topic', 'thema'],
  ],
};

/** The header of the column that holds `name`, or null when no header looks like it. */
export function guessHeader(headers: readonly string[], name: SourceName): string | null {
  const folded = headers.map(plain);
  for (const word of HEADER_WORDS[name]) {
    const exact = folded.indexOf(word);
    if (exact >= 0) return headers[exact] ?? null;
  }
  for (const word of HEADER_WORDS[name]) {
    const contains = folded.findIndex((header) => header.split(/[^\p{L}]+/u).includes(word));
    if (contains >= 0) return headers[contains] ?? null;
  }
  return null;
}

/** Rows that are looked at for their contents. */
const SAMPLE_ROWS = 50;
/** Shorter cells than these on average are names, numbers or dates rather than what somebody wrote. */
const TEXT_CHARACTERS_MIN = 25;

/** The column with the longest texts, `taken` headers left out; null where no column holds sentences. */
export function guessTextColumn(table: Table, taken: readonly (string | null)[]): string | null {
  const headers = (table.rows[0] ?? []).map(textOfCell);
  const rows = table.rows.slice(1, 1 + SAMPLE_ROWS);
  let best: string | null = null;
  let longest = TEXT_CHARACTERS_MIN;
  headers.forEach((header, column) => {
    if (header === '' || taken.includes(header)) return;
    const texts = rows.map((row) => textOfCell(row[column])).filter((text) => /\p{L}+\s+\p{L}+/u.test(text));
    const mean = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, rows.length);
    if (mean <= longest) return;
    longest = mean;
    best = header;
  });
  return best;
}

/** Lower case, without accents, single spaces. */
function plain(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ł/g, 'l')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ');
}
