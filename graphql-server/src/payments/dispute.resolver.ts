import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { mustBeTeam } from '../auth/viewer.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context } from '../context.ts';
import { connectionOf } from '../paging.ts';
import { ClientPayment } from './client-payment.type.ts';
import { listDisputes } from './dispute.access.ts';
import { DisputeType } from './dispute.type.ts';

const DisputeConnection = connectionOf('Dispute', () => DisputeType);

@Resolver(() => DisputeType)
export class DisputeResolver {
  @Query(() => DisputeConnection, { description: 'Newest first; for the team.' })
  disputes(@Ctx() context: Context, @Arg('first', () => Int, { defaultValue: 50 }) first: number, @Arg('after', () => String, { nullable: true }) after?: string) {
    return listDisputes(context.em, mustBeTeam(context), first, after);
  }

  @FieldResolver(() => ClientPayment)
  payment(@Root() { paymentId }: DisputeType, @Ctx() { loaders }: Context): Promise<ClientPayment> {
    return loaders.payment.load(paymentId);
  }

  @FieldResolver(() => Client)
  client(@Root() { clientId }: DisputeType, @Ctx() { loaders }: Context) {
    return loaders.client.load(clientId);
  }
}
