import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inboundPayload } from './client-reply.ts';
import type { ClientReply, InboundPayload } from './client-reply.ts';
import { MailDelivery } from './mail-delivery.ts';
import { Mailbox } from './mailbox.store.ts';
import { OutboxDoor } from './outbox/outbox.door.ts';
import { PostmarkApi } from './postmark-api.ts';
import type { SentMessage } from './sent-message.ts';
import { WebhookSender } from './webhook-sender.ts';
import type { WebhookTargets } from './webhook-sender.ts';

/** Postmark for development and tests: the same HTTP, and nothing leaves the machine. */
export interface PostmarkStandIn {
  /** `new ServerClient(token, { requestHost, useHttps: false })` */
  requestHost: string;
  /** Everything accepted, newest last. */
  messages(): SentMessage[];
  /** The first message that matches, now or later; rejects after `timeoutMs` (5 s when left out). */
  waitFor(match: (message: SentMessage) => boolean, timeoutMs?: number): Promise<SentMessage>;
  /** Takes what lies under /dev/outbox; false when the request is for something else. */
  handleOutbox(req: IncomingMessage, res: ServerResponse): boolean;
  /** Answers a message as its recipient would; `status` is what the inbound webhook said, 0 for nothing. */
  replyAs(message: SentMessage, reply: ClientReply): Promise<{ status: number; payload: InboundPayload }>;
  /** Posts any payload to the inbound webhook: a second delivery, an old form, a stranger's mail. */
  postInbound(payload: object): Promise<{ status: number }>;
  close(): Promise<void>;
}

export interface PostmarkStandInOptions {
  /** A free one when left out. */
  port?: number;
  /** Keeps the last 500 messages over a restart. */
  stateFile?: string;
  /** Asked at each webhook, so that the server may start later. */
  webhooks: () => WebhookTargets;
  /** How long after acceptance a mail is delivered or bounces; 150 when left out. */
  deliveryDelayMs?: number;
  log?: (line: string) => void;
}

export async function startPostmarkStandIn(options: PostmarkStandInOptions): Promise<PostmarkStandIn> {
  const log = options.log ?? (() => undefined);
  const mailbox = new Mailbox(options.stateFile);
  const webhooks = new WebhookSender(options.webhooks, log);
  const delivery = new MailDelivery(mailbox, webhooks, options.deliveryDelayMs ?? 150);
  const api = new PostmarkApi(mailbox, delivery);
  for (const message of mailbox.all()) delivery.schedule(message);

  async function replyAs(message: SentMessage, reply: ClientReply) {
    const payload = inboundPayload(message, reply, new Date());
    const status = await webhooks.sendInbound(payload);
    mailbox.recordReply(message, { from: payload.From, text: reply.text, at: new Date().toISOString(), status });
    return { status, payload };
  }

  const outbox = new OutboxDoor(mailbox, replyAs, log);
  const server = createServer((req, res) => {
    api.handle(req, res).catch((error: unknown) => {
      log(`postmark stand-in: ${String(error)}`);
      if (!res.headersSent) res.writeHead(500, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ ErrorCode: 500, Message: 'Internal server error' }));
    });
  });
  await new Promise<void>((ready, fail) => server.once('error', fail).listen(options.port ?? 0, '127.0.0.1', ready));

  return {
    requestHost: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages: () => mailbox.all(),
    waitFor: (match, timeoutMs = 5000) => mailbox.waitFor(match, timeoutMs),
    handleOutbox: (req, res) => outbox.handle(req, res),
    replyAs,
    postInbound: async (payload) => ({ status: await webhooks.sendInbound(payload) }),
    async close() {
      delivery.close();
      webhooks.close();
      outbox.close();
      mailbox.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
