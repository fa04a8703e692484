import { type NumberType, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * The only normaliser of text that people type, paste or save in a table. The same words become the
 * same text, whichever keyboard, chat or spreadsheet they came from, in mutations, queries and
 * files alike.
 *
 * It preserves every Han character as typed, including compatibility characters used in names and
 * variation selectors. It also preserves emoji with their joiners, and joiners inside words of
 * scripts that need them.
 */

/** Form in which a text is written. */
export type TextForm =
  /** One line, such as a name or a category: runs of blanks become one blank. */
  | 'LINE'
  /** Text in lines, such as a note: line breaks and inner blanks stay. */
  | 'LINES'
  /** Text that machines read as well, such as a code: in half-width characters. */
  | 'CODE'
  | 'DOOR_CODE'
  | 'PHONE'
  | 'IDENTITY_NUMBER'
  | 'LANGUAGE'
  | 'RECURRENCE_RULE';

/**
 * Text as it is stored and compared. Text in no valid form is returned as one line, so that a
 * refusal can show it.
 */
export function normalisedText(text: string, form: TextForm): string {
  return writers[form](text);
}

/**
 * A name: without invisible marks, trimmed, with single blanks. Empty when nothing of it is
 * visible.
 */
export function normalisedLine(text: string): string {
  return halfWidth(visible(text)).replaceAll(/\s+/g, ' ').trim();
}

/** A note: as a name, but with its lines and its inner blanks. */
export function normalisedLines(text: string): string {
  return halfWidth(visible(text))
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(/[^\S\n]+$/gm, '')
    .trim();
}

/**
 * A telephone number in the form of E.164 (`+8613800000000`), or null when it is not one. Numbers
 * without a country code are Chinese. A number with an extension is refused: E.164 cannot express
 * it, and the number without it reaches somebody else.
 */
export function phoneNumberOf(text: string): string | null {
  const number = phoneOf(text);
  return number ? number.number : null;
}

/**
 * The same for a phone that can receive codes: landlines of mainland China get no text messages.
 */
export function mobileNumberOf(text: string): string | null {
  const number = phoneOf(text);
  return number && !(number.number.startsWith('+86') && landlines.has(number.type))
    ? number.number
    : null;
}

/** The written form of an identity number, without a check of its content. */
export function normalisedIdentityNumber(text: string): string {
  return compact(text).replaceAll(dashes, '').toUpperCase();
}

/** A language as its canonical BCP 47 tag, or as the words that name it. */
function normalisedLanguage(text: string): string {
  const words = normalisedLine(text);
  const tag = words.replaceAll('_', '-');
  // Longer words, such as English, have the form of a tag without being one.
  if (!/^[a-z]{2,3}(-|$)/i.test(tag)) return words;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? words;
  } catch {
    return words;
  }
}

type Writer = (text: string) => string;

const writers: Record<TextForm, Writer> = {
  LINE: normalisedLine,
  LINES: normalisedLines,
  CODE: (text) => normalisedLine(text.normalize('NFKC')),
  DOOR_CODE: (text) => compact(text).replaceAll(/(?<=\d)\p{Pd}(?=\d)/gu, ''),
  PHONE: (text) => phoneNumberOf(text) ?? normalisedLine(text),
  IDENTITY_NUMBER: normalisedIdentityNumber,
  LANGUAGE: normalisedLanguage,
  // RFC 5545, 2: names and values of a rule are not case-sensitive.
  RECURRENCE_RULE: (text) => compact(text).toUpperCase(),
};

/** Dashes, dots and strokes that separate digits, as keyboards and contact lists write them. */
const dashes = /[\p{Pd}\u2212\u00B7\u30FB\u2022\u2219\u22C5\u2027_./\\]/gu;

const phoneLengthMax = 60;

