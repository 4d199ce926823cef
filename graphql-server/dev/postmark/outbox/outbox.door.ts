import { readFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ClientReply } from '../client-reply.ts';
import type { Mailbox } from '../mailbox.store.ts';
import { readBody } from '../request-body.ts';
import type { MailAttachment, SentMessage } from '../sent-message.ts';
import { MAIL_DOCUMENT_CSP, mailDocument } from './mail-document.ts';
import { MAIL_VIEWS, outboxPage, webhookAnswer } from './outbox.page.ts';
import type { MailView } from './outbox.page.ts';
import { searchOutbox } from './outbox.search.ts';

type SendReply = (message: SentMessage, reply: ClientReply) => Promise<{ status: number }>;

/** /dev/outbox and what lies under it. */
export class OutboxDoor {
  readonly #mailbox: Mailbox;
  readonly #sendReply: SendReply;
  readonly #log: (line: string) => void;
  readonly #streams = new Set<ServerResponse>();

  constructor(mailbox: Mailbox, sendReply: SendReply, log: (line: string) => void) {
    this.#mailbox = mailbox;
    this.#sendReply = sendReply;
    this.#log = log;
    mailbox.subscribe((message) => this.#tellStreams(message));
  }

  handle(req: IncomingMessage, res: ServerResponse): boolean {
    const url = URL.parse(req.url ?? '/', 'http://localhost');
    if (!url || !/^\/dev\/outbox(?:\.json|\/|$)/.test(url.pathname)) return false;
    this.#route(req, res, url).catch((error: unknown) => {
      this.#log(`outbox: ${String(error)}`);
      if (!res.headersSent) send(res, 500, 'text/plain', 'Something went wrong\n');
      else res.destroy();
    });
    return true;
  }

  close(): void {
    for (const stream of this.#streams) stream.end();
  }

  async #route(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const path = url.pathname.replace(/^\/dev\/outbox/, '').replace(/\/$/, '');
    if (req.method === 'POST') return this.#reply(req, res, path);
    if (req.method !== 'GET' && req.method !== 'HEAD') return send(res, 405, 'text/plain', 'Method not allowed\n', { allow: 'GET, HEAD, POST' });

    if (path === '') return this.#page(res, url);
    if (path === '.json') return sendJson(res, searchOutbox(this.#mailbox.all(), url.searchParams));
    if (path === '/events') return this.#openStream(res);
    if (path === '/outbox.css') return sendOwnFile(res, 'outbox.css');
    if (path === '/outbox.js') return sendOwnFile(res, 'outbox.js');

    const [, id = '', rest = ''] = /^\/([\w-]+)(.*)$/.exec(path) ?? [];
    const message = this.#mailbox.find(id);
    if (!message) return send(res, 404, 'text/plain', 'There is no such mail in the outbox.\n');
    if (rest === '') return this.#page(res, url, message);
    if (rest === '.json') return sendJson(res, message);
    if (rest === '/html') return send(res, 200, 'text/html', mailDocument(message), { 'content-security-policy': MAIL_DOCUMENT_CSP });
    const attachment = message.Attachments[Number(/^\/attachments\/(\d+)$/.exec(rest)?.[1])];
    if (attachment) return sendAttachment(res, attachment);
    return send(res, 404, 'text/plain', 'Not found\n');
  }

  #page(res: ServerResponse, url: URL, selected?: SentMessage): void {
    const all = this.#mailbox.all();
    const view = url.searchParams.get('view') ?? 'html';
    const replied = url.searchParams.get('replied');
    const page = outboxPage({
      messages: searchOutbox(all, url.searchParams),
      total: all.length,
      query: url.searchParams.get('q') ?? '',
      view: view in MAIL_VIEWS ? (view as MailView) : 'html',
      ...(selected && { selected }),
      ...(replied !== null && { repliedStatus: Number(replied) }),
    });
    send(res, 200, 'text/html', page, { 'content-security-policy': PAGE_CSP });
  }

  async #reply(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    const message = this.#mailbox.find(/^\/([\w-]+)\/reply$/.exec(path)?.[1] ?? '');
    if (!message) return send(res, 404, 'text/plain', 'There is no such mail in the outbox.\n');
    // No other site that is open in the same browser may write in the client's name.
    if (!['same-origin', 'none', undefined].includes(req.headers['sec-fetch-site'] as string | undefined)) {
      return send(res, 403, 'text/plain', 'Only the outbox itself may send replies.\n');
    }
    const body = await readBody(req, 35 * 1024 * 1024);
    if (!body) return send(res, 413, 'text/plain', 'Postmark takes at most 35 MB.\n');
    const reply = await replyOf(body, req.headers['content-type'] ?? '');
    if (!reply) return send(res, 422, 'text/plain', 'A reply needs a text.\n');
    const { status } = await this.#sendReply(message, reply);
    if (req.headers.accept?.includes('application/json')) return sendJson(res, { status, message: webhookAnswer(status) });
    res.writeHead(303, { location: `/dev/outbox/${message.MessageID}?replied=${status}#reply` }).end();
  }

  #openStream(res: ServerResponse): void {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    res.write('retry: 1000\n\n');
    this.#streams.add(res);
    res.on('close', () => this.#streams.delete(res));
  }

  #tellStreams({ MessageID, Subject, deliveries }: SentMessage): void {
    const event = JSON.stringify({ MessageID, Subject, isNew: deliveries.some(({ state }) => state === 'queued') });
    for (const stream of this.#streams) stream.write(`data: ${event}\n\n`);
  }
}

const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

async function replyOf(body: Buffer, contentType: string): Promise<ClientReply | undefined> {
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/.test(contentType)) return undefined;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const text = String(form.get('text') ?? '').replaceAll('\r\n', '\n').trimEnd();
  if (!text.trim()) return undefined;
  const files = form.getAll('files').filter((file): file is File => typeof file === 'object' && file.name !== '');
  return {
    text,
    from: String(form.get('from') ?? '').trim(),
    quote: form.has('quote'),
    attachments: await Promise.all(files.map(attachmentOf)),
  };
}

async function attachmentOf(file: File): Promise<MailAttachment> {
  const Content = Buffer.from(await file.arrayBuffer()).toString('base64');
  return { Name: file.name, Content, ContentType: file.type || 'application/octet-stream', ContentID: '' };
}

function sendAttachment(res: ServerResponse, { Name, Content, ContentType, ContentID }: MailAttachment): void {
  // Only a picture that stands inside the mail is shown; the rest is saved.
  const isInline = ContentID !== '' && /^image\/(png|jpeg|gif|webp)$/.test(ContentType);
  send(res, 200, isInline ? ContentType : 'application/octet-stream', Buffer.from(Content, 'base64'), {
    'content-disposition': `${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(Name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
  });
}

function sendOwnFile(res: ServerResponse, name: 'outbox.css' | 'outbox.js'): void {
  const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript';
  send(res, 200, contentType, readFileSync(join(import.meta.dirname, name)));
}

function sendJson(res: ServerResponse, value: unknown): void {
  send(res, 200, 'application/json', JSON.stringify(value, undefined, 2));
}

function send(res: ServerResponse, status: number, contentType: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): void {
  res.writeHead(status, {
    'content-type': /^text|json/.test(contentType) ? `${contentType}; charset=utf-8` : contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...headers,
  });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}
