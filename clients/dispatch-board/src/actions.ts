import { type AnyVariables, type Client, type TypedDocumentNode, useClient } from 'urql';
import { useMemo } from 'react';
import type { Card } from './board-store.ts';
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
} from './documents.golden.ts';
import { troubleOf } from './platform.ts';

/** What became of a step: the request after it, or why nothing was changed. Throws a Trouble when there was no answer. */
export interface Outcome {
  request: Card | null;
  refusals: readonly RefusalFragment[];
}

export type Actions = ReturnType<typeof actionsOf>;

/** The steps that a dispatcher takes with a request. */
export function useActions(): Actions {
  const client = useClient();
  return useMemo(() => actionsOf(client), [client]);
}

function actionsOf(client: Client) {
  return {
    open: step(client, OpenRequestDocument, ({ openServiceRequest }) => openServiceRequest),
    accept: step(client, AcceptRequestDocument, ({ acceptServiceRequest }) => acceptServiceRequest),
    approve: step(client, ApproveRequestDocument, ({ approveServiceRequest }) => approveServiceRequest),
    reject: step(client, RejectRequestDocument, ({ rejectServiceRequest }) => rejectServiceRequest),
    assign: step(client, AssignRequestDocument, ({ assignServiceRequest }) => assignServiceRequest),
    withdraw: step(client, WithdrawRequestDocument, ({ withdrawFromServiceRequest }) => withdrawFromServiceRequest),
    cancel: step(client, CancelRequestDocument, ({ cancelServiceRequest }) => cancelServiceRequest),
    checkIn: step(client, CheckInDocument, ({ checkIn }) => checkIn),
    checkOut: step(client, CheckOutDocument, ({ checkOut }) => checkOut),
    certify: step(client, CertifyDocument, ({ certifyVisit }) => certifyVisit),
    dispute: step(client, DisputeDocument, ({ disputeVisit }) => disputeVisit),
  };
}

/** A payload carries the request itself, or a visit with its request. */
interface AnyPayload {
  request?: Card | null;
  visit?: { request: Card | null } | null;
  errors: readonly RefusalFragment[];
}

/** One mutation as a step: what became of it, or a Trouble. */
export function step<Data, Variables extends AnyVariables & { input: object }>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => AnyPayload,
): (input: Variables['input']) => Promise<Outcome> {
  return async (input) => {
    const { data, error } = await client.mutation(document, { input } as Variables).toPromise();
    if (error || !data) throw troubleOf(error);
    const { request, visit, errors } = payloadOf(data);
    return { request: request ?? visit?.request ?? null, refusals: errors };
  };
}

/**
 * A key for a step that moves coins. The same content gives the same key, so a repeated attempt after a lost connection is done once;
 * changed content gives a new key, since it is another wish.
 */
export class KeyKeeper {
  private content = '';
  private key = '';

  keyFor(input: object): string {
    const content = JSON.stringify(input);
    if (content !== this.content) {
      this.content = content;
      // Not randomUUID, which browsers offer on secure origins only, and a board in the office may run on plain HTTP.
      this.key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
        byte.toString(16).padStart(2, '0'),
      ).join('');
    }
    return this.key;
  }
}
