import { JointVisit } from '../../../schema/requests/joint-visit.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Messages } from '../../platform/messages.ts';
import { policy } from '../../platform/policy.ts';
import { jointVisitById } from './joint-visits.queries.ts';
import {
  JointVisitFields,
  JointVisitResolver,
  ServiceRequestJointVisit,
} from './joint-visits.resolver.ts';

const messages: Messages = {
  STOPS_OVERLAP: {
    en: 'The visit to {name} begins before the one before it is over. Give it a later begin, or the round a shorter length.',
    zh: '{name} 的上门时间早于前一户结束，请推迟开始时间，或缩短每户时长。',
  },
  ELDER_TWICE: {
    en: '{name} is on the round twice. Take one of the two out.',
    zh: '{name} 在走访名单中出现了两次，请删去一次。',
  },
  TOO_MANY_PLACES: {
    en: 'These are {places} volunteers for each elder; {placesMax} are the most. Take fewer of each team, or fewer teams.',
    zh: '每户共 {places} 名志愿者，最多 {placesMax} 名。请减少每队人数或服务队。',
  },
  JOINT_VISIT_NOT_OPEN: {
    en: 'Of this joint visit nothing is left to change: all of it was begun, carried out or called off.',
    zh: '这次联合走访已全部开始、完成或取消，不能再变动。',
  },
  PLACES_KEPT: {
    en: 'The places that are left are kept for {teams}. Take on fewer, or ask the dispatcher.',
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
