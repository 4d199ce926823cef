import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { mustBeSignedIn } from '../auth/viewer.ts';
import { clientMeant } from '../clients/client.access.ts';
import type { Context } from '../context.ts';
import { statementOf } from './statement.access.ts';
import { Statement } from './statement.type.ts';

@Resolver()
export class StatementResolver {
  @Query(() => Statement, { description: "A contact sees its own client's; a team member names the client." })
  async statement(
    @Ctx() context: Context,
    @Arg('clientId', () => ID, { nullable: true }) clientId?: string,
  ): Promise<Statement> {
    const viewer = mustBeSignedIn(context);
    return statementOf(context, viewer.businessId, await clientMeant(context.em, viewer, clientId));
  }
}
