import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Query, Resolver, Root } from 'type-graphql';
import { mustBeSignedIn, mustBeTeam } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { connectionOf, pageSize } from '../paging.ts';
import type { Row } from '../plain-rows.ts';
import { DateTime } from '../shared/scalars.ts';
import { statementOf } from '../statements/statement.access.ts';
import { Statement } from '../statements/statement.type.ts';
import { findClient, listClients, timelineOf, type ClientRow } from './client.access.ts';
import { Client } from './client.entity.ts';
import { ClientEvent } from './client-event.entity.ts';
import { Contact } from './contact.entity.ts';

const ClientConnection = connectionOf('Client', () => Client);

@InputType()
class ClientFilter {
  @Field(() => String, { nullable: true, description: 'In name, external id, or a contact.' })
  text?: string | null;
}

@Resolver(() => Client)
export class ClientResolver {
  @Query(() => ClientConnection)
  clients(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('filter', () => ClientFilter, { nullable: true }) filter?: ClientFilter,
  ) {
    return listClients(context.em, mustBeTeam(context), { first, after, text: filter?.text });
  }

  @Query(() => Client)
  client(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return findClient(context.em, mustBeSignedIn(context), id);
  }

  @FieldResolver(() => [Contact])
  async contacts(@Root() client: ClientRow, @Ctx() { loaders }: Context) {
    const contacts = await loaders.contacts.load(client.id);
    return contacts.filter((contact) => !contact.archivedAt);
  }

  @FieldResolver(() => Statement)
  statement(@Root() client: ClientRow, @Ctx() context: Context): Promise<Statement> {
    return statementOf(context, client.businessId, client.id);
  }

  @FieldResolver(() => [ClientEvent], { description: 'Newest first; for the team.' })
  async timeline(
    @Root() client: ClientRow,
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
  ) {
    mustBeTeam(context);
    return timelineOf(context.em, client, pageSize(first));
  }
}

@Resolver(() => ClientEvent)
export class ClientEventResolver {
  @FieldResolver(() => DateTime)
  occurredAt(@Root() event: Row<ClientEvent>): Date {
    return event.createdAt;
  }
}
