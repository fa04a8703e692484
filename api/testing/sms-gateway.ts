import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.ts';

export interface SmsGateway {
  url: string;
  /** Sent messages, oldest first. */
  sent: { phone: string; code: string; text: string; locale: string }[];
  /** The latest code sent to a phone; waits until there is one. */
  codeFor(phone: string): Promise<string>;
  close(): Promise<void>;
}

/** A text message gateway on a local socket that records messages. */
export async function smsGateway(): Promise<SmsGateway> {
  const sent: SmsGateway['sent'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      sent.push(JSON.parse(body) as SmsGateway['sent'][number]);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let seen = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    sent,
    async codeFor(phone) {
      let index = -1;
      await until(`a text message came for ${phone}`, () => {
        index = sent.findIndex((message, at) => at >= seen && message.phone === phone);
        return index >= 0;
      });
      seen = index + 1;
      return sent[index]!.code;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
