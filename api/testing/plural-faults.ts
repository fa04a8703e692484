/**
 * Words at which a count ends: behind them begins another part of the sentence. The words between a
 * number and the first of them are what is counted.
 */
const ends = new Set(
  (
    'a already an and appears as at before begins between by can cannot does ends first for from has in ' +
    'instead is left must needs of on only or per reserves so starts takes than that the then this to was ' +
    'will with would'
  ).split(' '),
);

/** Verbs and nouns that need more than one. */
const plurals = new Set('are were have people were others these those children'.split(' '));

/**
 * Faults of an English sentence in which numbers are 1: "1 places", "1 place are". A count is the
 * number with the words behind it, up to a mark or to a word that ends it. Amounts such as "1.00
 * coins" have the plural in English.
 */
export function pluralFaults(sentence: string): string[] {
  return [...sentence.matchAll(/(?<![\d.])\b1((?: [\p{L}’'-]+)+)/gu)].flatMap(([, behind]) => {
    const faults: string[] = [];
    for (const word of behind!.trim().split(' ')) {
      if (ends.has(word) || /^\p{Lu}\p{Ll}/u.test(word)) break;
      // "1 pass", "1 bus" are singular; units are written without a full stop.
      if (plurals.has(word) || (/[a-z]{2,}s$/.test(word) && !/(ss|us|is)$/.test(word)))
        faults.push(`1${behind}`);
    }
    return faults;
  });
}
