import type { Messages } from '../platform/messages.ts';

export const requestMessages: Messages = {
  OWN_NEIGHBOUR: {
    en: 'A community is not its own neighbour. Leave it out.',
    zh: '社区不能是自己的邻近社区，请去掉。',
  },
  REQUESTS_STILL_OPEN: {
    en: 'There is a request with this person that is not finished. Finish or cancel it first.',
    zh: '此人员还有未完成的订单，请先完成或取消订单。',
  },
  KIND_NOT_OFFERED: {
    en: '{kind} is not offered at the moment. Choose another kind.',
    zh: '暂不提供“{kind}”，请选择其他服务项目。',
  },
  TIME_WINDOW_INVALID: {
    en: 'The requested end does not lie after the begin. Correct one of the two.',
    zh: '希望结束时间必须晚于开始时间，请更正。',
  },
  TIME_WINDOW_PAST: {
    en: 'The requested time is over. Choose a later one.',
    zh: '希望的时间已经过去，请选择以后的时间。',
  },
  TIME_WINDOW_TOO_FAR: {
    en: 'The requested time lies more than {daysAheadMax} days ahead. Check the year.',
    zh: '希望的时间在 {daysAheadMax} 天以后，请检查年份。',
  },
  TIME_WINDOW_TOO_SHORT: {
    en: 'The window is shorter than the {minutes} minutes of service. Widen it.',
    zh: '时间段短于服务所需的 {minutes} 分钟，请放宽。',
  },
  TIME_WINDOW_TOO_LONG: {
    en: 'The requested stretch is longer than {daysLongMax} days. Narrow it, or set up a series.',
    zh: '希望的时间段超过 {daysLongMax} 天，请缩短，或改用周期服务。',
  },
  TIME_WINDOW_OUTSIDE: {
    en: 'This window lies outside the requested stretch. Move it inside, or widen the stretch.',
    zh: '这个时间段不在希望的总时段之内，请更正。',
  },
  BEGIN_OUTSIDE_WINDOWS: {
    en: 'The service would not lie inside a requested window then. Choose a begin that leaves enough time.',
    zh: '这个开始时间使服务超出希望的时间段，请另选开始时间。',
  },
  PLACE_INCOMPLETE: {
    en: 'A position needs latitude and longitude. Send both, or none.',
    zh: '位置需要同时填写纬度和经度。',
  },
  REQUEST_NOT_IN_REVIEW: {
    en: 'This request does not wait for review; it is {state}.',
    zh: '这个订单不在待审核状态，当前状态是 {state}。',
  },
  REQUEST_NOT_CHANGEABLE: {
    en: 'A request that is {state} cannot be changed any more.',
    zh: '状态为 {state} 的订单不能再修改。',
  },
  TOO_FEW_PLACES: {
    en: '{taken} volunteers have taken it on already. Release some first, or keep as many places.',
    zh: '已有 {taken} 位志愿者接单，请先让部分志愿者退出，或保留相应名额。',
  },
  TOO_MANY_VOLUNTEERS: {
    en: 'There are only {places} places left. Name fewer volunteers.',
    zh: '只剩 {places} 个名额，请减少人数。',
  },
  ALREADY_TAKES_PART: {
    en: '{name} has taken this request on already.',
    zh: '{name} 已经接了这个订单。',
  },
  NOT_IN_TEAM: {
    en: '{name} is not a member of this team. Name members only.',
    zh: '{name} 不是这个服务队的队员，请只选本队队员。',
  },
  TEAM_NOT_ASKED: {
    en: 'Other teams were asked for this request. Ask the dispatcher to add yours; a dispatcher may assign all the same and says why in `reason`.',
    zh: '这个订单指定了其他服务队，请联系调度员；调度员如仍要指派，请填写理由。',
  },
  OFFERED_TO_OTHERS_FIRST: {
    en: 'This request is offered to others first ({audience}). It comes to you when they do not take it.',
    zh: '这个订单正优先派给其他人（{audience}），无人接单时才会轮到您。',
  },
  DOUBLE_BOOKED: {
    en: '{name} is expected elsewhere for {minutes} minutes of that time. Choose another begin or another volunteer.',
    zh: '{name} 在该时段已有其他服务，重叠 {minutes} 分钟。请另选时间或志愿者。',
  },
  REST_TOO_SHORT: {
    en: '{name} would have {minutes} minutes between two visits; {restMinutes} are needed. Choose another begin.',
    zh: '{name} 两次服务之间只有 {minutes} 分钟，至少需要 {restMinutes} 分钟。请另选时间。',
  },
  NOT_FREE: {
    en: '{name} is not free then, as they said. Choose another time or volunteer; if they were asked and come, say so in `reason`.',
    zh: '{name} 已说明该时段没有空，请另选时间或志愿者；如已征得本人同意，请填写理由。',
  },
  TOO_FAR: {
    en: '{name} would have to go further than they said they do. Choose another volunteer; if they were asked and come, say so in `reason`.',
    zh: '距离超出 {name} 可接受的范围，请另选志愿者；如已征得本人同意，请填写理由。',
  },
  GENDER_OTHER: {
    en: '{name} is not of the gender that the elder prefers. Choose another volunteer; a dispatcher who has asked the elder says so in `reason`.',
    zh: '{name} 不符合老人的性别意愿，请另选志愿者；如老人已同意，请由调度员填写理由后指派。',
  },
  OVERWORKED_DAY: {
    en: '{name} would serve {minutes} minutes that day; at most {dayMinutesMax} are allowed. Choose another volunteer.',
    zh: '{name} 当天服务将达 {minutes} 分钟，上限为 {dayMinutesMax} 分钟。请另选志愿者。',
  },
  OVERWORKED_WEEK: {
    en: '{name} would serve {minutes} minutes that week; at most {weekMinutesMax} are allowed. Choose another volunteer.',
    zh: '{name} 本周服务将达 {minutes} 分钟，上限为 {weekMinutesMax} 分钟。请另选志愿者。',
  },
  VOLUNTEER_NEEDED: {
    en: '{count} volunteers are expected. Say which one cannot come.',
    zh: '有 {count} 位志愿者待上门，请说明是哪一位退出。',
  },
  ALREADY_PAIRED: { en: '{name} is paired with this elder already.', zh: '{name} 已与这位老人结对。' },
  PAIRING_ENDED: { en: 'This pairing has ended already.', zh: '这个结对已经结束。' },
  NO_SUCH_TEMPLATE: {
    en: 'There is no template {code}. Take a code of serviceKindTemplates.',
    zh: '没有模板 {code}，请从 serviceKindTemplates 中选择。',
  },
  KIND_CODE_TAKEN: {
    en: 'The catalogue has a kind {code} already. Adjust that one, or choose another code.',
    zh: '目录中已有 {code}，请直接调整，或换一个代码。',
  },
  KIND_INCOMPLETE: { en: 'A kind of your own needs {field}. Fill it in.', zh: '自定义服务项目缺少 {field}，请填写。' },
  RATE_NEGATIVE: { en: 'A rate cannot be below zero.', zh: '单价不能为负数。' },
  RATE_TOO_LARGE: {
    en: 'A rate is at most {max} coins for an hour. Check the decimal point.',
    zh: '单价最高为每小时 {max} 时间币，请检查小数点位置。',
  },
  ESCALATION_NOT_RISING: {
    en: 'A wider audience cannot come before a narrower one. Let the minutes rise.',
    zh: '范围更大的派单不能早于范围更小的，请让分钟数递增。',
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
  VISIT_OVER: {
    en: 'The visit is {state}: what it takes to get there is shown only until it is over.',
    zh: '上门服务当前状态是 {state}，服务结束后不再显示老人的联系方式和地址。',
  },
  VISIT_CANNOT_CHANGE: {
    en: 'The visit is {state}, so this step is not possible now.',
    zh: '上门服务当前状态是 {state}，不能进行这一步。',
  },
  VOLUNTEER_NOT_VETTED: {
    en: '{name} has not been vetted yet and cannot be sent to a home.',
    zh: '{name} 还没有通过审核，不能上门服务。',
  },
  TIME_TOO_LONG_AGO: {
    en: 'This time is more than {days} days ago. Check the year.',
    zh: '这个时间早于 {days} 天前，请检查年份。',
  },
  NO_LONGER_VETTED: {
    en: 'The volunteer is not vetted any more. Assign somebody else, or vet them again.',
    zh: '该志愿者已不再通过审核，请改派其他志愿者，或重新审核。',
  },
  NO_LONGER_QUALIFIED: {
    en: 'The volunteer lacks a valid qualification for this help now. Assign somebody else, or record it again.',
    zh: '该志愿者已没有此项服务所需的有效资质，请改派其他志愿者，或重新登记资质。',
  },
  VOLUNTEER_ROLE_ENDED: {
    en: "The volunteer's role has ended. Assign somebody else.",
    zh: '该志愿者的角色已被收回，请改派其他志愿者。',
  },
  NO_LONGER_IN_TEAM: {
    en: 'The volunteer has left the team that they were to come for. Assign somebody else.',
    zh: '该志愿者已离开所属服务队，请改派其他志愿者。',
  },
  TEAM_NO_LONGER_SERVES: {
    en: "The volunteer's team does not serve this community any more. Assign somebody else.",
    zh: '该服务队已不再服务本社区，请改派其他志愿者。',
  },
  NO_LONGER_PAIRED: {
    en: 'The pairing of the volunteer and the elder has ended. Keep the visit, or assign somebody else.',
    zh: '该志愿者与老人的结对已经结束，请确认是否保留这次上门服务，或改派其他志愿者。',
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
