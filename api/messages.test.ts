import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isEnumType } from 'graphql';
import { fieldNames } from '../schema/field-names.ts';
import { idPrefixes } from '../schema/ids.ts';
import { gather, platformSchema } from './app.ts';
import { modules } from './modules.ts';
import { Refusal } from './platform/common/errors.ts';
import { formatted, paramsOf } from './platform/common/message-format.ts';
import type { Locale } from './platform/common/messages.ts';
import { photoTypes } from './platform/images/image.ts';
import { faultsOf, latinWordsOf } from './testing/message-faults.ts';

const { messages } = gather(modules);
const templates = [...messages.templates()].map(([code, { en, zh }]) => ({ code, en, zh }));
const locales: readonly Locale[] = ['en', 'zh-CN'];

const schema = platformSchema();
const types = schema.getTypeMap();

/** Values of an enum of the API. */
function valuesOf(...names: string[]): string[] {
  return names.flatMap((name) => {
    const type = types[name];
    if (!isEnumType(type)) throw new Error(`There is no enum ${name}.`);
    return type.getValues().map((value) => value.name);
  });
}

/** Params that hold enum names, with every value that the code can produce. */
function namedValues(): Record<string, string[]> {
  return {
    what: [...Object.values(idPrefixes), 'identity_number', 'phone', 'name', 'thing'],
    role: valuesOf('Role'),
    purpose: valuesOf('DisclosurePurpose', 'ConsentPurpose'),
    field: [
      ...valuesOf('PersonalField'),
      'communityId',
      'teamId',
      'personId',
      ...Object.keys(fieldNames),
    ],
    state: valuesOf('RequestState', 'VisitState'),
    from: valuesOf('RequestState', 'CoinUnit'),
    to: valuesOf('RequestState', 'CoinUnit'),
    unit: valuesOf('CoinUnit'),
    audience: valuesOf('Audience'),
    ownerKind: valuesOf('AccountOwnerKind'),
    use: [...valuesOf('CoinUse'), 'BOOKING'],
    kind: transferKinds(),
    rounding: valuesOf('HoursRounding'),
    missing: ['-', '', ...valuesOf('EvidenceKind'), valuesOf('EvidenceKind').join(', ')],
    present: ['-', ...valuesOf('EvidenceKind').map((kind) => `${kind} 30`), 'CALL 30, SHEET 5'],
    announced: [...photoTypes],
    found: ['', ...photoTypes],
    allowed: [photoTypes.join(', ')],
    why: ['origin x 2', '>= 0', '1..480'],
    scale: valuesOf('OutcomeScale'),
    last: ['-', '2026-03'],
  };
}

