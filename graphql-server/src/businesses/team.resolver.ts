import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import { endSessions } from '../auth/end-sessions.ts';
import { mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { DateTime } from '../shared/scalars.ts';
import { leaveTickets } from '../tickets/leave-tickets.ts';
import { inviteTeamMember } from './invite-team-member.ts';
import { findTeamMember, listTeam, lockTeam, type TeamMemberRow } from './team.access.ts';
import { roles, TeamMember, type Role } from './team-member.entity.ts';

@InputType()
class InviteTeamMemberInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  email!: string;

  @Field(() => roles)
  role!: Role;
}

@Resolver(() => TeamMember)
export class TeamResolver {
  @Query(() => [TeamMember])
  teamMembers(@Ctx() context: Context) {
    return listTeam(context.em, mustBeTeam(context));
  }

  @Mutation(() => TeamMember, { description: 'Mails a sign-in link.' })
  inviteTeamMember(@Ctx() context: Context, @Arg('input', () => InviteTeamMemberInput) input: InviteTeamMemberInput): Promise<TeamMember> {
    return inviteTeamMember(context.em, mustHavePower(context, 'settle'), input);
  }

  @Mutation(() => TeamMember, { description: "Somebody else's; never one's own." })
  async changeRole(
    @Ctx() context: Context,
    @Arg('teamMemberId', () => ID) teamMemberId: string,
    @Arg('role', () => roles) role: Role,
  ): Promise<TeamMember> {
    const viewer = mustHavePower(context, 'settle');
    await lockTeam(context.em, viewer);
    const member = await findTeamMember(context.em, viewer, teamMemberId);
    member.changeRole(role, viewer);
    return member;
  }

  @Mutation(() => ID, { description: 'Ends their sessions at once. What they did stays under their name.' })
  async removeTeamMember(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    const viewer = mustHavePower(context, 'settle');
    await lockTeam(context.em, viewer);
    const member = await findTeamMember(context.em, viewer, id);
    member.remove(viewer, context.clock());
    await endSessions(context.em, { businessId: viewer.businessId, teamMemberId: id });
    await leaveTickets(context.em, { businessId: viewer.businessId, teamMemberId: id });
    return id;
  }

  @FieldResolver(() => roles)
  role(@Root() { role }: TeamMemberRow): Role {
    return role;
  }

  @FieldResolver(() => DateTime, { nullable: true })
  lastSeenAt(@Root() { lastSeenAt }: TeamMemberRow): Date | null {
    return lastSeenAt ?? null;
  }

  @FieldResolver(() => Boolean)
  isYou(@Root() { id }: TeamMemberRow, @Ctx() { viewer }: Context): boolean {
    return viewer?.kind === 'team' && viewer.teamMemberId === id;
  }
}
