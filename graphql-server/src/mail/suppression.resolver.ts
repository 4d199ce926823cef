import { Arg, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { mustHavePower } from '../auth/viewer.ts';
import { Contact } from '../clients/contact.entity.ts';
import type { Context } from '../context.ts';
import type { Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { DateTime } from '../shared/scalars.ts';
import { isUuid } from '../shared/uuid.ts';
import { clearSuppression } from './clear-suppression.ts';
import { suppressionCauses, type SuppressionCause } from './suppressed-address.entity.ts';

registerEnumType(suppressionCauses, { name: 'SuppressionCause' });

@ObjectType('Suppression')
class SuppressionType {
  @Field(() => suppressionCauses)
  cause!: SuppressionCause;

  @Field(() => String, { nullable: true })
  detail!: string | null;

  @Field(() => DateTime)
  since!: Date;
}

@Resolver(() => Contact)
export class SuppressionResolver {
  @FieldResolver(() => SuppressionType, {
    nullable: true, description: 'Mail to the address came back or was called spam: none is sent until it is cleared.',
  })
  async suppression(@Root() contact: Row<Contact>, @Ctx() { loaders, viewer }: Context): Promise<SuppressionType | null> {
    if (viewer?.kind !== 'team') return null;
    const found = await loaders.suppression.load(contact.email);
    return found ? { cause: found.cause, detail: found.detail, since: found.createdAt } : null;
  }

  @Mutation(() => Contact, { description: 'Mail may go to the address again.' })
  async clearSuppression(@Ctx() context: Context, @Arg('contactId', () => ID) contactId: string): Promise<Contact> {
    const viewer = mustHavePower(context, 'bill');
    const contact = isUuid(contactId) ? await context.em.findOne(Contact, { businessId: viewer.businessId, id: contactId }) : null;
    if (!contact) throw notFound('contact');
    await clearSuppression(context.em, viewer, contact, context.clock());
    return contact;
  }
}
