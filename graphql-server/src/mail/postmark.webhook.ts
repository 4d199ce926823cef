import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import type { Services } from '../context.ts';
import { readBody } from '../http/request.ts';
import type { Router } from '../http/router.ts';
import { enqueue } from '../jobs.ts';
import { cutText } from '../shared/cut-text.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { announceDispatch } from './announce-dispatch.ts';
import { bounceKindOf } from './bounce.ts';
import { Dispatch } from './dispatch.entity.ts';
import { recordReturn, suppressAddress } from './suppress-address.ts';

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
    if (json && typeof json === 'object' && !Array.isArray(json) && isFlatEnough(json)) return { text, json: json as Json };
  } catch {
    // Answered below.
  }
  res.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"code":"BAD_USER_INPUT","message":"The body is not a JSON object."}}');
  return null;
}

/** No mail is nested; what is, deep enough, neither PostgreSQL nor we can read. */
const isFlatEnough = (value: unknown, left = 50): boolean =>
  value === null || typeof value !== 'object' || (left > 0 && Object.values(value).every((part) => isFlatEnough(part, left - 1)));

/** Raw first, so that no mail is lost whatever happens next. The same delivery again adds nothing. */
async function keepInbound({ orm, clock }: Services, text: string, json: Json): Promise<void> {
  const given = typeof json['MessageID'] === 'string' ? storableText(json['MessageID']) : '';
  const messageId = given && given.length <= MAX_MESSAGE_ID ? given : createHash('sha256').update(given || text).digest('hex');
  await emFor(orm, { kind: 'system' }).transactional(async (em) => {
    // `em.execute` writes parameters into the statement, which takes 35 MB of attachments ten seconds and 1.6 GB.
    const added = await em.getKysely<{ inbound_email: KeptRow }>().insertInto('inbound_email')
      .values({ id: v7(), created_at: clock(), provider_message_id: messageId, body_sha256: contentHash(json), payload: storableJson(json), outcome: 'RECEIVED' })
      .onConflict((conflict) => conflict.columns(['provider_message_id', 'body_sha256']).doNothing())
      .returning('id').executeTakeFirst();
    if (added) await enqueue(em, 'receive-ticket-email', { inboundEmailId: added.id }, `inbound-${added.id}`);
  });
}

interface KeptRow { id: string; created_at: Date; provider_message_id: string; body_sha256: Buffer; payload: string; outcome: string }

/** Postmark's are 36 characters; an index takes some 2,700 bytes. */
const MAX_MESSAGE_ID = 500;

/** Of what a person would call the mail. */
function contentHash(json: Json): Buffer {
  const hash = createHash('sha256').update(JSON.stringify([json['From'], json['Subject'], json['TextBody'], json['HtmlBody']]));
  for (const part of Array.isArray(json['Attachments']) ? (json['Attachments'] as unknown[]) : []) {
    const { Name, Content } = (part ?? {}) as Json;
    for (const value of [Name, Content]) hash.update(`\0${typeof value === 'string' ? value : ''}`);
  }
  return hash.digest();
}

/** PostgreSQL has no room for NUL and for half a surrogate pair, which some senders put into headers and cut texts. */
const storableText = (text: string) => text.replaceAll('\0', '').toWellFormed();

/** The same in all of the payload, names and values alike, as `JSON.stringify` spells them. */
const storableJson = (json: Json) =>
  JSON.stringify(json).replaceAll(/\\(?:u0000|ud[89a-f][\da-f]{2}|.)/g, (escape) => (escape.length === 2 ? escape : escape === '\\u0000' ? '' : '\ufffd'));

/** Moves a dispatch on; what is not about one of ours is not ours to keep. */
async function noteDelivery({ orm, clock }: Services, event: Json): Promise<void> {
  const reference = (event['Metadata'] as Json | null | undefined)?.['reference'];
  if (typeof reference !== 'string' || !isUuid(reference)) return;
  await emFor(orm, { kind: 'system' }).transactional(async (em) => {
    // By our own id: the provider may tell of a delivery before we have noted its id.
    const dispatch = await em.findOne(Dispatch, { id: reference }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!dispatch) return;
    await noteEvent(em, dispatch, event, clock());
    await em.flush();
    await announceDispatch(em, dispatch);
  });
}

async function noteEvent(em: EntityManager, dispatch: Dispatch, event: Json, now: Date): Promise<void> {
  switch (event['RecordType']) {
    case 'Delivery':
      return dispatch.markDelivered();
    case 'Open':
      return dispatch.markOpened(instantOf(event['ReceivedAt']) ?? now);
    case 'Bounce':
    case 'SpamComplaint':
      return noteBounce(em, dispatch, event, now);
    case 'SubscriptionChange':
      // Of another stream, such as a newsletter's, it says nothing about ours.
      if (event['SuppressSending'] === true && event['MessageStream'] === 'outbound') return noteSuppression(em, dispatch, event, now);
  }
}

async function noteBounce(em: EntityManager, dispatch: Dispatch, event: Json, now: Date): Promise<void> {
  const reason = reasonOf(event);
  const kind = bounceKindOf(event);
  if (kind === 'NONE') return;
  if (kind === 'DELAYED') return dispatch.markDelayed(reason);
  const isComplaint = kind === 'COMPLAINT';
  const isNews = isComplaint ? dispatch.markComplained(reason) : dispatch.markBounced(reason);
  const isSuppressed = kind !== 'SOFT' && (await suppressAddress(em, dispatch, isComplaint ? 'COMPLAINED' : 'BOUNCED', reason, now));
  if (isNews || isSuppressed) recordReturn(em, dispatch, isComplaint ? 'mail.complained' : 'mail.bounced', isSuppressed);
}

/** Postmark has switched the address off, which may be all that it tells. */
async function noteSuppression(em: EntityManager, dispatch: Dispatch, event: Json, now: Date): Promise<void> {
  const isComplaint = event['SuppressionReason'] === 'SpamComplaint';
  const reason = 'The mail provider sends no mail to this address any more.';
  if (!(await suppressAddress(em, dispatch, isComplaint ? 'COMPLAINED' : 'BOUNCED', reason, now))) return;
  recordReturn(em, dispatch, isComplaint ? 'mail.complained' : 'mail.bounced', true);
}

function reasonOf(event: Json): string {
  const text = ['Description', 'Name', 'Type', 'RecordType'].map((field) => event[field]).find((value) => typeof value === 'string' && value.trim());
  return cutText(storableText(String(text)), 1_000);
}

function instantOf(value: unknown): Date | null {
  const at = new Date(typeof value === 'string' && /^\d{4}-/.test(value) ? value : Number.NaN);
  const year = at.getUTCFullYear();
  // The database has no year 0, and nothing was opened before we were there.
  return year >= 2_000 && year <= 9_999 ? at : null;
}
