/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Input for `acceptJointVisit`. */
export type AcceptJointVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the plan that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Id of the joint visit. */
  jointVisitId: string | number;
  /** Id of the team. */
  teamId: string | number;
  /** Members who take part. All of them are assigned to every elder, or none. */
  volunteerIds: Array<string | number>;
};

/** Input for `acceptServiceRequest`. */
export type AcceptServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Start of the visit, inside a requested window. The start of the window when omitted. */
  begin?: string | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Id of the request. */
  requestId: string | number;
  /** Volunteer who will serve. */
  volunteerId: string | number;
};

/** Person that the caller represents, and the channel used. Omit it when callers act for themselves in an app. */
export type ActingForInput = {
  /** Channel by which the information reached the caller. */
  channel?: Channel;
  /** Person that the caller represents. */
  personId?: string | number | null | undefined;
};

/** Condition of a request that needs somebody's attention on the board. New values may be added: show an unknown one as an alarm. */
export type Alarm =
  /** The volunteer should have arrived but has not checked in. */
  | 'CHECK_IN_OVERDUE'
  /** The volunteer should have left but has not checked out. */
  | 'CHECK_OUT_OVERDUE'
  /** A volunteer withdrew shortly before the visit. A replacement is needed. */
  | 'LATE_WITHDRAWAL'
  /** The request was offered to every possible volunteer, and nobody accepted it. */
  | 'UNFILLED'
  /** An expected volunteer may be unable to come: no longer available, no longer paired, or no longer allowed to serve. Keep this volunteer or assign another. */
  | 'VOLUNTEER_IN_DOUBT'
  /** An expected volunteer was released for lack of vetting, qualification, role, team or pairing. A replacement is needed. */
  | 'VOLUNTEER_RELEASED';

/** Input for `approveServiceRequest`. */
export type ApproveServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Id of the request. */
  requestId: string | number;
};

/** Input for `assignServiceRequest`. */
export type AssignServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Start of the visit, inside a requested window. The start of the window when omitted. */
  begin?: string | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Reason for assigning a volunteer despite an obstacle in `candidates`; at most 2,000 characters. NOT_FREE, TOO_FAR, TEAM_NOT_ASKED and GENDER_OTHER are refused without one. It is stored in the history. */
  reason?: string | null | undefined;
  /** Id of the request. */
  requestId: string | number;
  /** Volunteer who will serve. */
  volunteerId: string | number;
};

/** Audience that a request is offered to. Each audience includes those before it. */
export type Audience =
  /** All volunteers of the community. */
  | 'COMMUNITY'
  /** All volunteers of the foundation. */
  | 'FOUNDATION'
  /** Volunteers of neighbouring communities: those of the same district, or those that the foundation chose. */
  | 'NEIGHBOURS'
  /** Volunteers who are paired with the elder. */
  | 'PAIR'
  /** Teams that serve the community, or the teams that were asked. */
  | 'TEAM';

/** Input for `cancelJointVisit`. Requests that have not begun are cancelled and their coins released. */
export type CancelJointVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the plan that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Id of the joint visit. */
  jointVisitId: string | number;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
};

/** Input for `cancelServiceRequest`. The held coins are released. */
export type CancelServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** Id of the request. */
  requestId: string | number;
};

/** Reason for or against a volunteer. New values may be added: show `message` of an unknown one. */
export type CandidateRemarkCode =
  /** Availability not stated; ask first. */
  | 'AVAILABILITY_NOT_TOLD'
  /** Declined this request before. */
  | 'DECLINED_BEFORE'
  /** Expected elsewhere in the requested windows, rest included. */
  | 'DOUBLE_BOOKED'
  /** Free then, by their own account. */
  | 'FREE_THEN'
  /** Has the preferred gender. */
  | 'GENDER_AS_PREFERRED'
  /** Gender not stated, and the elder has a preference. */
  | 'GENDER_NOT_TOLD'
  /** Does not have the preferred gender. */
  | 'GENDER_OTHER'
  /** Has earned stars. */
  | 'HAS_STARS'
  /** Not known to speak the requested language. */
  | 'LANGUAGE_NOT_SPOKEN'
  /** Less than a kilometre away. */
  | 'NEAR'
  /** No other visit that week. */
  | 'NOTHING_ELSE_THIS_WEEK'
  /** Not free in the requested windows. */
  | 'NOT_FREE'
  /** Not vetted yet. */
  | 'NOT_VETTED'
  /** Would exceed the daily limit of service. */
  | 'OVERWORKED_DAY'
  /** Would exceed the weekly limit of service. */
  | 'OVERWORKED_WEEK'
  /** Paired with the elder. */
  | 'PAIRED'
  /** Lacks a qualification that is valid on that day. */
  | 'QUALIFICATION_MISSING'
  /** Holds the qualification on that day. */
  | 'QUALIFIED'
  /** Too little rest between two visits. */
  | 'REST_TOO_SHORT'
  /** Lives in the community. */
  | 'SAME_COMMUNITY'
  /** Speaks the requested language. */
  | 'SPEAKS_LANGUAGE'
  /** In none of the requested teams. */
  | 'TEAM_NOT_ASKED'
  /** Belongs to a team that serves the community. */
  | 'TEAM_SERVES'
  /** Farther away than they are willing to travel. */
  | 'TOO_FAR';

/** Decision about a visit. */
export type CertificationOutcome =
  /** Accepted. Hours were written and coins moved. */
  | 'CERTIFIED'
  /** Accepted with other figures than before. Linked records adjusted hours and coins. */
  | 'CORRECTED'
  /** Rejected. No hours were written, and the held coins were released. */
  | 'REJECTED'
  /** Revoked after acceptance. Linked records reversed hours and coins. */
  | 'REVOKED';

/** Input for `certifyVisit`. */
export type CertifyVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Minutes to certify, if they differ from the time between check-in and check-out. A reason is then required. */
  minutes?: number | null | undefined;
  /** Reason for different minutes, or for certifying with missing evidence. */
  reason?: string | null | undefined;
  /** Id of the visit. */
  visitId: string | number;
};

/** Input for `changeRequestSeries`. Omitted fields stay unchanged. */
export type ChangeRequestSeriesInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the series that the caller last read. */
  expectedVersion: number;
  /** Preferred gender of the helper. */
  genderPreference?: Gender | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Language or dialect that the helper should speak. */
  language?: string | null | undefined;
  /** Expected duration in minutes. The usual duration of the service kind when omitted. */
  minutesExpected?: number | null | undefined;
  /** Note for the helper; at most 2,000 characters. */
  note?: string | null | undefined;
  /** First occurrence that changes, by the old rule. */
  occurrence: string;
  /** Place of the service, in words; at most 500 characters. */
  place?: string | null | undefined;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** New recurrence rule. */
  rule?: string | null | undefined;
  /** Sensitive note of each request, for the assigned volunteers, their leader and the dispatcher; at most 2,000 characters. An empty text removes it. */
  sensitiveNote?: string | null | undefined;
  /** Id of the series. */
  seriesId: string | number;
  /** New first start. The changed occurrence when omitted. */
  startsAt?: string | null | undefined;
  /** Teams that are asked, of one or several communities, at most 10. Any team when omitted or empty. */
  teamIds?: Array<string | number> | null | undefined;
  /** Urgency. NORMAL when omitted. */
  urgency?: Urgency | null | undefined;
  /** Number of volunteers needed, at most 20. */
  volunteersNeeded?: number | null | undefined;
  /** Minutes from the earliest start to the latest end. */
  windowMinutes?: number | null | undefined;
  /** Alternative windows on the day of each occurrence, inside its window, at most 5. The whole window when omitted or empty. */
  windows?: Array<SeriesWindowInput> | null | undefined;
};

/** Input for `changeServiceRequest`. Omitted fields stay unchanged. */
export type ChangeServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Preferred gender of the helper. */
  genderPreference?: Gender | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Language or dialect that the helper should speak. */
  language?: string | null | undefined;
  /** Expected duration in minutes. The held coins follow. */
  minutesExpected?: number | null | undefined;
  /** Note for the helper; at most 2,000 characters. */
  note?: string | null | undefined;
  /** Place of the service, in words; at most 500 characters. */
  place?: string | null | undefined;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** Id of the request. */
  requestId: string | number;
  /** Sensitive note for the assigned volunteers. An empty text removes it. */
  sensitiveNote?: string | null | undefined;
  /** Urgency of the request. */
  urgency?: Urgency | null | undefined;
  /** Number of volunteers needed, not fewer than have accepted. The held coins follow. */
  volunteersNeeded?: number | null | undefined;
};

/** Channel by which information reached the platform. */
export type Channel =
  /** Received through an agency or another organisation. */
  | 'AGENCY'
  /** Entered by the person themselves in a user interface. */
  | 'APP'
  /** Received on paper and entered later. */
  | 'PAPER'
  /** Received by telephone and entered by somebody else. */
  | 'PHONE';

/** Input for `checkIn`. */
export type CheckInInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Time of the event, if it is entered later. Now when omitted. An implausible time of a device is replaced by the current time and flagged. A time that staff enter for somebody else may not lie in the future. */
  at?: string | null | undefined;
  /** Digits that the elder's door showed in that minute, or the text of its QR code. */
  doorCode?: string | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Place of the device. */
  place?: PlaceInput | null | undefined;
  /** Id of the visit. */
  visitId: string | number;
};

/** Input for `checkOut`. */
export type CheckOutInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Time of the event, if it is entered later. Now when omitted. An implausible time of a device is replaced by the current time and flagged. A time that staff enter for somebody else may not lie in the future. */
  at?: string | null | undefined;
  /** Digits that the elder's door showed in that minute, or the text of its QR code. */
  doorCode?: string | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Work done, in words; at most 2,000 characters. */
  note?: string | null | undefined;
  /** Place of the device. */
  place?: PlaceInput | null | undefined;
  /** Id of the visit. */
  visitId: string | number;
};

/** Input for `confirmVisit`. */
export type ConfirmVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Statement of the elder; at most 2,000 characters. */
  note?: string | null | undefined;
  /** Id of the visit. */
  visitId: string | number;
};

/** Input for `correctVisit`. */
export type CorrectVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Whether to leave coins that the volunteer has already spent. Hours and star level are corrected; the coins are written off with the given reason. */
  leaveCoins?: boolean;
  /** Correct minutes, 0 to 1440. */
  minutes: number;
  /** Reason in words; at most 2,000 characters. It is stored with the decision. */
  reason: string;
  /** Id of the visit. */
  visitId: string | number;
};

/** Input for `createRequestSeries`. */
export type CreateRequestSeriesInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Whether a second series of the same kind, rule and start is intended for the elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first. */
  allowDuplicate?: boolean;
  /** Elder who receives the service. */
  elderId: string | number;
  /** Preferred gender of the helper. */
  genderPreference?: Gender | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Id of the service kind. */
  kindId: string | number;
  /** Language or dialect that the helper should speak. */
  language?: string | null | undefined;
  /** Expected duration in minutes. The usual duration of the service kind when omitted. */
  minutesExpected?: number | null | undefined;
  /** Note for the helper; at most 2,000 characters. */
  note?: string | null | undefined;
  /** Place of the service, in words; at most 500 characters. */
  place?: string | null | undefined;
  /** Recurrence rule of RFC 5545, at most daily, for example `FREQ=WEEKLY;BYDAY=MO`. */
  rule: string;
  /** Sensitive note of each request, for the assigned volunteers, their leader and the dispatcher; at most 2,000 characters. An empty text removes it. */
  sensitiveNote?: string | null | undefined;
  /** First start in the time zone of the foundation. */
  startsAt: string;
  /** Teams that are asked, of one or several communities, at most 10. Any team when omitted or empty. */
  teamIds?: Array<string | number> | null | undefined;
  /** Urgency. NORMAL when omitted. */
  urgency?: Urgency | null | undefined;
  /** Number of volunteers needed, at most 20. */
  volunteersNeeded?: number | null | undefined;
  /** Minutes from the earliest start to the latest end of each occurrence. */
  windowMinutes: number;
  /** Alternative windows on the day of each occurrence, inside its window, at most 5. The whole window when omitted or empty. */
  windows?: Array<SeriesWindowInput> | null | undefined;
};

/** Outcome of a dispute. */
export type DisputeDecision =
  /** The visit counts with the minutes that are given. */
  | 'CORRECTED'
  /** The visit keeps the state that it had before the dispute. */
  | 'DISMISSED'
  /** The visit does not count: it gives neither hours nor coins. */
  | 'UPHELD';

/** Input for `disputeVisit`. */
export type DisputeVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Problem in words; at most 2,000 characters. */
  reason: string;
  /** Id of the visit. */
  visitId: string | number;
};

/** Input for `endRequestSeries`. */
export type EndRequestSeriesInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the series that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Occurrence by the rule. */
  occurrence: string;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** Id of the series. */
  seriesId: string | number;
};

