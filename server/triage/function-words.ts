// The commonest small words of languages that desks write in: enough to know the language of most tickets for a fiftieth of
// what a detector costs. A word may stand under several languages; it then counts for each of them.

/** Small words by ISO 639-1 code, lower case. */
export const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  en: 'the a an and or but of to in on at for with from is are was were be been am i you we they he she it my your our their this that these those not no do does did have has had can could would should will please what when how why who which there since after before cannot',
  de: 'der die das den dem des ein eine einen einem einer und oder aber von zu zum zur im in auf für mit aus ist sind war waren sein bin ich sie wir ihr er es mein meine meinen unser nicht kein keine habe hat haben hatte kann können könnte würde wird werden bitte was wann wie warum wer seit nach vor auch noch schon nur mehr bei als wenn dass uns mir mich',
  fr: "le la les un une des du de et ou mais à au aux dans sur pour avec est sont était être suis je vous nous ils elle il on mon ma mes votre notre ce cette ces ne pas plus ai avez avons peux peut pouvez depuis après avant que qui quand comment pourquoi merci j'ai c'est n'est d'un d'une qu'il",
  es: 'el la los las un una unos de del y o pero a al en por para con es son era ser soy yo usted nosotros ellos ella mi mis su nuestro este esta estos no he ha han hay puedo puede pueden desde después antes que quien cuando como cómo porque gracias se me lo le ya más muy sin',
  it: 'il lo la i gli le un una di del della dei e o ma a al alla in nel per con da dal è sono era essere io voi noi loro mio mia vostro nostro questo questa non ho ha hanno posso può da dopo prima che chi quando come perché grazie si mi più anche',
  pt: 'o a os as um uma de do da dos das e ou mas em no na nos para por com é são era ser estou eu você nós eles meu minha nosso este esta não tenho tem posso pode desde depois antes que quem quando como porque obrigado obrigada se já mais muito sem',
  nl: 'de het een en of maar van te in op aan voor met uit is zijn was waren ben ik u wij we jullie zij hij mijn uw ons onze deze dit dat niet geen heb heeft hebben kan kunnen zou wordt worden sinds na wat wanneer hoe waarom wie ook nog al alleen meer bij als graag',
  pl: 'i oraz lub ale z ze w we na do dla od po przy jest są był była być jestem ja pan pani my oni mój moja nasz ten ta to te nie mam ma mają mogę może można proszę co kiedy jak dlaczego kto się już tylko bardzo przez',
  sv: 'och eller men av till i på för med från är var vara jag du ni vi de han hon det den min mitt vår detta inte har hade kan kunde skulle blir sedan efter innan vad när hur varför vem som också bara mer om att en ett',
  da: 'og eller men af til i på for med fra er var være jeg du vi de han hun det den min mit vores dette ikke har havde kan kunne skulle bliver siden efter før hvad når hvordan hvorfor hvem som også kun mere om at en et',
};
