import Bowser from 'bowser';
import { Arg, Ctx, Extensions, Field, FieldResolver, ID, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { announce } from '../live-bus.ts';
import { DateTime } from '../shared/scalars.ts';
import { emFor } from '../tenancy.ts';
import { sessionCookie } from './cookies.ts';
import { endSessions } from './end-sessions.ts';
import { findSession, listSessions, type SessionRow } from './session.access.ts';
import { revokeSession } from './sessions.ts';
import { mustBeSignedIn } from './viewer.ts';

@ObjectType('Session', { description: 'A browser in which the viewer is signed in.' })
class SessionType {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { description: 'To the minute.' })
  lastSeenAt!: Date;

  @Field(() => String, { nullable: true, description: 'The address it came from.' })
  ip!: string | null;
}

@Resolver(() => SessionType)
export class SessionResolver {
  @Query(() => [SessionType], { description: "The viewer's own, the one used last first." })
  sessions(@Ctx() context: Context): Promise<SessionRow[]> {
    return listSessions(context.em, mustBeSignedIn(context));
  }

  @Mutation(() => ID)
  async endSession(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    const viewer = mustBeSignedIn(context);
    const session = await findSession(context.em, viewer, id);
    await revokeSession(context.em, session.id);
    await announce(context.em, { topic: 'session', businessId: viewer.businessId, clientId: viewer.kind === 'contact' ? viewer.clientId : null, id: session.id });
    if (session.id === viewer.sessionId) context.cookies.push(sessionCookie(context.config, context.side, null));
    return session.id;
  }

  @Extensions({ ownTransactions: true })
  @Mutation(() => Boolean, { description: 'Here too. The links in mails that came before open nothing any more.' })
  async signOutEverywhere(@Ctx() context: Context): Promise<boolean> {
    const viewer = mustBeSignedIn(context);
    const { businessId } = viewer;
    // A contact's own scope sees no link.
    await emFor(context.orm, { kind: 'business', businessId }).transactional((em) =>
      endSessions(em, viewer.kind === 'contact' ? { businessId, contactId: viewer.contactId } : { businessId, teamMemberId: viewer.teamMemberId }),
    );
    context.cookies.push(sessionCookie(context.config, context.side, null));
    return true;
  }

  @FieldResolver(() => Boolean)
  isCurrent(@Root() { id }: SessionRow, @Ctx() { viewer }: Context): boolean {
    return id === viewer?.sessionId;
  }

  @FieldResolver(() => String, { description: 'Such as "Firefox on Windows".' })
  device(@Root() { userAgent }: SessionRow): string {
    const { browser, os } = Bowser.parse(userAgent || 'unknown');
    return [browser.name || 'A browser', os.name].filter(Boolean).join(' on ');
  }
}
