import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  type GraphQLSchema,
  buildSchema,
  findBreakingChanges,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { enumNameOf } from '../schema/described-enum.ts';
import { gather, platformSchema } from './app.ts';
import { modules } from './modules.ts';
import { refusalsTitle } from './platform/operation/refusal-descriptions.ts';
import { clone } from './run/workspace.ts';
import { declaredRefusals, DeclaredRefusals } from './testing/declared-refusals.ts';
import { expectGolden } from './testing/golden.ts';

// Fresh from the sources: the generated file may be written in this run.
const declared = new DeclaredRefusals(clone.root, new Set(gather(modules).messages.codes()));
const schema = lexicographicSortSchema(platformSchema(declaredRefusals(platformSchema({}), declared)));
const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));

test('the committed SDL is the schema that is served', () => {
  expectGolden('schema/schema.graphql', `${printSchema(schema)}\n`);
});

describe('the SDL is readable for a newcomer', () => {
  test('every type, field, argument, input field and enum value is described', () => {
    const missing: string[] = [];
    const need = (what: string, description: string | null | undefined): void => {
      if (!description || description.trim().length < 5) missing.push(what);
    };
    for (const type of types) {
      if (builtIn.has(type.name)) continue;
      if (!roots.has(type.name)) need(type.name, type.description);
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          need(`${type.name}.${field.name}`, field.description);
          for (const argument of field.args) need(`${type.name}.${field.name}(${argument.name}:)`, argument.description);
        }
      }
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) need(`${type.name}.${field.name}`, field.description);
      }
      if (isEnumType(type)) for (const value of type.getValues()) need(`${type.name}.${value.name}`, value.description);
    }
    expect(missing).toEqual([]);
  });

  test('a description is a noun phrase or, for a mutation, begins with a verb; its sentences are short', () => {
    expect(formFaults(schema)).toEqual([]);
  });

  test('a description of another form is found', () => {
    const sentence = `Minutes ${'and minutes '.repeat(12)}so far.`;
    const other = buildSchema(`
      type Query { "What was served." minutes("How many." first: Int): Int  "${sentence}" hours: Int }
      type Mutation { "Opens a team." openTeam: Int  "A team is closed." closeTeam: Int }
      "Minutes so far. Where none, null." scalar Minutes
      "State of a visit." enum State { "So many came." DONE }
    `);
    expect(formFaults(other).sort()).toEqual([
      'Minutes: begins with a question word: Where none, null.',
      'Mutation.closeTeam: does not begin with a third-person verb: A team is closed.',
      `Query.hours: has 27 words: ${sentence}`,
      'Query.minutes(first:): begins with a question word: How many.',
      'Query.minutes: begins with a question word: What was served.',
      'State.DONE: begins with a question word: So many came.',
    ]);
  });

  test('a mutation takes one non-null input and answers with a payload that has errors', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      expect([field.name, field.args.map((argument) => argument.name)]).toEqual([field.name, ['input']]);
      expect([field.name, field.args.every((argument) => isNonNullType(argument.type))]).toEqual([field.name, true]);
      const payload = isNonNullType(field.type) ? field.type.ofType : field.type;
      const fields = isObjectType(payload) ? payload.getFields() : {};
      expect([field.name, String(fields['errors']?.type)]).toEqual([field.name, '[UserError!]!']);
      // The changed data are null in a refusal.
      const { errors: _, ...changed } = fields;
      const nonNull = Object.values(changed).filter(({ type }) => isNonNullType(type));
      expect([field.name, nonNull.map(({ name }) => name)]).toEqual([field.name, []]);
    }
  });

  test('every mutation has actingFor with the person acted for and the channel', () => {
    const unsaid = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ args: [input] }) => {
      const type = input && getNamedType(input.type);
      return !isInputObjectType(type) || String(type.getFields()['actingFor']?.type) !== 'ActingForInput';
    });
    expect(unsaid.map(({ name }) => name)).toEqual([]);
  });

  test('a connection has the argument first without a default', () => {
    for (const type of types) {
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!String(field.type).replace('!', '').endsWith('Connection')) continue;
        const first = field.args.find((argument) => argument.name === 'first');
        expect([`${type.name}.${field.name}`, String(first?.type), first?.defaultValue]).toEqual([
          `${type.name}.${field.name}`,
          'Int!',
          undefined,
        ]);
      }
    }
  });

  test('an enum value is the same text on the wire and in the code, or follows from it by one rule', () => {
    for (const type of types) {
      if (!isEnumType(type)) continue;
      for (const { name, value } of type.getValues()) {
        const expected = ofWords.has(type.name) ? enumNameOf(value as string) : value;
        expect([type.name, expected]).toEqual([type.name, name]);
      }
    }
  });
});