/** Stable code of an error, as in `UserError.code` and in `extensions.code` of the response. The description of a value is its message in English, with params in braces. New values may be added: show `message` of an unknown one. */
export type ErrorCode =
  /** The account may hold at most {limit}, and {amount} more would exceed that. Send less, or ask the foundation. */
  | 'ABOVE_ACCOUNT_LIMIT'
  /** The coin account of {name} is closed. Choose another one. */
  | 'ACCOUNT_CLOSED'
  /** This holder already has an account in that unit. Use that one. */
  | 'ACCOUNT_EXISTS'
  /** The account still has coins or holds. Move the coins and settle the holds first. */
  | 'ACCOUNT_NOT_EMPTY'
  /** These coins belong to somebody else. Give {personId} and the channel in actingFor. */
  | 'ACTING_FOR_HOLDER_NEEDED'
  /** You are not the elder of this visit. Give the elder and the channel in actingFor. */
  | 'ACTING_FOR_NEEDED'
  /** You may not act for this person: there is no mandate, and your role does not cover them. Record a mandate first, or leave actingFor out. */
  | 'ACTING_FOR_NOT_ALLOWED'
  /** There is nothing at this address. Correct the path; the API is at /graphql. */
  | 'ADDRESS_UNKNOWN'
  /** The query has more aliases than allowed: {count} of {limit}. Split it, or use nodes. */
  | 'ALIAS_LIMIT'
  /** {name} is already paired with this elder. */
  | 'ALREADY_PAIRED'
  /** This person already has this registration. Look them up in the list. */
  | 'ALREADY_REGISTERED'
  /** This transfer was already reversed. */
  | 'ALREADY_REVERSED'
  /** {name} already takes part in this request. */
  | 'ALREADY_TAKES_PART'
  /** {amount} coins are more than the {held} that are held. Choose a smaller amount. */
  | 'AMOUNT_ABOVE_HOLD'
  /** Write an amount with at most two decimals, such as "1.50", for {field}. */
  | 'AMOUNT_INVALID'
  /** Enter an amount above zero. */
  | 'AMOUNT_NOT_POSITIVE'
  /** The amount is too large for the account. Check it. */
  | 'AMOUNT_TOO_LARGE'
  /** {scale} needs {count} answers, each from {min} to {max}. */
  | 'ANSWERS_OUT_OF_SCALE'
  /** Only a server app has a secret. This app runs on devices, which cannot keep one. */
  | 'APP_HAS_NO_SECRET'
  /** This app is retired. Register a new one. */
  | 'APP_RETIRED'
  /** Only the dispatcher or the foundation can enter an event from more than {hours} h ago. Leave `happenedAt` out, or ask them. */
  | 'BACKDATING_NOT_ALLOWED'
  /** {detail} */
  | 'BAD_REQUEST'
  /** A subscription has exactly one field, and that has a feed. Open one subscription for each. */
  | 'BAD_SUBSCRIPTION'
  /** {detail} */
  | 'BAD_USER_INPUT'
  /** The table has more than {linesMax} lines. Send it in parts. */
  | 'BATCH_TOO_LONG'
  /** {why} The headings are to, amount and reason. */
  | 'BATCH_UNREADABLE'
  /** With this start the service does not fit into a requested window. Choose a start that leaves enough time. */
  | 'BEGIN_OUTSIDE_WINDOWS'
  /** Coins can be redeemed from a balance of {min}, and this balance is {balance}. Save a little longer. */
  | 'BELOW_REDEEM_MIN'
  /** The request is larger than {mebibytesMax} MiB. Send it in parts; photos have their own upload. */
  | 'BODY_TOO_LARGE'
  /** The request body cannot be read. Send JSON with the header Content-Type: application/json. */
  | 'BODY_UNREADABLE'
  /** The accounts add up to {off} hundredths instead of zero. Run the ledger check and get help before closing. */
  | 'BOOKS_DO_NOT_BALANCE'
  /** The platform is busy with the same records. Try again in {retryAfterSeconds} s; with the same idempotencyKey a change is made only once. */
  | 'BUSY'
  /** Many photos are being uploaded right now. Try again in a few seconds. */
  | 'BUSY_WITH_PHOTOS'
  /** Write {field} in capitals, digits and _, starting with a letter, for example DAILY_LIFE. */
  | 'CATEGORY_INVALID'
  /** {column} must be one of: {choices}. */
  | 'CELL_CHOICE'
  /** {column} starts with {character}, which a spreadsheet reads as a formula. Remove it. */
  | 'CELL_FORMULA'
  /** Fill in {column}. */
  | 'CELL_MISSING'
  /** {column} has more than {lengthMax} characters. Shorten it. */
  | 'CELL_TOO_LONG'
  /** Column {number} of this line has content but no heading. Give the column a heading, or empty the cell. Put text that contains separators in quotation marks. */
  | 'CELL_WITHOUT_HEADING'
  /** There is no certified service between {from} and {to}. Choose other days. */
  | 'CERTIFICATE_EMPTY'
  /** One certificate lists at most {max} visits. Choose a shorter period. */
  | 'CERTIFICATE_TOO_LONG'
  /** The certificate cannot be printed, because no font has the character {character} ({codePoint}). Correct the name or text with this character, or contact the operator of the platform. */
  | 'CHARACTER_NOT_PRINTABLE'
  /** One of the two foundations does not take part in clearing now. Ask the head bank. */
  | 'CLEARING_CLOSED'
  /** {amount} coins would exceed the limit of unsettled coins between the foundations ({limit}). Wait for the next settlement, or send less. */
  | 'CLEARING_LIMIT_REACHED'
  /** Only people can send coins to another foundation. Teams can donate in their own foundation. */
  | 'CLEARING_NOT_FOR_GROUPS'
  /** Sender and receiver are in the same foundation. Use transferCoins. */
  | 'CLEARING_TO_ITSELF'
  /** The books already have a transfer with this key and other contents. Use a new key for a new transfer. */
  | 'CLIENT_ID_REUSED'
  /** The volunteer has only {available} of the {needed} coins left. Wait for the balance to recover, or set leaveCoins to write them off with your reason. */
  | 'COINS_ALREADY_SPENT'
  /** The account of this person still holds {amount} coins, which would belong to nobody. Transfer them first to somebody they name, or donate them to the fund. */
  | 'COINS_LEFT'
  /** {needed} coins are needed, but only {available} may be used for this ({use}). The lots of the account show permitted uses and expiry. */
  | 'COINS_NOT_FOR_THIS_USE'
  /** An open request still holds coins of this person. Finish or cancel it first. */
  | 'COINS_STILL_HELD'
  /** Several communities are called {name}. Write the short name of the right one: {candidates}. */
  | 'COMMUNITY_AMBIGUOUS'
  /** This person is registered in the community {slug}. Use that community. */
  | 'COMMUNITY_DIFFERS'
  /** There is no community {name} in which you may register people. Check its short name. */
  | 'COMMUNITY_UNKNOWN'
  /** A consent for {purpose} is already in force. To record a new one, withdraw it first. */
  | 'CONSENT_GIVEN'
  /** Questions and records require consent. Ask for consent first, then state who gave it. */
  | 'CONSENT_MISSING'
  /** This consent was already withdrawn. */
  | 'CONSENT_WITHDRAWN'
  /** The query costs {cost}; the limit is {limit}. Request smaller pages (first) or fewer fields. */
  | 'COST_LIMIT'
  /** The column {column} is missing. Add its heading to the first line. */
  | 'CSV_COLUMN_MISSING'
  /** The column “{column}” appears twice in the table. Remove one of the two. */
  | 'CSV_COLUMN_TWICE'
  /** The column “{column}” is unknown. The first line must hold the headings; valid headings are: {known}. */
  | 'CSV_COLUMN_UNKNOWN'
  /** The table has no entries. Put the headings in the first line and one entry in each line below it. */
  | 'CSV_EMPTY'
  /** The file is neither UTF-8 nor GB18030, or it is damaged. Save it as CSV UTF-8 and send it again. */
  | 'CSV_ENCODING'
  /** Send the table either as csv or as csvBase64, but not both. */
  | 'CSV_MISSING'
  /** The table cannot be read from line {line} on. Look there for an unclosed quotation mark, or save the table as CSV UTF-8 again. */
  | 'CSV_SHAPE'
  /** The table has more than {linesMax} lines. Split it into several tables. */
  | 'CSV_TOO_LONG'
  /** The file is a spreadsheet workbook, not a text table. Save the sheet as CSV UTF-8 and send that file. */
  | 'CSV_WORKBOOK'
  /** This cursor was not made by this list with this filter. Take the cursor from the same list with the same filter, or omit it to get the first page. */
  | 'CURSOR_INVALID'
  /** Write a day such as 2026-03-05 for {field}. */
  | 'DATE_INVALID'
  /** Write a time with its zone, such as 2026-03-05T09:30:00+08:00, for {field}. */
  | 'DATE_TIME_INVALID'
  /** The period is invalid. Give two calendar days, the first one not after the last. */
  | 'DAYS_INVALID'
  /** The query is {count} levels deep; {limit} are allowed. Ask for the inner part in a query of its own. */
  | 'DEPTH_LIMIT'
  /** The query has {count} directives; {limit} are allowed. Split it. */
  | 'DIRECTIVE_LIMIT'
  /** The document has {count} lines; {limit} are allowed. Leave out empty lines and comments, and send long texts as variables. */
  | 'DOCUMENT_LINES_LIMIT'
  /** Only trusted documents run with a token of the app {app}. Add the document to the client and build it, or sign in with another app. */
  | 'DOCUMENT_NOT_TRUSTED'
  /** No client of this platform has registered a document with that id. Send the document itself as query. */
  | 'DOCUMENT_UNKNOWN'
  /** A donation goes to a fund or the foundation. To give to a person, make it a gift. */
  | 'DONATION_NOT_TO_A_FUND'
  /** The door code was wrong {max} times. Ask the dispatcher to call instead. */
  | 'DOOR_CODE_TRIES_EXCEEDED'
  /** {name} is expected elsewhere for {minutes} min of that time. Choose another start or another volunteer. */
  | 'DOUBLE_BOOKED'
  /** Line {line} already has this person (same {what}). Remove one of the two lines, or import with allowDuplicate: true if they are two people. */
  | 'DUPLICATE_IN_FILE'
  /** A person with the same {what} is already registered. Remove the line, correct that person instead, or import with allowDuplicate: true if this is another person. */
  | 'DUPLICATE_ON_RECORD'
  /** The month {month} is still open. Close it first. */
  | 'EARLIER_MONTH_OPEN'
  /** {name} appears twice in the joint visit. Remove one of the two. */
  | 'ELDER_TWICE'
  /** The period from {from} to {to} ends before it begins. Correct it, or split a period over midnight into two. */
  | 'ENDS_BEFORE_BEGIN'
  /** A wider audience cannot come before a narrower one. Give it more minutes. */
  | 'ESCALATION_NOT_RISING'
  /** Send at least one of doorCode, place and sheet. */
  | 'EVIDENCE_EMPTY'
  /** The evidence is insufficient: missing {missing}; weight {weight} of {weightNeeded}. Add evidence, or give a reason to certify anyway. */
  | 'EVIDENCE_MISSING'
  /** The feedback is empty. Enter at least one rating or comment. */
  | 'FEEDBACK_EMPTY'
  /** This visit already has feedback, which cannot be changed. */
  | 'FEEDBACK_GIVEN_ALREADY'
  /** The feed failed. Subscribe again with your last cursor. */
  | 'FEED_BROKEN'
  /** The purpose “{purpose}” does not cover {field}. Ask for fewer fields, or name your actual purpose. */
  | 'FIELD_NOT_FOR_PURPOSE'
  /** The document asks for the same fields too many times. Ask for each field once in a place. */
  | 'FIELD_REPEATED_LIMIT'
  /** The file is empty. Send the photo as the request body. */
  | 'FILE_EMPTY'
  /** The file is larger than {mebibytesMax} MiB. Make the photo smaller and send it again. */
  | 'FILE_TOO_LARGE'
  /** You hold no role in the foundation that you chose, or this token was issued for another one. Choose one of me.foundations, or sign in again. */
  | 'FOUNDATION_NOT_YOURS'
  /** The document has {count} fragments; {limit} are allowed. Split it. */
  | 'FRAGMENT_LIMIT'
  /** {name} is not of the gender that the elder prefers. Choose another volunteer; if the elder agrees, a dispatcher says so in `reason`. */
  | 'GENDER_OTHER'
  /** The coin policy does not allow gifts. Donate the coins instead. */
  | 'GIFTS_NOT_ALLOWED'
  /** A gift goes to a person. To give to a fund or the foundation, make it a donation. */
  | 'GIFT_NOT_TO_A_PERSON'
  /** The coin policy allows gifts to relatives only. Ask the foundation to record the family tie, or donate the coins. */
  | 'GIFT_ONLY_TO_RELATIVES'
  /** This node of the platform is stopping. Nothing was done; send the same request again in {retryAfterSeconds} s. */
  | 'GOING_AWAY'
  /** {detail} */
  | 'GRAPHQL_PARSE_FAILED'
  /** {detail} */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** Teams and groups may only donate their coins. Make it a donation. */
  | 'GROUPS_ONLY_DONATE'
  /** This time is in the future, and only past events are booked. Check the date. */
  | 'HAPPENED_IN_FUTURE'
  /** This time is more than {days} days ago. Check the year; enter older balances as a grant or income of today. */
  | 'HAPPENED_TOO_LONG_AGO'
  /** Name the holder: send the accountId of an account with a role here, or holderName and holderPhone. */
  | 'HOLDER_NEEDED'
  /** This hold was already settled. */
  | 'HOLD_ALREADY_SETTLED'
  /** This hold has expired and its coins were released. Book again. */
  | 'HOLD_EXPIRED'
  /** Coins can be held for at most {days} days. Choose an earlier end. */
  | 'HOLD_TOO_LONG'
  /** This idempotencyKey already belongs to another request. Use a new key for a new request. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** This is not a valid identity number: it needs 18 characters, a past date of birth and a correct check digit. Compare it with the card. */
  | 'IDENTITY_NUMBER_INVALID'
  /** {needed} coins are needed, but only {available} are available. Ask the foundation for a grant, or choose a smaller amount. */
  | 'INSUFFICIENT_COINS'
  /** {needed} yuan are needed, but only {available} are in the account. Record the income first, or pay less. */
  | 'INSUFFICIENT_MONEY'
  /** An internal error occurred. Report this number to the operator: {number}. */
  | 'INTERNAL'
  /** Introspection and data are mixed in one operation. Query the schema in a separate operation, or select less of it. */
  | 'INTROSPECTION_MIXED'
  /** This is not an id of the type “{what}”. Send the id exactly as the platform gave it. */
  | 'INVALID_ID'
  /** This is not an issuer address. Write https://host/path. */
  | 'ISSUER_INVALID'
  /** This issuer is already trusted for this audience. To change that, end the trust first. */
  | 'ISSUER_TRUSTED_ALREADY'
  /** The issuer of this token does not answer, so the token cannot be checked. Try again in a moment. */
  | 'ISSUER_UNAVAILABLE'
  /** The same entry appears twice in {field}. Remove one. */
  | 'ITEM_REPEATED'
  /** This joint visit can no longer be changed: all of its visits have begun, are completed or were cancelled. */
  | 'JOINT_VISIT_NOT_OPEN'
  /** Write {field} in lowercase Latin letters, digits and _, starting with a letter, for example pet_care. */
  | 'KIND_CODE_INVALID'
  /** The catalogue already has a kind {code}. Adjust that one, or choose another code. */
  | 'KIND_CODE_TAKEN'
  /** Fill in {field}; a service kind of your own needs it. */
  | 'KIND_INCOMPLETE'
  /** {kind} is not offered at the moment. Choose another kind of service. */
  | 'KIND_NOT_OFFERED'
  /** Write the names of languages, in letters and digits, for {field}. */
  | 'LANGUAGE_INVALID'
  /** This is the last administrator of the foundation. Grant the role to somebody else first. */
  | 'LAST_ADMINISTRATOR'
  /** The account already holds more than that. Choose a higher limit. */
  | 'LIMIT_BELOW_BALANCE'
  /** More than that is already unsettled. Settle first, or choose a higher limit. */
  | 'LIMIT_BELOW_POSITION'
  /** An account that issues coins has no such limit. Choose an account that keeps coins. */
  | 'LIMIT_ONLY_FOR_HOLDERS'
  /** This link has expired. Request a new one. */
  | 'LINK_EXPIRED'
  /** This link is not valid. Request a new one. */
  | 'LINK_INVALID'
  /** Write a day and time in whole minutes and without a zone, such as 2026-03-05T09:30:00, for {field}. */
  | 'LOCAL_DATE_TIME_INVALID'
  /** Write a time of day in whole minutes, such as 09:30:00, for {field}. */
  | 'LOCAL_TIME_INVALID'
  /** This mandate has already ended. */
  | 'MANDATE_ENDED'
  /** The volunteer is already a member of this team. */
  | 'MEMBER_ALREADY'
  /** The volunteer is not a member of this team. */
  | 'MEMBER_NOT'
  /** This address does not accept the method of the request. Use {methods}. */
  | 'METHOD_NOT_ALLOWED'
  /** Metrics are for programs on the same machine. Set LINLI_METRICS_TOKEN, and send it as Authorization: Bearer <token>. */
  | 'METRICS_CLOSED'
  /** Enter the correct minutes. */
  | 'MINUTES_NEEDED'
  /** The month {month} is not over yet. Close it after its end. */
  | 'MONTH_NOT_OVER'
  /** Mutations require POST. Send the same request with it. */
  | 'MUTATION_OVER_GET'
  /** The document has brackets within brackets {count} levels deep; {limit} are allowed. Ask for the inner part in a query of its own. */
  | 'NESTING_LIMIT'
  /** This server and the database belong to different versions of the platform. Nothing was done; try again in {retryAfterSeconds} s. */
  | 'NODE_OUTDATED'
  /** The visit already counts {minutes} min, so there is nothing to correct. */
  | 'NOTHING_TO_CORRECT'
  /** No foundation owes another coins now. Settle again when orders have arrived. */
  | 'NOTHING_TO_SETTLE'
  /** This address answers with application/json or application/graphql-response+json. Name one of them in the header Accept. */
  | 'NOT_ACCEPTABLE'
  /** Your role does not allow this. Ask your administrator. */
  | 'NOT_ALLOWED'
  /** This needs the money account of a fund, counted in yuan. Open or choose one. */
  | 'NOT_AN_ACCOUNT_OF_MONEY'
  /** The series has no occurrence at {occurrence}. Choose a time that the rule yields. */
  | 'NOT_AN_OCCURRENCE'
  /** Only a fund grants coins. Choose the account of a fund. */
  | 'NOT_A_FUND'
  /** Coins are redeemed at a shop. Choose a shop account. */
  | 'NOT_A_SHOP'
  /** Only a hold for a shop is settled here. A visit settles the hold of its request, and arrival settles a clearing order. */
  | 'NOT_A_SHOP_HOLD'
  /** There is no such {what}, or you may not see it. Check the id. */
  | 'NOT_FOUND'
  /** {name} has said that they are not free then. Choose another time or volunteer; if they agree to come, say so in `reason`. */
  | 'NOT_FREE'
  /** {name} is not a member of this team. Name only members. */
  | 'NOT_IN_TEAM'
  /** Only the month that was closed last ({last}) can be reopened. Book an adjustment for an older one. */
  | 'NOT_LAST_CLOSED'
  /** Only coins that you sent and that are still on their way can be recalled. */
  | 'NOT_RECALLABLE'
  /** Only coins that have arrived can be sent back, and only once. */
  | 'NOT_RETURNABLE'
  /** A transfer of the kind {kind} cannot be reversed. Settle the hold, or book the opposite as a separate transfer. */
  | 'NOT_REVERSIBLE'
  /** There is no coin account. Ask the foundation to open one. */
  | 'NO_ACCOUNT'
  /** You are not acting for any foundation. Sign in with an account that has a role in one. */
  | 'NO_FOUNDATION'
  /** The volunteer has left the team of this visit. Assign somebody else. */
  | 'NO_LONGER_IN_TEAM'
  /** The pairing of the volunteer and the elder has ended. Keep the visit, or assign somebody else. */
  | 'NO_LONGER_PAIRED'
  /** The volunteer no longer has a valid qualification for this service. Assign somebody else, or record it again. */
  | 'NO_LONGER_QUALIFIED'
  /** The volunteer is no longer vetted. Assign somebody else, or vet them again. */
  | 'NO_LONGER_VETTED'
  /** The rule yields no occurrence. Check its days and its end. */
  | 'NO_OCCURRENCE'
  /** Nobody is expected before {requestedFrom}. Report the no-show then, or withdraw. */
  | 'NO_SHOW_TOO_EARLY'
  /** The calendar has no day {day} in the years that are accepted. Correct {field}. */
  | 'NO_SUCH_DAY'
  /** There is no template {code}. Choose a code from serviceKindTemplates. */
  | 'NO_SUCH_TEMPLATE'
  /** This request is offered to others first ({audience}). You can accept it later if they do not. */
  | 'OFFERED_TO_OTHERS_FIRST'
  /** An operation can set a password only once. Send the next attempt as a separate operation. */
  | 'ONE_PASSWORD_AT_ONCE'
  /** The head bank's account is for clearing only. Send coins with sendCoins, or choose another account. */
  | 'ONLY_BY_CLEARING'
  /** The document holds a number of operations. Name one of them in operationName. */
  | 'OPERATION_RESOLUTION_FAILURE'
  /** {origin} is not a web origin. Write https://host without a path or a trailing slash. */
  | 'ORIGIN_INVALID'
  /** You entered all the evidence of this visit. Ask the elder, the family, the volunteer or the team leader to confirm it, or an administrator to certify it. */
  | 'OTHERS_EVIDENCE_NEEDED'
  /** The platform is overloaded. Nothing was done; send the same request again in {retryAfterSeconds} s. */
  | 'OVERLOADED'
  /** {name} would serve {minutes} min that day; the maximum is {dayMinutesMax}. Choose another volunteer. */
  | 'OVERWORKED_DAY'
  /** {name} would serve {minutes} min that week; the maximum is {weekMinutesMax}. Choose another volunteer. */
  | 'OVERWORKED_WEEK'
  /** Accounts are opened here only for funds, shops and teams. The platform opens accounts of {ownerKind} itself. */
  | 'OWNER_KIND_NOT_OPENED'
  /** A community cannot be its own neighbour. Leave it out. */
  | 'OWN_NEIGHBOUR'
  /** This pairing has already ended. */
  | 'PAIRING_ENDED'
  /** Many passwords are being checked right now. Try again in a few seconds. */
  | 'PASSWORDS_BUSY'
  /** This password is easy to guess. Avoid repeated patterns, runs such as abcdef, 12345 or qwerty, digits alone such as a birthday, and common passwords. A few words in a row work well. */
  | 'PASSWORD_TOO_EASY'
  /** Use at least {lengthMin} characters. A few words in a row work well. */
  | 'PASSWORD_TOO_SHORT'
  /** The current password is incorrect. Type it again. */
  | 'PASSWORD_WRONG'
  /** The month {month} is already closed. */
  | 'PERIOD_ALREADY_CLOSED'
  /** The month {month} is closed. Book it as an adjustment in {openMonth}, or have the month reopened. */
  | 'PERIOD_CLOSED'
  /** The month {month} is not closed, or another month is already reopened. Close that month first. */
  | 'PERIOD_NOT_CLOSED'
  /** This API stores no queries of callers. Send the query itself, or the documentId of a trusted document. */
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  /** Send the persona as JSON, for example the field persona with dispatcher@xinxian. */
  | 'PERSONA_NEEDED'
  /** There is no such persona. Choose one of the list at /demo/personas. */
  | 'PERSONA_UNKNOWN'
  /** This person was erased, so nothing can be added. If they come back, register them again. */
  | 'PERSON_ERASED'
  /** A person with this identity number is already registered in the foundation. Look them up, or ask the administrator. */
  | 'PERSON_KNOWN'
  /** Send either personId for a registered person or person for a new one, but not both. */
  | 'PERSON_NEEDED'
  /** This is not a telephone number. Include the country code, for example +86 138 0000 0000; without one, the number counts as Chinese. */
  | 'PHONE_INVALID'
  /** Another file is already stored for this photo. Announce a new photo. */
  | 'PHOTO_ALREADY_STORED'
  /** The photo cannot be read completely. Take or export it again. */
  | 'PHOTO_BROKEN'
  /** HEIC photos cannot be read. On an iPhone choose Settings, Camera, Formats, Most Compatible, or share the photo as JPEG and send it again. */
  | 'PHOTO_IS_HEIC'
  /** The photo is larger than {megapixelsMax} megapixels. Make it smaller. */
  | 'PHOTO_TOO_LARGE'
  /** The photo was announced as {announced}, but the file is {found}. Announce its real type. */
  | 'PHOTO_TYPE_DIFFERS'
  /** This is not a photo in an accepted format ({allowed}). Convert it and send it again. */
  | 'PHOTO_TYPE_REFUSED'
  /** The remaining slots are reserved for {teams}. Accept fewer, or ask the dispatcher. */
  | 'PLACES_KEPT'
  /** A position needs latitude and longitude. Send both, or neither. */
  | 'PLACE_INCOMPLETE'
  /** No device locates itself within {metresMin} m. Allow a larger distance. */
  | 'PLACE_METRES_TOO_FEW'
  /** The device position is off by more than {metresMax} m. Go outside, wait for a better fix, and try again. */
  | 'PLACE_TOO_VAGUE'
  /** A policy cannot start in the past, because past bookings followed the old one. Choose a later time. */
  | 'POLICY_IN_PAST'
  /** The same entry seems to be on record already. Look at it; if yours is another one, send it again with allowDuplicate: true. */
  | 'POSSIBLE_DUPLICATE'
  /** A person with this name and telephone number is registered in another community of the foundation. Ask the administrator, or send allowDuplicate: true if this is another person. */
  | 'POSSIBLE_DUPLICATE_ELSEWHERE'
  /** Only exportPersonalData records this purpose. Use that mutation, or name another purpose. */
  | 'PURPOSE_RESERVED'
  /** Write {field} in capitals, digits and _, starting with a letter, for example FIRST_AID. */
  | 'QUALIFICATION_CODE_INVALID'
  /** {name} has no {qualification} that is valid on that day. Choose another volunteer, or record the qualification first. */
  | 'QUALIFICATION_MISSING'
  /** This qualification was already withdrawn. */
  | 'QUALIFICATION_WITHDRAWN'
  /** A rate cannot be below zero. Enter zero or more. */
  | 'RATE_NEGATIVE'
  /** A rate may be at most {max} coins per hour. Check the decimal point. */
  | 'RATE_TOO_LARGE'
  /** The visit took {minutes} min. Give the reason for certifying another figure. */
  | 'REASON_NEEDED'
  /** The sender recalled these coins before they arrived. */
  | 'RECALLED'
  /** The coins have already arrived. Ask the other foundation to send them back. */
  | 'RECALL_TOO_LATE'
  /** A person who sends coins for somebody else cannot receive them. Ask the holder or a colleague to send them. */
  | 'RECEIVER_ACTS_FOR_SENDER'
  /** {uri} cannot be a redirect URI. Use https, http on this machine, or a native app scheme such as org.example.app, without # or wildcards. */
  | 'REDIRECT_URI_INVALID'
  /** Enter at least one redirect URI. People return to it after signing in. */
  | 'REDIRECT_URI_NEEDED'
  /** This person has an unfinished request. Finish or cancel it first. */
  | 'REQUESTS_STILL_OPEN'
  /** A request that is {from} cannot become {to}. */
  | 'REQUEST_CANNOT_CHANGE'
  /** Nobody is expected for this request, so nobody can withdraw. */
  | 'REQUEST_NOT_ASSIGNED'
  /** A request that is {state} can no longer be changed. */
  | 'REQUEST_NOT_CHANGEABLE'
  /** This request is not waiting for review; it is {state}. */
  | 'REQUEST_NOT_IN_REVIEW'
  /** This request is not open for volunteers; it is {state}. Choose another request. */
  | 'REQUEST_NOT_OPEN'
  /** {name} would have {minutes} min between two visits; the minimum is {restMinutes} min. Choose another start. */
  | 'REST_TOO_SHORT'
  /** This transfer paid for a certified visit. Use correctVisit or revokeCertification, which adjust hours, star and coins together. */
  | 'REVERSED_BY_CORRECTION'
  /** Anomalies of this visit that await review: {open}. Resolve them first. */
  | 'REVIEW_OPEN'
  /** {name} has already resolved it. */
  | 'REVIEW_RESOLVED_ALREADY'
  /** This role has already ended. */
  | 'ROLE_ENDED'
  /** The account already has this role there. */
  | 'ROLE_HELD'
  /** The role of a family member starts and ends with its mandate. Use recordMandate or endMandate. */
  | 'ROLE_NEEDS_MANDATE'
  /** This person is not registered as {what}. Register them first. */
  | 'ROLE_NEEDS_PERSON'
  /** The role {role} needs {field}. Fill it in. */
  | 'ROLE_NEEDS_SCOPE'
  /** The role {role} cannot be granted here. The head bank or the registration of an app grants it. */
  | 'ROLE_NOT_GRANTABLE'
  /** The operation has {count} root fields; {limit} are allowed. Split it. */
  | 'ROOT_FIELD_LIMIT'
  /** This rule is not valid: it must be {why}. */
  | 'RULES_INVALID'
  /** A rule cannot start in the past. Choose the present time or later. */
  | 'RULE_BEGINS_IN_PAST'
  /** The recurrence rule is invalid. Write it in the form of RFC 5545, for example FREQ=WEEKLY;BYDAY=MO,TH. */
  | 'RULE_NOT_UNDERSTOOD'
  /** There is no such rule pack. Choose one of {packs}, or none. */
  | 'RULE_PACK_UNKNOWN'
  /** A series has at most one visit a day. Create a separate series for each time of day. */
  | 'RULE_TOO_FREQUENT'
  /** A series has at most {countMax} occurrences. Lower COUNT, or leave it out. */
  | 'RULE_TOO_LONG'
  /** Payer and payee are the same account. Choose another one. */
  | 'SAME_ACCOUNT'
  /** The app is not registered for {scopes}. Grant fewer scopes, or have the app registered again. */
  | 'SCOPES_BEYOND_APP'
  /** This token does not have {scopes}, so it cannot give them to a key. Choose fewer scopes. */
  | 'SCOPES_BEYOND_YOURS'
  /** This app lacks the scope {scope} that this needs. Ask the administrator of your foundation to grant it. */
  | 'SCOPE_MISSING'
  /** You entered all the evidence of this visit. Ask another dispatcher of the community or an administrator to certify it. */
  | 'SECOND_PERSON_NEEDED'
  /** With its fragments in place the document selects more than {limit} fields. Spread each fragment fewer times, or ask in several operations. */
  | 'SELECTION_LIMIT'
  /** Describe in sheet the signed paper that gives these figures. */
  | 'SHEET_MISSING'
  /** A short name has 2 to 63 lowercase Latin letters, digits and hyphens, and starts with a letter. Choose another one. */
  | 'SLUG_INVALID'
  /** The short name {slug} is already taken. Choose another one. */
  | 'SLUG_TAKEN'
  /** The end is not after the start. Swap or correct them. */
  | 'SPAN_INVALID'
  /** Each star must require more hours than the one before. Correct the hours. */
  | 'STAR_HOURS_NOT_RISING'
  /** The statement has more than {linesMax} lines. Ask for a shorter period. */
  | 'STATEMENT_TOO_LONG'
  /** The visit to {name} begins before the previous one ends. Choose a later start, or a shorter duration for each visit. */
  | 'STOPS_OVERLAP'
  /** Subscriptions need another transport. Use WebSocket at /graphql or SSE at /graphql/stream. */
  | 'SUBSCRIPTION_OVER_HTTP'
  /** This request names other teams. Ask the dispatcher to add yours; a dispatcher may assign anyway and gives a `reason`. */
  | 'TEAM_NOT_ASKED'
  /** The volunteer's team no longer serves this community. Assign somebody else. */
  | 'TEAM_NO_LONGER_SERVES'
  /** A team always serves its home community. Choose another community. */
  | 'TEAM_STAYS_AT_HOME'
  /** Fill in {field}. */
  | 'TEXT_EMPTY'
  /** Remove the invisible control characters from {field}; line breaks are fine. */
  | 'TEXT_HAS_CONTROL_CHARACTERS'
  /** Shorten {field} to at most {lengthMax} characters. */
  | 'TEXT_TOO_LONG'
  /** Figures about fewer than {min} people stay hidden. Choose {min} or more. */
  | 'THRESHOLD_TOO_LOW'
  /** The check-out is before the check-in. Correct the time. */
  | 'TIME_BEFORE_CHECK_IN'
  /** This time is in the future. Check the clock. */
  | 'TIME_IN_FUTURE'
  /** This time is more than {days} days ago. Check the year. */
  | 'TIME_TOO_LONG_AGO'
  /** The requested end is not after the start. Correct one of the two. */
  | 'TIME_WINDOW_INVALID'
  /** This window is outside the requested period. Move it inside, or widen the period. */
  | 'TIME_WINDOW_OUTSIDE'
  /** The requested time has passed. Choose a later one. */
  | 'TIME_WINDOW_PAST'
  /** The requested time is more than {daysAheadMax} days ahead. Check the year. */
  | 'TIME_WINDOW_TOO_FAR'
  /** The requested period is longer than {daysLongMax} days. Narrow it, or set up a series. */
  | 'TIME_WINDOW_TOO_LONG'
  /** The window is shorter than the {minutes} min of service. Widen it. */
  | 'TIME_WINDOW_TOO_SHORT'
  /** {timeZone} is not a time zone. Use a name from the IANA database, for example Asia/Shanghai. */
  | 'TIME_ZONE_INVALID'
  /** The place is farther away than {name} is willing to travel. Choose another volunteer; if they agree to come, say so in `reason`. */
  | 'TOO_FAR'
  /** Name {min} or more for {field}. */
  | 'TOO_FEW'
  /** {taken} volunteers take part already. Release some of them first, or keep at least {taken} places. */
  | 'TOO_FEW_PLACES'
  /** Enter at most {max} for {field}. */
  | 'TOO_LARGE'
  /** Name at most {max} for {field}. */
  | 'TOO_MANY'
  /** You already have {countMax} API keys. Revoke one that is no longer used. */
  | 'TOO_MANY_API_KEYS'
  /** A foundation may have at most {countMax} apps. Retire one that is no longer used. */
  | 'TOO_MANY_APPS'
  /** There are {exceptionsMax} exceptions already. Remove some, or change the weekly availability. */
  | 'TOO_MANY_EXCEPTIONS'
  /** A foundation may trust at most {countMax} issuers. End the trust in one that is no longer needed. */
  | 'TOO_MANY_ISSUERS'
  /** This socket already has {limit} operations in flight. Complete some of them first. */
  | 'TOO_MANY_OPERATIONS'
  /** This visit already has {max} photos, the maximum. */
  | 'TOO_MANY_PHOTOS'
  /** Each elder would get {places} volunteers; the maximum is {placesMax}. Choose fewer volunteers from each team, or fewer teams. */
  | 'TOO_MANY_PLACES'
  /** This token already has {count} open connections. Close some, or run several subscriptions on one WebSocket. */
  | 'TOO_MANY_SOCKETS'
  /** Too many attempts. Wait {minutes} min, then try again. */
  | 'TOO_MANY_TRIES'
  /** Only {places} places are left. Name fewer volunteers. */
  | 'TOO_MANY_VOLUNTEERS'
  /** This visit already has {max} pieces of evidence. Certify or dispute it. */
  | 'TOO_MUCH_EVIDENCE'
  /** Enter {min} or more for {field}. */
  | 'TOO_SMALL'
  /** Sign in first: send the header Authorization: Bearer <token>. */
  | 'UNAUTHENTICATED'
  /** The platform cannot reach a service that it depends on, such as its database. Try again in {retryAfterSeconds} s; with the same idempotencyKey a change is made only once. */
  | 'UNAVAILABLE'
  /** The file did not arrive within {secondsMax} s. Try again where the network is better. */
  | 'UPLOAD_TOO_SLOW'
  /** The end is in the past, before the start, or more than a hundred years ahead. Choose another end, or leave it out. */
  | 'VALIDITY_INVALID'
  /** The start may be at most {daysBackMax} days back and {daysAheadMax} days ahead. Check the year, or leave the start out to use the present time. */
  | 'VALIDITY_TOO_FAR'
  /** A value or type is more than {limit} levels deep. No argument of this API takes such a value: see the schema for its type. */
  | 'VALUE_DEPTH_LIMIT'
  /** The variables contain more than {limit} values. Split them over several operations. */
  | 'VARIABLES_LIMIT'
  /** Somebody changed it in the meantime; it is at version {currentVersion} now. Reload it, then try again. */
  | 'VERSION_CONFLICT'
  /** The visit is {state}, so this step is not possible now. */
  | 'VISIT_CANNOT_CHANGE'
  /** The visit is {state}. Contact details and address are shown only until it is over. */
  | 'VISIT_OVER'
  /** {count} volunteers are expected. Name the one who cannot come. */
  | 'VOLUNTEER_NEEDED'
  /** {name} has not been vetted yet and cannot be sent to a home. Choose another volunteer. */
  | 'VOLUNTEER_NOT_VETTED'
  /** The volunteer's role has ended. Assign somebody else. */
  | 'VOLUNTEER_ROLE_ENDED'
  /** This is booked in {unit}, but the accounts count {from} and {to}. Choose accounts in that unit; coins and money do not mix. */
  | 'WRONG_UNIT'
  /** The year of birth must have four digits and be from {yearMin} to {yearMax}. */
  | 'YEAR_INVALID'
  /** Write a month such as 2026-03 for {field}. */
  | 'YEAR_MONTH_INVALID'
  /** Choose a year from {yearMin} to {yearMax} for {field}. */
  | 'YEAR_OUT_OF_RANGE';

