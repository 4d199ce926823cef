import CircleDot from '@lucide/svelte/icons/circle-dot';
import FileText from '@lucide/svelte/icons/file-text';
import LogIn from '@lucide/svelte/icons/log-in';
import Mail from '@lucide/svelte/icons/mail';
import MailWarning from '@lucide/svelte/icons/mail-warning';
import MessageSquare from '@lucide/svelte/icons/message-square';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import Scale from '@lucide/svelte/icons/scale';
import UserPen from '@lucide/svelte/icons/user-pen';
import Wallet from '@lucide/svelte/icons/wallet';

const good = 'bg-success-soft text-success';
const bad = 'bg-danger-soft text-danger';
const plain = 'bg-neutral-soft text-muted';

/** Of an event of the timeline, by what its kind begins or ends with: "invoice.paid". */
export function eventIcon(kind: string): { icon: typeof Mail; tone: string } {
  if (/^mail\./.test(kind)) return { icon: MailWarning, tone: bad };
  if (/\.(paid|recorded|accepted)$/.test(kind)) return { icon: kind.startsWith('estimate') ? FileText : Wallet, tone: good };
  const [subject] = kind.split('.');
  const tone = /\.(voided|declined|undone|bounced|failed|lost)$|^dispute\.opened$/.test(kind) ? bad : plain;
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
  ticket: MessageSquare,
  reminder: Mail,
  receipt: Mail,
  address: Mail,
  contact: LogIn,
  client: UserPen,
};
