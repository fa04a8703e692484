import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { normalisedLine } from '../../../schema/typed-text.ts';
import { platformSchema } from '../../app.ts';
import { normaliseTypedText, textFormOf, untypedTexts } from './typed-arguments.ts';

/**
 * Text as a phone, a chat or a Chinese keyboard may produce it: full width, with invisible marks,
 * and blanks around it.
 */
const typed = '\u202d\u3000Ｑ１\u200b\u00a0ｚ \u202c\ufeff';

let schema: GraphQLSchema;

beforeAll(() => {
  schema = platformSchema();
  // The test inspects the arguments that resolvers receive.
  for (const { field } of fieldsWithArguments())
    field.resolve = (_, parameters) => parameters as unknown;
  normaliseTypedText(schema);
});

function fieldsWithArguments() {
  return (
    Object.values(schema.getTypeMap())
      // The introspection types are shared by all schemas of the process, so they stay unchanged.
      .filter((type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type))
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => ({
          at: `${type.name}.${field.name}`,
          type,
          field,
        })),
      )
      .filter(({ field }) => field.args.length > 0)
  );
}

function valueOf(type: GraphQLInputType, text: string): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType as GraphQLInputType, text);
  if (isListType(type)) return [valueOf(type.ofType as GraphQLInputType, text)];
  if (isInputObjectType(type)) return valuesOf(Object.values(type.getFields()), text);
  return type.name === 'String' ? text : null;
}

function valuesOf(
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
  text: string,
): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, type }) => [name, valueOf(type, text)]));
}

/** Every String that resolvers receive, with its path. */
function textsIn(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, path));
  return Object.entries(value ?? {}).flatMap(([name, each]) => textsIn(each, `${path}.${name}`));
}

function received(text: string): [path: string, text: string][] {
  return fieldsWithArguments().flatMap(({ at, field }) =>
    textsIn(field.resolve!({}, valuesOf(field.args, text), {}, {} as never), at),
  );
}

describe('text that people type', () => {
  test('typed text reaches every resolver in normal form, unless its argument is on the list of untyped text', () => {
    const wrong = received(typed).filter(
      ([path, text]) =>
        !Object.hasOwn(untypedTexts, path.split('.').at(-1)!) && !/^q ?1 ?z$/i.test(text),
    );
    expect(wrong).toEqual([]);
    expect(received(typed).length).toBeGreaterThan(200);
  });

  test('invisible text counts as missing: null where null is permitted, and no item of a list', () => {
    const shown = received('\u2066\u3164 \u200b').filter(
      ([path]) => !Object.hasOwn(untypedTexts, path.split('.').at(-1)!),
    );
    expect(shown.filter(([, text]) => text !== '')).toEqual([]);
    const { registerElder } = schema.getMutationType()!.getFields();
    const input = { displayName: ' \u200b', person: { name: '\u00a0', phone: ' ' } };
    const result = registerElder!.resolve!({}, { input }, {}, {} as never);
    // An empty value counts as missing; a name is required.
    expect(result).toEqual({ input: { displayName: null, person: { name: '', phone: null } } });
  });

  test('untyped text passes byte by byte, and each name on the list is in use', () => {
    const names = new Set<string>();
    for (const [path, text] of received(typed)) {
      const name = path.split('.').at(-1)!;
      if (!Object.hasOwn(untypedTexts, name)) continue;
      names.add(name);
      expect([path, text]).toEqual([path, typed]);
    }
    expect([...names].sort()).toEqual(Object.keys(untypedTexts).sort());
  });

  test('typed text has the normal form of its meaning', () => {
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    const form = (type: string, name: string): string | null =>
      textFormOf(inputs.find((input) => input.name === type)!.getFields()[name]!);
    expect(form('NewPersonInput', 'name')).toBe('LINE');
    expect(form('NewPersonInput', 'phone')).toBe('PHONE');
    expect(form('NewPersonInput', 'identityNumber')).toBe('IDENTITY_NUMBER');
    expect(form('NewPersonInput', 'healthNotes')).toBe('LINES');
    expect(form('OpenServiceRequestInput', 'language')).toBe('LANGUAGE');
    expect(form('CreateRequestSeriesInput', 'rule')).toBe('RECURRENCE_RULE');
    expect(form('CheckInInput', 'doorCode')).toBe('DOOR_CODE');
    expect(form('CheckOutInput', 'note')).toBe('LINES');
    const phones = inputs.flatMap((input) =>
      Object.values(input.getFields()).filter(({ name }) => /phone$/i.test(name)),
    );
    const spoken = phones.filter((field) => getNamedType(field.type).name === 'String');
    expect(spoken.map((field) => textFormOf(field))).toEqual(spoken.map(() => 'PHONE'));
  });

  test('subscriptions take no typed text, since the hub answers them without resolvers', () => {
    const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
    const texts = fields.flatMap((field) => textsIn(valuesOf(field.args, typed), field.name));
    expect(texts.map(([path]) => path.split('.').at(-1))).toEqual(fields.map(() => 'after'));
  });

  test('typed text keeps Han characters, variants, emoji, joined scripts and punctuation', () => {
    const whole = [
      '𠮷野',
      '\uF9DC\uFA0E',
      '葛\u{E0100}城',
      '👩‍🦯❤️',
      'می‌خواهم',
      'བསྟན་འཛིན',
      'ئايگۈل',
      '김영희',
      '张（小），三',
    ];
    expect(whole.map(normalisedLine)).toEqual(whole);
    expect(normalisedLine('王　秀英\ufe0f')).toBe('王 秀英');
    expect(normalisedLine('e\u0301')).toBe('é');
  });
});