/**
 * Enums whose values have another standard form: that of OAuth, that of the policy, and that of
 * names of mutations.
 */
const ofWords: ReadonlySet<string> = new Set([
  'Scope',
  'AuditAction',
  'ServiceRequestAction',
  'VisitAction',
]);

/** The SDL of the last release. The release process writes it; there is no release yet. */
const released = join(clone.root, 'schema/released.graphql');

test('a change that breaks clients of the last release is named in the change log', () => {
  const changeLog = readFileSync(join(clone.root, 'CHANGELOG.md'), 'utf8');
  const before = existsSync(released) ? buildSchema(readFileSync(released, 'utf8')) : schema;
  expect(unnamedBreaks(before, schema, changeLog)).toEqual([]);
});

test('a breaking change that the change log does not name is found', () => {
  const before = buildSchema('type Query { elder: Int  elders: Int }');
  const after = buildSchema('type Query { elders: String  count: Int }');
  expect(unnamedBreaks(before, after, '## Unreleased\n\n- `Query.elder` is gone.\n\n## 0.1.0\n\n`Query.elders`')).toEqual([
    'Query.elders changed type from Int to String.',
  ]);
});

function unnamedBreaks(before: GraphQLSchema, after: GraphQLSchema, changeLog: string): string[] {
  const unreleased = /## Unreleased([\s\S]*?)(\n## |$)/.exec(changeLog)?.[1] ?? '';
  return findBreakingChanges(before, after)
    .map(({ description }) => description)
    .filter((description) => !namesIn(description).every((name) => unreleased.includes(name)));
}

/**
 * Names of types, fields and arguments in a sentence of findBreakingChanges, such as `Query.elder
 * was removed.`
 */
function namesIn(description: string): string[] {
  return description.split(' ').filter((word) => /^[A-Z]\w*(\.\w+)?$/.test(word) && word !== 'An' && word !== 'A');
}

/** A reader understands sentences of at most this many words on first reading. */
const sentenceWordsMax = 25;
const questionWord = /^(Who|Whom|Whose|What|Where|When|Why|How|Which|So many|For whoever)\b/;
const thirdPersonVerb = /^[A-Z][a-z]+s$/;

/** Descriptions that violate the form of the SDL, each with its fault. */
function formFaults(of: GraphQLSchema): string[] {
  const faults: string[] = [];
  for (const [name, description] of descriptionsOf(of)) {
    const [word = ''] = description.split(/\s/, 1);
    if (/^Mutation\.\w+$/.test(name) && !thirdPersonVerb.test(word)) {
      faults.push(`${name}: does not begin with a third-person verb: ${description}`);
    }
    const [sentences = ''] = description.split(`\n\n${refusalsTitle}`);
    for (const sentence of sentences.split(/(?<=[.!?])\s+/)) {
      const words = sentence.trim().split(/\s+/).length;
      if (questionWord.test(sentence)) faults.push(`${name}: begins with a question word: ${sentence}`);
      if (words > sentenceWordsMax) faults.push(`${name}: has ${words} words: ${sentence}`);
    }
  }
  return faults;
}

/** Every description of a schema by the name of its element, such as `Query.elders(first:)`. */
function* descriptionsOf(of: GraphQLSchema): Generator<[name: string, description: string]> {
  for (const type of Object.values(of.getTypeMap())) {
    if (type.name.startsWith('__') || builtIn.has(type.name)) continue;
    if (type.description) yield [type.name, type.description];
    const members = isEnumType(type) ? type.getValues() : 'getFields' in type ? Object.values(type.getFields()) : [];
    for (const member of members) {
      const name = `${type.name}.${member.name}`;
      if (member.description) yield [name, member.description];
      for (const argument of 'args' in member ? member.args : []) {
        if (argument.description) yield [`${name}(${argument.name}:)`, argument.description];
      }
    }
  }
}

const builtIn = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);
const roots = new Set(['Query', 'Mutation', 'Subscription']);
