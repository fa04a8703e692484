import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLInputType,
} from 'graphql';
import { type IdPrefix, idPrefixes } from '../../../schema/ids.ts';
import { selectionOf } from './selection.ts';

/** A root field of Query, Mutation or Subscription, with its id arguments. */
export interface RootField {
  readonly name: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  /** Selects all fields. */
  readonly document: string;
  /** A minimal selection: enough to tell an answer from none. */
  readonly glance: string;
  /** Selects rows without nested fields. */
  readonly brief: string;
  /** Selects refusals, if the payload has them. */
  readonly refusals: string;
  readonly parameters: readonly GraphQLArgument[];
  readonly idPlaces: readonly IdPlace[];
}

/** Path of an id argument, and the nouns that it may refer to. */
export interface IdPlace {
  readonly path: readonly string[];
  readonly prefixes: readonly IdPrefix[];
}

/** All root fields of a schema. New fields are included automatically. */
export function rootFieldsOf(schema: GraphQLSchema): RootField[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      name: field.name,
      operation,
      document: documentOf(schema, operation, field),
      glance: documentOf(schema, operation, field, 0),
      brief: documentOf(schema, operation, field, 1),
      refusals: documentOf(schema, operation, field, refusalSelection),
      parameters: field.args,
      idPlaces: field.args.flatMap((parameter) =>
        idPlacesIn(parameter, [], getNamedType(field.type).name),
      ),
    })),
  );
}

/**
 * Nested fields with an id argument. The isolation tests do not reach them, so there must be none.
 */
export function idArgumentsBelowRoots(schema: GraphQLSchema): string[] {
  const roots = new Set([
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]);
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !roots.has(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(
        (type as { getFields(): Record<string, GraphQLField<unknown, unknown>> }).getFields(),
      )
        .filter((field) => field.args.some((parameter) => idPlacesIn(parameter, [], '').length > 0))
        .map((field) => `${type.name}.${field.name}`),
    );
}

/** Argument values of one call. */
export interface Filling {
  /** An id for an argument that is required but not probed. */
  own(prefixes: readonly IdPrefix[], path: readonly string[]): string;
  /** Text for an argument, by its path; calibration finds accepted ones. */
  text(path: readonly string[]): string;
  /** The probed argument with its id. */
  tried?: { place: IdPlace; id: string };
}

/** Arguments for a root field: the required ones, and those on the path of the probed one. */
export function argumentsOf(rootField: RootField, filling: Filling): Record<string, unknown> {
  const values = fieldsOf(rootField.parameters, [], filling);
  const { input } = values as { input?: object };
  if (input) Object.assign(input, meant[rootField.name]?.(filling.tried?.place.path.at(-1) ?? ''));
  return values;
}

/**
 * Values that a mutation requires beyond its types, by probed argument. Without them the call would
 * be refused before the id is read; api/audit-coverage.test.ts finds such cases.
 */
const meant: Readonly<Record<string, (tried: string) => object>> = {
  addServiceKind: () => ({
    code: 'reading_aloud',
    name: '读报',
    category: 'COMPANY',
    minutesDefault: 60,
    coinsPerHour: '1.00',
    placeKind: 'HOME',
  }),
  addVisitEvidence: () => ({ sheet: '纸质签到表 7 号' }),
  adoptServiceKind: () => ({ templateCode: 'home_visit' }),
  openCommunity: () => ({ slug: 'new-quarter' }),
  setAvailability: () => ({ weekly: [{ weekday: 1, from: '09:00:00', to: '11:00:00' }] }),
  grantCoinsInBatch: () => ({ csv: 'to,amount,reason\nnobody,1.00,-\n' }),
  recordOutcome: () => ({ scale: 'UCLA_3', answers: [1, 2, 3] }),
  issueCertificate: () => ({ from: '2020-01-01', to: '2099-12-31' }),
  createRequestSeries: () => ({
    rule: 'FREQ=WEEKLY;COUNT=2',
    startsAt: '2040-01-02T09:00:00',
    windowMinutes: 120,
  }),
  giveFeedback: () => ({ satisfaction: 5 }),
  grantRole: (tried) => ({
    role:
      tried === 'communityId'
        ? 'DISPATCHER'
        : tried === 'teamId'
          ? 'TEAM_LEADER'
          : tried === 'personId'
            ? 'ELDER'
            : 'AUDITOR',
    ...(tried !== 'accountId' && { holderName: '新任', holderPhone: '13900000002' }),
  }),
  importPeople: () => ({ csv: 'kind,community,name\nelder,xinxian,导入奶奶\n', isDryRun: false }),
  openCoinAccount: (tried) => ({ ownerKind: tried === 'ownerId' ? 'TEAM' : 'SHOP', unit: 'COIN' }),
  openFoundation: () => ({ administratorPhone: '13900000003' }),
  registerApp: () => ({ kind: 'SERVER' }),
  trustIssuer: () => ({
    audience: 'here',
    issuer: 'https://id.example.org',
    jwksUri: 'https://id.example.org/keys',
  }),
};

