import type { IncomingMessage, ServerResponse } from 'node:http';
import { mustBeSignedIn, mustHavePower } from '../auth/viewer.ts';
import type { Context, Services } from '../context.ts';
import { isSameOrigin, readBody } from '../http/request.ts';
import type { Router } from '../http/router.ts';
import { badInput, DomainError, notFound } from '../shared/domain-error.ts';
import { contentDisposition, fileNameFrom } from '../shared/file-name.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { answering } from './answering.ts';
import { findAttachedFile } from './attachment.access.ts';
import { uploadFile } from './upload-file.ts';
import { uploadMessageFile } from './upload-message-file.ts';

const doors = {
  attachment: { purpose: 'ATTACHMENT', power: 'bill', maxBytes: 20_000_000 },
  logo: { purpose: 'LOGO', power: 'settle', maxBytes: 500_000 },
  message: { purpose: 'MESSAGE', power: 'support', maxBytes: 20_000_000 },
} as const;

/** Uploads, what was attached, and logos, which anybody may see. */
export function routeFiles(router: Router, services: Services): void {
  for (const [base, side] of [['', 'portal'], ['/admin', 'admin']] as const) {
    router.on('POST', `${base}/files`, (req, res, _params, url) =>
      answering(req, res, services, side, (context) => receive(context, req, res, url.searchParams)),
    );
    router.on('GET', `${base}/files/attachments/:id`, (req, res, { id = '' }) =>
      answering(req, res, services, side, (context) => sendAttachment(context, req, res, id)),
    );
    router.on('GET', `${base}/files/logos/:id`, (req, res, { id = '' }) =>
      answering(req, res, services, side, () => sendLogo(services, res, id)),
    );
  }
}

async function receive(context: Context, req: IncomingMessage, res: ServerResponse, params: URLSearchParams): Promise<void> {
  const viewer = mustBeSignedIn(context);
  if (!isSameOrigin(req, [new URL(context.config.portalUrl).origin, new URL(context.config.adminUrl).origin])) {
    throw new DomainError('FORBIDDEN', 'This upload was asked for by another site.');
  }
  const door = Object.entries(doors).find(([purpose]) => purpose === params.get('purpose'))?.[1];
  if (!door) throw badInput('The purpose of an upload is "message", "attachment" or "logo".');
  // A contact writes messages, and nothing else that takes files.
  if (viewer.kind === 'team' || door.purpose !== 'MESSAGE') mustHavePower(context, door.power);
  const content = await readBody(req, door.maxBytes);
  const name = params.get('name') ?? '';
  const file = door.purpose === 'MESSAGE'
    ? await uploadMessageFile(context, viewer, { name, content })
    : await uploadFile(context, viewer.businessId, { purpose: door.purpose, contentType: req.headers['content-type'] ?? '', content });
  res.writeHead(201, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(JSON.stringify({ id: file.id, name: file.name ?? fileNameFrom(name), contentType: file.contentType, size: file.size }));
}

/** Never shown by the browser itself: it may be anything. */
async function sendAttachment(context: Context, req: IncomingMessage, res: ServerResponse, id: string): Promise<void> {
  const file = await findAttachedFile(context.em, mustBeSignedIn(context), id);
  const etag = `"${file.sha256.toString('hex')}"`;
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, { etag, 'cache-control': 'private, no-cache' }).end();
    return;
  }
  const content = await context.files.read(file.key);
  res.writeHead(200, {
    ...inert,
    'content-type': file.contentType,
    'content-length': content.length,
    'content-disposition': contentDisposition('attachment', file.name),
    'cache-control': 'private, no-cache',
    etag,
  });
  res.end(content);
}

async function sendLogo({ orm, files }: Services, res: ServerResponse, id: string): Promise<void> {
  const [file] = isUuid(id)
    ? await emFor(orm, { kind: 'system' }).execute<{ key: string; contentType: string }[]>(
        `select key, content_type as "contentType" from stored_file where id = ? and purpose = 'LOGO'`, [id],
      )
    : [];
  if (!file) throw notFound('logo');
  const content = await files.read(file.key);
  res.writeHead(200, {
    ...inert,
    'content-type': file.contentType,
    'content-length': content.length,
    'cache-control': 'public, max-age=31536000, immutable',
    // Mail programs and the other web's origin show it.
    'cross-origin-resource-policy': 'cross-origin',
  });
  res.end(content);
}

const inert = { 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'" };
