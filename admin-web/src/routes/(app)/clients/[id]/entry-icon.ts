import CircleDot from '@lucide/svelte/icons/circle-dot';
import Eye from '@lucide/svelte/icons/eye';
import FileText from '@lucide/svelte/icons/file-text';
import LogIn from '@lucide/svelte/icons/log-in';
import Mail from '@lucide/svelte/icons/mail';
import MailWarning from '@lucide/svelte/icons/mail-warning';
import MessageSquare from '@lucide/svelte/icons/message-square';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import Scale from '@lucide/svelte/icons/scale';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import UserPen from '@lucide/svelte/icons/user-pen';
import Wallet from '@lucide/svelte/icons/wallet';

const good = 'bg-success-soft text-success';
const bad = 'bg-danger-soft text-danger';
const plain = 'bg-neutral-soft text-muted';

/** Of an entry of the timeline, by what its kind begins or ends with ("invoice.paid"), and by what became of a mail. */
export function entryIcon(kind: string, deliveryState?: string | null): { icon: typeof Mail; tone: string } {
  if (kind === 'note') return { icon: StickyNote, tone: 'bg-warning-soft text-warning' };
  const isReturned = deliveryState === 'BOUNCED' || deliveryState === 'COMPLAINED' || deliveryState === 'FAILED';
  if (kind.startsWith('mail.') || isReturned) return { icon: MailWarning, tone: bad };
  if (kind.endsWith('.viewed')) return { icon: Eye, tone: plain };
  if (kind === 'contact.signed-in') return { icon: LogIn, tone: plain };
  if (/\.(paid|recorded|accepted)$/.test(kind)) return { icon: kind.startsWith('estimate') ? FileText : Wallet, tone: good };
  const [subject] = kind.split('.');
  const tone = /\.(voided|declined|undone|failed|lost)$|^dispute\.opened$/.test(kind) ? bad : plain;
  return { icon: icons[subject!] ?? CircleDot, tone };
}

const icons: Record<string, typeof Mail> = {
  invoice: ReceiptText,
  estimate: FileText,
  'credit-note': ReceiptText,
  payment: Wallet,
  credit: Wallet,
  refund: Wallet,
  dispute: Scale,
  message: MessageSquare,
  ticket: MessageSquare,
  mail: Mail,
  address: Mail,
  contact: UserPen,
  client: UserPen,
};
