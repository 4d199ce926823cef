import type { Models } from 'postmark';

export interface MailHeader {
  Name: string;
  Value: string;
}

/** Content is base64, as on the wire. */
export interface MailAttachment {
  Name: string;
  Content: string;
  ContentType: string;
  ContentID: string;
}

/** Where one recipient's copy stands. */
export type DeliveryState = 'queued' | 'delivered' | 'bounced' | 'complained' | 'inactive';

export interface Delivery {
  recipient: string;
  state: DeliveryState;
  /** What the receiving server is said to have answered. */
  details: string;
  at: string;
}

export interface MailLink {
  href: string;
  text: string;
}

/** One accepted mail. Postmark's fields keep Postmark's names; ours are lower-case. */
export interface SentMessage {
  MessageID: string;
  SubmittedAt: string;
  From: string;
  To: string;
  Cc: string;
  Bcc: string;
  ReplyTo: string;
  Subject: string;
  HtmlBody: string;
  TextBody: string;
  Tag: string;
  TrackOpens: boolean;
  MessageStream: string;
  Metadata: Record<string, string>;
  Headers: MailHeader[];
  Attachments: MailAttachment[];
  /** The Message-ID header that the recipients see, with its angle brackets. */
  internetMessageId: string;
  links: MailLink[];
  deliveries: Delivery[];
  /** Answers posted through the outbox, and what the webhook answered. */
  replies: SentReply[];
}

export interface SentReply {
  from: string;
  text: string;
  at: string;
  /** HTTP status of the webhook; 0 when nothing answered. */
  status: number;
}

/** What arrives at POST /email, before anybody checked it. */
export type SubmittedEmail = Partial<Omit<Models.Message, 'Metadata'>> & { Metadata?: Record<string, unknown> };

export function header(message: { Headers: MailHeader[] }, name: string): string | undefined {
  return message.Headers.find((one) => one.Name.toLowerCase() === name.toLowerCase())?.Value;
}