/** Kinds of transfers, as the code and the ledger's SQL functions write them. */
function transferKinds(): string[] {
  const sources = sourcesIn('api/timebank').concat(sourcesIn('schema/sql', '.sql'));
  const kinds = sources.flatMap(({ text }) =>
    [...text.matchAll(/(?:kind: |kind (?:in \(|= ))('[A-Z_]+'(?:, '[A-Z_]+')*)/g)].flatMap(
      ([, list]) => [...list!.matchAll(/'([A-Z_]+)'/g)].map(([, kind]) => kind!),
    ),
  );
  const ofTransfers = new Set(messages.termsOf('kind')!.keys());
  return [...new Set(kinds)].filter((kind) => ofTransfers.has(kind));
}

/** Params with numbers, times and typed text, which are shown unchanged. */
const shownAsIs = new Set(
  (
    'amount app available balance cost day detail occurrence placesMax qualification teams bits bound bytes candidates certifier character checkedInAt checkedOutAt choices code codePoint coins ' +
    'coinsPerHour column count countMax currentVersion dayMinutesMax days daysAheadMax daysBackMax daysLongMax earned exceptionsMax ' +
    'held hours kilometres kilometresPerHour known lengthMax lengthMin level levelBefore limit line linesMax max ' +
    'mebibytesMax megapixelsMax methods metres metresMax metresMin min minutes minutesBefore minutesExpected minutesMeasured month ' +
    'name needed number off open openMonth origin packs paid percent personId places policyVersion reason resolved restMinutes ' +
    'retryAfterSeconds scope scopes secondsMax sheetMinutes sheetVolunteers slug taken timeZone tries uri visits ' +
    'visitsInAll volunteers requestedFrom weekMinutesMax weight weightNeeded yearMax yearMin'
  ).split(' '),
);

describe('messages', () => {
  test('each message has a sentence in both languages, with the same values and no names of the code', () => {
    const faults = templates.flatMap(({ code, en, zh }) => {
      const bare = (template: string): string => formatted(template, () => '1');
      const found = [...faultsOf(bare(en), 'en'), ...faultsOf(bare(zh), 'zh-CN')];
      if (!/[.!?]$|\}$/.test(en)) found.push('en has no end');
      if (!/[。！？]$|\}$/.test(zh)) found.push('zh has no end');
      // A Chinese message leaves out the English text of the GraphQL library.
      const [left, right] = [en, zh].map((template) =>
        [...new Set(paramsOf(template))]
          .filter((param) => param !== 'detail')
          .sort()
          .join(),
      );
      found.push(...latinWordsOf(zh, schema));
      if (left !== right) found.push(`{${left}} and {${right}}`);
      return found.map((fault) => `${code}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  test('each value that is a name of the code has words in both languages', () => {
    const values = namedValues();
    const faults = templates.flatMap(({ code, en }) =>
      paramsOf(en).flatMap((param) => {
        const named = values[param];
        if (!named) return shownAsIs.has(param) ? [] : [`${code}: nobody says what {${param}} is`];
        return named.flatMap((value) =>
          locales.flatMap((locale) => faultsWith(code, param, value, locale)),
        );
      }),
    );
    expect(faults).toEqual([]);
  });

  function faultsWith(code: string, param: string, value: string, locale: Locale): string[] {
    const [base = code, variant] = code.split('/');
    const others = Object.fromEntries(
      paramsOf(messages.templates().get(code)!.en).map((name) => [name, '1']),
    );
    const { message } = messages.userError(
      new Refusal(base, { ...others, [param]: value, ...(variant && { variant }) }),
      locale,
    );
    const faults = faultsOf(message, locale);
    // An API name in a Chinese sentence is unexpected English.
    if (
      locale === 'zh-CN' &&
      /[A-Za-z_]{4,}/.test(value) &&
      !/^image\/|JPEG|UCLA|WHO/.test(value) &&
      message.includes(value)
    )
      faults.push('not translated');
    return faults.map((fault) => `${code} in ${locale} with ${param} = ${value}: ${fault}`);
  }

  test('every type that a refusal names has words', () => {
    const named = sourcesIn('api').flatMap(({ text }) =>
      [...text.matchAll(/\bwhat: (?:.* \? )?'(\w+)'(?: : '(\w+)')?/g)].flatMap(([, one, other]) =>
        other ? [one!, other] : [one!],
      ),
    );
    const words = messages.termsOf('what')!;
    expect(named.filter((type) => !words.has(type))).toEqual([]);
    expect(named).toContain('Invitation');
  });

  test('an instant is shown in the zone of the foundation, and in UTC if there is none', () => {
    const when = new Refusal('NO_SHOW_TOO_EARLY', { requestedFrom: '2026-11-30T16:05:00.25Z' });
    const told = (locale: Locale, zone?: string) => messages.userError(when, locale, zone).message;
    expect(told('zh-CN', 'Asia/Shanghai')).toContain('约定时间 2026年12月1日 00:05 还没到');
    expect(told('en', 'Asia/Shanghai')).toContain('before 1 Dec 2026, 00:05.');
    expect(told('zh-CN')).toContain('2026年11月30日 16:05 UTC');
    // Typed text may look like an API name.
    const typed = new Refusal('TRACE_OVERRIDDEN', { reason: '2026-99-99T99:99:99Z' });
    expect(messages.userError(typed, 'zh-CN').message).toContain('2026-99-99T99:99:99Z');
    const impossible = new Refusal('NO_SHOW_TOO_EARLY', { requestedFrom: '2026-99-99T99:99:99Z' });
    expect(messages.userError(impossible, 'zh-CN').message).toContain('2026-99-99T99:99:99Z');
    expect(messages.userError(when, 'en').params).toEqual([
      { name: 'requestedFrom', value: '2026-11-30T16:05:00.25Z' },
    ]);
  });

  test('a message has no gap where a value is missing', () => {
    const faults = templates.flatMap(({ code }) => {
      const [base = code, variant] = code.split('/');
      return locales.flatMap((locale) => {
        const { message } = messages.userError(
          new Refusal(base, variant ? { variant } : {}),
          locale,
        );
        return faultsOf(message, locale).map((fault) => `${code} in ${locale}: ${fault}`);
      });
    });
    expect(faults).toEqual([]);
  });

  test('each value that a message names comes from the code that refuses', () => {
    const faults = refusalsIn(sourcesIn('api')).flatMap(({ path, code, variant, keys }) => {
      const name = variant ? `${code}/${variant}` : code;
      const template = messages.templates().get(name);
      if (!template) return [`${path}: ${name} has no message`];
      const lacking = paramsOf(template.en).filter((param) => !keys.includes(param));
      return lacking.map((param) => `${path}: ${code} lacks ${param}`);
    });
    expect(faults).toEqual([]);
    expect(refusalsIn(sourcesIn('api')).length).toBeGreaterThan(150);
  });

  test('no code writes the text of an error itself', () => {
    const written = sourcesIn('api').filter(({ text }) =>
      /new GraphQLError\(\s*(?:'[^']|`)|\bmessage: (?:'[^']*'|`[^`]*`),?\s*extensions:/.test(text),
    );
    expect(written.map(({ path }) => path)).toEqual([]);
  });
});

function sourcesIn(folder: string, ending = '.ts'): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith(ending) && !name.endsWith('.test.ts') && !/^(testing|bench|run)\//.test(name),
    )
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * Refusals whose code and params are written in one place: `new Refusal`, and protocol errors with
 * their status.
 */
function refusalsIn(
  sources: readonly { path: string; text: string }[],
): { path: string; code: string; variant: string | undefined; keys: string[] }[] {
  return sources.flatMap(({ path, text }) => [
    ...[...text.matchAll(/unauthenticated\('([A-Z_]+)'\)/g)].map(([, variant]) => ({
      path,
      code: 'UNAUTHENTICATED',
      variant,
      keys: [],
    })),
    ...[
      ...text.matchAll(
        /(?:new Refusal\(\s*'([A-Z_]+)'|protocolError\(\s*'([A-Z_]+)',\s*\d+)\s*(,\s*\{([^{}]*)\}|\)|,)/g,
      ),
    ].flatMap(([, refused, thrown, rest, inside]) => {
      const isWhole = rest === ')' || (inside !== undefined && !inside.includes('...'));
      if (!isWhole) return [];
      // Commas inside nested calls do not separate params.
      const flat = (inside ?? '')
        .replaceAll(/'[^']*'|`[^`]*`/g, '')
        .replaceAll(/\((?:[^()]|\([^()]*\))*\)/g, '');
      const keys = flat.split(',').map((part) => part.trim().split(':')[0]!.trim());
      const [, variant] = /variant: '(\w+)'/.exec(inside ?? '') ?? [];
      return [{ path, code: (refused ?? thrown)!, variant, keys: keys.filter(Boolean) }];
    }),
  ]);
}
