// What mail programs and companies write around a person's words, in English, German, French, Spanish and Italian: lines that open a
// quotation, a forwarded mail, a signature or a legal notice.

/** “On Monday, Ana wrote:” and its like; what is quoted follows. */
export const REPLY_INTRODUCTIONS: readonly RegExp[] = [
  /^on\b.{4,250}\bwrote:$/i,
  /^am\b.{4,250}\bschrieb\b.{0,150}:$/i,
  /^le\b.{4,250}\ba écrit\s*:$/i,
  /^el\b.{4,250}\bescribió:$/i,
  /^il\b.{4,250}\bha scritto:$/i,
];

/** Lines after which everything is an earlier mail. */
export const EARLIER_MAIL: readonly RegExp[] = [
  /^-{2,}\s*(original message|original appointment|ursprüngliche nachricht|message d'origine|message original|mensaje original|messaggio originale)\s*-{2,}$/i,
  /^_{20,}$/,
  /^-{2,}\s*(reply above this line|please reply above this line|bitte oberhalb dieser zeile antworten)\b/i,
];

export const FORWARD_OPENER =
  /^-{2,}\s*(forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato)\s*-{2,}$|^(begin forwarded message|anfang der weitergeleiteten nachricht|début du message transféré|inicio del mensaje reenviado|inizio messaggio inoltrato)\s*:$/i;

/** A header line of an earlier mail, as mail programs copy it into the text. */
export const COPIED_HEADER =
  /^\*?(from|sent|to|cc|subject|date|reply-to|von|gesendet|an|betreff|datum|de|envoyé|à|objet|date d'envoi|enviado( el)?|para|asunto|fecha|da|inviato|a|oggetto|data)\s*:\*?\s/i;

export const FORWARDING_SUBJECT = /^\s*(fwd?|wg|tr|rv|i)\s*:/i;

export const SIGNATURE_MARK = /^--\s?$|^—$/;

/** Lines that a telephone's mail program adds. */
export const DEVICE_LINE =
  /^(sent from my|sent from (outlook|mail|yahoo)|get outlook for|gesendet von (meinem|mail|outlook)|von meinem .{2,30} gesendet|outlook für (ios|android)|envoyé de(puis)? mon|envoyé depuis|téléchargez outlook|enviado desde mi|obtener outlook|inviato da(l mio)?|scarica outlook)\b/i;

/** A closing formula that stands on a line of its own. */
export const SIGN_OFF = new RegExp(
  `^(${[
    '(with )?(best|kind|kindest|warm|many|all the best)?,? ?(regards|wishes|thanks|the best)( in advance)?',
    'cheers|thanks( so much| a lot| again)?|thank you( very much| so much)?|sincerely|yours( truly| sincerely| faithfully)?|respectfully',
    '(viele|beste|liebe|schöne|herzliche|freundliche|mit (freundlichen|besten|herzlichen|lieben)) grü(ß|ss)en?( aus \\p{L}+)?|mfg|lg|vg|hochachtungsvoll|danke( und gruß| im voraus)?|vielen dank( im voraus)?|besten dank|gruß|grüße',
    "(bien )?cordialement|bien à vous|cdlt|merci( d'avance| beaucoup)?|salutations( distinguées)?|bonne journée|sincères salutations",
    '(un )?saludos?( cordiales| cordial)?|(muchas )?gracias( de antemano| por su ayuda)?|atentamente|un abrazo|quedo a la espera',
    '(cordiali|distinti|cari|i migliori) saluti|saluti|grazie( mille| in anticipo)?|buona giornata|cordialmente',
  ].join('|')})[\\s,.!;–-]*$`,
  'iu',
);

/** The beginning of a paragraph that lawyers or machines put around every mail. */
export const NOTICES: readonly RegExp[] = [
  /^(this|the information (contained )?in this) (e-?mail|message|communication|electronic)\b.*\b(confidential|privileged|intended|legally)/i,
  /^(confidentiality|privacy|legal) (notice|note)\b|^disclaimer\s*:?|^if you are not the intended recipient\b/i,
  /^\W*(caution|warning|external|\[external\]|externe? (mail|e-mail|nachricht)|achtung|vorsicht)\b.*\b(outside|external|extern|außerhalb|origin)/i,
  /^\W*(external|extern|externe)\W*$/i,
  /^(diese|der inhalt dieser) (e-?mail|nachricht)\b.*\bvertraulich/i,
  /^(ce (message|courriel|mail)|le contenu de ce)\b.*\bconfidentiel/i,
  /^(este (mensaje|correo)|la información contenida en este)\b.*\bconfidencial/i,
  /^(questo messaggio|questa e-?mail|le informazioni contenute)\b.*\b(riservat|confidenzial)/i,
  /^(please )?(consider|think of|think about) the environment before printing|^(bitte )?denken sie an die umwelt|^pensez à l'environnement|^antes de imprimir\b|^prima di stampare\b/i,
];