/** Warning about a piece of evidence. A flag never stops a visit. */
export type EvidenceFlag =
  /** The sender's time was implausible: ahead of the platform, or a month or more before the planned time. The platform used its arrival time instead. */
  | 'CLOCK_WRONG'
  /** The code did not match the door's code of that minute. The evidence does not count. */
  | 'CODE_WRONG'
  /** Somebody other than the volunteer entered the evidence. */
  | 'ENTERED_BY_OTHER'
  /** The evidence arrived more than a day after the event. */
  | 'LATE_UPLOAD'
  /** The check-in was farther from the planned time than the policy allows (by default 23 hours). */
  | 'OUTSIDE_PLAN'
  /** The evidence dates from outside the time of the visit. */
  | 'OUTSIDE_VISIT'
  /** The place was farther from the elder's door than the policy allows. The evidence does not count. */
  | 'PLACE_FAR'
  /** The place was too inaccurate for a check. The evidence does not count. */
  | 'PLACE_INACCURATE'
  /** The place of the elder's door is not on record, so the distance is unknown. */
  | 'PLACE_UNKNOWN'
  /** The photo looks the same as a photo of another visit. */
  | 'SAME_PHOTO';

/** Kind of evidence for a visit. */
export type EvidenceKind =
  /** Telephone call by which the dispatcher or the volunteer's team leader learned that the volunteer is there. */
  | 'CALL'
  /** Statement of the volunteer's arrival time. */
  | 'CHECK_IN'
  /** Statement of the volunteer's departure time. */
  | 'CHECK_OUT'
  /** Confirmation of the visit by the elder, or by somebody on the elder's behalf. */
  | 'CONFIRMATION'
  /** Code that the elder's door showed in that minute. */
  | 'DOOR_CODE'
  /** Photo of the visit. */
  | 'PHOTO'
  /** Place measured by a device, with its accuracy. */
  | 'PLACE'
  /** Signed sheet, to which a photo can be added. */
  | 'SHEET';

