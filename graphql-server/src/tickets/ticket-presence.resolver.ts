import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import { mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { announce, leavingAtOnce, type LiveEvent } from '../live-bus.ts';
import { findTicket } from './ticket.access.ts';

@ObjectType({ description: 'Of the team, other than the viewer.' })
class TicketPresence {
  @Field(() => ID)
  ticketId!: string;

  @Field(() => [String], { description: 'Who is writing a reply at this moment.' })
  people!: string[];
}

/** Said every few seconds while somebody types, and forgotten when it is not said again. */
const FORGOTTEN_AFTER = 10_000;

@Resolver()
export class TicketPresenceResolver {
  @Mutation(() => Boolean, { description: 'Tells the others who look at the ticket; forgotten after ten seconds.' })
  async announcePresence(@Ctx() context: Context, @Arg('ticketId', () => ID) ticketId: string, @Arg('isReplying', () => Boolean) isReplying: boolean): Promise<boolean> {
    const viewer = mustHavePower(context, 'support');
    const { id } = await findTicket(context.em, viewer, ticketId);
    await announce(context.em, { topic: 'presence', businessId: viewer.businessId, clientId: null, id, by: { id: viewer.teamMemberId, name: viewer.name, isReplying } });
    return true;
  }

  @Subscription(() => TicketPresence, {
    description: 'Who is replying, at once and at every change.',
    subscribe: async ({ context, args }: { context: Context; args: { ticketId: string } }) => {
      const viewer = mustBeTeam(context);
      const { id } = await findTicket(context.em, viewer, args.ticketId);
      const events = context.live.subscribe((event) => event.topic === 'presence' && event.id === id && event.businessId === viewer.businessId && event.by?.id !== viewer.teamMemberId);
      return leavingAtOnce(presences(id, events), events);
    },
  })
  ticketPresence(@Root() presence: TicketPresence, @Arg('ticketId', () => ID) _ticketId: string): TicketPresence {
    return presence;
  }
}

/** Whoever has not said so again for a while is left out, also when nobody else says anything. */
async function* presences(ticketId: string, events: AsyncIterableIterator<LiveEvent>): AsyncGenerator<TicketPresence> {
  const writing = new Map<string, { name: string; until: number }>();
  const shown = (): TicketPresence => ({ ticketId, people: [...writing.values()].map(({ name }) => name) });
  yield shown();
  let next = events.next();
  for (;;) {
    const soonest = Math.min(...[...writing.values()].map(({ until }) => until));
    const result = await Promise.race([next, ...(Number.isFinite(soonest) ? [delay(soonest - Date.now())] : [])]);
    const before = shown().people.join();
    if (result) {
      if (result.done) return;
      const { by } = result.value;
      if (by?.isReplying) writing.set(by.id, { name: by.name, until: Date.now() + FORGOTTEN_AFTER });
      else if (by) writing.delete(by.id);
      next = events.next();
    }
    for (const [id, { until }] of writing) if (until <= Date.now()) writing.delete(id);
    if (shown().people.join() !== before) yield shown();
  }
}

const delay = (milliseconds: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), Math.max(milliseconds, 0)).unref());
