import { type Client, useClient } from 'urql';
import { useMemo } from 'react';
import { step } from '../actions.ts';
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
  return useMemo(() => actionsOf(client), [client]);
}

function actionsOf(client: Client) {
  return {
    change: step(client, ChangeRequestDocument, ({ changeServiceRequest }) => changeServiceRequest),
    reschedule: step(client, RescheduleRequestDocument, ({ rescheduleServiceRequest }) => rescheduleServiceRequest),
    beginSeries: step(client, BeginSeriesDocument, ({ beginSeries: { errors } }) => ({ errors })),
    changeSeries: step(client, ChangeSeriesDocument, ({ changeSeries: { errors } }) => ({ errors })),
    skip: step(client, SkipOccurrenceDocument, ({ skipOccurrence: { errors } }) => ({ errors })),
    endSeries: step(client, EndSeriesDocument, ({ endSeries: { errors } }) => ({ errors })),
    planJoint: step(client, PlanJointVisitDocument, ({ planJointVisit: { errors } }) => ({ errors })),
    acceptJoint: step(client, AcceptJointVisitDocument, ({ acceptJointVisit: { errors } }) => ({ errors })),
    moveJoint: step(client, RescheduleJointVisitDocument, ({ rescheduleJointVisit: { errors } }) => ({ errors })),
    cancelJoint: step(client, CancelJointVisitDocument, ({ cancelJointVisit: { errors } }) => ({ errors })),
  };
}
