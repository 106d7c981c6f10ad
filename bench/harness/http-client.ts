import { Agent, get } from 'node:http';

export interface Answer {
  readonly ms: number;
  readonly status: number;
  readonly bytes: number;
}

/** Requests URLs over a fixed number of kept-alive connections, each sending its next request when the last was answered. */
export async function requestAll(origin: string, paths: readonly string[], connections: number): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers: Answer[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < paths.length) answers.push(await request(agent, new URL(paths[next++]!, origin)));
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return answers;
}

function request(agent: Agent, url: URL): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    get(url, { agent }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('error', reject);
      response.on('end', () => resolve({ ms: performance.now() - started, status: response.statusCode ?? 0, bytes }));
    }).on('error', reject);
  });
}
