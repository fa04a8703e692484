import { type GraphQLSchema, isInputObjectType, isObjectType } from 'graphql';
import type { Locale } from '../platform/common/messages.ts';

/** Words that are in capitals everywhere: formats, standards, and keywords of RFC 5545. */
const allowedCapitals = new Set([
  'API',
  'BYDAY',
  'COUNT',
  'CSV',
  'DAILY_LIFE',
  'FIRST_AID',
  'FREQ',
  'GB',
  'GET',
  'HEIC',
  'HTTPS',
  'IANA',
  'JPEG',
  'JSON',
  'LINLI_METRICS_TOKEN',
  'PDF',
  'PNG',
  'POST',
  'RFC',
  'UCLA',
  'WHO',
  'SMS',
  'SSE',
  'URI',
  'URL',
  'UTF',
  'WEEKLY',
  'YYYY',
]);

/** Latin words of Chinese messages: formats, units, examples, and names of HTTP and OAuth. */
const allowedLatin = new Set([
  ...allowedCapitals,
  ...'Accept Authorization Bearer Content-Type MiB T true token WebSocket'.split(' '),
  ...'application/json application/graphql-response+json text/event-stream'.split(' '),
  ...'graphql graphql/stream schema.graphql demo/personas persona dispatcher xinxian'.split(' '),
  ...'connection_init payload authorization operationName query variables detail documentId sha256'.split(
    ' ',
  ),
  ...'GB18030 UTF-8 MO TH Asia/Shanghai'.split(' '),
  ...'http https org.example.app abcdef qwerty pet_care'.split(' '),
]);

/** Latin words of a Chinese template that are neither names of the API nor allowed. */
export function latinWordsOf(zh: string, schema: GraphQLSchema): string[] {
  const apiNames = apiNamesOf(schema);
  return [...zh.replaceAll(/\{\w+\}/g, ' ').matchAll(/[A-Za-z](?:[\w./+-]*\w)?/g)]
    .map(([word]) => word.replace(/^T\d{2}$/, 'T'))
    .filter(
      (word) => !allowedLatin.has(word) && !word.split('.').every((each) => apiNames.has(each)),
    );
}

/** Faults that would disturb a reader of the sentence. */
export function faultsOf(text: string, locale: Locale): string[] {
  const faults: string[] = [];
  const capitals = [...text.matchAll(/[A-Z][A-Z_]{2,}/g)].map(([word]) => word);
  faults.push(...capitals.filter((word) => !allowedCapitals.has(word)));
  for (const word of [
    'undefined',
    'null',
    'NaN',
    '[object',
    'regular expression',
    '{',
    '（）',
    '()',
    '“”',
  ])
    if (text.includes(word)) faults.push(word);
  if (locale === 'zh-CN' && !/\p{Script=Han}/u.test(text)) faults.push('no Chinese');
  if (/\s{2}|\s[，。；：！]/.test(text)) faults.push('a gap');
  // Parts of patterns: classes, groups, counts and escapes.
  if (/\[[^\]]*-[^\]]*\]|\(\?|\\[dwsp]|\^\(|\$\//.test(text)) faults.push('a pattern');
  return faults;
}

/** Names of the fields and arguments of an API. */
function apiNamesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const names = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isInputObjectType(type)) return Object.keys(type.getFields());
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap(({ name, args }) => [
      name,
      ...args.map((argument) => argument.name),
    ]);
  });
  return new Set(names);
}
