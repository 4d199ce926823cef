import type { BusinessSettingsFragment, UpdateBusinessInput } from '#lib/gql/graphql.ts';

export interface Branding {
  brandColor: string;
  senderName: string;
  /** Where the logo is shown from; null without one. */
  logoUrl: string | null;
  /** One that was chosen since the last saving; empty takes the logo away. */
  logoFileId: string | null;
}

export function readBranding({ brandColor, senderName, logoUrl }: BusinessSettingsFragment): Branding {
  return { brandColor, senderName: senderName ?? '', logoUrl: logoUrl ?? null, logoFileId: null };
}

export function writeBranding({ brandColor, senderName, logoFileId }: Branding): UpdateBusinessInput {
  return {
    brandColor: hexOf(brandColor) ?? brandColor.trim(),
    senderName: senderName.trim(),
    ...(logoFileId !== null && { logoFileId }),
  };
}

/** "#1f5f5b", also of "1F5F5B" as other programs write it. */
export function hexOf(text: string): string | undefined {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  return digits && `#${digits.toLowerCase()}`;
}
