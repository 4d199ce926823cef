import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LockMode } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import type { Services } from '../context.ts';
import { record } from '../clients/client-event.entity.ts';
import { readBody } from '../http/request.ts';
import type { Router } from '../http/router.ts';
import { enqueue } from '../jobs.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { Dispatch } from './dispatch.entity.ts';
import { announceDispatch } from './announce-dispatch.ts';

/** Postmark's own limit is 35 MB of mail; base64 and JSON add their share. */
const MAX_INBOUND = 60_000_000;
const MAX_EVENT = 1_000_000;

/**
 * Postmark's webhooks, behind basic auth. A wrong password is answered with 401, never 403: at a
 * 403 Postmark stops trying (https://postmarkapp.com/developer/webhooks/inbound-webhook).
 */
export function routePostmarkWebhooks(router: Router, services: Services): void {
  router.on('POST', '/webhooks/postmark/inbound', async (req, res) => {
    const payload = isPostmark(req, res, services) && (await jsonBody(req, res, MAX_INBOUND));
    if (!payload) return;
    await keepInbound(services, payload.text, payload.json);
    res.writeHead(200).end();
  });

  router.on('POST', '/webhooks/postmark/events', async (req, res) => {
    const payload = isPostmark(req, res, services) && (await jsonBody(req, res, MAX_EVENT));
    if (!payload) return;
    await noteDelivery(services, payload.json);
    res.writeHead(200).end();
  });
}

function isPostmark(req: IncomingMessage, res: ServerResponse, { config }: Services): boolean {
  const expected = Buffer.from(`${config.mail.webhookUser}:${config.mail.webhookPassword}`);
  const given = Buffer.from((/^Basic (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? ''), 'base64');
  const digest = (value: Buffer) => createHash('sha256').update(value).digest();
  if (timingSafeEqual(digest(expected), digest(given))) return true;
  res.writeHead(401, { 'www-authenticate': 'Basic realm="postmark"' }).end();
  return false;
}

type Json = Record<string, unknown>;

async function jsonBody(req: IncomingMessage, res: ServerResponse, limit: number): Promise<{ text: string; json: Json } | null> {
  const text = (await readBody(req, limit)).toString('utf8');
  try {
    const json: unknown = JSON.parse(text);
    if (json && typeof json === 'object' && !Array.isArray(json)) return { text, json: json as Json };
  } catch {
    // Answered below.
  }
  res.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"code":"BAD_USER_INPUT","message":"The body is not a JSON object."}}');
  return null;
}

/** Raw first, so that no mail is lost whatever happens next. The same delivery again adds nothing. */
async function keepInbound({ orm }: Services, text: string, json: Json): Promise<void> {
  const sha256 = (content: string) => createHash('sha256').update(content).digest();
  const bodyHash = sha256(contentOf(json));
  const messageId = typeof json['MessageID'] === 'string' ? storableText(json['MessageID']) : sha256(text).toString('hex');
  await emFor(orm, { kind: 'system' }).transactional(async (em) => {
    const [added] = await em.execute<{ id: string }[]>(
      `insert into inbound_email (id, created_at, provider_message_id, body_sha256, payload, outcome)
       values (?, now(), ?, ?, ?::jsonb, 'RECEIVED') on conflict (provider_message_id, body_sha256) do nothing returning id`,
      [v7(), messageId, bodyHash, JSON.stringify(json, (_key, value: unknown) => (typeof value === 'string' ? storableText(value) : value))],
    );
    if (added) await enqueue(em, 'receive-ticket-email', { inboundEmailId: added.id }, `inbound-${added.id}`);
  });
}

/** PostgreSQL has no room for NUL and for half a surrogate pair, which some senders put into headers and cut texts. */
const storableText = (text: string) => text.replaceAll('\0', '').toWellFormed();

const contentOf = (json: Json) => JSON.stringify([json['From'], json['Subject'], json['TextBody'], json['HtmlBody']]);

/** Delivery, Bounce and SpamComplaint move a dispatch on; what is not about one of ours is not ours to keep. */
async function noteDelivery({ orm }: Services, event: Json): Promise<void> {
  const reference = (event['Metadata'] as Json | null | undefined)?.['reference'];
  if (typeof reference !== 'string' || !isUuid(reference)) return;
  await emFor(orm, { kind: 'system' }).transactional(async (em) => {
    // By our own id: the provider may tell of a delivery before we have noted its id.
    const dispatch = await em.findOne(Dispatch, { id: reference }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!dispatch) return;
    if (event['RecordType'] === 'Delivery') {
      dispatch.markDelivered();
    } else if (event['RecordType'] === 'Bounce' || event['RecordType'] === 'SpamComplaint') {
      dispatch.markBounced(String(event['Description'] ?? event['RecordType']));
      record(em, dispatch, { kind: 'mail.bounced', summary: `Mail to ${dispatch.recipient} came back`, invoiceId: dispatch.invoiceId });
    } else return;
    await em.flush();
    await announceDispatch(em, dispatch);
  });
}
