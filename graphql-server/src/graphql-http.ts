import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import { requestContext, type Side } from './auth/request-context.ts';
import type { Context, Services } from './context.ts';
import { isSameOrigin, readBody } from './http/request.ts';
import { MAX_TOKENS, withinLimits } from './query-limits.ts';
import { DomainError } from './shared/domain-error.ts';

const MAX_BODY = 200_000;
/** A team member's import travels in a variable. */
const MAX_TEAM_BODY = 25_000_000;

/** Apollo Server, mounted on node:http. Answers `/graphql` for the portal and `/admin/graphql` for the dashboard. */
export async function createGraphqlHttp(services: Services, schema: GraphQLSchema) {
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: services.config.isIntrospectionOn,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [withinLimits],
    hideSchemaDetailsFromClientErrors: !services.config.isIntrospectionOn,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), refusingBrokenText],
    formatError: (formatted, error) => formatError(formatted, error, services.log),
  });
  await apollo.start();

  return {
    stop: () => apollo.stop(),
    async handle(req: IncomingMessage, res: ServerResponse, side: Side, url: URL): Promise<void> {
      const allowed = [new URL(services.config.portalUrl).origin, new URL(services.config.adminUrl).origin];
      if (req.headers.cookie && !isSameOrigin(req, allowed)) {
        res.writeHead(403, { 'content-type': 'application/json' });
        res.end('{"errors":[{"message":"This origin may not use your session.","extensions":{"code":"FORBIDDEN"}}]}');
        return;
      }
      const context = await requestContext(services, req, side);
      const body = req.method === 'POST' ? await jsonOf(req, context.viewer?.kind === 'team' ? MAX_TEAM_BODY : MAX_BODY) : undefined;
      const response = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: req.method ?? 'GET', headers: headersOf(req), search: url.search, body },
        context: () => Promise.resolve(context),
      });
      for (const [name, value] of response.headers) res.setHeader(name, value);
      if (context.cookies.length > 0) res.setHeader('set-cookie', context.cookies);
      res.setHeader('cache-control', 'no-store');
      res.writeHead(response.status ?? 200);
      if (response.body.kind === 'complete') {
        res.end(response.body.string);
        return;
      }
      for await (const chunk of response.body.asyncIterator) res.write(chunk);
      res.end();
    },
  };
}

const refusingBrokenText: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ request }) {
        const broken = brokenTextIn(request.variables);
        if (broken) throw new GraphQLError(broken.message, { extensions: { ...broken.extensions, http: { status: 400 } } });
        return Promise.resolve();
      },
    }),
};

/** Half a surrogate pair: no column keeps it, and only some refuse it. A document with one is not parsed in the first place. */
export function brokenTextIn(variables: unknown): GraphQLError | undefined {
  // A list, since variables may be nested deeper than calls may.
  const waiting = [variables];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string' && !value.isWellFormed()) {
      return new GraphQLError('The text has half a character, which cannot be kept.', { extensions: { code: 'BAD_USER_INPUT' } });
    }
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) waiting.push(part);
  }
  return undefined;
}

/** What cannot be parsed is left to Apollo to refuse. */
async function jsonOf(req: IncomingMessage, limit: number): Promise<unknown> {
  const text = (await readBody(req, limit)).toString('utf8');
  if (!/^application\/(?:graphql\+)?json\b/i.test(req.headers['content-type'] ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function headersOf(req: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Ours are meant for people and go out as they are; anything unforeseen is masked by an id that the log has too. */
export function formatError(formatted: GraphQLFormattedError, error: unknown, log: (line: string) => void): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  if (cause instanceof DomainError) {
    return { ...formatted, message: cause.message, extensions: { code: cause.code, ...cause.details } };
  }
  const wrapped = cause instanceof GraphQLError ? cause.originalError : undefined;
  if (wrapped instanceof DomainError) {
    return { ...formatted, message: wrapped.message, extensions: { code: wrapped.code, ...wrapped.details } };
  }
  if (isUnstorableText(cause)) {
    return { ...formatted, message: 'The text has a NUL character, which cannot be kept.', extensions: { code: 'BAD_USER_INPUT' } };
  }
  const code = formatted.extensions?.['code'];
  if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR') return formatted;
  const id = randomUUID();
  log(`error ${id}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  return { ...formatted, message: 'Something went wrong on our side. Please try again.', extensions: { code: 'INTERNAL', id } };
}

/** PostgreSQL's answer to a NUL within a parameter, and within the text of a statement. */
const isUnstorableText = (error: unknown) => error instanceof Error && 'code' in error && /^(22021|08P01)$/.test(String(error.code));
