import { enumOfWords } from '../described-enum.ts';
import type { VisitState } from '../requests/visit.ts';

const actions = {
  addVisitEvidence: 'Add a door code, a position or a signed sheet.',
  announcePhoto: 'Announce a photo and get its upload link.',
  certifyVisit: 'Accept the evidence as a second person.',
  checkIn: 'Check the volunteer in.',
  checkOut: 'Check the volunteer out.',
  confirmVisit: 'Record the confirmation of the elder.',
  correctVisit: 'Replace the certified minutes.',
  discloseVisitDetails: 'See the phone, address and health notes of the elder.',
  disputeVisit: 'Dispute the visit.',
  giveFeedback: 'Give feedback for the elder.',
  recordVisitCall: 'Record a telephone call about the visit.',
  reportNoShow: 'Report that the volunteer or the elder was absent.',
  resolveDispute: 'Resolve the dispute.',
  revokeCertification: 'Revoke the certification.',
  undoCheckIn: 'Undo a mistaken check-in.',
  undoCheckOut: 'Undo a mistaken check-out.',
} as const;

/** Mutation on a visit. */
export type VisitAction = keyof typeof actions;

export const VisitAction = enumOfWords<VisitAction>(
  'VisitAction',
  'Mutation on a visit, as the enum form of its name. New values may be added: offer none for an unknown one.',
  actions,
);

/** A certification rests on its evidence: to add more, the visit is disputed first. */
const beforeCertification: readonly VisitState[] = [
  'PLANNED',
  'CHECKED_IN',
  'CHECKED_OUT',
  'DISPUTED',
];

/** States of a visit in which each mutation is possible. Services and `viewerActions` read it. */
export const visitStatesOf: Readonly<Record<VisitAction, readonly VisitState[]>> = {
  addVisitEvidence: beforeCertification,
  announcePhoto: beforeCertification,
  certifyVisit: ['CHECKED_OUT'],
  checkIn: ['PLANNED'],
  checkOut: ['CHECKED_IN'],
  confirmVisit: ['CHECKED_IN', 'CHECKED_OUT', 'DISPUTED'],
  correctVisit: ['CERTIFIED'],
  discloseVisitDetails: ['PLANNED', 'CHECKED_IN'],
  disputeVisit: ['CHECKED_OUT', 'CERTIFIED'],
  giveFeedback: ['CHECKED_OUT', 'CERTIFIED', 'DISPUTED'],
  recordVisitCall: beforeCertification,
  reportNoShow: ['PLANNED', 'CHECKED_IN'],
  resolveDispute: ['DISPUTED'],
  revokeCertification: ['CERTIFIED'],
  undoCheckIn: ['CHECKED_IN'],
  undoCheckOut: ['CHECKED_OUT'],
};
