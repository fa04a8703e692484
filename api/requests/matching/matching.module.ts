import {
  AvailabilityException,
  AvailabilitySlot,
  RequestDecline,
  VolunteerProfile,
} from '../../../schema/requests/availability.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Messages } from '../../platform/common/messages.ts';
import { policy } from '../../platform/authorization/policy.ts';
import { exceptionById } from './availability.queries.ts';
import {
  AvailabilityExceptionFields,
  AvailabilitySlotFields,
  CandidateFields,
  MatchingResolver,
  VolunteerAvailability,
} from './matching.resolver.ts';

const messages: Messages = {
  ENDS_BEFORE_BEGIN: {
    en: 'The period from {from} to {to} ends before it begins. Correct it, or split a period over midnight into two.',
    zh: '时间段 {from} 至 {to} 的结束早于开始，请更正（跨午夜请分成两段）。',
  },
  TOO_MANY_EXCEPTIONS: {
    en: '{exceptionsMax, plural, one {There is # exception} other {There are # exceptions}} already. Remove some, or change the weekly availability.',
    zh: '已有 {exceptionsMax} 条例外，请删除一些，或修改每周可服务时间。',
  },
  QUALIFICATION_MISSING: {
    en: '{name} has no {qualification} that is valid on that day. Choose another volunteer, or record the qualification first.',
    zh: '{name} 缺少当天有效的资质 {qualification}，请另选志愿者，或先登记资质。',
  },
};

/** Nested module of `requests`: availability, profiles, candidates. */
export const matchingModule = {
  resolvers: [
    MatchingResolver,
    CandidateFields,
    VolunteerAvailability,
    AvailabilitySlotFields,
    AvailabilityExceptionFields,
  ],
  entities: [VolunteerProfile, AvailabilitySlot, AvailabilityException, RequestDecline],
  policy: policy(rules)({
    // Elders and families see a volunteer's name, teams, stars and training. Absences from home are
    // for planners.
    'availability:read': [
      'volunteer:self',
      'anyLeader',
      'anyDispatcher',
      'foundationAdmin',
      'analyst',
      'auditor',
    ],
    // Fewer roles need the reason.
    'availability:readReason': [
      'volunteer:self',
      'leader:ofVolunteer',
      'dispatcher',
      'foundationAdmin',
    ],
    'availability:set': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
    'request:candidates': ['dispatcher', 'leader:reach', 'foundationAdmin'],
    'request:decline': ['volunteer:self', 'leader:ofVolunteer'],
  }),
  messages,
  nodes: { exception: exceptionById },
};
