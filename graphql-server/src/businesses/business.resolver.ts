import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { papers, taxRoundings } from '../documents/document.types.ts';
import type { Paper } from '../documents/printed-document.ts';
import type { TaxRounding } from '../documents/document-totals.ts';
import { findLogo } from '../files/logo.access.ts';
import { replyAddress } from '../mail/reply-address.ts';
import type { Row } from '../plain-rows.ts';
import { Business } from './business.entity.ts';
import { UpdateBusinessInput } from './business.inputs.ts';
import { settingsFrom } from './business-settings.ts';

@Resolver(() => Business)
export class BusinessResolver {
  @Mutation(() => Business, { description: 'Changes no document that was sent.' })
  async updateBusiness(@Ctx() { em, ...context }: Context, @Arg('input', () => UpdateBusinessInput) input: UpdateBusinessInput): Promise<Business> {
    const { businessId } = mustHavePower(context, 'settle');
    const business = await em.findOneOrFail(Business, { businessId, id: businessId });
    const { logoFileId, ...given } = withoutNulls(input);
    const logo = logoFileId === undefined ? {} : { logo: logoFileId ? await findLogo(em, businessId, logoFileId) : null };
    business.describe({ ...given, ...settingsFrom(given), ...logo });
    return business;
  }

  @FieldResolver(() => String, { description: 'Mail to it opens a ticket.' })
  inboundAddress(@Root() { inboundToken }: Row<Business>, @Ctx() { config }: Context): string {
    return replyAddress(config.mail.inboundAddress, inboundToken);
  }

  @FieldResolver(() => papers)
  paper(@Root() { paper }: Row<Business>): Paper {
    return paper;
  }

  @FieldResolver(() => taxRoundings, { description: 'Taxes of new documents are rounded on each line, or once on the whole.' })
  taxRounding(@Root() { taxRounding }: Row<Business>): TaxRounding {
    return taxRounding;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Path of the logo on this origin.' })
  logoUrl(@Root() { logo }: Row<Business>, @Ctx() { side }: Context): string | null {
    return logo && `${side === 'admin' ? '/admin' : ''}/files/logos/${logo.fileId}`;
  }
}

const REMOVABLE = new Set<keyof UpdateBusinessInput>(['email', 'bankDetails', 'taxId', 'senderName', 'logoFileId', 'terms', 'notes']);

type Given = { [Field in keyof UpdateBusinessInput]: NonNullable<UpdateBusinessInput[Field]> };

/** To take away is to leave empty; what cannot be taken away stays. */
const withoutNulls = (input: UpdateBusinessInput): Given =>
  Object.fromEntries(
    (Object.entries(input) as [keyof UpdateBusinessInput, unknown][])
      .filter(([field, value]) => value !== undefined && (value !== null || REMOVABLE.has(field)))
      .map(([field, value]) => [field, value ?? '']),
  );
