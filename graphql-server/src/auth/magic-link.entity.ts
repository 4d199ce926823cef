import { Entity, Property } from '@mikro-orm/decorators/legacy';
import type { Contact } from '../clients/contact.entity.ts';
import { hashSecretToken, newSecretToken } from '../shared/secret-token.ts';
import { TenantRow } from '../shared/tenant-row.ts';

const DAY = 86_400_000;

/** Lets one contact into its portal, again and again until it expires. Holds only the token's hash. */
@Entity({ tableName: 'magic_link' })
export class MagicLink extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  contactId!: string;

  @Property({ type: 'blob' })
  tokenHash!: Buffer;

  /** Path within the portal that the mail was about. */
  @Property({ type: 'text' })
  target!: string;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  revokedAt: Date | null = null;

  /** The token leaves with the mail and is kept nowhere. */
  static issue(contact: Contact, target: string, days: number): { link: MagicLink; token: string } {
    const token = newSecretToken();
    const link = new MagicLink();
    link.businessId = contact.businessId;
    link.clientId = contact.clientId;
    link.contactId = contact.id;
    link.tokenHash = hashSecretToken(token);
    link.target = target;
    link.expiresAt = new Date(link.createdAt.valueOf() + days * DAY);
    return { link, token };
  }
}
