import type { UserError } from '../../schema/errors.ts';
import { newId } from '../../schema/ids.ts';
import { takesKey } from './mutations-without-key.ts';
import { post } from './post.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // Any: a test knows the selection, and typed answers would repeat it.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any;
  errors:
    | { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[]
    | undefined;
}

/** The error of a mutation that must succeed and was refused. */
export class MutationRefused extends Error {
  constructor(
    mutation: string,
    readonly refusals: readonly UserError[],
  ) {
    super(`${mutation} was refused: ${JSON.stringify(refusals)}`);
    this.name = 'MutationRefused';
  }
}

/** API client over plain HTTP, as an external program would use it. */
export class Caller {
  constructor(
    readonly url: string,
    readonly token: string | null,
  ) {}

  /** Sends an operation and gives the whole response. */
  async send(
    query: string,
    variables: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await post(
      `${this.url}/graphql`,
      { query, variables },
      {
        accept: 'application/graphql-response+json',
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
    );
    const { data, errors } = JSON.parse(response.body) as Pick<Answer, 'data' | 'errors'>;
    return { status: response.status, headers: response.headers, data, errors };
  }

  /** Sends a query that must succeed and gives its data. */
  async query(query: string, variables: object = {}): Promise<Answer['data']> {
    const { data, errors } = await this.send(query, variables);
    if (errors) throw new Error(`The query failed: ${JSON.stringify(errors)}`);
    return data;
  }

  /**
   * Sends a mutation `name(input:)` and gives its payload. Throws `MutationRefused` when it is
   * refused.
   */
  async mutate(name: string, input: object, selection = ''): Promise<Answer['data']> {
    const payload = await this.tryMutate(name, input, selection);
    if (payload.errors.length > 0) throw new MutationRefused(name, payload.errors);
    return payload;
  }

  /**
   * Sends a mutation and gives its payload, refusals included. It has a new idempotency key unless
   * the input has one.
   */
  async tryMutate(
    name: string,
    input: object,
    selection = '',
  ): Promise<{ errors: UserError[] } & Record<string, Answer['data']>> {
    const { data, errors } = await this.sendMutation(name, input, selection);
    if (errors) throw new Error(`${name} failed: ${JSON.stringify(errors)}`);
    return data[name];
  }

  /** Sends a mutation and gives the whole response, with a new idempotency key as `tryMutate`. */
  protected async sendMutation(name: string, input: object, selection = ''): Promise<Answer> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} errors { code message path params { name value } } } }`;
    const keyed = takesKey(name) ? { idempotencyKey: newId(), ...input } : input;
    return this.send(query, { input: keyed });
  }

  /** Code with which a scalar refuses a value of the input, before the mutation begins. */
  async scalarRefusalCode(name: string, input: object): Promise<unknown> {
    const { status, errors } = await this.sendMutation(name, input);
    return status === 400 ? errors?.[0]?.extensions['code'] : null;
  }

  /** Refusal codes of a mutation. */
  async refusalCodes(name: string, input: object): Promise<string[]> {
    return (await this.tryMutate(name, input)).errors.map((error) => error.code);
  }
}
