import type { ServerResponse } from 'node:http';
import type { EntityManager } from '@mikro-orm/postgresql';
import { mustBeSignedIn, type Viewer } from '../auth/viewer.ts';
import type { Context, Services } from '../context.ts';
import { answering } from '../files/answering.ts';
import type { Router } from '../http/router.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { remoteImagesOf } from './clean-html.ts';
import { fetchPicture, internet, NoPicture, type Outside, type Picture } from './fetch-picture.ts';

/** The pictures of other sites in a mail, when its reader asks for them: the sender sees our server, and nothing of who reads. */
export function routeMailImages(router: Router, services: Services, outside: Outside = internet): void {
  for (const [base, side] of [['', 'portal'], ['/admin', 'admin']] as const) {
    router.on('GET', `${base}/files/mail-image`, (req, res, _params, url) =>
      answering(req, res, services, side, (context) => sendMailImage(context, res, url.searchParams, outside)),
    );
  }
}

async function sendMailImage(context: Context, res: ServerResponse, params: URLSearchParams, outside: Outside): Promise<void> {
  const html = await findMessageHtml(context.em, mustBeSignedIn(context), params.get('message') ?? '');
  const wanted = params.get('n') ?? '';
  const address = /^\d{1,5}$/.test(wanted) ? remoteImagesOf(html)[Number(wanted)] : undefined;
  if (!address) throw notFound('picture');
  try {
    sendPicture(res, await inTurn(() => fetchPicture(address, outside)));
  } catch (error) {
    if (!(error instanceof NoPicture)) throw error;
    res.writeHead(502, { ...inert, 'content-type': 'application/json', 'cache-control': 'no-store' });
    res.end(JSON.stringify({ error: { code: 'NO_PICTURE', message: error.message } }));
  }
}

/** What was cleaned and kept of a message that this viewer may see. */
async function findMessageHtml(em: EntityManager, viewer: Viewer, id: string): Promise<string> {
  const isTeam = viewer.kind === 'team';
  const [row] = isUuid(id)
    ? await em.execute<{ html: string | null }[]>(
        `select html from ticket_message where business_id = ? and id = ? ${isTeam ? '' : `and client_id = ? and kind = 'MESSAGE' and held_until is null`}`,
        [viewer.businessId, id, ...(isTeam ? [] : [viewer.clientId])],
      )
    : [];
  if (!row?.html) throw notFound('picture');
  return row.html;
}

function sendPicture(res: ServerResponse, { contentType, content }: Picture): void {
  res.writeHead(200, {
    ...inert,
    'content-type': contentType,
    'content-length': content.length,
    'content-disposition': 'inline; filename="picture"',
    'cache-control': 'private, max-age=86400',
    'cross-origin-resource-policy': 'same-origin',
  });
  res.end(content);
}

const inert = { 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'" };

const AT_ONCE = 12;
let running = 0;
const waiting: (() => void)[] = [];

/** A mail of a thousand pictures must not fill the memory: each may be 5 MB. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
