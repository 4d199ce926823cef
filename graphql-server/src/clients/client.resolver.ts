import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mustBeSignedIn, mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { connectionOf } from '../paging.ts';
import type { Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { DateTime } from '../shared/scalars.ts';
import { statementOf } from '../statements/statement.access.ts';
import { Statement } from '../statements/statement.type.ts';
import { archiveClient, restoreClient } from './archive-client.ts';
import { findClient, listClients, type ClientRow } from './client.access.ts';
import { Client } from './client.entity.ts';
import { ClientEvent } from './client-event.entity.ts';
import { ClientFilter, ClientInput, ContactInput } from './client.inputs.ts';
import { Contact } from './contact.entity.ts';
import { createClient, updateClient } from './save-client.ts';

const ClientConnection = connectionOf('Client', () => Client);

@Resolver(() => Client)
export class ClientResolver {
  @Query(() => ClientConnection)
  clients(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('filter', () => ClientFilter, { nullable: true }) filter?: ClientFilter,
  ) {
    return listClients(context.em, mustBeTeam(context), { first, after, ...filter });
  }

  @Query(() => Client)
  client(@Ctx() context: Context, @Arg('id', () => ID) id: string) {
    return findClient(context.em, mustBeSignedIn(context), id);
  }

  @Mutation(() => Client)
  createClient(
    @Ctx() context: Context,
    @Arg('input', () => ClientInput) input: ClientInput,
    @Arg('contact', () => ContactInput, { nullable: true }) contact?: ContactInput | null,
  ): Promise<Client> {
    return createClient(context.em, mustHavePower(context, 'bill'), input, contact);
  }

  @Mutation(() => Client, { description: 'Changes no document that was sent.' })
  async updateClient(@Ctx() context: Context, @Arg('id', () => ID) id: string, @Arg('input', () => ClientInput) input: ClientInput): Promise<Client> {
    const viewer = mustHavePower(context, 'bill');
    return updateClient(context.em, viewer, await findClient(context.em, viewer, id), input);
  }

  @Mutation(() => Client, { description: 'Ends the links and sessions of all its contacts at once. Its record stays.' })
  async archiveClient(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Client> {
    const viewer = mustHavePower(context, 'bill');
    return archiveClient(context.em, viewer, await findClient(context.em, viewer, id), context.clock());
  }

  @Mutation(() => Client)
  async restoreClient(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Client> {
    const viewer = mustHavePower(context, 'bill');
    return restoreClient(context.em, viewer, await findClient(context.em, viewer, id));
  }

  @FieldResolver(() => Boolean)
  isArchived(@Root() client: ClientRow): boolean {
    return client.archivedAt !== null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'For the team.' })
  internalNotes(@Root() client: ClientRow, @Ctx() { viewer }: Context): string | null {
    return viewer?.kind === 'team' ? client.internalNotes : null;
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
}

@Resolver(() => ClientEvent)
export class ClientEventResolver {
  @FieldResolver(() => DateTime)
  occurredAt(@Root() event: Row<ClientEvent>): Date {
    return event.createdAt;
  }

  @FieldResolver(() => Client)
  async client(@Root() event: Row<ClientEvent>, @Ctx() { loaders }: Context) {
    return (await loaders.client.load(event.clientId)) ?? Promise.reject(notFound('client'));
  }
}
