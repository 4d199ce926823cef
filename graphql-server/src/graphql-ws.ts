import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, NoSchemaIntrospectionCustomRule, specifiedRules, validate, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { contextFor, requestContext, type Side } from './auth/request-context.ts';
import type { Viewer } from './auth/viewer.ts';
import type { Services } from './context.ts';
import { formatError } from './graphql-http.ts';
import { addressOf } from './http/request.ts';

/** WebSockets in the graphql-transport-ws protocol, on the same two addresses as HTTP. */
export function createGraphqlWs(services: Services, schema: GraphQLSchema) {
  const open = new Set<{ socket: WebSocket; viewer: Viewer }>();
  const rules = services.config.isIntrospectionOn ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const stopping = new AbortController();
  const servers = { portal: serve('portal'), admin: serve('admin') };
  void closeEndedSessions();

  function serve(side: Side) {
    const server = new WebSocketServer({ noServer: true, maxPayload: 200_000, handleProtocols: (protocols) => [...protocols].find((name) => name === 'graphql-transport-ws') ?? false });
    const disposable = useServer(
      {
        schema,
        validate: (of, document) => validate(of, document, rules),
        onConnect: async ({ extra }) => {
          const { viewer } = await requestContext(services, extra.request, side);
          Object.assign(extra, { viewer });
          if (viewer) {
            const entry = { socket: extra.socket as unknown as WebSocket, viewer };
            open.add(entry);
            entry.socket.once('close', () => open.delete(entry));
          }
        },
        // Fresh for each operation: an entity manager is not shared between subscriptions.
        context: ({ extra }) => {
          const { viewer, request } = extra as typeof extra & { viewer: Viewer | null };
          return contextFor(services, viewer, side, addressOf(request, services.config.trustedProxies));
        },
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
      await Promise.all(Object.values(servers).map(({ disposable }) => disposable.dispose()));
    },
  };
}
