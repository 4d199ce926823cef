import { Arg, Ctx, Field, Mutation, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { Business } from '../businesses/business.entity.ts';
import { roles, type Role } from '../businesses/team-member.entity.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context } from '../context.ts';
import { enqueue } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { badInput } from '../shared/domain-error.ts';
import { sessionCookie } from './cookies.ts';
import { revokeSession } from './sessions.ts';

const viewerKinds = { CONTACT: 'CONTACT', TEAM_MEMBER: 'TEAM_MEMBER' } as const;
registerEnumType(viewerKinds, { name: 'ViewerKind' });
registerEnumType(roles, { name: 'Role' });

@ObjectType('Viewer')
class ViewerType {
  @Field(() => viewerKinds)
  kind!: keyof typeof viewerKinds;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  email!: string;

  @Field(() => Business)
  business!: unknown;

  @Field(() => Client, { nullable: true, description: 'Of a contact.' })
  client!: unknown;

  @Field(() => roles, { nullable: true, description: 'Of a team member.' })
  role!: Role | null;
}

@Resolver()
export class AuthResolver {
  @Query(() => ViewerType, { nullable: true, description: 'Who is asking; null when nobody is signed in.' })
  async viewer(@Ctx() { viewer, loaders }: Context): Promise<ViewerType | null> {
    if (!viewer) return null;
    return {
      kind: viewer.kind === 'contact' ? 'CONTACT' : 'TEAM_MEMBER',
      name: viewer.name,
      email: viewer.email,
      business: await loaders.business.load(viewer.businessId),
      client: viewer.kind === 'contact' ? await loaders.client.load(viewer.clientId) : null,
      role: viewer.kind === 'team' ? viewer.role : null,
    };
  }

  @Mutation(() => Boolean, { description: 'Mails a sign-in link if the address is known. The answer never tells.' })
  async requestSignInLink(@Ctx() { em, side }: Context, @Arg('email', () => String) email: string): Promise<boolean> {
    const address = email.trim();
    if (!/^[^@\s]{1,64}@[^@\s]{1,255}$/.test(address)) throw badInput('Please enter an e-mail address, such as you@example.com.', 'email');
    await enqueue(em, 'send-sign-in-link', { side, email: address });
    return true;
  }

  @Mutation(() => Boolean)
  async signOut(@Ctx() { viewer, em, config, side, cookies }: Context): Promise<boolean> {
    cookies.push(sessionCookie(config, side, null));
    if (!viewer) return false;
    await revokeSession(em, viewer.sessionId);
    const clientId = viewer.kind === 'contact' ? viewer.clientId : null;
    await announce(em, { topic: 'session', businessId: viewer.businessId, clientId, id: viewer.sessionId });
    return true;
  }
}
