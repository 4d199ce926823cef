import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestContext, type Side } from '../auth/request-context.ts';
import type { Context, Services } from '../context.ts';
import { BodyTooLarge } from '../http/request.ts';
import { DomainError } from '../shared/domain-error.ts';

/** A file's door: answers for whoever the side's cookie says, and tells errors as JSON. */
export async function answering(
  req: IncomingMessage, res: ServerResponse, services: Services, side: Side, answer: (context: Context) => Promise<void>,
): Promise<void> {
  try {
    await answer(await requestContext(services, req, side));
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal || res.headersSent) throw error;
    res.writeHead(refusal.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    res.end(JSON.stringify({ error: { code: refusal.code, message: refusal.message } }));
  }
}

const statuses: Partial<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, RATE_LIMITED: 429 };

function refusalOf(error: unknown): { status: number; code: string; message: string } | null {
  if (error instanceof BodyTooLarge) return { status: 413, code: 'TOO_LARGE', message: 'The file is too large.' };
  if (!(error instanceof DomainError)) return null;
  return { status: statuses[error.code] ?? 400, code: error.code, message: error.message };
}
