import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { routeLinks } from './auth/link.page.ts';
import { sendSignInLink } from './auth/send-sign-in-link.job.ts';
import { buildSchema } from './build-schema.ts';
import type { Config } from './config.ts';
import type { Adapters, Services } from './context.ts';
import { routeClientRecords } from './exports/client-record.download.ts';
import { routeExports } from './exports/export.download.ts';
import { cleanUploads } from './files/clean-uploads.job.ts';
import { routeFiles } from './files/file.download.ts';
import { createGraphqlHttp } from './graphql-http.ts';
import { createGraphqlWs } from './graphql-ws.ts';
import { routeHealth } from './health.ts';
import { Router } from './http/router.ts';
import { routeInvoiceDownloads } from './invoices/invoice.download.ts';
import { documentPdf } from './documents/render-document.ts';
import { routeDocumentDownloads } from './documents/document.download.ts';
import { routeStatementDownloads } from './statements/statement.download.ts';
import { releaseStuckJobs, startJobs, type JobHandlers } from './jobs.ts';
import { openLiveBus } from './live-bus.ts';
import { routeMailImages } from './mail/mail-image.download.ts';
import { routePostmarkWebhooks } from './mail/postmark.webhook.ts';
import { reactivateAddress } from './mail/reactivate-address.job.ts';
import { sendDispatch } from './mail/send-dispatch.job.ts';
import { openOrm } from './orm.ts';
import { applyPaymentEvent } from './payments/apply-payment-event.job.ts';
import { cancelPaymentIntent } from './payments/cancel-intent.ts';
import { reconcileAccount, reconcilePayments } from './payments/reconcile.job.ts';
import { sendRefund } from './payments/send-refund.ts';
import { routeStripeWebhook } from './payments/stripe.webhook.ts';
import { createPlayground } from './playground.ts';
import { queueReminders } from './reminders/queue-reminders.job.ts';
import { systemClock, type Clock } from './shared/clock.ts';
import { receiveTicketEmailJob } from './tickets/receive-ticket-email.job.ts';
import { releaseMessage, wakeTicket } from './tickets/release-message.job.ts';

export type WebHandler = (req: IncomingMessage, res: ServerResponse) => void;

export interface AppOptions {
  adapters: Adapters;
  clock?: Clock;
  log: (line: string) => void;
  /** The built webs; without them only the API answers. */
  webs?: { portal: WebHandler; admin: WebHandler };
}

export interface App {
  services: Services;
  server: Server;
  /** Answers one request, so that development may put its own pages before it. */
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  close(): Promise<void>;
}

/** The composition root: what there is, and which door leads to it. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const { log } = options;
  const orm = await openOrm(config.databaseUrl);
  const live = await openLiveBus(config.databaseUrl, log);
  const services: Services = { ...options.adapters, config, orm, live, log, clock: options.clock ?? systemClock };

  const schema = buildSchema();
  const graphql = await createGraphqlHttp(services, schema);
  const sockets = createGraphqlWs(services, schema);
  const playground = createPlayground(fileURLToPath(new URL('../playground/dist', import.meta.url)));
  if (config.runsJobs) await releaseStuckJobs(orm);
  const jobs = config.runsJobs ? await startJobs(config.databaseUrl, handlersOf(services), log) : null;

  const router = new Router();
  routeHealth(router, services);
  routeLinks(router, services);
  routeDocumentDownloads(router, services);
  routeFiles(router, services);
  routeExports(router, services);
  routeClientRecords(router, services);
  routeStatementDownloads(router, services);
  routeMailImages(router, services);
  routeInvoiceDownloads(router, services);
  routeStripeWebhook(router, services);
  routePostmarkWebhooks(router, services);
  for (const [path, side] of [['/graphql', 'portal'], ['/admin/graphql', 'admin']] as const) {
    router.on('POST', path, (req, res, _params, url) => graphql.handle(req, res, side, url));
    router.on('GET', path, (req, res, _params, url) => {
      if (config.isIntrospectionOn && wantsPage(req)) return playground.page(req, res);
      return graphql.handle(req, res, side, url);
    });
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      if (await router.handle(req, res)) return;
      if (config.isIntrospectionOn && playground.asset(req, res)) return;
      if (!options.webs) {
        res.writeHead(404).end();
        return;
      }
      const isAdmin = /^\/admin(?:[/?]|$)/.test(req.url ?? '');
      (isAdmin ? options.webs.admin : options.webs.portal)(req, res);
    } catch (error) {
      log(`request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (res.headersSent) res.destroy();
      else res.writeHead(500, { 'content-type': 'text/plain' }).end('Something went wrong on our side. Please try again.');
    }
  }

  const server = createServer((req, res) => void handle(req, res));
  server.on('upgrade', (req, socket, head) => {
    // Node takes its own listener away with the upgrade; a reset by the other side must not end the process.
    socket.on('error', () => socket.destroy());
    const pathname = URL.parse(req.url ?? '/', 'http://localhost')?.pathname;
    if (pathname === '/graphql') sockets.upgrade(req, socket, head, 'portal');
    else if (pathname === '/admin/graphql') sockets.upgrade(req, socket, head, 'admin');
    else socket.destroy();
  });

  return {
    services,
    server,
    handle,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await sockets.stop();
      await jobs?.stop();
      await graphql.stop();
      await live.close();
      await options.adapters.pdf.close();
      server.closeAllConnections();
      if (server.listening) await closed;
      await orm.close(true);
    },
  };
}

/** A browser that opens the address wants the playground; a program wants data. */
const wantsPage = (req: IncomingMessage) => /\btext\/html\b/.test(req.headers.accept ?? '') && !(req.url ?? '').includes('query=');

const handlersOf = (services: Services): JobHandlers => ({
  'send-dispatch': (payload, attempt) => sendDispatch(services, payload, attempt),
  'render-document': async (payload) => void (await documentPdf(services, payload)),
  'send-sign-in-link': (payload) => sendSignInLink(services, payload),
  'apply-payment-event': (payload, attempt) => applyPaymentEvent(services, payload, attempt),
  'cancel-payment-intent': (payload) => cancelPaymentIntent(services, payload),
  'send-refund': (payload) => sendRefund(services, payload),
  'reconcile-payments': () => reconcilePayments(services),
  'reconcile-account': (payload) => reconcileAccount(services, payload),
  'receive-ticket-email': (payload) => receiveTicketEmailJob(services, payload),
  'release-message': (payload) => releaseMessage(services, payload),
  'wake-ticket': (payload) => wakeTicket(services, payload),
  'clean-uploads': () => cleanUploads(services),
  'queue-reminders': () => queueReminders(services),
  'reactivate-address': (payload) => reactivateAddress(services, payload),
  'release-stuck-jobs': () => releaseStuckJobs(services.orm),
});
