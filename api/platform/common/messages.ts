import type { UserError } from '../../../schema/errors.ts';
import type { Refusal } from './errors.ts';
import { formatted } from './message-format.ts';

export type Locale = 'zh-CN' | 'en';

/**
 * Text for a refusal code, in both languages: templates of `message-format.ts` over the params of
 * the refusal. A refusal with the param `variant` has the text of `CODE/VARIANT`, if there is one.
 */
export interface Message {
  en: string;
  zh: string;
}

export type Messages = Record<string, Message>;

/** Words for enum values, by param and value. The empty value holds the text for a missing one. */
export type Terms = Readonly<Record<string, Readonly<Record<string, Message>>>>;

/** Text in a sentence for an unknown value. */
const missing = '—';

/**
 * Message catalogue: the codes of all modules. The enum `ErrorCode` and the page `/errors` come
 * from it, and a test checks that every code is translated.
 */
export class MessageCatalogue {
  private readonly messages = new Map<string, Message>();
  private readonly terms = new Map<string, Map<string, Message>>();
  /** Names of sentences that refuse nothing. */
  private readonly sentences = new Set<string>();

  /** Adds sentences of answers, which are translated as messages are and have no error code. */
  addSentences(sentences: Messages): void {
    this.add(sentences);
    for (const name of Object.keys(sentences)) this.sentences.add(name);
  }

  add(messages: Messages, terms: Terms = {}): void {
    for (const [param, words] of Object.entries(terms)) {
      const known = this.terms.get(param) ?? new Map<string, Message>();
      for (const [value, word] of Object.entries(words)) known.set(value, word);
      this.terms.set(param, known);
    }
    for (const [code, message] of Object.entries(messages)) {
      if (this.messages.has(code))
        throw new Error(`Code ${code} has two messages: remove one, since a code has one meaning.`);
      this.messages.set(code, message);
    }
  }

  /** Codes of refusals, sorted. */
  codes(): string[] {
    return [...this.messages.keys()]
      .filter((code) => !code.includes('/') && !this.sentences.has(code))
      .sort();
  }

  /** The English message of each code, with params in braces. */
  descriptions(): Record<string, string> {
    return Object.fromEntries(
      this.codes().map((code) => [
        code,
        formatted(this.messages.get(code)?.en ?? '', (param) => `{${param}}`),
      ]),
    );
  }

  /** Every template, including the variants of a code (`CODE/VARIANT`). */
  templates(): ReadonlyMap<string, Message> {
    return this.messages;
  }

  /** Words for the values of a param. */
  termsOf(param: string): ReadonlyMap<string, Message> | undefined {
    return this.terms.get(param);
  }

  /**
   * Builds the error of a refusal. `timeZone` is the IANA name of the zone for displayed times.
   * Without it, times are shown in UTC and marked as such.
   */
  userError(refusal: Refusal, locale: Locale, timeZone?: string): UserError {
    const { variant } = refusal.params;
    const message =
      this.messages.get(`${refusal.code}/${variant}`) ?? this.messages.get(refusal.code);
    const text = message ? inLanguage(message, locale) : refusal.code;
    return {
      code: refusal.code,
      message: formatted(text, (name) =>
        this.shown(name, String(refusal.params[name] ?? ''), locale, timeZone),
      ),
      path: [...refusal.path],
      params: Object.entries(refusal.params).map(([name, value]) => ({
        name,
        value: String(value),
      })),
    };
  }

  /**
   * A value as a sentence shows it: enum names as their words, also in a list and with a figure
   * behind.
   */
  private shown(param: string, value: string, locale: Locale, timeZone?: string): string {
    if (namesTime.test(param) && isInstant(value)) return momentText(value, locale, timeZone);
    const terms = this.terms.get(param);
    if (!terms) return value || missing;
    const whole = terms.get(value);
    if (whole) return inLanguage(whole, locale);
    const parts = value.split(', ').map((part) => {
      const [name = '', ...figures] = part.split(' ');
      const word = name === '' ? undefined : terms.get(name);
      return word && [inLanguage(word, locale), ...figures].join(' ');
    });
    // Words that a person typed are not an enum list.
    if (parts.includes(undefined)) return value || missing;
    return parts.join(locale === 'zh-CN' ? '、' : ', ');
  }
}

/**
 * Params with these endings hold times. Text that a person typed stays as typed, even if it looks
 * like a time.
 */
const namesTime = /(At|From|To|Until)$/;
/** The format in which the platform writes instants. */
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function isInstant(value: string): boolean {
  return instantPattern.test(value) && !Number.isNaN(Date.parse(value));
}

const momentFormats = new Map<string, Intl.DateTimeFormat>();

/** "2026年11月30日 21:18", "30 Nov 2026, 21:18", "30 Nov 2026, 13:18 UTC" */
function momentText(value: string, locale: Locale, timeZone = 'UTC'): string {
  const key = `${locale} ${timeZone}`;
  let format = momentFormats.get(key);
  if (!format) {
    const month = locale === 'zh-CN' ? 'long' : 'short';
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const language = locale === 'zh-CN' ? locale : 'en-GB';
    format = new Intl.DateTimeFormat(language, {
      year: 'numeric',
      month,
      day: 'numeric',
      ...clock,
      timeZone,
    });
    momentFormats.set(key, format);
  }
  return `${format.format(new Date(value))}${timeZone === 'UTC' ? ' UTC' : ''}`;
}

/** The text in one of the two languages. */
export function inLanguage({ en, zh }: Message, locale: Locale): string {
  return locale === 'zh-CN' ? zh : en;
}

/** Language of the caller by Accept-Language: English unless Chinese is preferred. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...options] = part.trim().toLowerCase().split(';');
      const quality = options.map((option) => /^\s*q=([\d.]+)$/.exec(option)?.[1]).find(Boolean);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && /^(zh|en)\b/.test(tag))
    .sort((left, right) => right.quality - left.quality);
  return ranked[0]?.tag.startsWith('zh') ? 'zh-CN' : 'en';
}
