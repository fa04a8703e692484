import { formatted, paramsOf } from '../common/message-format.ts';
import {
  inLanguage,
  type Locale,
  type Message,
  type MessageCatalogue,
} from '../common/messages.ts';
import { commonRefusals, type RefusalsOfMutations } from '../operation/refusal-descriptions.ts';
import { markup } from './html.ts';
import type { Reference } from './reference-pages.ts';

/** An error as `/errors.json` describes it. */
interface DescribedError {
  code: string;
  /** Address on this server. */
  documentation: string;
  /** Names of the params in the messages. */
  params: string[];
  messages: Record<Locale, DescribedMessage>;
  /** Messages by the param `variant`, for a code with several. */
  variants: { variant: string; messages: Record<Locale, DescribedMessage> }[];
  /** Whether any mutation may refuse with it. */
  isCommon: boolean;
  /** Mutations that declare the code. */
  mutations: string[];
}

/** Templates in the form of ICU MessageFormat. */
interface DescribedMessage {
  message: string;
  /** The sentences behind the first. Null when the first one is all. */
  remedy: string | null;
}

/** The list of all codes: `/errors.json`, and `/errors` with an anchor for each code. */
export function errorReference(
  messages: MessageCatalogue,
  refusals: RefusalsOfMutations,
): Reference {
  const errors = describedErrors(messages, refusals);
  return {
    path: '/errors',
    json: { errors },
    page: (locale) => pageOf(errors, locale),
  };
}

function describedErrors(
  messages: MessageCatalogue,
  refusals: RefusalsOfMutations,
): DescribedError[] {
  const templates = messages.templates();
  return messages.codes().map((code) => {
    const message = templates.get(code);
    if (!message) throw new Error(`Code ${code} has no message.`);
    const variants = [...templates].flatMap(([name, text]) =>
      name.startsWith(`${code}/`) ? [{ variant: name.slice(code.length + 1), text }] : [],
    );
    const texts = [message, ...variants.map(({ text }) => text)];
    return {
      code,
      documentation: `/errors#${code}`,
      params: [...new Set(texts.flatMap(({ en }) => paramsOf(en)))],
      messages: described(message),
      variants: variants.map(({ variant, text }) => ({ variant, messages: described(text) })),
      isCommon: commonRefusals.has(code),
      mutations: Object.keys(refusals).filter((name) => refusals[name]?.includes(code)),
    };
  });
}

function described(message: Message): Record<Locale, DescribedMessage> {
  const of = (locale: Locale): DescribedMessage => {
    const text = inLanguage(message, locale);
    const [first = '', ...more] = text.split(locale === 'en' ? /(?<=[.!?]) / : /(?<=[。！？])/);
    const remedy = text.slice(first.length).trim();
    return { message: text, remedy: more.length > 0 ? remedy : null };
  };
  return { en: of('en'), 'zh-CN': of('zh-CN') };
}

const texts = {
  title: { en: 'Error codes', zh: '错误代码' },
  intro: {
    en: 'Each refusal has a stable code, a message in the language of the caller, and params with the values of the message. Programs branch on the code. Values in braces are params.',
    zh: '每次拒绝都有固定的代码、以调用者语言写成的说明，以及说明中所用的参数。程序应按代码判断。花括号中是参数。',
  },
  letters: { en: 'By first letter', zh: '按首字母' },
  params: { en: 'Params', zh: '参数' },
  mutations: { en: 'Mutations', zh: '变更操作' },
  common: { en: 'any mutation', zh: '任何变更操作' },
} satisfies Record<string, Message>;

function pageOf(errors: readonly DescribedError[], locale: Locale) {
  const say = (name: keyof typeof texts) => inLanguage(texts[name], locale);
  const first = new Map<string, string>();
  for (const { code } of errors) if (!first.has(code.charAt(0))) first.set(code.charAt(0), code);
  const letters = [...first].map(
    ([letter, code]) => markup`<li><a href="#${code}">${letter}</a></li>`,
  );
  const sections = errors.map(({ code, messages, variants, params, mutations, isCommon }) => {
    const sentences = [messages, ...variants.map((variant) => variant.messages)].map(
      (each) => markup`<p>${readable(each[locale].message)}</p>`,
    );
    const facts = [
      [say('params'), params],
      [say('mutations'), mutations],
    ] as const;
    const list = facts
      .filter(([, names]) => names.length > 0)
      .map(
        ([name, names]) =>
          markup`<dt>${name}</dt><dd>${names.map((each) => markup`<code>${each}</code> `)}</dd>`,
      );
    if (isCommon) list.push(markup`<dt>${say('mutations')}</dt><dd>${say('common')}</dd>`);
    return markup`<section id="${code}"><h2><a href="#${code}">${code}</a></h2>${sentences}${list.length > 0 && markup`<dl>${list}</dl>`}</section>
`;
  });
  return {
    title: say('title'),
    body: markup`<p>${say('intro')}</p>
<nav aria-label="${say('letters')}"><ul class="letters">${letters}</ul></nav>
${sections}`,
  };
}

/** A template for people: params in braces, and plurals in the form for many. */
function readable(template: string): string {
  return formatted(template, (param) => `{${param}}`);
}
