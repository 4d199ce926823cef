import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from './request-body.ts';

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  json: Record<string, unknown>;
}

/** The other end of the webhooks, for the tests of this folder. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** Answers to come, in order; 200 when there are none. */
  readonly answers: number[] = [];
  #origin = '';
  readonly #server = createServer(async (req, res) => {
    const body = await readBody(req, 50 * 1024 * 1024);
    this.received.push({ path: req.url ?? '', headers: req.headers, json: JSON.parse(String(body)) });
    res.writeHead(this.answers.shift() ?? 200).end();
    this.#server.emit('received');
  });

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get targets() {
    return {
      inboundUrl: `${this.#origin}/inbound`,
      eventsUrl: `${this.#origin}/events`,
      user: 'postmark',
      password: 'päss:word',
    };
  }

  async next(match: (webhook: ReceivedWebhook) => boolean): Promise<ReceivedWebhook> {
    for (;;) {
      const found = this.received.find(match);
      if (found) return found;
      await once(this.#server, 'received', { signal: AbortSignal.timeout(5000) });
    }
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
