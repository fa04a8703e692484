import { type AnyVariables, type Client, type TypedDocumentNode, useClient } from 'urql';
import { useMemo } from 'react';
import { useBoard } from './board-context.ts';
import type { Card } from './card.ts';
import {
  AcceptRequestDocument,
  ApproveRequestDocument,
  AssignRequestDocument,
  CancelRequestDocument,
  CertifyDocument,
  CheckInDocument,
  CheckOutDocument,
  DisputeDocument,
  OpenRequestDocument,
  type RefusalFragment,
  RejectRequestDocument,
  WithdrawRequestDocument,
} from './documents.generated.ts';
import type { OwnRequests } from './own-requests.ts';
import { answered, troubleOf } from './api-client.ts';

/**
 * Result of a step: the changed request, or the refusals. Throws a Trouble when there was no
 * answer.
 */
export interface Outcome {
  request: Card | null;
  /** Ids of the requests in the answer. */
  named: readonly string[];
  refusals: readonly RefusalFragment[];
}

export type Actions = ReturnType<typeof actionsOf>;

/** The steps that a dispatcher may take with a request. */
export function useActions(): Actions {
  const client = useClient();
  const { model } = useBoard();
  return useMemo(() => actionsOf(client, model.own), [client, model]);
}

function actionsOf(client: Client, own: OwnRequests) {
  const step = stepsBy(client, own);
  return {
    open: step(OpenRequestDocument, ({ openServiceRequest }) => openServiceRequest),
    accept: step(AcceptRequestDocument, ({ acceptServiceRequest }) => acceptServiceRequest),
    approve: step(ApproveRequestDocument, ({ approveServiceRequest }) => approveServiceRequest),
    reject: step(RejectRequestDocument, ({ rejectServiceRequest }) => rejectServiceRequest),
    assign: step(AssignRequestDocument, ({ assignServiceRequest }) => assignServiceRequest),
    withdraw: step(
      WithdrawRequestDocument,
      ({ withdrawFromServiceRequest }) => withdrawFromServiceRequest,
    ),
    cancel: step(CancelRequestDocument, ({ cancelServiceRequest }) => cancelServiceRequest),
    checkIn: step(CheckInDocument, ({ checkIn }) => checkIn),
    checkOut: step(CheckOutDocument, ({ checkOut }) => checkOut),
    certify: step(CertifyDocument, ({ certifyVisit }) => certifyVisit),
    dispute: step(DisputeDocument, ({ disputeVisit }) => disputeVisit),
  };
}

/** A payload contains the request itself, a visit with its request, or a list of requests. */
interface AnyPayload {
  request?: Card | null;
  visit?: { request: Card | null } | null;
  series?: { requests: readonly { id: string }[] } | null;
  jointVisit?: { requests: readonly { id: string }[] } | null;
  errors: readonly RefusalFragment[];
}

/** Builds steps from mutations. Each resolves with its outcome or throws a Trouble. */
export function stepsBy(client: Client, own: OwnRequests) {
  return <Data, Variables extends AnyVariables & { input: object }>(
    document: TypedDocumentNode<Data, Variables>,
    payloadOf: (data: Data) => AnyPayload | null,
  ): ((input: Unkeyed<Variables>) => Promise<Outcome>) => {
    const send = step(client, document, payloadOf);
    return (input) => own.during(() => send(input));
  };
}

/** The input of a mutation, without the key that each step adds. */
export type Unkeyed<Variables extends { input: object }> = Omit<
  Variables['input'],
  'idempotencyKey'
>;

/** One mutation as a step that opens no request. */
export function step<Data, Variables extends AnyVariables & { input: object }>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => AnyPayload | null,
): (input: Unkeyed<Variables>) => Promise<Outcome> {
  return async (input) => {
    const keyed = { ...input, idempotencyKey: pending.keyOf(document, input) };
    const { data, error } = await client
      .mutation(document, { input: keyed } as unknown as Variables)
      .toPromise();
    if (error || !data) throw troubleOf(error);
    const payload = answered(payloadOf(data));
    pending.answered(document, input);
    const { request: itself, visit, series, jointVisit, errors } = payload;
    const request = itself ?? visit?.request ?? null;
    const several = [...(series?.requests ?? []), ...(jointVisit?.requests ?? [])];
    return {
      request,
      named: [...(request ? [request] : []), ...several].map(({ id }) => id),
      refusals: errors,
    };
  };
}

/**
 * Idempotency keys of steps without an answer. The same content gives the same key, so a retry after
 * a lost connection is done once. An answered step is over: the same content is a new one then.
 */
class PendingKeys {
  private readonly byDocument = new WeakMap<object, Map<string, string>>();

  keyOf(document: object, input: object): string {
    const keys = this.keysOf(document);
    const content = JSON.stringify(input);
    const key = keys.get(content) ?? newKey();
    keys.set(content, key);
    return key;
  }

  answered(document: object, input: object): void {
    this.keysOf(document).delete(JSON.stringify(input));
  }

  private keysOf(document: object): Map<string, string> {
    const known = this.byDocument.get(document) ?? new Map<string, string>();
    this.byDocument.set(document, known);
    return known;
  }
}

/** Not randomUUID, which browsers offer on secure origins only; an office may use plain HTTP. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

const pending = new PendingKeys();
