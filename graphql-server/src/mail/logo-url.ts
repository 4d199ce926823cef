import type { Config } from '../config.ts';
import type { Logo } from '../documents/printed-document.ts';

/** Absolute: a mail has no origin. */
export const logoUrl = ({ portalUrl }: Pick<Config, 'portalUrl'>, logo: Logo | null): string | null => logo && `${portalUrl}/files/logos/${logo.fileId}`;
