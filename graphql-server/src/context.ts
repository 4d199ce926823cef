import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type Stripe from 'stripe';
import type { Viewer } from './auth/viewer.ts';
import type { Config } from './config.ts';
import type { Loaders } from './loaders.ts';
import type { LiveBus } from './live-bus.ts';
import type { Clock } from './shared/clock.ts';

/** What is sent, in the provider's terms but for no particular provider. */
export interface Mail {
  to: string;
  fromName: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  /** RFC 5322 ids without brackets. */
  messageId: string | null;
  references: string[];
  tag: string;
  /** Comes back with each of the provider's events about this mail, and finds it there. */
  reference?: string;
  /** Nobody wrote it just now: it leaves by itself (RFC 3834). */
  isAutomatic?: boolean;
  /** Unreliable, and nobody's business where it is not about a document. */
  tracksOpens?: boolean;
  attachments?: MailAttachment[];
}

export interface MailAttachment {
  name: string;
  contentType: string;
  content: Uint8Array;
}

/** The provider refused the mail for good: trying again gives the same answer. */
export class MailRefused extends Error {
  override readonly name: string = 'MailRefused';
}

/** It sends nothing to this address, since earlier mail came back or was reported as spam. */
export class RecipientInactive extends MailRefused {
  override readonly name = 'RecipientInactive';
}

/** What the provider has taken. */
export interface SentMail { id: string; subject: string }

export interface Mailer {
  /** Throws MailRefused, or another error that is worth another try: the mail may have been taken all the same. */
  send(mail: Mail): Promise<SentMail>;
  /** A mail that was taken before, though its answer never came. */
  find(reference: string): Promise<SentMail | null>;
  /** Has an inactive recipient made active again. Throws as `send` does. */
  reactivate(address: string): Promise<void>;
}

export interface PdfRenderer {
  render(html: string, options: { title: string; lang: string; format?: 'A4' | 'Letter' }): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface FileStore {
  write(key: string, content: Uint8Array): Promise<void>;
  read(key: string): Promise<Uint8Array>;
  /** Also when it is not there. */
  remove(key: string): Promise<void>;
}

/** Makes the client of one Stripe account. */
export type StripeClients = (secretKey: string) => Stripe;

/** Everything outside the process. */
export interface Adapters {
  mailer: Mailer;
  pdf: PdfRenderer;
  files: FileStore;
  stripe: StripeClients;
}

/** What lives as long as the process. */
export interface Services extends Adapters {
  config: Config;
  orm: MikroORM;
  live: LiveBus;
  clock: Clock;
  log: (line: string) => void;
}

/** What a resolver is given: the services, who asks, and the rows that they may see. */
export interface Context extends Services {
  viewer: Viewer | null;
  em: EntityManager;
  loaders: Loaders;
  side: 'portal' | 'admin';
  ip: string | null;
  /** `Set-Cookie` of the answer. A WebSocket has none to send. */
  cookies: string[];
}
