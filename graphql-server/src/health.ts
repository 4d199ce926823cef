import type { Services } from './context.ts';
import type { Router } from './http/router.ts';

/** For whoever watches the process: `/healthz` that it runs, `/readyz` that it can work. */
export function routeHealth(router: Router, { orm }: Services): void {
  router.on('GET', '/healthz', (_req, res) => void res.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n'));
  router.on('GET', '/readyz', async (_req, res) => {
    const problem = await orm.migrator.getPending().then(
      (pending) => (pending.length > 0 ? 'migrations are pending' : null),
      () => 'the database does not answer',
    );
    res.writeHead(problem ? 503 : 200, { 'content-type': 'text/plain' }).end(`${problem ?? 'ready'}\n`);
  });
}
