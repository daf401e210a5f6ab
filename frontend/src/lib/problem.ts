import * as v from 'valibot';

const problemSchema = v.object({
  title: v.optional(v.string()),
  detail: v.optional(v.string()),
  code: v.optional(v.string()),
  request_id: v.optional(v.string()),
  errors: v.optional(
    v.array(
      v.object({
        field: v.optional(v.string()),
        code: v.optional(v.string()),
        message: v.string(),
        client_id: v.optional(v.union([v.string(), v.number()])),
      }),
    ),
  ),
});

/** The body of an error, RFC 9457. */
export type Problem = v.InferOutput<typeof problemSchema>;

/** The server answered, and the answer is an error. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly problem: Problem;
  readonly retryAfter: number | undefined;

  constructor(status: number, body: unknown, retryAfter?: number) {
    const parsed = v.safeParse(problemSchema, body);
    const problem = parsed.success ? parsed.output : {};
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer came: offline, refused, timed out, or not the answer that we know how to read. */
export class NetworkError extends Error {
  override name = 'NetworkError';
}

/** Says in words what went wrong and what to do next. */
export function explain(error: unknown): string {
  if (error instanceof NetworkError) {
    return globalThis.navigator.onLine
      ? 'We can’t reach the server. Check your connection and try again.'
      : 'You are offline. Connect to the internet and try again.';
  }
  if (error instanceof ApiError) {
    if (error.status === 401) return 'Your session has ended. Sign in again to go on.';
    if (error.status === 429) return 'That was a bit fast. Wait a moment and try again.';
    if (error.status === 412) {
      return 'This entry was changed somewhere else meanwhile. Reload it and try again.';
    }
    if (error.status === 413) return 'That is more than the server takes at once.';
    if (error.status >= 500) {
      return 'The server has trouble at the moment. Nothing is lost; try again in a moment.';
    }
    return error.message;
  }
  return 'Something went wrong on this page. Try again, or reload it.';
}

/** The reference that support needs to find a failure, when the server gave one. */
export function referenceOf(error: unknown): string | undefined {
  return error instanceof ApiError ? error.problem.request_id : undefined;
}
