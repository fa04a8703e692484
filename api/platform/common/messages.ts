import type { UserError } from '../../../schema/errors.ts';
import type { Refusal } from './errors.ts';
import { formatted } from './message-format.ts';

export type Locale = 'zh-CN' | 'en';

/**
 * Text for a refusal code, in both languages: templates of `message-format.ts` over the params of
 * the refusal.
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
 * Message catalogue: the codes of all modules. Clients can fetch the table, and a test checks that
 * every code is translated.
 */
export class MessageCatalogue {
  private readonly messages = new Map<string, Message>();
  private readonly terms = new Map<string, Map<string, Message>>();

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

  codes(): string[] {
    return [...this.messages.keys()].filter((code) => !code.includes('/')).sort();
  }

  /** Every template, including the variants of a code (`CODE/way`). */
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
    const way = refusal.params['rule'];
    const message = this.messages.get(`${refusal.code}/${way}`) ?? this.messages.get(refusal.code);
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

export const platformMessages: Messages = {
  NOT_FOUND: {
    en: 'There is no such {what}, or you may not see it. Check the id.',
    zh: '没有这个{what}，或者您无权查看。请检查编号。',
  },
  NOT_ALLOWED: {
    en: 'Your role does not allow this. Ask your administrator.',
    zh: '您的角色不能做这件事。请联系管理员。',
  },
  SCOPE_MISSING: {
    en: 'This app lacks the scope {scope} that this needs. Ask the administrator of your foundation to grant it.',
    zh: '这个应用缺少权限 {scope}，不能替您做这件事。请联系基金会管理员授权。',
  },
  ACTING_FOR_NOT_ALLOWED: {
    en: 'You may not act for this person: there is no mandate, and your role does not cover them. Record a mandate first, or leave actingFor out.',
    zh: '您不能代此人办理：没有委托授权，您的角色也不覆盖此人。请先登记委托，或去掉 actingFor。',
  },
  VERSION_CONFLICT: {
    en: 'Somebody changed it in the meantime; it is at version {currentVersion} now. Reload it, then try again.',
    zh: '已有人先做了修改，当前版本是 {currentVersion}。请刷新后重试。',
  },
  INVALID_ID: {
    en: 'This is not an id of the type “{what}”. Send the id exactly as the platform gave it.',
    zh: '这不是“{what}”的编号。请原样发送平台给出的编号。',
  },
  CURSOR_INVALID: {
    en: 'This cursor was not made by this list with this filter. Take the cursor from the same list with the same filter, or omit it to get the first page.',
    zh: '游标不可用：它来自其他列表或其他筛选条件，或已被改动。请使用同一列表、同一筛选条件返回的游标；不传游标则返回第一页。',
  },
  INVALID_INPUT: { en: 'This value is not accepted: {reason}', zh: '这个值不能接受：{reason}' },
  'INVALID_INPUT/min': { en: 'The value must be at least {bound}.', zh: '不能小于 {bound}。' },
  'INVALID_INPUT/max': { en: 'The value must be at most {bound}.', zh: '不能大于 {bound}。' },
  'INVALID_INPUT/arrayMinSize': {
    en: 'The list needs at least {bound, plural, one {# item} other {# items}}.',
    zh: '至少需要 {bound} 项。',
  },
  'INVALID_INPUT/arrayMaxSize': {
    en: 'The list may have at most {bound, plural, one {# item} other {# items}}.',
    zh: '最多 {bound} 项。',
  },
  'INVALID_INPUT/arrayUnique': {
    en: 'The list contains an item twice. Remove one.',
    zh: '列表中有重复项，请删除。',
  },
  'INVALID_INPUT/matches': {
    en: 'The text does not have the form that this field needs. Follow the description of the field.',
    zh: '格式不正确，请按字段说明填写。',
  },
  TEXT_TOO_LONG: {
    en: 'The text has more than {lengthMax, plural, one {# character} other {# characters}}. Shorten it.',
    zh: '文字超过 {lengthMax} 个字符，请缩短。',
  },
  TEXT_EMPTY: { en: 'The text is empty. Enter something.', zh: '请填写内容。' },
  TEXT_HAS_CONTROL_CHARACTERS: {
    en: 'The text contains invisible control characters. Remove them; line breaks are fine.',
    zh: '文字中含有不可见的控制字符，请删除（换行可以保留）。',
  },
  OVERLOADED: {
    en: 'The platform is overloaded. Nothing was done; send the same request again in {retryAfterSeconds} s.',
    zh: '平台当前过于繁忙，本次请求未作任何处理。请在 {retryAfterSeconds} 秒后原样重试。',
  },
  UNAVAILABLE: {
    en: 'The platform cannot reach a service that it depends on, such as its database. Try again in {retryAfterSeconds} s; with the same idempotencyKey a change is made only once.',
    zh: '平台所依赖的服务（例如数据库）暂时不可用。请在 {retryAfterSeconds} 秒后重试；使用同一个 idempotencyKey 不会重复办理。',
  },
  BUSY: {
    en: 'The platform is busy with the same records. Try again in {retryAfterSeconds} s; with the same idempotencyKey a change is made only once.',
    zh: '平台正忙于处理相同的记录。请在 {retryAfterSeconds} 秒后重试；使用同一个 idempotencyKey 不会重复办理。',
  },
  NODE_OUTDATED: {
    en: 'This server and the database belong to different versions of the platform. Nothing was done; try again in {retryAfterSeconds} s.',
    zh: '数据库与这台服务器的平台版本不一致，本次请求未作任何处理。请在 {retryAfterSeconds} 秒后重试。',
  },
  GOING_AWAY: {
    en: 'This node of the platform is stopping. Nothing was done; send the same request again in {retryAfterSeconds} s.',
    zh: '平台的这个节点正在停止，本次请求未作任何处理。请在 {retryAfterSeconds} 秒后原样重试。',
  },
  POSSIBLE_DUPLICATE: {
    en: 'The same entry seems to be on record already. Look at it; if yours is another one, send it again with allowDuplicate: true.',
    zh: '似乎已有相同的记录。请先查看已有记录；如确为另一条，请将 allowDuplicate 设为 true 后重新提交。',
  },
  BODY_TOO_LARGE: {
    en: 'The request is larger than {mebibytesMax} MiB. Send it in parts; photos have their own upload.',
    zh: '请求超过 {mebibytesMax} MiB，请分批发送；照片请使用专门的上传地址。',
  },
  BODY_UNREADABLE: {
    en: 'The request body cannot be read. Send JSON with the header Content-Type: application/json.',
    zh: '无法读取请求正文。请发送 JSON，并设置请求头 Content-Type: application/json。',
  },
  ADDRESS_UNKNOWN: {
    en: 'There is nothing at this address. Correct the path; the API is at /graphql.',
    zh: '没有这个地址。请检查路径；接口地址是 /graphql。',
  },
  METHOD_NOT_ALLOWED: {
    en: 'This address does not accept the method of the request. Use {methods}.',
    zh: '这个地址不接受该请求方法。请使用 {methods}。',
  },
  NOT_ACCEPTABLE: {
    en: 'This address answers with application/json or application/graphql-response+json. Name one of them in the header Accept.',
    zh: '这个地址只返回 application/json 或 application/graphql-response+json。请在请求头 Accept 中写明其一。',
  },
  IDEMPOTENCY_KEY_REUSED: {
    en: 'This idempotencyKey already belongs to another request. Use a new key for a new request.',
    zh: '这个 idempotencyKey 已用于其他请求。新请求请使用新的 key。',
  },
};
