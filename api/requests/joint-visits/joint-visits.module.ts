import { JointVisit } from '../../../schema/requests/joint-visit.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Messages } from '../../platform/common/messages.ts';
import { policy } from '../../platform/authorization/policy.ts';
import { jointVisitById } from './joint-visits.queries.ts';
import {
  JointVisitFields,
  JointVisitResolver,
  ServiceRequestJointVisit,
} from './joint-visits.resolver.ts';

const messages: Messages = {
  STOPS_OVERLAP: {
    en: 'The visit to {name} begins before the previous one ends. Choose a later start, or a shorter duration for each visit.',
    zh: '{name} 的上门时间早于前一户结束，请推迟开始时间，或缩短每户时长。',
  },
  ELDER_TWICE: {
    en: '{name} appears twice in the joint visit. Remove one of the two.',
    zh: '{name} 在走访名单中出现了两次，请删去一次。',
  },
  TOO_MANY_PLACES: {
    en: 'Each elder would get {places, plural, one {# volunteer} other {# volunteers}}; the maximum is {placesMax}. Choose fewer volunteers from each team, or fewer teams.',
    zh: '每户共 {places} 名志愿者，最多 {placesMax} 名。请减少每队人数或服务队。',
  },
  JOINT_VISIT_NOT_OPEN: {
    en: 'This joint visit can no longer be changed: all of its visits have begun, are completed or were cancelled.',
    zh: '这次联合走访已全部开始、完成或取消，不能再变动。',
  },
  PLACES_KEPT: {
    en: 'The remaining slots are reserved for {teams}. Accept fewer, or ask the dispatcher.',
    zh: '余下名额为 {teams} 保留，请减少人数，或联系调度员。',
  },
};

/** Nested module of `requests`: joint visits. */
export const jointVisitsModule = {
  resolvers: [JointVisitResolver, JointVisitFields, ServiceRequestJointVisit],
  entities: [JointVisit],
  policy: policy(rules)({
    'jointVisit:plan': ['dispatcher', 'foundationAdmin'],
    'jointVisit:change': ['dispatcher', 'foundationAdmin'],
    'jointVisit:accept': ['leader:ofVolunteer'],
    'jointVisit:withdraw': [
      'volunteer:self',
      'leader:ofVolunteer',
      'dispatcher',
      'foundationAdmin',
    ],
  }),
  messages,
  nodes: { jointvisit: jointVisitById },
};
