import type { Message, Terms } from '../platform/common/messages.ts';

const states: Record<string, Message> = {
  ASSIGNED: { en: 'assigned', zh: '已派单' },
  AWAITING_CERTIFICATION: { en: 'waiting for certification', zh: '待认证' },
  CANCELLED: { en: 'cancelled', zh: '已取消' },
  CERTIFIED: { en: 'certified', zh: '已认证' },
  CHECKED_IN: { en: 'checked in', zh: '已签到' },
  CHECKED_OUT: { en: 'checked out', zh: '已签退' },
  DISPUTED: { en: 'disputed', zh: '有异议' },
  EXPIRED: { en: 'expired', zh: '已过期' },
  IN_PROGRESS: { en: 'in progress', zh: '服务中' },
  IN_REVIEW: { en: 'in review', zh: '待审核' },
  NO_SHOW: { en: 'closed as a no-show', zh: '未到场' },
  OPEN: { en: 'open', zh: '待接单' },
  PLANNED: { en: 'planned', zh: '待上门' },
  REVOKED: { en: 'revoked', zh: '认证已撤销' },
  WITHDRAWN: { en: 'withdrawn', zh: '已退出' },
};

const evidence: Record<string, Message> = {
  '-': { en: 'none', zh: '无' },
  '': { en: 'none', zh: '无' },
  CALL: { en: 'call-back', zh: '电话回访' },
  CHECK_IN: { en: 'check-in', zh: '签到' },
  CHECK_OUT: { en: 'check-out', zh: '签退' },
  CONFIRMATION: { en: "elder's confirmation", zh: '老人确认' },
  DOOR_CODE: { en: 'door code', zh: '门码' },
  PHOTO: { en: 'photo', zh: '照片' },
  PLACE: { en: 'place', zh: '位置' },
  SHEET: { en: 'signed sheet', zh: '签字单' },
};

const photoTypes: Record<string, Message> = {
  '': { en: 'of an unknown type', zh: '未知类型' },
  'image/jpeg': { en: 'JPEG', zh: 'JPEG' },
  'image/png': { en: 'PNG', zh: 'PNG' },
  'image/webp': { en: 'WebP', zh: 'WebP' },
};

/** Terms of requests, visits and evidence in messages. */
export const requestTerms: Terms = {
  state: states,
  from: states,
  to: states,
  missing: evidence,
  present: evidence,
  announced: photoTypes,
  found: photoTypes,
  allowed: photoTypes,
  scale: {
    UCLA_3: { en: 'UCLA-3', zh: 'UCLA-3' },
    WHO_5: { en: 'WHO-5', zh: 'WHO-5' },
  },
  audience: {
    COMMUNITY: { en: 'the community', zh: '本社区志愿者' },
    FOUNDATION: { en: 'the foundation', zh: '全基金会志愿者' },
    NEIGHBOURS: { en: 'neighbouring communities', zh: '邻近社区志愿者' },
    PAIR: { en: 'paired volunteers', zh: '结对志愿者' },
    TEAM: { en: 'teams', zh: '服务队' },
  },
  rounding: {
    HALF_HOUR_COMPLETED: { en: '“each completed half hour counts”', zh: '按满半小时计' },
    HALF_HOUR_NEAREST: { en: '“to the nearest half hour”', zh: '按最接近的半小时计' },
    HOUR_COMPLETED: { en: '“each completed hour counts”', zh: '按满一小时计' },
    MINUTE_COMPLETED: { en: '“each completed minute counts”', zh: '按满一分钟计' },
    MINUTE_BEGUN: { en: '“each started minute counts”', zh: '按分钟计（不足一分钟按一分钟）' },
  },
};
