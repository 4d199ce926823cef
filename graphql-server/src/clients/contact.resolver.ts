import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { findClient, findContact } from './client.access.ts';
import { ContactInput } from './client.inputs.ts';
import { Contact } from './contact.entity.ts';
import { addContact, archiveContact, updateContact } from './save-contact.ts';

@Resolver(() => Contact)
export class ContactResolver {
  @Mutation(() => Contact, { description: 'One that was archived and has the same address comes back.' })
  async addContact(@Ctx() context: Context, @Arg('clientId', () => ID) clientId: string, @Arg('input', () => ContactInput) input: ContactInput): Promise<Contact> {
    const viewer = mustHavePower(context, 'bill');
    return addContact(context.em, viewer, await findClient(context.em, viewer, clientId), input);
  }

  @Mutation(() => Contact, { description: 'With another address, its links and sessions end.' })
  async updateContact(@Ctx() context: Context, @Arg('id', () => ID) id: string, @Arg('input', () => ContactInput) input: ContactInput): Promise<Contact> {
    const viewer = mustHavePower(context, 'bill');
    return updateContact(context.em, viewer, await findContact(context.em, viewer, id), input, context.clock());
  }

  @Mutation(() => ID, { description: 'Ends its links and sessions at once.' })
  async archiveContact(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    const viewer = mustHavePower(context, 'bill');
    await archiveContact(context.em, viewer, await findContact(context.em, viewer, id), context.clock());
    return id;
  }
}
