import { type Client, useClient } from 'urql';
import { useMemo } from 'react';
import { stepsBy } from '../actions.ts';
import { useBoard } from '../board-context.ts';
import type { OwnRequests } from '../own-requests.ts';
import {
  AcceptJointVisitDocument,
  BeginSeriesDocument,
  CancelJointVisitDocument,
  ChangeRequestDocument,
  ChangeSeriesDocument,
  EndSeriesDocument,
  PlanJointVisitDocument,
  RescheduleJointVisitDocument,
  RescheduleRequestDocument,
  SkipOccurrenceDocument,
} from '../documents.generated.ts';

export type PlanActions = ReturnType<typeof actionsOf>;

/** Steps that change or repeat a request, and steps of joint visits. */
export function usePlanActions(): PlanActions {
  const client = useClient();
  const { model } = useBoard();
  return useMemo(() => actionsOf(client, model.own), [client, model]);
}

function actionsOf(client: Client, own: OwnRequests) {
  const step = stepsBy(client, own);
  return {
    change: step(ChangeRequestDocument, ({ changeServiceRequest }) => changeServiceRequest),
    reschedule: step(
      RescheduleRequestDocument,
      ({ rescheduleServiceRequest }) => rescheduleServiceRequest,
    ),
    createRequestSeries: step(
      BeginSeriesDocument,
      ({ createRequestSeries }) => createRequestSeries,
    ),
    changeRequestSeries: step(
      ChangeSeriesDocument,
      ({ changeRequestSeries }) => changeRequestSeries,
    ),
    skip: step(
      SkipOccurrenceDocument,
      ({ skipSeriesOccurrence }) => skipSeriesOccurrence && { errors: skipSeriesOccurrence.errors },
    ),
    endRequestSeries: step(
      EndSeriesDocument,
      ({ endRequestSeries }) => endRequestSeries && { errors: endRequestSeries.errors },
    ),
    planJoint: step(PlanJointVisitDocument, ({ planJointVisit }) => planJointVisit),
    acceptJoint: step(
      AcceptJointVisitDocument,
      ({ acceptJointVisit }) => acceptJointVisit && { errors: acceptJointVisit.errors },
    ),
    moveJoint: step(
      RescheduleJointVisitDocument,
      ({ rescheduleJointVisit }) => rescheduleJointVisit && { errors: rescheduleJointVisit.errors },
    ),
    cancelJoint: step(
      CancelJointVisitDocument,
      ({ cancelJointVisit }) => cancelJointVisit && { errors: cancelJointVisit.errors },
    ),
  };
}