/** Reason why a feed cannot resume from the caller's cursor. In every case, fetch the board again and subscribe with its cursor. */
export type FeedResetReason =
  /** The cursor was not issued by this platform. */
  | 'CURSOR_INVALID'
  /** The platform was restored from a backup, which invalidates all earlier cursors. */
  | 'EPOCH_CHANGED'
  /** The client was away longer than events are retained. */
  | 'RETENTION_PASSED'
  /** The caller's permissions have changed, or the cursor belongs to another filter. */
  | 'SCOPE_CHANGED';

/** Gender, used only when an elder prefers a helper of one gender. */
export type Gender =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE';

/** One elder of a joint visit. */
export type JointVisitStopInput = {
  /** Start of the visit to this elder. Follows the previous visit and the travel time when omitted. */
  begin?: string | null | undefined;
  /** Id of the elder. */
  elderId: string | number;
  /** Note for the helpers; at most 2,000 characters. */
  note?: string | null | undefined;
  /** Place of the service, in words; at most 500 characters. */
  place?: string | null | undefined;
  /** Sensitive note for the assigned volunteers, their leader and the dispatcher only; at most 2,000 characters. */
  sensitiveNote?: string | null | undefined;
};

/** Side that was absent in a no-show. */
export type NoShowSide =
  /** The elder was not there. */
  | 'ELDER'
  /** The volunteer did not come. */
  | 'VOLUNTEER';

/** Input for `openServiceRequest`. */
export type OpenServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Whether a second request of the same kind at the same time is intended for the elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first. */
  allowDuplicate?: boolean;
  /** Elder who receives the service. */
  elderId: string | number;
  /** Preferred gender of the helper. */
  genderPreference?: Gender | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Id of the service kind. */
  kindId: string | number;
  /** Language or dialect that the helper should speak. */
  language?: string | null | undefined;
  /** Latitude of the place in degrees (WGS 84). */
  latitude?: number | null | undefined;
  /** Longitude of the place in degrees (WGS 84). */
  longitude?: number | null | undefined;
  /** Expected duration in minutes. The usual duration of the service kind when omitted. */
  minutesExpected?: number | null | undefined;
  /** Note for the helper; at most 2,000 characters. */
  note?: string | null | undefined;
  /** Place of the service, in words; at most 500 characters. */
  place?: string | null | undefined;
  /** Earliest requested start. */
  requestedFrom: string;
  /** Latest requested end. */
  requestedTo: string;
  /** Sensitive note, for example about health, for the assigned volunteers, their leader and the dispatcher only; at most 2,000 characters. */
  sensitiveNote?: string | null | undefined;
  /** Teams that are asked, of one or several communities, at most 10. Any team when omitted. */
  teamIds?: Array<string | number> | null | undefined;
  /** Urgency of the request. */
  urgency?: Urgency;
  /** Number of volunteers needed, at most 20. The usual number of the service kind when omitted. Coins are held for each of them. */
  volunteersNeeded?: number | null | undefined;
  /** Alternative windows inside requestedFrom..requestedTo, at most 5. The whole range when omitted. */
  windows?: Array<TimeWindowInput> | null | undefined;
};

/** State of a photo's file. */
export type PhotoState =
  /** Announced, with the file not uploaded yet. */
  | 'AWAITED'
  /** The last uploaded file was refused. Another file may follow. */
  | 'REFUSED'
  /** No longer kept: the file never arrived, its retention ended, or a person in it was erased. */
  | 'REMOVED'
  /** Checked, cleaned and stored. */
  | 'STORED';

/** Place as measured by a device. */
export type PlaceInput = {
  /** Accuracy of the place, in metres. */
  accuracyMetres: number;
  /** Latitude in degrees, WGS 84. */
  latitude: number;
  /** Longitude in degrees, WGS 84. */
  longitude: number;
};

/** Input for `planJointVisit`. */
export type PlanJointVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Whether a second visit of the same kind at the same time is intended for an elder. Without it the answer is POSSIBLE_DUPLICATE with the id of the first plan or request. */
  allowDuplicate?: boolean;
  /** Start of the first visit. */
  begin: string;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Id of the service kind. */
  kindId: string | number;
  /** Minutes between two elders. The rest required by the dispatch policy when omitted. */
  minutesBetween?: number | null | undefined;
  /** Minutes with each elder. The usual duration of the service kind when omitted. */
  minutesEach?: number | null | undefined;
  /** Name of the joint visit; at most 200 characters. */
  name: string;
  /** Note for all participants; at most 2,000 characters. */
  note?: string | null | undefined;
  /** Elders in the order of the visits, at most 20. */
  stops: Array<JointVisitStopInput>;
  /** Teams that take part, of one or several communities, at most 10. */
  teamIds: Array<string | number>;
  /** Number of volunteers of each team who visit each elder, at most 20 in all. Coins are held for each of them. */
  volunteersOfEachTeam?: number;
};

/** Input for `recordVisitCall`. */
export type RecordVisitCallInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Time of the call. Now when omitted. */
  at?: string | null | undefined;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Person called and their statement; at most 2,000 characters. */
  note: string;
  /** Id of the visit. */
  visitId: string | number;
  /** Whether the person called said that the volunteer is or was there. */
  wasThere: boolean;
};

