// The words beside which private data stands, in English, German, Spanish, French and Portuguese, and a cheap test that
// tells most words of a ticket to be none of them.
import { unitAt } from './characters.ts';

/** What a marker announces: a value of that kind follows, or (`reference`) a number follows that is nobody's. */
export type Marker =
  | 'phone'
  | 'reference'
  | 'national-id'
  | 'password'
  | 'key'
  | 'pin'
  | 'authorization'
  | 'greeting'
  | 'title'
  | 'closing'
  | 'thanks'
  | 'introduction'
  | 'form';

const WORDS: Readonly<Record<Marker, string>> = {
  phone:
    'phone telephone tel mobile cell cellphone call fax whatsapp sms telefon telefonnummer handy handynummer mobil mobilnummer rufnummer rückruf durchwahl teléfono móvil celular llamar llámame llámenme llamarme llame tél téléphone portable appeler appelez joindre rappeler fixe telefone telemóvel ligar ligue telefonar',
  reference:
    'ticket order invoice serial reference ref case version build firmware release error code asset inventory tracking part number room customer bestellung bestellnummer auftrag rechnung rechnungsnummer seriennummer inventarnummer vorgang vorgangsnummer kundennummer kostenstelle lieferschein fehler raum pedido factura expediente serie versión lote código commande facture dossier série versão versionen protocolo chamado nota fatura encomenda incident',
  'national-id':
    'nhs bsn burgerservicenummer sofinummer nif contribuinte pesel cpf dni nie nir steuer steuerid identifikationsnummer personnummer ahv ssn sozialversicherungsnummer sécurité niss',
  password:
    'password passwd pwd pass pw passphrase passcode passwort kennwort contraseña clave passe mdp senha hasło wachtwoord',
  key: 'key apikey token secret accesskey secretkey accountkey sharedaccesskey clientsecret accesstoken refreshtoken apitoken privatekey bearer schlüssel jeton credential credentials signature auth lizenzschlüssel',
  pin: 'pin puk tan otp',
  authorization: 'authorization',
  greeting:
    'dear hi hello hey hallo liebe lieber geehrter geehrte tag morgen moin hola estimado estimada querido querida días tardes bonjour bonsoir cher chère salut olá oi caro cara prezado prezada dia tarde morning afternoon',
  title:
    'mr mrs ms dr prof herr herrn frau señor señora sr sra monsieur madame mme mlle m senhor senhora dra doña',
  closing:
    'regards sincerely faithfully grüße grüßen gruß grüsse grüssen gruss mfg vg lg saludos saludo atentamente cordialmente cordialement salutations amicalement vous cumprimentos atenciosamente abraço abraços att',
  thanks: 'thanks thx cheers best you danke dank gracias merci obrigado obrigada',
  introduction: 'name heiße heisse llamo nombre appelle nom nome chamo',
  form: 'contact requester caller employee user usuario ansprechpartner mitarbeiter benutzer utilisateur solicitante from von',
};

/** What must stand right before some markers, lower-case, for them to be one; the others need nothing. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  passe: ['mot de ', 'palavra-', 'palavra '],
  tag: ['guten '],
  morgen: ['guten '],
  días: ['buenos '],
  tardes: ['buenas '],
  dia: ['bom '],
  tarde: ['boa '],
  morning: ['good '],
  afternoon: ['good '],
  vous: ['bien à '],
  you: ['thank '],
  heiße: ['ich '],
  heisse: ['ich '],
  llamo: ['me '],
  appelle: ["m'", 'm’'],
};

const MEANINGS = new Map<string, Marker>();
for (const [marker, words] of Object.entries(WORDS) as [Marker, string][]) {
  for (const word of words.split(' ')) MEANINGS.set(word, marker);
}

/** What a word must have near it to be worth a look, so that most texts skip most markers: bits of the sieve. */
export const NEEDS_NOTHING = 1;
export const NEEDS_DIGITS = 2;
export const NEEDS_COLON = 4;

function needOf(marker: Marker): number {
  if (marker === 'form') return NEEDS_COLON;
  const isOfNumbers =
    marker === 'phone' || marker === 'reference' || marker === 'national-id' || marker === 'pin';
  return isOfNumbers ? NEEDS_DIGITS : NEEDS_NOTHING;
}

/** Hashed over first two letters, last letter and length; large enough that one other word in fifty passes. */
const SIEVE_SIZE = 16_384;
const sieve = new Uint8Array(SIEVE_SIZE);
for (const [word, marker] of MEANINGS) {
  const at = sieveIndex(word.charCodeAt(0), unitAt(word, 1), word.charCodeAt(word.length - 1), word.length);
  sieve[at] = (sieve[at] ?? 0) | needOf(marker);
}

// Setting bit 5 folds case for ASCII and for the accented letters of Latin-1 alike.
function sieveIndex(first: number, second: number, last: number, length: number): number {
  return (
    ((first | 0x20) * 31 + (second | 0x20) * 1021 + (last | 0x20) * 4099 + length * 7919) & (SIEVE_SIZE - 1)
  );
}

/** What markers with these units and this length need, as bits; zero where the word is certainly no marker. */
export function markerNeeds(first: number, second: number, last: number, length: number): number {
  return sieve[sieveIndex(first, second, last, length)] as number;
}

/** What the word at `start` up to `end` announces, if it is a marker and stands where it is one. */
export function markerAt(text: string, start: number, end: number): Marker | undefined {
  const word = text.slice(start, end).toLowerCase();
  const marker = MEANINGS.get(word);
  if (marker === undefined) return undefined;
  const before = Object.hasOwn(BEFORE, word) ? BEFORE[word] : undefined;
  if (before === undefined) return marker;
  return before.some((words) => text.slice(Math.max(0, start - words.length), start).toLowerCase() === words)
    ? marker
    : undefined;
}
