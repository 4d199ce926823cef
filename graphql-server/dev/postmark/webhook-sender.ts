export interface WebhookTargets {
  inboundUrl: string;
  eventsUrl: string;
  user: string;
  password: string;
}

/** Posts as Postmark does: JSON, basic auth, again until it is taken, and never after a 403. */
export class WebhookSender {
  readonly #targets: () => WebhookTargets;
  readonly #log: (line: string) => void;
  readonly #closing = new AbortController();

  constructor(targets: () => WebhookTargets, log: (line: string) => void) {
    this.#targets = targets;
    this.#log = log;
  }

  async sendEvent(event: { RecordType: string }): Promise<void> {
    for (const pause of [...RETRY_PAUSES_MS, undefined]) {
      const status = await this.#post('eventsUrl', event);
      if (isSuccess(status) || status === 403 || pause === undefined || this.#closing.signal.aborted) {
        if (!isSuccess(status)) this.#log(`postmark stand-in: gave up a ${event.RecordType} webhook, answered ${status}`);
        return;
      }
      await this.#pause(pause);
    }
  }

  /** One attempt, so that whoever replies sees the answer at once. */
  sendInbound(payload: object): Promise<number> {
    return this.#post('inboundUrl', payload);
  }

  close(): void {
    this.#closing.abort();
  }

  async #post(target: 'inboundUrl' | 'eventsUrl', payload: object): Promise<number> {
    const { user, password, [target]: url } = this.#targets();
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Postmark',
          authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
        },
        body: JSON.stringify(payload),
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(30_000)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return NO_ANSWER;
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      this.#closing.signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
    });
  }
}

/** Postmark waits minutes and hours; a developer would not. */
const RETRY_PAUSES_MS = [100, 250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];
const NO_ANSWER = 0;

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
