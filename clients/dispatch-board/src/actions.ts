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
import { troubleOf } from './trouble.ts';
import { PendingKeys } from './pending-keys.ts';

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

/**
 * The step was not sent: an earlier one with other content got no answer, and may have been carried
 * out. After `forget` the step is sent.
 */
export class UnknownOutcome extends Error {
  override name = 'UnknownOutcome';

  constructor(readonly forget: () => void) {
    super('An earlier step may have been carried out.');
  }
}

/**
 * One mutation as a step that opens no request. Throws a Trouble without an answer, and
 * UnknownOutcome when it might do something twice.
 */
export function step<Data, Variables extends AnyVariables & { input: object }>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => AnyPayload | null,
): (input: Unkeyed<Variables>) => Promise<Outcome> {
  return async (input) => {
    const intent = intentOf(document, input);
    if (!('expectedVersion' in input) && pending.mayRepeat(intent, input))
      throw new UnknownOutcome(() => pending.forget(intent));
    const keyed = { ...input, idempotencyKey: pending.keyOf(intent, input) };
    const { data, error } = await client
      .mutation(document, { input: keyed } as unknown as Variables)
      .toPromise();
    const payload = data && payloadOf(data);
    if (error || !payload) {
      const trouble = troubleOf(error);
      // Without a session nothing was sent.
      if (trouble.kind !== 'session') pending.lost(intent, input);
      throw trouble;
    }
    pending.answered(intent, input);
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
 * What a step is about. Two steps of one intent may do the same thing twice. Requests, series and
 * joint visits that are created are one intent: a form may change from one to the other. Steps with
 * a version exclude each other on the platform, so their content makes them different.
 */
function intentOf(document: object, input: object): string {
  const { requestId, visitId, seriesId, jointVisitId, reviewItemId } = input as Record<
    string,
    unknown
  >;
  const subject = requestId ?? visitId ?? seriesId ?? jointVisitId ?? reviewItemId;
  return typeof subject === 'string' ? `${numberOf(document)} ${subject}` : 'create';
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

function numberOf(document: object): number {
  const number = numbers.get(document) ?? ++lastNumber;
  numbers.set(document, number);
  return number;
}

const pending = new PendingKeys();
