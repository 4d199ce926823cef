import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { Business } from './business.entity.ts';

@InputType({ description: 'What is left out stays as it is.' })
class UpdateBusinessInput {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true, description: 'Printed on documents; answers to invoices go there.' })
  email?: string;

  @Field(() => [String], { nullable: true, description: 'Lines as they are printed.' })
  address?: string[];

  @Field(() => String, { nullable: true, description: 'IANA name, such as Europe/Berlin.' })
  timeZone?: string;

  @Field(() => String, { nullable: true, description: 'ISO 4217, for new invoices.' })
  currency?: string;

  @Field(() => String, { nullable: true, description: '"#rrggbb"' })
  brandColor?: string;

  @Field(() => String, { nullable: true })
  bankDetails?: string;
}

@Resolver()
export class BusinessResolver {
  @Mutation(() => Business, { description: 'Changes no document that was sent.' })
  async updateBusiness(@Ctx() context: Context, @Arg('input', () => UpdateBusinessInput) input: UpdateBusinessInput): Promise<Business> {
    const { businessId } = mustHavePower(context, 'settle');
    const business = await context.em.findOneOrFail(Business, { businessId, id: businessId });
    business.describe(input);
    return business;
  }
}