function documentOf(
  schema: GraphQLSchema,
  operation: RootField['operation'],
  field: GraphQLField<unknown, unknown>,
  asked?: number | string,
): string {
  const variables = field.args.map(({ name, type }) => `$${name}: ${type.toString()}`).join(', ');
  const values = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${operation} Probe${variables && `(${variables})`} { ${field.name}${values && `(${values})`} ${typeof asked === 'string' ? asked : selectionOf(schema, field.type, asked)} }`;
}

const refusalSelection = '{ errors { code path params { name value } } }';

function idPlacesIn(
  input: GraphQLArgument | GraphQLInputField,
  above: readonly string[],
  answerType: string,
): IdPlace[] {
  const path = [...above, input.name];
  const type = getNamedType(input.type);
  if (type.name === 'ID') return [{ path, prefixes: prefixesOf(input.name, answerType) }];
  // A recursive input is followed twice.
  if (!isInputObjectType(type) || above.filter((name) => name === input.name).length > 1) return [];
  return Object.values(type.getFields()).flatMap((field) => idPlacesIn(field, path, answerType));
}

/** Words for a noun in one of its uses. */
const uses: Readonly<Record<string, readonly IdPrefix[]>> = {
  hold: ['transfer'],
  invitation: ['grant', 'link'],
  neighbour: ['community'],
  TransferExplanation: ['transfer'],
};

/** `elderId` refers to an elder, `id` to the returned noun; an ambiguous name to every noun. */
function prefixesOf(name: string, answerType: string): IdPrefix[] {
  const all = Object.keys(idPrefixes) as IdPrefix[];
  const words = /^(.*?)Ids?$/.exec(name)?.[1] || (/^ids?$/.test(name) ? answerType : name);
  if (uses[words]) return [...uses[words]];
  const noun = words.toLowerCase();
  // The last word may be the end of several nouns: `toAccountId` of a login or a coin account.
  const last = (/[A-Z]?[a-z]+$/.exec(words)?.[0] ?? words).toLowerCase();
  const fitting = all.filter((prefix) => {
    const type = idPrefixes[prefix].toLowerCase();
    return noun.endsWith(prefix) || noun.endsWith(type) || type.endsWith(last);
  });
  return fitting.length > 0 ? fitting : all;
}

function fieldsOf(
  inputs: readonly (GraphQLArgument | GraphQLInputField)[],
  above: readonly string[],
  filling: Filling,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const input of inputs) {
    const path = [...above, input.name];
    const isTried =
      filling.tried && path.every((name, index) => filling.tried?.place.path[index] === name);
    if (!isTried && (!isNonNullType(input.type) || input.defaultValue !== undefined)) continue;
    values[input.name] = valueOf(input.type, path, filling);
  }
  return values;
}

function valueOf(type: GraphQLInputType, path: readonly string[], filling: Filling): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, path, filling);
  if (isListType(type)) return [valueOf(type.ofType, path, filling)];
  if (isInputObjectType(type)) return fieldsOf(Object.values(type.getFields()), path, filling);
  if (isEnumType(type))
    return filling.text(path) in valuesByName(type)
      ? filling.text(path)
      : type.getValues()[0]?.name;
  if (type.name === 'ID') return idAt(path, filling);
  // An empty time span is invalid.
  if (/^(to|requestedTo)$/.test(path.at(-1) ?? '')) {
    const end = samplesOfEnds[type.name];
    if (end) return end;
  }
  const sample = samplesByName[path.at(-1) ?? ''] ?? samples[type.name];
  return sample === undefined ? filling.text(path) : sample;
}

function valuesByName(type: { getValues(): readonly { name: string }[] }): Record<string, true> {
  return Object.fromEntries(type.getValues().map(({ name }) => [name, true]));
}

function idAt(path: readonly string[], filling: Filling): string {
  const { tried } = filling;
  if (tried && tried.place.path.join('.') === path.join('.')) return tried.id;
  return filling.own(prefixesOf(path.at(-1) ?? '', ''), path);
}

/** More than the fixtures' rows in one list, and within the cost limit. */
const pageSize = 7;

/** Sample values by argument name. Invalid ones would be refused before the probed id is read. */
const samplesByName: Readonly<Record<string, unknown>> = {
  first: pageSize,
  end: '11:00',
  placeMetresMax: 150,
  newPassword: '白日依山尽黄河入海流',
};
/** Ends of spans, after the samples of their scalars. */
const samplesOfEnds: Readonly<Record<string, string>> = {
  DateTime: new Date(Date.now() + 2 * 86_400_000).toISOString(),
  Date: '2026-03-06',
  LocalTime: '11:00:00',
};
/** Sample values of scalars other than text. Coin amounts are small, so that balances last. */
const samples: Record<string, unknown> = {
  Int: 1,
  Float: 1,
  Boolean: true,
  CoinAmount: '0.01',
  MoneyAmount: '0.01',
  DateTime: new Date(Date.now() + 86_400_000).toISOString(),
  Date: '2026-03-05',
  LocalTime: '09:00:00',
  LocalDateTime: '2026-03-05T09:00:00',
  YearMonth: '2020-03',
  JSON: {},
};
