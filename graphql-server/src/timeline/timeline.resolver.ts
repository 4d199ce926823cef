import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { mustBeTeam } from '../auth/viewer.ts';
import type { ClientRow } from '../clients/client.access.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context } from '../context.ts';
import { dispatchStates, type DispatchState } from '../mail/dispatch.entity.ts';
import { connectionOf } from '../paging.ts';
import { DateTime } from '../shared/scalars.ts';
import { timelineOf, type TimelineRow } from './timeline.access.ts';
import { timelineTopics, type TimelineTopic } from './timeline-topics.ts';
import { TimelineEntry } from './timeline.type.ts';
import { summaryOf } from './timeline-words.ts';

const TimelineConnection = connectionOf('TimelineEntry', () => TimelineEntry);

@Resolver(() => Client)
export class ClientTimelineResolver {
  @FieldResolver(() => TimelineConnection, { description: 'Newest first; for the team.' })
  timeline(
    @Root() client: ClientRow,
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('text', () => String, { nullable: true, description: 'Words, of which each may be only begun.' }) text?: string,
    @Arg('topics', () => [timelineTopics], { nullable: true, description: 'All of them when none is named.' }) topics?: TimelineTopic[],
  ) {
    mustBeTeam(context);
    return timelineOf(context.em, client, { first, after, text, topics });
  }
}

@Resolver(() => TimelineEntry)
export class TimelineEntryResolver {
  @FieldResolver(() => DateTime)
  occurredAt(@Root() { createdAt }: TimelineRow): Date {
    return createdAt;
  }

  @FieldResolver(() => String, { description: 'In one sentence.' })
  summary(@Root() row: TimelineRow): string {
    return summaryOf(row);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Who did it, of the team, as they were called then.' })
  teamMemberName(@Root() { authorName, authorKind }: TimelineRow): string | null {
    return authorKind === 'CONTACT' ? null : authorName;
  }

  @FieldResolver(() => dispatchStates, { nullable: true, description: 'What became of a mail.' })
  deliveryState(@Root() { state }: TimelineRow): DispatchState | null {
    return state;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'When a mail was first opened. Unreliable: some mail programs open every mail, and others hide that they did.' })
  openedAt(@Root() { openedAt }: TimelineRow): Date | null {
    return openedAt;
  }
}