/** Input for `rejectServiceRequest`. */
export type RejectServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** Id of the request. */
  requestId: string | number;
};

/** Input for `reportNoShow`. */
export type ReportNoShowInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Description of the event; at most 2,000 characters. */
  reason: string;
  /** Side that was absent. Without the volunteer the request opens again; without the elder it ends and the coins are released. */
  side: NoShowSide;
  /** Id of the visit. */
  visitId: string | number;
};

/** Event of a request. New values may be added: treat an unknown one as a change of the request. */
export type RequestEvent =
  /** A mistaken check-in was undone. */
  | 'CHECK_IN_UNDONE'
  /** A mistaken check-out was undone. */
  | 'CHECK_OUT_UNDONE'
  /** A dispute ended without a change. */
  | 'DISPUTE_DISMISSED'
  /** The volunteer or the elder was absent. */
  | 'NO_SHOW_REPORTED'
  /** The request needs the attention of a dispatcher. `alarms` states why. */
  | 'REQUEST_ALARM_RAISED'
  /** As many volunteers as needed have accepted or were assigned. */
  | 'REQUEST_ASSIGNED'
  /** The request was cancelled. */
  | 'REQUEST_CANCELLED'
  /** Details or warnings of the request changed. */
  | 'REQUEST_CHANGED'
  /** A volunteer declined the request. */
  | 'REQUEST_DECLINED'
  /** The requested time passed without a volunteer. */
  | 'REQUEST_EXPIRED'
  /** More volunteers may see the request: its audience has widened. */
  | 'REQUEST_OFFERED'
  /** The request was entered. */
  | 'REQUEST_OPENED'
  /** A dispatcher released a reviewed request to volunteers. */
  | 'REQUEST_PUBLISHED'
  /** A volunteer is needed again. */
  | 'REQUEST_REOPENED'
  /** Time, duration or windows changed. */
  | 'REQUEST_RESCHEDULED'
  /** A volunteer checked in. */
  | 'VISIT_BEGUN'
  /** A visit was certified: its hours are written. */
  | 'VISIT_CERTIFIED'
  /** The certified time of a visit was corrected. */
  | 'VISIT_CORRECTED'
  /** A visit is disputed. */
  | 'VISIT_DISPUTED'
  /** A volunteer checked out. */
  | 'VISIT_ENDED'
  /** The certification of a visit was revoked. */
  | 'VISIT_REVOKED'
  /** One of several volunteers joined. More are needed. */
  | 'VOLUNTEER_JOINED'
  /** One of several volunteers left. */
  | 'VOLUNTEER_WITHDREW';

/** Origin of a request, by the role that entered it. */
export type RequestSource =
  /** Dispatcher of the community, or planner of a joint visit. */
  | 'DISPATCHER'
  /** The elder. */
  | 'ELDER'
  /** Family of the elder, under a mandate. */
  | 'FAMILY_MEMBER'
  /** Server of a partner organisation. */
  | 'PARTNER_APP'
  /** Platform, for a request of a series. */
  | 'SERIES'
  /** Leader of a team that serves the community. */
  | 'TEAM_LEADER'
  /** Volunteer who serves the community. */
  | 'VOLUNTEER';

/** State of a service request. */
export type RequestState =
  /** Accepted by as many volunteers as needed. */
  | 'ASSIGNED'
  /** The volunteer has checked out. A second person must accept the evidence. */
  | 'AWAITING_CERTIFICATION'
  /** Cancelled. The held coins were released. */
  | 'CANCELLED'
  /** Accepted. Hours are written and coins have moved. */
  | 'CERTIFIED'
  /** A dispute is open. */
  | 'DISPUTED'
  /** The requested time passed without a volunteer. The held coins were released. */
  | 'EXPIRED'
  /** The volunteer has checked in. */
  | 'IN_PROGRESS'
  /** Entered but not yet visible to volunteers; a dispatcher reviews it first. */
  | 'IN_REVIEW'
  /** Waiting for volunteers: none has accepted yet, or fewer than needed. */
  | 'OPEN';

/** Input for `rescheduleJointVisit`. */
export type RescheduleJointVisitInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** New start of the first visit. The others follow with unchanged intervals. */
  begin: string;
  /** Version of the plan that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Id of the joint visit. */
  jointVisitId: string | number;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
};

/** Input for `rescheduleServiceRequest`. Volunteers who cannot come at the new time are released only if `releasesVolunteers` is set. */
export type RescheduleServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** Whether to release the expected volunteers and offer the request again. Otherwise they are kept. */
  releasesVolunteers?: boolean;
  /** Id of the request. */
  requestId: string | number;
  /** Time windows that now suit the elder, at most 5. */
  windows: Array<TimeWindowInput>;
};

/** Input for `resolveDispute`. */
export type ResolveDisputeInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Outcome of the dispute. */
  decision: DisputeDecision;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Whether to leave coins that the volunteer has already spent. Hours and star level are corrected; the coins are written off with the given reason. */
  leaveCoins?: boolean;
  /** Correct minutes, for CORRECTED only. */
  minutes?: number | null | undefined;
  /** Reason in words; at most 2,000 characters. It is stored with the decision. */
  reason: string;
  /** Id of the visit. */
  visitId: string | number;
};

/** Input for `resolveReviewItem`. */
export type ResolveReviewItemInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the review item that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Explanation of the finding; at most 2,000 characters. */
  note: string;
  /** Finding of the review. */
  resolution: ReviewResolution;
  /** Id of the review item. */
  reviewItemId: string | number;
};

/** Kind of anomaly of a visit. New values may be added: show `text` of an unknown one. */
export type ReviewKind =
  /** One account entered all evidence and certified, as the only dispatcher of the community. Another person asks the elder whether the visit took place. */
  | 'CALL_BACK'
  /** The clock of a device was implausible. The platform used the arrival time instead. */
  | 'CLOCK_WRONG'
  /** Codes were given, but none was correct. */
  | 'DOOR_CODE_WRONG'
  /** One day has an implausible number of hours. */
  | 'IMPLAUSIBLE_HOURS'
  /** The volunteer would have travelled implausibly fast. */
  | 'IMPOSSIBLE_TRAVEL'
  /** Arrival or departure reached the platform more than a day later. */
  | 'LATE_UPLOAD'
  /** The check-in was farther from the planned time than the policy allows. */
  | 'OUTSIDE_PLAN'
  /** The volunteer had another visit at the same time. */
  | 'OVERLAP'
  /** One volunteer visits the same elder very often. Reported once for the counted days. */
  | 'PAIR_OFTEN'
  /** A device was too far from the elder's door. */
  | 'PLACE_FAR'
  /** The visit was much longer or shorter than expected. */
  | 'RATIO'
  /** A photo looks the same as a photo of another visit. */
  | 'SAME_PHOTO'
  /** A signed sheet states other minutes, or another number of volunteers, than the platform. */
  | 'SHEET_DIFFERS';

/** Finding of a review. */
export type ReviewResolution =
  /** The anomaly is an error. The visit is not certified, or its certification is corrected or revoked. */
  | 'CONFIRMED'
  /** The anomaly is real and has a good reason. */
  | 'EXPLAINED'
  /** The anomaly only seemed to be one. */
  | 'FALSE_ALARM';

/** State of the review. */
export type ReviewState =
  /** Waiting for review. */
  | 'OPEN'
  /** Reviewed, with a finding. */
  | 'RESOLVED';

/** Input for `revokeCertification`. */
export type RevokeCertificationInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey: string;
  /** Whether to leave coins that the volunteer has already spent. Hours and star level are corrected; the coins are written off with the given reason. */
  leaveCoins?: boolean;
  /** Reason in words; at most 2,000 characters. It is stored with the decision. */
  reason: string;
  /** Id of the visit. */
  visitId: string | number;
};

/** Role of an account within the foundation, community, team or person that its grant names. */
export type Role =
  /** Auditor who reads all data behind the figures of one foundation and changes nothing. */
  | 'AUDITOR'
  /** Dispatcher who enters, assigns and certifies the requests of one community. */
  | 'DISPATCHER'
  /** Elder who receives service. */
  | 'ELDER'
  /** Family member who acts for one elder under a mandate. */
  | 'FAMILY_MEMBER'
  /** Administrator of one foundation, with its people, rules and funds. */
  | 'FOUNDATION_ADMIN'
  /** Analyst who reads figures over all communities of one foundation. */
  | 'FOUNDATION_ANALYST'
  /** Operator of the head bank above the foundations. */
  | 'HEAD_BANK_OPERATOR'
  /** Merchant who takes coins for one shop. */
  | 'MERCHANT'
  /** Server of a partner organisation. */
  | 'PARTNER_APP'
  /** Leader of one team of volunteers, who accepts requests for them. */
  | 'TEAM_LEADER'
  /** Volunteer who serves elders. */
  | 'VOLUNTEER';

/** Time window that suits on the day of each occurrence. */
export type SeriesWindowInput = {
  /** Earliest start. */
  from: string;
  /** Latest end. `00:00:00` is the end of the day. */
  to: string;
};

/** Filter of service requests. `serviceRequests`, the board and the feed take the same one. A request must meet all fields that are given; each list holds at most 100 values. */
export type ServiceRequestFilter = {
  /** Only requests with at least one of these alarms. */
  alarms?: Array<Alarm> | null | undefined;
  /** Only requests of these communities. All communities that the caller may see when omitted. */
  communityIds?: Array<string | number> | null | undefined;
  /** Only requests of these elders. */
  elderIds?: Array<string | number> | null | undefined;
  /** Only requests for one of these service kinds. */
  kindIds?: Array<string | number> | null | undefined;
  /** Only requests that were opened in this span. */
  opened?: TimeSpan | null | undefined;
  /** Only requests whose requested time begins in this span. */
  requested?: TimeSpan | null | undefined;
  /** Only requests that were entered by one of these. */
  sources?: Array<RequestSource> | null | undefined;
  /** Only requests in one of these states. Without it, `serviceRequests` shows all states. The board and the feed show those from OPEN to AWAITING_CERTIFICATION. */
  states?: Array<RequestState> | null | undefined;
  /** Only requests that a volunteer of one of these teams has accepted. */
  teamIds?: Array<string | number> | null | undefined;
  /** Only requests of these urgencies. */
  urgencies?: Array<Urgency> | null | undefined;
};

/** Input for `skipSeriesOccurrence`. */
export type SkipSeriesOccurrenceInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the series that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Occurrence by the rule. */
  occurrence: string;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** Id of the series. */
  seriesId: string | number;
};

/** Time span of a filter. A bound that is left out is open. */
export type TimeSpan = {
  /** Only at this instant or later. */
  from?: string | null | undefined;
  /** Only before this instant. */
  to?: string | null | undefined;
};

/** Time window that suits the elder. */
export type TimeWindowInput = {
  /** Earliest start. */
  from: string;
  /** Latest end. */
  to: string;
};

/** Step of a decision. New values may be added: show `text` of an unknown one. */
export type TraceStepCode =
  /** Decided by the author of all evidence. A call-back was drawn. */
  | 'TRACE_CALL_BACK_DRAWN'
  /** Minutes after the limit of one visit. */
  | 'TRACE_CAPPED'
  /** Coins earned, held and paid. */
  | 'TRACE_COINS'
  /** Coins that stayed with the volunteer. */
  | 'TRACE_COINS_LEFT'
  /** Minutes before and after a correction. */
  | 'TRACE_CORRECTED'
  /** Evidence measured against the evidence policy. */
  | 'TRACE_EVIDENCE_WEIGHED'
  /** Minutes between check-in and check-out. */
  | 'TRACE_MEASURED'
  /** The certifier chose other minutes than were measured. */
  | 'TRACE_MINUTES_CHANGED'
  /** Certified although evidence is missing. */
  | 'TRACE_OVERRIDDEN'
  /** The visit was not certified. */
  | 'TRACE_REJECTED'
  /** Anomalies, open and resolved. */
  | 'TRACE_REVIEWED'
  /** The certification was revoked. */
  | 'TRACE_REVOKED'
  /** Minutes after rounding by the evidence policy. */
  | 'TRACE_ROUNDED'
  /** Decided by a person who did not perform the visit. */
  | 'TRACE_SECOND_PERSON'
  /** Decided by the author of all evidence. No call-back was drawn. */
  | 'TRACE_SOLE_AUTHOR'
  /** Star level of the volunteer before and after. */
  | 'TRACE_STAR';

/** Urgency of a request. */
export type Urgency =
  /** At the requested time. */
  | 'NORMAL'
  /** Within the day. */
  | 'SOON'
  /** As soon as possible. */
  | 'URGENT';

/** State of a visit. */
export type VisitState =
  /** A second person accepted the visit. Hours and coins have followed. */
  | 'CERTIFIED'
  /** The volunteer has arrived. */
  | 'CHECKED_IN'
  /** The volunteer has left. The visit waits for certification. */
  | 'CHECKED_OUT'
  /** A dispute is open. */
  | 'DISPUTED'
  /** The volunteer or the elder was absent. */
  | 'NO_SHOW'
  /** The volunteer is expected. */
  | 'PLANNED'
  /** Not accepted, or revoked after acceptance. It gives neither hours nor coins. */
  | 'REVOKED'
  /** The volunteer withdrew or was released before arriving. */
  | 'WITHDRAWN';

/** Input for `withdrawFromServiceRequest`. */
export type WithdrawFromServiceRequestInput = {
  /** Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role. */
  actingFor?: ActingForInput | null | undefined;
  /** Version of the request that the caller last read. */
  expectedVersion: number;
  /** Client-generated id of this call, at most 200 characters. A repeated call with the same input changes nothing more and returns the first answer. Another mutation or input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Keys belong to the caller's account in a foundation. A key lasts 7 days; a refused call leaves it free. */
  idempotencyKey?: string | null | undefined;
  /** Reason in words; at most 2,000 characters. */
  reason: string;
  /** Id of the request. */
  requestId: string | number;
  /** Volunteer to withdraw. Required when several volunteers are expected and the caller is none of them. */
  volunteerId?: string | number | null | undefined;
};

export type RequestCardFragment = { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> };

export type DispatcherQueryVariables = Exact<{ [key: string]: never; }>;


export type DispatcherQuery = { me: { account: { id: string, displayName: string }, foundation: { id: string, name: string, timeZone: string } | null, grants: Array<{ id: string, role: Role, communityId: string | null, teamId: string | null }> } | null, communities: { edges: Array<{ node: { id: string, name: string } }> } | null, serviceKinds: { edges: Array<{ node: { id: string, name: string, minutesDefault: number, coinsPerHour: string, volunteersNeeded: number, isOffered: boolean } }> } | null };