function phoneOf(text: string): { number: string; type: NumberType } | null {
  if (text.length > phoneLengthMax) return null;
  const written = compact(text).replaceAll(dashes, '-');
  // libphonenumber looks for a number inside a text; a whole text is asked for here.
  if (!/^\+?[\d()-]+$/.test(written)) return null;
  const number = parsePhoneNumberFromString(written.replace(/^00/, '+'), {
    defaultCountry: 'CN',
    extract: false,
  });
  if (!number || number.ext) return null;
  // Elsewhere the length has to be right. Ranges of other countries change without our hearing of
  // it.
  const isAbroad = number.countryCallingCode !== '86' && number.isPossible();
  if (number.isValid() || isAbroad) return { number: number.number, type: number.getType() };
  // New ranges of China's mobiles are in use before any table has them.
  return /^\+861[3-9]\d{9}$/.test(number.number) ? { number: number.number, type: 'MOBILE' } : null;
}

const landlines: ReadonlySet<NumberType> = new Set([
  'FIXED_LINE',
  'SHARED_COST',
  'TOLL_FREE',
] as const);

/** Half-width characters, without blanks and invisible marks. */
function compact(text: string): string {
  return visible(text).normalize('NFKC').replaceAll(/\s/g, '');
}

/**
 * Digits, Latin letters and blanks in their normal width, and marks composed with their letters.
 * NFKC or NFC on the whole text would replace Han compatibility characters and Chinese punctuation.
 */
function halfWidth(text: string): string {
  if (isPlain.test(text)) return text;
  return text
    .replaceAll(/[^\uF900-\uFAFF\u{2F800}-\u{2FA1F}]+/gu, (part) => part.normalize('NFC'))
    .replaceAll(otherWidths, (character) => character.normalize('NFKC'))
    .replaceAll(/[\p{Zs}\u2800]/gu, ' ');
}

const isPlain = /^[\n\x20-\x7e\u4e00-\u9fff]*$/;
/** Wide and mathematical digits and Latin letters, and ligatures. */
const otherWidths =
  /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFB00-\uFB06\u{1D400}-\u{1D6A5}\u{1D7CE}-\u{1D7FF}]/gu;

/**
 * Text without invisible marks: directions, joiners, fillers, byte order marks. Marks that shape
 * visible text stay.
 */
function visible(text: string): string {
  if (isPlain.test(text)) return text;
  return text.replaceAll(invisibleMarks, (mark, offset: number, whole: string) => {
    const before = whole.slice(Math.max(0, offset - 16), offset);
    const after = whole.slice(offset + mark.length, offset + mark.length + 4);
    return shaping.some(
      (rule) => rule.marks.test(mark) && rule.before.test(before) && rule.after.test(after),
    )
      ? mark
      : '';
  });
}

const invisibleMarks = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
const anything = /^/;
const joinedScripts = (
  'Arabic Syriac Nko Mongolian Phags_Pa Devanagari Bengali Gurmukhi Gujarati Oriya ' +
  'Tamil Telugu Kannada Malayalam Sinhala Khmer Myanmar Tibetan'
)
  .split(' ')
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** Joiners and selectors whose meaning depends on their neighbours. */
const shaping = [
  // A family, a woman with a cane: several emoji joined to one.
  {
    marks: /\u200D/,
    before: /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]$/u,
    after: /^\p{Extended_Pictographic}/u,
  },
  { marks: /[\uFE0E\uFE0F]/, before: /\p{Extended_Pictographic}$/u, after: anything },
  { marks: /\uFE0F/, before: /[\d#*]$/, after: /^\u20E3/ },
  { marks: /[\u{E0020}-\u{E007F}]/u, before: /\u{1F3F4}[\u{E0020}-\u{E007F}]*$/u, after: anything },
  // Variants of a Han character, in names above all.
  { marks: /[\uFE00-\uFE02\u{E0100}-\u{E01EF}]/u, before: /\p{Script=Han}$/u, after: anything },
  { marks: /[\u180B-\u180F]/, before: /\p{Script=Mongolian}$/u, after: anything },
  {
    marks: /[\u200C\u200D]/,
    before: new RegExp(`[${joinedScripts}]$`, 'u'),
    after: new RegExp(`^[${joinedScripts}]`, 'u'),
  },
];
