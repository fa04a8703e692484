import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type * as MainModule from '../main.ts';
import type { Settings } from '../platform/config/settings.ts';
import { Refusal, errorCode } from './command-error.ts';

/** Exports of the built `api/main.js`. */
export type NodeModule = typeof MainModule;

/** The requested port, or any free one for 0. Refuses a taken port before anything is started. */
export async function usablePort(settings: Settings): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(settings.port, settings.host);
    await once(probe, 'listening');
  } catch (error) {
    throw explainListening(error, settings);
  }
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Converts a listening failure into a sentence that states the remedy. Any other error is returned
 * unchanged.
 */
export function explainListening(error: unknown, { host, port }: Settings): unknown {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program: stop that one, or choose another port, for example "PORT=${port + 1} npm start".`,
    EACCES: `This user may not listen on port ${port}: choose one from 1024 up, for example "PORT=4000 npm start".`,
    EADDRNOTAVAIL: `This machine has no address ${host} to listen on: set LINLI_HOST to 127.0.0.1, or to another of its addresses.`,
    ENOTFOUND: `The host ${host} to listen on is unknown: set LINLI_HOST to 127.0.0.1, or to an address of this machine.`,
  };
  const sentence = sentences[errorCode(error) ?? ''];
  return sentence ? new Refusal(sentence, { cause: error }) : error;
}
