import { Entity, Property } from '@mikro-orm/decorators/legacy';
import type { TeamMember } from '../businesses/team-member.entity.ts';
import { hashSecretToken, newSecretToken } from '../shared/secret-token.ts';
import { TenantRow } from '../shared/tenant-row.ts';

export const TEAM_LINK_MINUTES = 15;

/** Signs a team member in once, within 15 minutes. */
@Entity({ tableName: 'team_sign_in_link' })
export class TeamSignInLink extends TenantRow {
  @Property({ type: 'uuid' })
  teamMemberId!: string;

  @Property({ type: 'blob' })
  tokenHash!: Buffer;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  usedAt: Date | null = null;

  static issue(member: TeamMember): { link: TeamSignInLink; token: string } {
    const token = newSecretToken();
    const link = new TeamSignInLink();
    link.businessId = member.businessId;
    link.teamMemberId = member.id;
    link.tokenHash = hashSecretToken(token);
    link.expiresAt = new Date(link.createdAt.valueOf() + TEAM_LINK_MINUTES * 60_000);
    return { link, token };
  }
}
