import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { clone } from '../../run/workspace.ts';
import { connections } from './against-bare.ts';

/** Directory for a CPU profile of the API, to open in a browser's developer tools. */
const profileDirectory = process.env.BENCH_PROFILE;

let port = 0;
const agent = new Agent({ keepAlive: true, maxSockets: connections });

/** Starts one API node in a separate process, on a database with the test fixtures. */
export async function startApi(databaseUrl: string, publicUrl: string): Promise<ChildProcess> {
  port = 20_000 + Math.floor(Math.random() * 20_000);
  const flags = profileDirectory ? ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`] : [];
  const child = spawn(
    process.execPath,
    [...flags, join(import.meta.dirname, '..', 'read', 'api.ts'), clone.build],
    {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        LINLI_DEMO: 'yes',
        LINLI_LOG_LEVEL: 'error',
        LINLI_PUBLIC_URL: publicUrl,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The platform did not answer.');
}

/** Waits for its end, since a profile is written then. */
export async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  agent.destroy();
  child.kill();
  await ended;
}

/** Sends a mutation and gives the text of the response. */
export async function mutate(token: string, query: string, input: object): Promise<string> {
  const body = JSON.stringify({ query, variables: { input } });
  return await new Promise<string>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'content-length': Buffer.byteLength(body),
    };
    const sent = httpRequest(
      { host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent, headers },
      (response) => {
        let text = '';
        response
          .on('data', (chunk: Buffer) => (text += chunk.toString()))
          .on('end', () => resolve(text));
      },
    );
    sent.on('error', reject).end(body);
  });
}
