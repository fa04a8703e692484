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
} from '../documents.golden.ts';

export type PlanActions = ReturnType<typeof actionsOf>;

/** What changes a wish, what repeats one, and joint visits. */
export function usePlanActions(): PlanActions {
  const client = useClient();
  const { model } = useBoard();
  return useMemo(() => actionsOf(client, model.own), [client, model]);
}

function actionsOf(client: Client, own: OwnRequests) {
  const step = stepsBy(client, own);
  return {
    change: step(ChangeRequestDocument, ({ changeServiceRequest }) => changeServiceRequest),
    reschedule: step(RescheduleRequestDocument, ({ rescheduleServiceRequest }) => rescheduleServiceRequest),
    beginSeries: step(BeginSeriesDocument, ({ beginSeries }) => beginSeries),
    changeSeries: step(ChangeSeriesDocument, ({ changeSeries }) => changeSeries),
    skip: step(SkipOccurrenceDocument, ({ skipOccurrence: { errors } }) => ({ errors })),
    endSeries: step(EndSeriesDocument, ({ endSeries: { errors } }) => ({ errors })),
    planJoint: step(PlanJointVisitDocument, ({ planJointVisit }) => planJointVisit),
    acceptJoint: step(AcceptJointVisitDocument, ({ acceptJointVisit: { errors } }) => ({ errors })),
    moveJoint: step(RescheduleJointVisitDocument, ({ rescheduleJointVisit: { errors } }) => ({ errors })),
    cancelJoint: step(CancelJointVisitDocument, ({ cancelJointVisit: { errors } }) => ({ errors })),
  };
}
