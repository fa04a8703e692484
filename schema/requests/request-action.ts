import { enumOfWords } from '../described-enum.ts';
import type { RequestState } from './service-request.ts';

const actions = {
  acceptServiceRequest: 'Accept it as a volunteer, or for a volunteer of an own team.',
  acceptServiceRequestAsTeam: 'Accept it with members of an own team.',
  approveServiceRequest: 'Approve it and offer it to volunteers.',
  assignServiceRequest: 'Assign it to a volunteer.',
  cancelServiceRequest: 'Cancel it and release its coins.',
  changeServiceRequest: 'Change its details.',
  declineServiceRequest: 'Decline it as a volunteer, or for a volunteer of an own team.',
  rejectServiceRequest: 'Reject it and release its coins.',
  rescheduleServiceRequest: 'Move it to other time windows.',
  withdrawFromServiceRequest: 'Withdraw a volunteer who has not begun.',
} as const;

/** Mutation on a service request. */
export type ServiceRequestAction = keyof typeof actions;

export const ServiceRequestAction = enumOfWords<ServiceRequestAction>(
  'ServiceRequestAction',
  'Mutation on a service request, as the enum form of its name. New values may be added: offer none for an unknown one.',
  actions,
);

const beforeBegin: readonly RequestState[] = ['IN_REVIEW', 'OPEN', 'ASSIGNED'];

/** States of a request in which each mutation is possible. Services and `viewerActions` read it. */
export const requestStatesOf: Readonly<Record<ServiceRequestAction, readonly RequestState[]>> = {
  acceptServiceRequest: ['OPEN'],
  acceptServiceRequestAsTeam: ['OPEN'],
  approveServiceRequest: ['IN_REVIEW'],
  assignServiceRequest: ['OPEN'],
  // Later states end by a certification decision, which settles hours and coins.
  cancelServiceRequest: beforeBegin,
  changeServiceRequest: beforeBegin,
  declineServiceRequest: ['OPEN'],
  rejectServiceRequest: ['IN_REVIEW'],
  rescheduleServiceRequest: beforeBegin,
  // One of several volunteers may be expected while others have begun.
  withdrawFromServiceRequest: ['OPEN', 'ASSIGNED', 'IN_PROGRESS'],
};
