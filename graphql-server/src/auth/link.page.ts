import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../context.ts';
import { sendPage } from '../http/page.ts';
import { addressOf, isSameOrigin, readBody } from '../http/request.ts';
import type { Router } from '../http/router.ts';
import { enqueue } from '../jobs.ts';
import { hashSecretToken } from '../shared/secret-token.ts';
import { html } from '../shared/html.ts';
import { emFor } from '../tenancy.ts';
import { sessionCookie } from './cookies.ts';
import { enterDashboardByLink, enterPortalByLink } from './enter-by-link.ts';

const TOKEN = /^[\w-]{43}$/;
const SUBMIT_AT_ONCE = 'document.forms[0].requestSubmit();';

/**
 * The doors that links in mails lead to. GET and HEAD create nothing and look nothing up, so that
 * a mail scanner may open them as it likes; the page posts itself from a real browser.
 */
export function routeLinks(router: Router, services: Services): void {
  for (const { path, side, enter } of [
    { path: '/l/:token', side: 'portal', enter: enterPortalByLink },
    { path: '/admin/l/:token', side: 'admin', enter: enterDashboardByLink },
  ] as const) {
    router.on('HEAD', path, (_req, res) => sendPage(res, 200, { title: 'Sign in', body: html`` }));
    router.on('GET', path, (_req, res) =>
      sendPage(res, 200, {
        title: 'Opening your portal',
        body: html`<h1>One moment</h1><p>You are being signed in.</p><form method="post"><button>${side === 'portal' ? 'Open my portal' : 'Sign in'}</button></form>`,
        script: SUBMIT_AT_ONCE,
      }),
    );
    router.on('POST', path, async (req, res, { token = '' }) => {
      if (refusesForeignPost(req, res, services)) return;
      const form = new URLSearchParams((await readBody(req, 1_000)).toString());
      if (side === 'portal' && form.has('fresh')) return sendFreshLink(res, services, token);
      const visit = { ip: addressOf(req, services.config.trustedProxies), userAgent: req.headers['user-agent'] ?? null };
      const entry = TOKEN.test(token) ? await enter(services, token, visit) : null;
      if (!entry) return side === 'portal' ? sendDeadLink(res) : sendDeadTeamLink(res);
      res.writeHead(303, {
        location: onThisOrigin(entry.target),
        'set-cookie': sessionCookie(services.config, side, entry.session),
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      }).end();
    });
  }
}

/** A path, and nothing that a browser would read as another host. */
const onThisOrigin = (target: string) => (/^\/(?![/\\])[\x21-\x7e]*$/.test(target) ? target : '/');

function refusesForeignPost(req: IncomingMessage, res: ServerResponse, { config }: Services): boolean {
  if (isSameOrigin(req, [new URL(config.portalUrl).origin, new URL(config.adminUrl).origin])) return false;
  sendPage(res, 403, { title: 'Not from here', body: html`<h1>Please open the link from your mail again</h1>` });
  return true;
}

function sendDeadLink(res: ServerResponse): void {
  sendPage(res, 410, {
    title: 'This link no longer works',
    body: html`<h1>This link no longer works</h1><p>For your safety, links in our mails expire. We can send a fresh one to the same address.</p>
      <form method="post"><button name="fresh" value="1">E-mail me a fresh link</button></form>`,
  });
}

function sendDeadTeamLink(res: ServerResponse): void {
  sendPage(res, 410, {
    title: 'This link no longer works',
    body: html`<h1>This link no longer works</h1><p>Sign-in links work once, within 15 minutes.</p><a class="button" href="/admin/sign-in">Send me another</a>`,
  });
}

/** To the address on file, and only when the link was ours; the job keeps the rate limit. */
async function sendFreshLink(res: ServerResponse, { orm }: Services, token: string): Promise<void> {
  const em = emFor(orm, { kind: 'system' });
  const [contact] = await em.execute<{ email: string }[]>(
    `select c.email from magic_link l join contact c on c.business_id = l.business_id and c.id = l.contact_id
     where l.token_hash = ?`,
    [hashSecretToken(token)],
  );
  if (contact) await enqueue(em, 'send-sign-in-link', { side: 'portal', email: contact.email });
  sendPage(res, 200, {
    title: 'Check your mail',
    body: html`<h1>Check your mail</h1><p>If this link was ever ours, a fresh one is on its way to the address that it was sent to.</p>`,
  });
}
