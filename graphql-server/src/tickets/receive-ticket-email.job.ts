import type { Services } from '../context.ts';
import type { Jobs } from '../jobs.ts';
import { receiveTicketEmail } from './receive-ticket-email.ts';

export const receiveTicketEmailJob = (services: Services, { inboundEmailId, decision }: Jobs['receive-ticket-email']): Promise<void> =>
  receiveTicketEmail(services, inboundEmailId, decision);
