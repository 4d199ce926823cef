import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge } from './request.ts';

export type Params = Record<string, string>;
export type Handler = (req: IncomingMessage, res: ServerResponse, params: Params, url: URL) => Promise<void> | void;

interface Route { method: string; pattern: RegExp; handle: Handler }

/** Routes by method and path; `:name` is one segment. HEAD falls back to GET where a route has none of its own. */
export class Router {
  private readonly routes: Route[] = [];

  on(method: string, path: string, handle: Handler): this {
    const source = path.replaceAll(/[.]/g, '\\.').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
    this.routes.push({ method, pattern: new RegExp(`^${source}$`), handle });
    return this;
  }

  /** False when no route has this path, so that somebody else may answer. */
  async handle(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    const url = URL.parse(req.url ?? '/', 'http://localhost');
    if (!url) {
      res.writeHead(400).end();
      return true;
    }
    const onPath = this.routes.filter((route) => route.pattern.test(url.pathname));
    if (onPath.length === 0) return false;
    const route =
      onPath.find(({ method }) => method === req.method) ??
      (req.method === 'HEAD' ? onPath.find(({ method }) => method === 'GET') : undefined);
    if (!route) {
      res.writeHead(405, { allow: onPath.map(({ method }) => method).join(', ') }).end();
      return true;
    }
    try {
      await route.handle(req, res, route.pattern.exec(url.pathname)?.groups ?? {}, url);
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw error;
      res.writeHead(413, { connection: 'close' }).end();
    }
    return true;
  }
}
