import type { FormattedExecutionResult } from 'graphql';
import type { MediaType } from './media-type.ts';

/**
 * HTTP status of an executed or refused operation; docs/http.md has the table. `status` is the one
 * that its errors ask for.
 *
 * - A refused field does not fail the request, so its neighbours arrive with 200. An outage or a bug
 *   that left nothing fails the whole request, and load balancers must see it.
 * - A document or variables that are wrong are 400 for clients that read
 *   `application/graphql-response+json`. Clients of `application/json` read only the body, so they
 *   get 200, as the specification recommends.
 */
export function answerStatus(
  { data, errors }: FormattedExecutionResult,
  status: number | undefined,
  mediaType: MediaType | null,
): number {
  if (!errors?.length || status === undefined) return 200;
  if (errors.every(({ path }) => path !== undefined))
    return status >= 500 && isEmpty(data) ? status : 200;
  return status === 400 && mediaType === 'application/json' && errors.every(isAboutOperation)
    ? 200
    : status;
}

/** Whether no root field has a value. */
export function isEmpty(data: FormattedExecutionResult['data']): boolean {
  return data === null || data === undefined || Object.values(data).every((each) => each === null);
}

/** Apollo reports a request without an operation under this code. */
function isAboutOperation({
  extensions,
}: NonNullable<FormattedExecutionResult['errors']>[number]): boolean {
  return extensions?.['code'] !== 'BAD_REQUEST';
}
