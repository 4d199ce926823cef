import type { Mailbox } from './mailbox.store.ts';
import { parseAddress } from './mail-address.ts';
import type { Delivery, SentMessage } from './sent-message.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** What becomes of each recipient's copy after Postmark took the mail. */
export class MailDelivery {
  readonly #mailbox: Mailbox;
  readonly #webhooks: WebhookSender;
  readonly #delayMs: number;
  readonly #pending = new Set<NodeJS.Timeout>();
  #lastBounceId = 0;

  constructor(mailbox: Mailbox, webhooks: WebhookSender, delayMs: number) {
    this.#mailbox = mailbox;
    this.#webhooks = webhooks;
    this.#delayMs = delayMs;
  }

  schedule(message: SentMessage): void {
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      for (const { recipient, state } of message.deliveries) {
        if (state === 'queued') this.#deliver(message, recipient);
      }
    }, this.#delayMs);
    this.#pending.add(timer);
  }

  close(): void {
    for (const timer of this.#pending) clearTimeout(timer);
  }

  #deliver(message: SentMessage, recipient: string): void {
    const fate = fateOf(recipient, message);
    const at = new Date().toISOString();
    if (fate === 'delivered') return this.#delivered(message, recipient, at);
    if (fate.deactivates) this.#mailbox.deactivate(recipient, fate.recordType === 'SpamComplaint' ? 'SpamComplaint' : 'HardBounce');
    const state = fate.recordType === 'SpamComplaint' ? 'complained' : 'bounced';
    this.#record(message, { recipient, state, details: fate.details, at });
    void this.#webhooks.sendEvent(this.#bounceEvent(message, recipient, fate, at));
  }

  #delivered(message: SentMessage, recipient: string, at: string): void {
    const details = 'smtp;250 2.0.0 OK: accepted by the development outbox';
    this.#record(message, { recipient, state: 'delivered', details, at });
    void this.#webhooks.sendEvent({
      RecordType: 'Delivery',
      ServerID: SERVER_ID,
      MessageStream: message.MessageStream,
      MessageID: message.MessageID,
      Recipient: recipient,
      Tag: message.Tag,
      DeliveredAt: at,
      Details: details,
      Metadata: message.Metadata,
    } as { RecordType: string });
    if (message.TrackOpens && /^opens/i.test(recipient)) this.#opened(message, recipient, at);
  }

  /** Whoever fetches the picture in the mail: the recipient, or a scanner before them. */
  #opened(message: SentMessage, recipient: string, at: string): void {
    void this.#webhooks.sendEvent({
      RecordType: 'Open',
      FirstOpen: true,
      ServerID: SERVER_ID,
      MessageStream: message.MessageStream,
      MessageID: message.MessageID,
      Recipient: recipient,
      Tag: message.Tag,
      ReceivedAt: at,
      ReadSeconds: 5,
      Platform: 'WebMail',
      Client: {},
      OS: {},
      UserAgent: '',
      Geo: {},
      Metadata: message.Metadata,
    } as { RecordType: string });
  }

  #bounceEvent(message: SentMessage, recipient: string, fate: BounceFate, at: string): { RecordType: string } {
    this.#lastBounceId = Math.max(this.#lastBounceId + 1, Date.now());
    const event = {
      RecordType: fate.recordType,
      ID: this.#lastBounceId,
      Type: fate.type,
      TypeCode: fate.typeCode,
      Name: fate.name,
      ServerID: SERVER_ID,
      MessageStream: message.MessageStream,
      MessageID: message.MessageID,
      Tag: message.Tag,
      Description: fate.description,
      Details: fate.details,
      Email: recipient,
      From: parseAddress(message.From).email,
      BouncedAt: at,
      DumpAvailable: true,
      Inactive: fate.deactivates,
      CanActivate: fate.recordType === 'Bounce',
      Subject: message.Subject,
      Metadata: message.Metadata,
    };
    return event;
  }

  #record(message: SentMessage, delivery: Delivery): void {
    this.#mailbox.recordDelivery(message, delivery);
  }
}

export const SERVER_ID = 1;

interface BounceFate {
  recordType: 'Bounce' | 'SpamComplaint';
  type: string;
  typeCode: number;
  name: string;
  description: string;
  details: string;
  deactivates: boolean;
}

/**
 * The address decides: `hardbounce-jane@example.com`, `softbounce@…`, `spamcomplaint@…`, and every address
 * at Postmark's own bounce-testing.postmarkapp.com, where the X-PM-Bounce-Type header may name the type too.
 */
function fateOf(recipient: string, message: SentMessage): 'delivered' | BounceFate {
  const [local = '', domain = ''] = recipient.toLowerCase().split('@');
  const named = local.replaceAll('_', '');
  if (domain !== 'bounce-testing.postmarkapp.com') {
    return FATES.find((fate) => named.startsWith(fate.type.toLowerCase())) ?? 'delivered';
  }
  const wanted = message.Headers.find(({ Name }) => Name.toLowerCase() === 'x-pm-bounce-type')?.Value ?? named;
  return FATES.find((fate) => wanted.toLowerCase() === fate.type.toLowerCase()) ?? FATES[0];
}

const FATES: [BounceFate, ...BounceFate[]] = [
  {
    recordType: 'Bounce',
    type: 'HardBounce',
    typeCode: 1,
    name: 'Hard bounce',
    description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).',
    details: 'smtp;550 5.1.1 The email account that you tried to reach does not exist.',
    deactivates: true,
  },
  {
    recordType: 'Bounce',
    type: 'SoftBounce',
    typeCode: 4096,
    name: 'Soft bounce/Undeliverable',
    description: 'Unable to temporarily deliver message (i.e. mailbox full, account disabled, exceeds quota, out of disk space).',
    details: 'smtp;452 4.2.2 The email account that you tried to reach is over quota.',
    deactivates: false,
  },
  {
    recordType: 'Bounce',
    type: 'Blocked',
    typeCode: 100006,
    name: 'ISP block',
    description: 'Blocked from this ISP due to content or blacklisting.',
    details: 'smtp;550 5.7.1 Message rejected due to local policy.',
    deactivates: false,
  },
  {
    recordType: 'SpamComplaint',
    type: 'SpamComplaint',
    typeCode: 512,
    name: 'Spam complaint',
    description: 'The subscriber explicitly marked this message as spam.',
    details: 'The recipient pressed the spam button.',
    deactivates: true,
  },
];