export type BoardQueryVariables = Exact<{
  filter: ServiceRequestFilter;
}>;


export type BoardQuery = { serviceRequestBoard: { cursor: string } | null, active: { edges: Array<{ node: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, certified: { edges: Array<{ node: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type MoreOfBoardQueryVariables = Exact<{
  after: string;
}>;


export type MoreOfBoardQuery = { serviceRequests: { edges: Array<{ node: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type MoreOfCertifiedQueryVariables = Exact<{
  after: string;
}>;


export type MoreOfCertifiedQuery = { serviceRequests: { edges: Array<{ node: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type FeedSubscriptionVariables = Exact<{
  after: string;
  filter: ServiceRequestFilter;
}>;


export type FeedSubscription = { serviceRequestFeed:
    | { __typename: 'FeedCheckpoint', cursor: string, previousCursor: string }
    | { __typename: 'FeedReset', reason: FeedResetReason }
    | { __typename: 'RequestChanged', cursor: string, previousCursor: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } }
    | { __typename: 'RequestRemoved', requestId: string, cursor: string, previousCursor: string }
   };

export type RequestDetailsQueryVariables = Exact<{
  id: string | number;
}>;


export type RequestDetailsQuery = { serviceRequest: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, history: Array<{ version: number, event: RequestEvent, fromState: RequestState | null, toState: RequestState, changedAt: string, actorName: string, channel: Channel, reason: string | null }>, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null };

export type EldersQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type EldersQuery = { elders: { edges: Array<{ node: { id: string, displayName: string, livesAlone: boolean, community: { id: string, name: string } | null, person: { id: string, hasSmartphone: boolean } | null, coinAccount: { id: string, available: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type VolunteersQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type VolunteersQuery = { volunteers: { edges: Array<{ node: { id: string, displayName: string, isVetted: boolean, minutesCertified: number, teams: Array<{ id: string, name: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type RefusalFragment = { code: ErrorCode, message: string, path: Array<string> };

export type OpenRequestMutationVariables = Exact<{
  input: OpenServiceRequestInput;
}>;


export type OpenRequestMutation = { openServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type ApproveRequestMutationVariables = Exact<{
  input: ApproveServiceRequestInput;
}>;


export type ApproveRequestMutation = { approveServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type RejectRequestMutationVariables = Exact<{
  input: RejectServiceRequestInput;
}>;


export type RejectRequestMutation = { rejectServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type AssignRequestMutationVariables = Exact<{
  input: AssignServiceRequestInput;
}>;


export type AssignRequestMutation = { assignServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type WithdrawRequestMutationVariables = Exact<{
  input: WithdrawFromServiceRequestInput;
}>;


export type WithdrawRequestMutation = { withdrawFromServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type CancelRequestMutationVariables = Exact<{
  input: CancelServiceRequestInput;
}>;


export type CancelRequestMutation = { cancelServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type CheckInMutationVariables = Exact<{
  input: CheckInInput;
}>;


export type CheckInMutation = { checkIn: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type CheckOutMutationVariables = Exact<{
  input: CheckOutInput;
}>;


export type CheckOutMutation = { checkOut: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type CertifyMutationVariables = Exact<{
  input: CertifyVisitInput;
}>;


export type CertifyMutation = { certifyVisit: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type DisputeMutationVariables = Exact<{
  input: DisputeVisitInput;
}>;


export type DisputeMutation = { disputeVisit: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type ProofFragment = { id: string, state: VisitState, checkedInAt: string | null, checkedOutAt: string | null, minutesCertified: number | null, volunteer: { id: string, displayName: string } | null, evidence: Array<{ id: string, kind: EvidenceKind, happenedAt: string, arrivedAt: string, counts: boolean, flags: Array<EvidenceFlag>, note: string | null, accuracyMetres: number | null, distanceMetres: number | null, sheetMinutes: number | null, sheetVolunteers: number | null, actorName: string, channel: Channel }>, photos: Array<{ id: string, state: PhotoState, refusalCode: ErrorCode | null, takenAt: string, url: string | null, thumbnailUrl: string | null }>, certificationReadiness: { present: Array<EvidenceKind>, missing: Array<EvidenceKind>, weight: number, weightNeeded: number, isEnough: boolean, openReviews: number, isReviewNeeded: boolean } | null, reviewItems: Array<{ id: string, kind: ReviewKind, state: ReviewState, version: number, text: string, foundAt: string, resolution: ReviewResolution | null, resolutionNote: string | null, resolvedByName: string | null }>, certifications: Array<{ id: string, version: number, outcome: CertificationOutcome, minutes: number, coinsPaid: string, reason: string | null, decidedAt: string, actorName: string, trace: Array<{ code: TraceStepCode, passed: boolean, text: string }> }>, noShow: { id: string, side: NoShowSide, reason: string, reportedAt: string, actorName: string } | null, feedback: { id: string, satisfaction: number | null, thanks: string | null, problemsSolved: Array<string>, note: string | null, actorName: string, channel: Channel } | null };

export type AnomalyFragment = { id: string, kind: ReviewKind, state: ReviewState, version: number, text: string, foundAt: string, resolution: ReviewResolution | null, resolutionNote: string | null, resolvedByName: string | null };

export type ProofsQueryVariables = Exact<{
  id: string | number;
}>;


export type ProofsQuery = { serviceRequest: { id: string, version: number, visits: Array<{ id: string, state: VisitState, checkedInAt: string | null, checkedOutAt: string | null, minutesCertified: number | null, volunteer: { id: string, displayName: string } | null, evidence: Array<{ id: string, kind: EvidenceKind, happenedAt: string, arrivedAt: string, counts: boolean, flags: Array<EvidenceFlag>, note: string | null, accuracyMetres: number | null, distanceMetres: number | null, sheetMinutes: number | null, sheetVolunteers: number | null, actorName: string, channel: Channel }>, photos: Array<{ id: string, state: PhotoState, refusalCode: ErrorCode | null, takenAt: string, url: string | null, thumbnailUrl: string | null }>, certificationReadiness: { present: Array<EvidenceKind>, missing: Array<EvidenceKind>, weight: number, weightNeeded: number, isEnough: boolean, openReviews: number, isReviewNeeded: boolean } | null, reviewItems: Array<{ id: string, kind: ReviewKind, state: ReviewState, version: number, text: string, foundAt: string, resolution: ReviewResolution | null, resolutionNote: string | null, resolvedByName: string | null }>, certifications: Array<{ id: string, version: number, outcome: CertificationOutcome, minutes: number, coinsPaid: string, reason: string | null, decidedAt: string, actorName: string, trace: Array<{ code: TraceStepCode, passed: boolean, text: string }> }>, noShow: { id: string, side: NoShowSide, reason: string, reportedAt: string, actorName: string } | null, feedback: { id: string, satisfaction: number | null, thanks: string | null, problemsSolved: Array<string>, note: string | null, actorName: string, channel: Channel } | null }> } | null };

export type VisitProofQueryVariables = Exact<{
  id: string | number;
}>;


export type VisitProofQuery = { node:
    | { id: string, state: VisitState, checkedInAt: string | null, checkedOutAt: string | null, minutesCertified: number | null, volunteer: { id: string, displayName: string } | null, evidence: Array<{ id: string, kind: EvidenceKind, happenedAt: string, arrivedAt: string, counts: boolean, flags: Array<EvidenceFlag>, note: string | null, accuracyMetres: number | null, distanceMetres: number | null, sheetMinutes: number | null, sheetVolunteers: number | null, actorName: string, channel: Channel }>, photos: Array<{ id: string, state: PhotoState, refusalCode: ErrorCode | null, takenAt: string, url: string | null, thumbnailUrl: string | null }>, certificationReadiness: { present: Array<EvidenceKind>, missing: Array<EvidenceKind>, weight: number, weightNeeded: number, isEnough: boolean, openReviews: number, isReviewNeeded: boolean } | null, reviewItems: Array<{ id: string, kind: ReviewKind, state: ReviewState, version: number, text: string, foundAt: string, resolution: ReviewResolution | null, resolutionNote: string | null, resolvedByName: string | null }>, certifications: Array<{ id: string, version: number, outcome: CertificationOutcome, minutes: number, coinsPaid: string, reason: string | null, decidedAt: string, actorName: string, trace: Array<{ code: TraceStepCode, passed: boolean, text: string }> }>, noShow: { id: string, side: NoShowSide, reason: string, reportedAt: string, actorName: string } | null, feedback: { id: string, satisfaction: number | null, thanks: string | null, problemsSolved: Array<string>, note: string | null, actorName: string, channel: Channel } | null }
    | Record<PropertyKey, never>
   | null };

export type ReviewQueueQueryVariables = Exact<{
  communityIds?: Array<string | number> | string | number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReviewQueueQuery = { reviewItems: { totalCount: number, edges: Array<{ node: { id: string, kind: ReviewKind, state: ReviewState, version: number, text: string, foundAt: string, resolution: ReviewResolution | null, resolutionNote: string | null, resolvedByName: string | null, visit: { id: string, state: VisitState, checkedInAt: string | null, checkedOutAt: string | null, volunteer: { id: string, displayName: string } | null, request: { id: string, elder: { id: string, displayName: string } | null, kind: { id: string, name: string } } | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type DisputesQueryVariables = Exact<{
  communityIds?: Array<string | number> | string | number | null | undefined;
}>;


export type DisputesQuery = { serviceRequests: { totalCount: number, edges: Array<{ node: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, history: Array<{ version: number, toState: RequestState, changedAt: string, actorName: string, channel: Channel, reason: string | null }>, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } }> } | null };

export type ResolveAnomalyMutationVariables = Exact<{
  input: ResolveReviewItemInput;
}>;


export type ResolveAnomalyMutation = { resolveReviewItem: { reviewItem: { id: string, kind: ReviewKind, state: ReviewState, version: number, text: string, foundAt: string, resolution: ReviewResolution | null, resolutionNote: string | null, resolvedByName: string | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type ResolveDisputeMutationVariables = Exact<{
  input: ResolveDisputeInput;
}>;


export type ResolveDisputeMutation = { resolveDispute: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type CorrectVisitMutationVariables = Exact<{
  input: CorrectVisitInput;
}>;


export type CorrectVisitMutation = { correctVisit: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type RevokeVisitMutationVariables = Exact<{
  input: RevokeCertificationInput;
}>;


export type RevokeVisitMutation = { revokeCertification: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type ReportNoShowMutationVariables = Exact<{
  input: ReportNoShowInput;
}>;


export type ReportNoShowMutation = { reportNoShow: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type ConfirmVisitMutationVariables = Exact<{
  input: ConfirmVisitInput;
}>;


export type ConfirmVisitMutation = { confirmVisit: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type RecordCallMutationVariables = Exact<{
  input: RecordVisitCallInput;
}>;


export type RecordCallMutation = { recordVisitCall: { visit: { id: string, request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type CandidatesQueryVariables = Exact<{
  requestId: string | number;
  after?: string | null | undefined;
}>;


export type CandidatesQuery = { candidates: { consideredCount: number, eligibleCount: number, obstacles: Array<{ code: CandidateRemarkCode, count: number, onlyCount: number, remedy: string }>, edges: Array<{ node: { isEligible: boolean, begin: string | null, distanceMetres: number | null, weekMinutes: number, stars: number, reasons: Array<{ code: CandidateRemarkCode, message: string }>, shortfalls: Array<{ code: CandidateRemarkCode, message: string, isObstacle: boolean }>, volunteer: { id: string, displayName: string, teams: Array<{ id: string, name: string }> } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type SeriesFragment = { id: string, version: number, rule: string, startsAt: string, windowMinutes: number, endsBefore: string | null, skipped: Array<string>, failed: Array<string>, failureCode: ErrorCode | null, note: string | null, place: string | null, elder: { id: string, displayName: string, community: { id: string } | null } | null, kind: { id: string, name: string } | null };

export type SeriesListQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SeriesListQuery = { requestSeries: { edges: Array<{ node: { id: string, version: number, rule: string, startsAt: string, windowMinutes: number, endsBefore: string | null, skipped: Array<string>, failed: Array<string>, failureCode: ErrorCode | null, note: string | null, place: string | null, elder: { id: string, displayName: string, community: { id: string } | null } | null, kind: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type RequestPlanQueryVariables = Exact<{
  id: string | number;
}>;


export type RequestPlanQuery = { serviceRequest: { id: string, version: number, windows: Array<{ from: string, to: string }>, series: { id: string, version: number, rule: string, startsAt: string, windowMinutes: number, endsBefore: string | null, skipped: Array<string>, failed: Array<string>, failureCode: ErrorCode | null, note: string | null, place: string | null, elder: { id: string, displayName: string, community: { id: string } | null } | null, kind: { id: string, name: string } | null } | null, jointVisit: { id: string, version: number, name: string, note: string | null, beginsAt: string, endsAt: string, cancelledAt: string | null, volunteersOfEachTeam: number, kind: { id: string, name: string } | null, teams: Array<{ id: string, name: string } | null>, requests: Array<{ id: string, state: RequestState, requestedFrom: string, elderName: string | null, alarms: Array<Alarm>, elder: { id: string } | null, community: { id: string, name: string } | null, visits: Array<{ id: string, state: VisitState, team: { id: string } | null, volunteer: { id: string, displayName: string } | null }> }> } | null } | null };

export type SensitiveNoteQueryVariables = Exact<{
  id: string | number;
}>;


export type SensitiveNoteQuery = { serviceRequest: { id: string, sensitiveNote: string | null } | null };

export type JointFragment = { id: string, version: number, name: string, note: string | null, beginsAt: string, endsAt: string, cancelledAt: string | null, volunteersOfEachTeam: number, kind: { id: string, name: string } | null, teams: Array<{ id: string, name: string } | null>, requests: Array<{ id: string, state: RequestState, requestedFrom: string, elderName: string | null, alarms: Array<Alarm>, elder: { id: string } | null, community: { id: string, name: string } | null, visits: Array<{ id: string, state: VisitState, team: { id: string } | null, volunteer: { id: string, displayName: string } | null }> }> };

export type JointVisitsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type JointVisitsQuery = { jointVisits: { edges: Array<{ node: { id: string, version: number, name: string, note: string | null, beginsAt: string, endsAt: string, cancelledAt: string | null, volunteersOfEachTeam: number, kind: { id: string, name: string } | null, teams: Array<{ id: string, name: string } | null>, requests: Array<{ id: string, state: RequestState, requestedFrom: string, elderName: string | null, alarms: Array<Alarm>, elder: { id: string } | null, community: { id: string, name: string } | null, visits: Array<{ id: string, state: VisitState, team: { id: string } | null, volunteer: { id: string, displayName: string } | null }> }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type TeamsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type TeamsQuery = { teams: { edges: Array<{ node: { id: string, name: string, community: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type AcceptRequestMutationVariables = Exact<{
  input: AcceptServiceRequestInput;
}>;


export type AcceptRequestMutation = { acceptServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type ChangeRequestMutationVariables = Exact<{
  input: ChangeServiceRequestInput;
}>;


export type ChangeRequestMutation = { changeServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type RescheduleRequestMutationVariables = Exact<{
  input: RescheduleServiceRequestInput;
}>;


export type RescheduleRequestMutation = { rescheduleServiceRequest: { request: { id: string, version: number, state: RequestState, urgency: Urgency, requestedFrom: string, requestedTo: string, minutesExpected: number, volunteersNeeded: number, place: string | null, note: string | null, coinsHeld: string, channel: Channel, source: RequestSource, audience: Audience, alarms: Array<Alarm>, language: string | null, genderPreference: Gender | null, hasSensitiveNote: boolean, occurrence: string | null, openedAt: string, jointVisit: { id: string, name: string } | null, teamsAsked: Array<{ id: string, name: string } | null>, community: { id: string, name: string } | null, elder: { id: string, displayName: string, livesAlone: boolean, person: { id: string } | null } | null, kind: { id: string, name: string }, visits: Array<{ id: string, state: VisitState, plannedFrom: string | null, plannedTo: string | null, checkedInAt: string | null, checkedOutAt: string | null, note: string | null, minutesCertified: number | null, coinsPaid: string | null, certifiedAt: string | null, team: { id: string, name: string } | null, volunteer: { id: string, displayName: string, person: { id: string } | null } | null }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type BeginSeriesMutationVariables = Exact<{
  input: CreateRequestSeriesInput;
}>;


export type BeginSeriesMutation = { createRequestSeries: { series: { id: string, version: number, rule: string, startsAt: string, windowMinutes: number, endsBefore: string | null, skipped: Array<string>, failed: Array<string>, failureCode: ErrorCode | null, note: string | null, place: string | null, requests: Array<{ id: string }>, elder: { id: string, displayName: string, community: { id: string } | null } | null, kind: { id: string, name: string } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type ChangeSeriesMutationVariables = Exact<{
  input: ChangeRequestSeriesInput;
}>;


export type ChangeSeriesMutation = { changeRequestSeries: { series: { id: string, version: number, rule: string, startsAt: string, windowMinutes: number, endsBefore: string | null, skipped: Array<string>, failed: Array<string>, failureCode: ErrorCode | null, note: string | null, place: string | null, requests: Array<{ id: string }>, elder: { id: string, displayName: string, community: { id: string } | null } | null, kind: { id: string, name: string } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type SkipOccurrenceMutationVariables = Exact<{
  input: SkipSeriesOccurrenceInput;
}>;


export type SkipOccurrenceMutation = { skipSeriesOccurrence: { series: { id: string, version: number, rule: string, startsAt: string, windowMinutes: number, endsBefore: string | null, skipped: Array<string>, failed: Array<string>, failureCode: ErrorCode | null, note: string | null, place: string | null, elder: { id: string, displayName: string, community: { id: string } | null } | null, kind: { id: string, name: string } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type EndSeriesMutationVariables = Exact<{
  input: EndRequestSeriesInput;
}>;


export type EndSeriesMutation = { endRequestSeries: { series: { id: string, version: number, rule: string, startsAt: string, windowMinutes: number, endsBefore: string | null, skipped: Array<string>, failed: Array<string>, failureCode: ErrorCode | null, note: string | null, place: string | null, elder: { id: string, displayName: string, community: { id: string } | null } | null, kind: { id: string, name: string } | null } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type PlanJointVisitMutationVariables = Exact<{
  input: PlanJointVisitInput;
}>;


export type PlanJointVisitMutation = { planJointVisit: { jointVisit: { id: string, version: number, name: string, note: string | null, beginsAt: string, endsAt: string, cancelledAt: string | null, volunteersOfEachTeam: number, kind: { id: string, name: string } | null, teams: Array<{ id: string, name: string } | null>, requests: Array<{ id: string, state: RequestState, requestedFrom: string, elderName: string | null, alarms: Array<Alarm>, elder: { id: string } | null, community: { id: string, name: string } | null, visits: Array<{ id: string, state: VisitState, team: { id: string } | null, volunteer: { id: string, displayName: string } | null }> }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type AcceptJointVisitMutationVariables = Exact<{
  input: AcceptJointVisitInput;
}>;


export type AcceptJointVisitMutation = { acceptJointVisit: { jointVisit: { id: string, version: number, name: string, note: string | null, beginsAt: string, endsAt: string, cancelledAt: string | null, volunteersOfEachTeam: number, kind: { id: string, name: string } | null, teams: Array<{ id: string, name: string } | null>, requests: Array<{ id: string, state: RequestState, requestedFrom: string, elderName: string | null, alarms: Array<Alarm>, elder: { id: string } | null, community: { id: string, name: string } | null, visits: Array<{ id: string, state: VisitState, team: { id: string } | null, volunteer: { id: string, displayName: string } | null }> }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type RescheduleJointVisitMutationVariables = Exact<{
  input: RescheduleJointVisitInput;
}>;


export type RescheduleJointVisitMutation = { rescheduleJointVisit: { jointVisit: { id: string, version: number, name: string, note: string | null, beginsAt: string, endsAt: string, cancelledAt: string | null, volunteersOfEachTeam: number, kind: { id: string, name: string } | null, teams: Array<{ id: string, name: string } | null>, requests: Array<{ id: string, state: RequestState, requestedFrom: string, elderName: string | null, alarms: Array<Alarm>, elder: { id: string } | null, community: { id: string, name: string } | null, visits: Array<{ id: string, state: VisitState, team: { id: string } | null, volunteer: { id: string, displayName: string } | null }> }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export type CancelJointVisitMutationVariables = Exact<{
  input: CancelJointVisitInput;
}>;


export type CancelJointVisitMutation = { cancelJointVisit: { jointVisit: { id: string, version: number, name: string, note: string | null, beginsAt: string, endsAt: string, cancelledAt: string | null, volunteersOfEachTeam: number, kind: { id: string, name: string } | null, teams: Array<{ id: string, name: string } | null>, requests: Array<{ id: string, state: RequestState, requestedFrom: string, elderName: string | null, alarms: Array<Alarm>, elder: { id: string } | null, community: { id: string, name: string } | null, visits: Array<{ id: string, state: VisitState, team: { id: string } | null, volunteer: { id: string, displayName: string } | null }> }> } | null, errors: Array<{ code: ErrorCode, message: string, path: Array<string> }> } | null };

export const RequestCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RequestCardFragment, unknown>;
export const RefusalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RefusalFragment, unknown>;
export const AnomalyFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Anomaly"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewItem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"foundAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolution"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionNote"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedByName"}}]}}]} as unknown as DocumentNode<AnomalyFragment, unknown>;
export const ProofFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Proof"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Visit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"happenedAt"}},{"kind":"Field","name":{"kind":"Name","value":"arrivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"counts"}},{"kind":"Field","name":{"kind":"Name","value":"flags"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"accuracyMetres"}},{"kind":"Field","name":{"kind":"Name","value":"distanceMetres"}},{"kind":"Field","name":{"kind":"Name","value":"sheetMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"sheetVolunteers"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}}]}},{"kind":"Field","name":{"kind":"Name","value":"photos"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"refusalCode"}},{"kind":"Field","name":{"kind":"Name","value":"takenAt"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"certificationReadiness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"present"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"weightNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"isEnough"}},{"kind":"Field","name":{"kind":"Name","value":"openReviews"}},{"kind":"Field","name":{"kind":"Name","value":"isReviewNeeded"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reviewItems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Anomaly"}}]}},{"kind":"Field","name":{"kind":"Name","value":"certifications"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"trace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"noShow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"side"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"feedback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"satisfaction"}},{"kind":"Field","name":{"kind":"Name","value":"thanks"}},{"kind":"Field","name":{"kind":"Name","value":"problemsSolved"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Anomaly"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewItem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"foundAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolution"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionNote"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedByName"}}]}}]} as unknown as DocumentNode<ProofFragment, unknown>;
export const SeriesFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Series"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestSeries"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"windowMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"endsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"failureCode"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<SeriesFragment, unknown>;
export const JointFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Joint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JointVisit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"beginsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersOfEachTeam"}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"elderName"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}}]} as unknown as DocumentNode<JointFragment, unknown>;
export const DispatcherDocument = {"__meta__":{"hash":"sha256:bd578276030c76798d31467cf421de6488dae81b1c6f8adfa023e9291ded9e5a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Dispatcher"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"foundation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"communityId"}},{"kind":"Field","name":{"kind":"Name","value":"teamId"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"communities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"serviceKinds"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"minutesDefault"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPerHour"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"isOffered"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DispatcherQuery, DispatcherQueryVariables>;
export const BoardDocument = {"__meta__":{"hash":"sha256:6f9c3631bef0844ec02385437f56edf46f83e2a819ecbd3fb35fa1c8d7838305"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Board"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequestFilter"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequestBoard"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"active"},"name":{"kind":"Name","value":"serviceRequests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"35"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"IN_REVIEW"},{"kind":"EnumValue","value":"OPEN"},{"kind":"EnumValue","value":"ASSIGNED"},{"kind":"EnumValue","value":"IN_PROGRESS"},{"kind":"EnumValue","value":"AWAITING_CERTIFICATION"},{"kind":"EnumValue","value":"DISPUTED"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"certified"},"name":{"kind":"Name","value":"serviceRequests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"35"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"CERTIFIED"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BoardQuery, BoardQueryVariables>;
export const MoreOfBoardDocument = {"__meta__":{"hash":"sha256:8411fa9eb6c9b705d98b8b686eff994d49cc0d5661773289d1a1589a8661cae2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MoreOfBoard"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"70"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"IN_REVIEW"},{"kind":"EnumValue","value":"OPEN"},{"kind":"EnumValue","value":"ASSIGNED"},{"kind":"EnumValue","value":"IN_PROGRESS"},{"kind":"EnumValue","value":"AWAITING_CERTIFICATION"},{"kind":"EnumValue","value":"DISPUTED"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<MoreOfBoardQuery, MoreOfBoardQueryVariables>;
export const MoreOfCertifiedDocument = {"__meta__":{"hash":"sha256:c193df073ee818dc282896f043fd8002d4a8e9f69e8164232b03c4aa824944df"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MoreOfCertified"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"70"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"CERTIFIED"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<MoreOfCertifiedQuery, MoreOfCertifiedQueryVariables>;
export const FeedDocument = {"__meta__":{"hash":"sha256:d29a39613f0fa7a0998b4c1eca245234d9c8eb9f7d3f0448eacd721ba22b44c7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Feed"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequestFilter"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequestFeed"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"previousCursor"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestRemoved"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"previousCursor"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FeedCheckpoint"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"previousCursor"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FeedReset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<FeedSubscription, FeedSubscriptionVariables>;
export const RequestDetailsDocument = {"__meta__":{"hash":"sha256:f4eae2e4fef3f71d2a823a46b79e222b89c8a509b01de5ede31ea6b52bd8030b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RequestDetails"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"fromState"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"changedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RequestDetailsQuery, RequestDetailsQueryVariables>;
export const EldersDocument = {"__meta__":{"hash":"sha256:2f86cc90b9f7668a5688ebd09385bd2907cfd6f238d68b8551243888c72cbb30"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Elders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"elders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hasSmartphone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"coinAccount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"available"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<EldersQuery, EldersQueryVariables>;
export const VolunteersDocument = {"__meta__":{"hash":"sha256:482b49a0ee5209648543a79ec173ff5ed967cfce82855ddcbaa8a544659d5ceb"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Volunteers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"volunteers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"isVetted"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<VolunteersQuery, VolunteersQueryVariables>;
export const OpenRequestDocument = {"__meta__":{"hash":"sha256:55881aad78031b1221ab131d5baacbe2a44f3640c109bf887955dc8eefed7e6d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<OpenRequestMutation, OpenRequestMutationVariables>;
export const ApproveRequestDocument = {"__meta__":{"hash":"sha256:c18c1c01609dce22f2839aeed3dbeb04b7713f9bc61cb00d0e76e86cd58ebb8a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ApproveRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApproveServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"approveServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ApproveRequestMutation, ApproveRequestMutationVariables>;
export const RejectRequestDocument = {"__meta__":{"hash":"sha256:dce2f760f0058ec5f153678b2853d54e085d2c363bcba02a1bdc538d2f27d6d1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RejectRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RejectServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rejectServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RejectRequestMutation, RejectRequestMutationVariables>;
export const AssignRequestDocument = {"__meta__":{"hash":"sha256:65376756b5a91c857fd07528de05709dc1c4c7a6864691d153379679e6b25e87"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AssignRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AssignServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assignServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<AssignRequestMutation, AssignRequestMutationVariables>;
export const WithdrawRequestDocument = {"__meta__":{"hash":"sha256:40bbf54202399d916634dabe7a8ee353085f24769e43a3ce3babb5ed10302c3a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"WithdrawRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WithdrawFromServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"withdrawFromServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<WithdrawRequestMutation, WithdrawRequestMutationVariables>;
export const CancelRequestDocument = {"__meta__":{"hash":"sha256:0b2f8af42369f78fa1882b97e47a2be4c03f0ff28562b54243c4c473e1825c78"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CancelRequestMutation, CancelRequestMutationVariables>;
export const CheckInDocument = {"__meta__":{"hash":"sha256:0c84918f0bec7fa73d08ae4c603914f91646e1f494dab88524a6a498ccae4adc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CheckIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CheckInInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkIn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CheckInMutation, CheckInMutationVariables>;
export const CheckOutDocument = {"__meta__":{"hash":"sha256:081fd975e71ce816fb27122853cdd384c93db8d4aaacefd8a90da2af0fd4fdda"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CheckOut"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CheckOutInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkOut"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CheckOutMutation, CheckOutMutationVariables>;
export const CertifyDocument = {"__meta__":{"hash":"sha256:316dc4d57a1f061ada0c312b02b549a62aeecbd29d0dc7c1cd11148b4dc04609"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Certify"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CertifyVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"certifyVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CertifyMutation, CertifyMutationVariables>;
export const DisputeDocument = {"__meta__":{"hash":"sha256:848d82188c66d81c4b0a7c04bed904e184b9953e5c40be2166b886470f94d58d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Dispute"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DisputeVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"disputeVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<DisputeMutation, DisputeMutationVariables>;
export const ProofsDocument = {"__meta__":{"hash":"sha256:a8ae85a814254e3fe4ad56802285b68e802449cd2f6a36b225223d5f774d0efd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Proofs"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Proof"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Anomaly"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewItem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"foundAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolution"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionNote"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedByName"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Proof"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Visit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"happenedAt"}},{"kind":"Field","name":{"kind":"Name","value":"arrivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"counts"}},{"kind":"Field","name":{"kind":"Name","value":"flags"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"accuracyMetres"}},{"kind":"Field","name":{"kind":"Name","value":"distanceMetres"}},{"kind":"Field","name":{"kind":"Name","value":"sheetMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"sheetVolunteers"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}}]}},{"kind":"Field","name":{"kind":"Name","value":"photos"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"refusalCode"}},{"kind":"Field","name":{"kind":"Name","value":"takenAt"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"certificationReadiness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"present"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"weightNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"isEnough"}},{"kind":"Field","name":{"kind":"Name","value":"openReviews"}},{"kind":"Field","name":{"kind":"Name","value":"isReviewNeeded"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reviewItems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Anomaly"}}]}},{"kind":"Field","name":{"kind":"Name","value":"certifications"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"trace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"noShow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"side"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"feedback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"satisfaction"}},{"kind":"Field","name":{"kind":"Name","value":"thanks"}},{"kind":"Field","name":{"kind":"Name","value":"problemsSolved"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}}]}}]}}]} as unknown as DocumentNode<ProofsQuery, ProofsQueryVariables>;
export const VisitProofDocument = {"__meta__":{"hash":"sha256:e36309a395bacdbdae35fa10731762794e2bd25ef59fefcd35e12e42fbf905c7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VisitProof"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Visit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Proof"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Anomaly"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewItem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"foundAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolution"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionNote"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedByName"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Proof"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Visit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"happenedAt"}},{"kind":"Field","name":{"kind":"Name","value":"arrivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"counts"}},{"kind":"Field","name":{"kind":"Name","value":"flags"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"accuracyMetres"}},{"kind":"Field","name":{"kind":"Name","value":"distanceMetres"}},{"kind":"Field","name":{"kind":"Name","value":"sheetMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"sheetVolunteers"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}}]}},{"kind":"Field","name":{"kind":"Name","value":"photos"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"refusalCode"}},{"kind":"Field","name":{"kind":"Name","value":"takenAt"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"thumbnailUrl"}}]}},{"kind":"Field","name":{"kind":"Name","value":"certificationReadiness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"present"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"weightNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"isEnough"}},{"kind":"Field","name":{"kind":"Name","value":"openReviews"}},{"kind":"Field","name":{"kind":"Name","value":"isReviewNeeded"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reviewItems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Anomaly"}}]}},{"kind":"Field","name":{"kind":"Name","value":"certifications"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"minutes"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"decidedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"trace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"passed"}},{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"noShow"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"side"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"reportedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"feedback"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"satisfaction"}},{"kind":"Field","name":{"kind":"Name","value":"thanks"}},{"kind":"Field","name":{"kind":"Name","value":"problemsSolved"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}}]}}]}}]} as unknown as DocumentNode<VisitProofQuery, VisitProofQueryVariables>;
export const ReviewQueueDocument = {"__meta__":{"hash":"sha256:9f2c7df9027ca528b7ca769efff04cb4c2ea10a9127df934dce6a440fec082a6"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReviewQueue"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"communityIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reviewItems"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"communityIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"communityIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Anomaly"}},{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Anomaly"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewItem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"foundAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolution"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionNote"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedByName"}}]}}]} as unknown as DocumentNode<ReviewQueueQuery, ReviewQueueQueryVariables>;
export const DisputesDocument = {"__meta__":{"hash":"sha256:7e85cab15492e3cd4a0d6da2bfb976aac2f9b3677020d60975128797ac1f64cd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Disputes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"communityIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"states"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"DISPUTED"}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"communityIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"communityIds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"toState"}},{"kind":"Field","name":{"kind":"Name","value":"changedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorName"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DisputesQuery, DisputesQueryVariables>;
export const ResolveAnomalyDocument = {"__meta__":{"hash":"sha256:690e5b323aaba3b2a6f4da590e6ae27dc88cc4528578d3b74b47d26665542385"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResolveAnomaly"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResolveReviewItemInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resolveReviewItem"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reviewItem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Anomaly"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Anomaly"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReviewItem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"foundAt"}},{"kind":"Field","name":{"kind":"Name","value":"resolution"}},{"kind":"Field","name":{"kind":"Name","value":"resolutionNote"}},{"kind":"Field","name":{"kind":"Name","value":"resolvedByName"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ResolveAnomalyMutation, ResolveAnomalyMutationVariables>;
export const ResolveDisputeDocument = {"__meta__":{"hash":"sha256:0023b9e9fdd338af9262809bc8ee766a52d119ca6ea114b32c7cb4aafd987fca"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResolveDispute"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResolveDisputeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resolveDispute"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ResolveDisputeMutation, ResolveDisputeMutationVariables>;
export const CorrectVisitDocument = {"__meta__":{"hash":"sha256:2aea7deae3ff65aac6b1e8810788e3fe6ff9c938579e177aa41f57487c5f8cd3"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CorrectVisit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CorrectVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"correctVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CorrectVisitMutation, CorrectVisitMutationVariables>;
export const RevokeVisitDocument = {"__meta__":{"hash":"sha256:1d68a4cb632b79f5d7f5b1959bc4905b5d954eadb154819010f82ed3ce1a9c9a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeVisit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeCertificationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeCertification"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RevokeVisitMutation, RevokeVisitMutationVariables>;
export const ReportNoShowDocument = {"__meta__":{"hash":"sha256:1351ec826ef7eeefd357981859b96e5be1b9922e4414eb5ccd5e85e53282d66c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReportNoShow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportNoShowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reportNoShow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ReportNoShowMutation, ReportNoShowMutationVariables>;
export const ConfirmVisitDocument = {"__meta__":{"hash":"sha256:25b3ee790ac7ea8f22ada7637aa4c622f3f8adeab2e2a76ddf4ecad38b3f8c18"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfirmVisit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfirmVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"confirmVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ConfirmVisitMutation, ConfirmVisitMutationVariables>;
export const RecordCallDocument = {"__meta__":{"hash":"sha256:b171db1eeb62c1c1ae8b06121d1ea8efadf6ea63d5adfa1b8a000861ba211a84"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RecordCall"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordVisitCallInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordVisitCall"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RecordCallMutation, RecordCallMutationVariables>;
export const CandidatesDocument = {"__meta__":{"hash":"sha256:d1d59890b77339d4165d18e61d8101a67a99134cb23f27d49f212aa9f65b735d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Candidates"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"candidates"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"requestId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"requestId"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"consideredCount"}},{"kind":"Field","name":{"kind":"Name","value":"eligibleCount"}},{"kind":"Field","name":{"kind":"Name","value":"obstacles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"onlyCount"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isEligible"}},{"kind":"Field","name":{"kind":"Name","value":"begin"}},{"kind":"Field","name":{"kind":"Name","value":"distanceMetres"}},{"kind":"Field","name":{"kind":"Name","value":"weekMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"stars"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shortfalls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"isObstacle"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<CandidatesQuery, CandidatesQueryVariables>;
export const SeriesListDocument = {"__meta__":{"hash":"sha256:cd9fc41b4a349336800902c235229c2c8206fc6b98afdaca303102d1e92028a4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SeriesList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestSeries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Series"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Series"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestSeries"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"windowMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"endsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"failureCode"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<SeriesListQuery, SeriesListQueryVariables>;
export const RequestPlanDocument = {"__meta__":{"hash":"sha256:48c3b1adf5a3e1556c0638193a5faa2af20da4bf3e2fa43707d30c60d1bd901e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RequestPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"windows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"series"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Series"}}]}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Joint"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Series"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestSeries"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"windowMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"endsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"failureCode"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Joint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JointVisit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"beginsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersOfEachTeam"}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"elderName"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RequestPlanQuery, RequestPlanQueryVariables>;
export const SensitiveNoteDocument = {"__meta__":{"hash":"sha256:0d76aee0b51eb9c4dfcab5efbbdd49a70bd02ed1d09596caa6b7ffb6ad24fa13"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SensitiveNote"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sensitiveNote"}}]}}]}}]} as unknown as DocumentNode<SensitiveNoteQuery, SensitiveNoteQueryVariables>;
export const JointVisitsDocument = {"__meta__":{"hash":"sha256:49f626d4363d4f53e26a1023de75f80e6c03a4a049acd614454a4029c4a2dcef"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"JointVisits"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jointVisits"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Joint"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Joint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JointVisit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"beginsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersOfEachTeam"}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"elderName"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}}]} as unknown as DocumentNode<JointVisitsQuery, JointVisitsQueryVariables>;
export const TeamsDocument = {"__meta__":{"hash":"sha256:d4a4db55b9b1cff71b64ef9ffcdb18ae1eefde230549f75054412960d1c7e7a4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Teams"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"teams"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<TeamsQuery, TeamsQueryVariables>;
export const AcceptRequestDocument = {"__meta__":{"hash":"sha256:d1a56b55136d19f05a2575c3a9889596f626c6bddcea0794761dd538bab284e6"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AcceptRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AcceptServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<AcceptRequestMutation, AcceptRequestMutationVariables>;
export const ChangeRequestDocument = {"__meta__":{"hash":"sha256:c45582f25d5f987073a5fad3d3207a1c5d6e9cf73e06bb79743c69c87dd8fd23"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ChangeRequestMutation, ChangeRequestMutationVariables>;
export const RescheduleRequestDocument = {"__meta__":{"hash":"sha256:ca31f3af7cd81ffe989aecb2da3714361f6f261379dee94cc55787e412c1adb9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RescheduleRequest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RescheduleServiceRequestInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rescheduleServiceRequest"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RequestCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"urgency"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"requestedTo"}},{"kind":"Field","name":{"kind":"Name","value":"minutesExpected"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersNeeded"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"coinsHeld"}},{"kind":"Field","name":{"kind":"Name","value":"channel"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"genderPreference"}},{"kind":"Field","name":{"kind":"Name","value":"hasSensitiveNote"}},{"kind":"Field","name":{"kind":"Name","value":"occurrence"}},{"kind":"Field","name":{"kind":"Name","value":"openedAt"}},{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teamsAsked"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"livesAlone"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"plannedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"plannedTo"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"checkedInAt"}},{"kind":"Field","name":{"kind":"Name","value":"checkedOutAt"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"minutesCertified"}},{"kind":"Field","name":{"kind":"Name","value":"coinsPaid"}},{"kind":"Field","name":{"kind":"Name","value":"certifiedAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"person"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RescheduleRequestMutation, RescheduleRequestMutationVariables>;
export const BeginSeriesDocument = {"__meta__":{"hash":"sha256:d2435aebe6be947740e8b38fe0368650220a56d951ae1291789690102f78fca9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"BeginSeries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateRequestSeriesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createRequestSeries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"series"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Series"}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Series"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestSeries"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"windowMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"endsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"failureCode"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<BeginSeriesMutation, BeginSeriesMutationVariables>;
export const ChangeSeriesDocument = {"__meta__":{"hash":"sha256:618963c9ab0d8bff90a09fef706180ca4f65510d8f527e68ce6d32a905459028"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeSeries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeRequestSeriesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeRequestSeries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"series"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Series"}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Series"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestSeries"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"windowMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"endsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"failureCode"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<ChangeSeriesMutation, ChangeSeriesMutationVariables>;
export const SkipOccurrenceDocument = {"__meta__":{"hash":"sha256:5e2961285f544e178a07dacf2c53a8bd2e83dcbeb85540cd205cb9a0a9aa4fa4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SkipOccurrence"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SkipSeriesOccurrenceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"skipSeriesOccurrence"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"series"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Series"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Series"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestSeries"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"windowMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"endsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"failureCode"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<SkipOccurrenceMutation, SkipOccurrenceMutationVariables>;
export const EndSeriesDocument = {"__meta__":{"hash":"sha256:11da33adcdfef1ffb9f3b089dc4b86cdda074dc5e4d5a81f2f97db3ab360a214"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EndSeries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EndRequestSeriesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endRequestSeries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"series"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Series"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Series"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestSeries"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"windowMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"endsBefore"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"failureCode"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"place"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<EndSeriesMutation, EndSeriesMutationVariables>;
export const PlanJointVisitDocument = {"__meta__":{"hash":"sha256:501b3bac239734e36995c7f99ddcf9755ec13dce6200fe4aa9fc70f35cc3bcd2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PlanJointVisit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PlanJointVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"planJointVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Joint"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Joint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JointVisit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"beginsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersOfEachTeam"}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"elderName"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<PlanJointVisitMutation, PlanJointVisitMutationVariables>;
export const AcceptJointVisitDocument = {"__meta__":{"hash":"sha256:8cb8cf66f73a4a2ea6f301c38e92fb58fba347c35c9ed0680de15f05c946ceac"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AcceptJointVisit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AcceptJointVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptJointVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Joint"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Joint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JointVisit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"beginsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersOfEachTeam"}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"elderName"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<AcceptJointVisitMutation, AcceptJointVisitMutationVariables>;
export const RescheduleJointVisitDocument = {"__meta__":{"hash":"sha256:148e500543179fbe956c0e833d81a3efa5084f8011dafed2418a2d4d4f0c7745"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RescheduleJointVisit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RescheduleJointVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rescheduleJointVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Joint"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Joint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JointVisit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"beginsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersOfEachTeam"}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"elderName"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<RescheduleJointVisitMutation, RescheduleJointVisitMutationVariables>;
export const CancelJointVisitDocument = {"__meta__":{"hash":"sha256:464b78fa2dd843140cd77e57f9b6c65c25c5da470715b5786e597e5a4610bc80"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelJointVisit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelJointVisitInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelJointVisit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"jointVisit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Joint"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Joint"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"JointVisit"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"beginsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"volunteersOfEachTeam"}},{"kind":"Field","name":{"kind":"Name","value":"kind"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"teams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requests"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"requestedFrom"}},{"kind":"Field","name":{"kind":"Name","value":"elderName"}},{"kind":"Field","name":{"kind":"Name","value":"elder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alarms"}},{"kind":"Field","name":{"kind":"Name","value":"community"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"visits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"volunteer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]} as unknown as DocumentNode<CancelJointVisitMutation, CancelJointVisitMutationVariables>;
