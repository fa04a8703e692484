import type { Messages } from '../platform/messages.ts';

export const requestMessages: Messages = {
  KIND_NOT_OFFERED: {
    en: '{kind} is not offered at the moment. Choose another kind.',
    zh: '暂不提供“{kind}”，请选择其他服务项目。',
  },
  TIME_WINDOW_INVALID: {
    en: 'The wished end lies before the begin. Swap or correct them.',
    zh: '希望结束时间早于开始时间，请更正。',
  },
  TIME_WINDOW_PAST: {
    en: 'The wished time is over. Choose a later one.',
    zh: '希望的时间已经过去，请选择以后的时间。',
  },
  TIME_WINDOW_TOO_FAR: {
    en: 'The wished time lies more than {daysAheadMax} days ahead. Check the year.',
    zh: '希望的时间在 {daysAheadMax} 天以后，请检查年份。',
  },
  TIME_WINDOW_TOO_SHORT: {
    en: 'The window is shorter than the {minutes} minutes of service. Widen it.',
    zh: '时间段短于服务所需的 {minutes} 分钟，请放宽。',
  },
  REQUEST_NOT_OPEN: {
    en: 'Somebody has taken this request already; it is {state} now.',
    zh: '这个订单已经有人接了，现在的状态是 {state}。',
  },
  REQUEST_NOT_ASSIGNED: {
    en: 'Nobody is expected for this request, so nobody can withdraw.',
    zh: '这个订单没有待上门的志愿者，无法退出。',
  },
  REQUEST_CANNOT_CHANGE: {
    en: 'A request that is {from} cannot become {to}.',
    zh: '状态为 {from} 的订单不能变为 {to}。',
  },
  VISIT_CANNOT_CHANGE: {
    en: 'The visit is {state}, so this step is not possible now.',
    zh: '上门服务当前状态是 {state}，不能进行这一步。',
  },
  VOLUNTEER_NOT_VETTED: {
    en: '{name} has not been vetted yet and cannot be sent to a home.',
    zh: '{name} 还没有通过审核，不能上门服务。',
  },
  TIME_IN_FUTURE: { en: 'This time lies in the future. Check the clock.', zh: '这个时间在将来，请检查时钟。' },
  TIME_BEFORE_CHECK_IN: {
    en: 'The check-out lies before the check-in. Correct the time.',
    zh: '签退时间早于签到时间，请更正。',
  },
  REASON_NEEDED: {
    en: 'The visit took {minutes} minutes. Say why you certify another figure.',
    zh: '实际服务 {minutes} 分钟，认证不同的时长请说明原因。',
  },
};
