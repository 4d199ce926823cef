import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, NoSchemaIntrospectionCustomRule, specifiedRules, validate, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { requestContext, type Side } from './auth/request-context.ts';
import { livingAmong } from './auth/sessions.ts';
import type { Viewer } from './auth/viewer.ts';
import type { Services } from './context.ts';
import { brokenTextIn, formatError } from './graphql-http.ts';
import { parseWithinLimits, withinLimits } from './query-limits.ts';
import { emFor } from './tenancy.ts';

const MAX_OPERATIONS = 50;
const SWEEP_MS = 15_000;

/** WebSockets in the graphql-transport-ws protocol, on the same two addresses as HTTP. */
export function createGraphqlWs(services: Services, schema: GraphQLSchema) {
  const open = new Set<{ socket: WebSocket; viewer: Viewer }>();
  const rules = services.config.isIntrospectionOn ? [...specifiedRules, withinLimits] : [...specifiedRules, withinLimits, NoSchemaIntrospectionCustomRule];
  const stopping = new AbortController();
  const servers = { portal: serve('portal'), admin: serve('admin') };
  const sweeping = setInterval(() => void closeLapsed().catch((error: unknown) => services.log(`sessions could not be looked at: ${String(error)}`)), SWEEP_MS);
  void closeEndedSessions();

  function serve(side: Side) {
    const server = new WebSocketServer({ noServer: true, maxPayload: 200_000, handleProtocols: (protocols) => [...protocols].find((name) => name === 'graphql-transport-ws') ?? false });
    const disposable = useServer(
      {
        schema,
        parse: parseWithinLimits,
        validate: (of, document) => validate(of, document, rules),
        onSubscribe: ({ subscriptions }, _id, { variables }) => {
          const error = Object.keys(subscriptions).length > MAX_OPERATIONS ? new GraphQLError(`At most ${MAX_OPERATIONS} operations run on one socket.`) : brokenTextIn(variables);
          return error && [error];
        },
        onConnect: async ({ extra }) => {
          const { viewer } = await requestContext(services, extra.request, side);
          if (viewer) {
            const entry = { socket: extra.socket as unknown as WebSocket, viewer };
            open.add(entry);
            entry.socket.once('close', () => open.delete(entry));
          }
        },
        // Fresh for each operation: the session may have ended, and an entity manager is not shared.
        context: ({ extra }) => requestContext(services, extra.request, side),
        onNext: (_context, _id, _payload, _args, result) =>
          result.errors ? { ...result, errors: result.errors.map((error) => mask(error)) } : undefined,
        onError: (_context, _id, _payload, errors) => errors.map((error) => mask(error)),
      },
      server,
    );
    return { server, disposable };
  }

  function mask(error: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
    const formatted = error instanceof GraphQLError ? error.toJSON() : error;
    const isValidation = error instanceof GraphQLError && !error.originalError;
    if (isValidation) return formatted;
    return formatError({ ...formatted, extensions: { ...formatted.extensions, code: formatted.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR' } }, error, services.log);
  }

  /** Signing out ends the sockets of that session too. The bus ends whoever listens when it loses its connection. */
  async function closeEndedSessions(): Promise<void> {
    while (!stopping.signal.aborted) {
      for await (const { id } of services.live.subscribe((event) => event.topic === 'session')) {
        for (const { socket, viewer } of open) if (viewer.sessionId === id) socket.close(4403, 'Forbidden');
      }
    }
  }

  /** A session also ends by time, and with its person: nobody announces that. */
  async function closeLapsed(): Promise<void> {
    const ids = [...open].map(({ viewer }) => viewer.sessionId);
    if (ids.length === 0) return;
    const living = await livingAmong(emFor(services.orm, { kind: 'system' }), ids);
    for (const { socket, viewer } of open) if (!living.has(viewer.sessionId)) socket.close(4403, 'Forbidden');
  }

  return {
    /** Browsers do not hold WebSockets to one origin, so it is done here. */
    upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, side: Side): void {
      const allowed = [services.config.portalUrl, services.config.adminUrl].map((url) => new URL(url).origin);
      if (req.headers.origin !== undefined && !allowed.includes(req.headers.origin)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      const { server } = servers[side];
      server.handleUpgrade(req, socket, head, (ws) => server.emit('connection', ws, req));
    },
    async stop(): Promise<void> {
      stopping.abort();
      clearInterval(sweeping);
      await Promise.all(Object.values(servers).map(({ disposable }) => disposable.dispose()));
    },
  };
}
