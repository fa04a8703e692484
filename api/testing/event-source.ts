export interface StreamEvent {
  event: string;
  id: string | null;
  /** The JSON of the event; null without data. */
  data: unknown;
}

/** Events of one connection to an event stream, as the standard of EventSource reads them. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  const lines: string[] = [];
  let rest = '';
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    const whole = (rest + part).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) {
      if (line !== '') {
        lines.push(line);
        continue;
      }
      const fields = lines.splice(0).filter((each) => !each.startsWith(':'));
      if (fields.length > 0) yield eventIn(fields);
    }
  }
}

function eventIn(lines: readonly string[]): StreamEvent {
  const field = (name: string) =>
    lines.find((line) => line.startsWith(`${name}:`))?.replace(/^\w+: ?/, '');
  const data = field('data');
  return {
    event: field('event') ?? 'message',
    id: field('id') ?? null,
    data: data ? JSON.parse(data) : null,
  };
}

/**
 * Follows one address as a browser's EventSource does: it connects again after every end, and sends
 * the last id that it received. Returns a function that closes it. (An EventSource sends no
 * Authorization header, so browsers use it with a library.)
 */
export function eventSource(
  url: string,
  token: string,
  take: (event: StreamEvent) => void,
): () => void {
  const leaving = new AbortController();
  const follow = async (): Promise<void> => {
    let lastId: string | null = null;
    while (!leaving.signal.aborted) {
      try {
        const headers: Record<string, string> = {
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
          ...(lastId !== null && { 'last-event-id': lastId }),
        };
        const response = await fetch(url, { headers, signal: leaving.signal });
        for await (const event of eventsOf(response)) {
          lastId = event.id ?? lastId;
          take(event);
        }
      } catch {
        // The connection was lost, or could not be opened.
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  void follow();
  return () => leaving.abort();
}

/** The address of an event stream for one operation. */
export function streamAddress(url: string, query: string, variables: object): string {
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  return `${url}/graphql/stream?${parameters.toString()}`;
}
