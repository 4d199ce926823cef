import { cutText } from '../shared/cut-text.ts';
import type { IncomingMail } from './inbound-payload.ts';

/** Headers that only machines and lists write. Feedback-ID is none of them: people's mail has it too where it goes through a large sender. */
const MACHINE_HEADERS = [
  'X-Autoreply', 'X-Autorespond', 'X-Autoresponse', 'X-AutoReply-From', 'X-Auto-Reply-From', 'X-Mail-Autoreply', 'X-FC-MachineGenerated', 'X-Loop', 'X-Failed-Recipients',
  'X-MS-Exchange-Generated-Message-Source', 'X-Mailer-Daemon', 'List-Id', 'List-Post', 'List-Help', 'List-Owner', 'List-Archive', 'List-Subscribe', 'List-Unsubscribe', 'Mailing-List',
];
const MACHINE_ADDRESS = /^(?:mailer[-_.]?daemon|postmaster|bounces?|auto[-_.]?(?:reply|responder|response|confirm)|(?:do[-_.]?)?not?[-_.]?reply)(?:[-_.+=][^@]*)?@/;
/**
 * As mail programs begin them; an answer to one begins with "Re:". People write "Out of office: chairs" and
 * "Undeliverable parcel" too, so that what is no fixed phrase, with its colon, needs more than a subject.
 */
const MACHINE_SUBJECT = new RegExp(
  '^(?:(?:Automatic reply|Auto[- ]?reply|Auto[- ]?response|Out of (?:the )?Office AutoReply|Automatische (?:Antwort|reactie)|Abwesenheitsnotiz|Réponse automatique|Respuesta automática|Risposta automatica|' +
    'Resposta automática|Automatisch antwoord|Afwezigheidsbericht|Autosvar|Automatisk svar|Automatiskt svar|Automaattinen vastaus|Odpowiedź automatyczna|Automatyczna odpowiedź|Automatická odpověď|' +
    'Automatická odpoveď|Automatikus válasz|Răspuns automat|Automatski odgovor|Samodejni odgovor|Αυτόματη απάντηση|Автоматический ответ|Автоответ|Автоматична відповідь|Автоматичен отговор|Otomatik yanıt|תשובה אוטומטית|' +
    'رد تلقائي|自動応答|自動返信|自动(?:回复|答复)|自動(?:回覆|答覆)|자동 회신|Trả lời tự động|Balasan otomatis|ตอบกลับอัตโนมัติ|' +
    'Undeliverable|Unzustellbar|Non remis|No se puede entregar|Mail delivery failed|Returned mail)\\s?[:：])',
  'iu',
);

/**
 * Why a mail was written by a machine (RFC 3834 and the usual headers), or comes from us; null when a
 * person wrote it. `isOurs` is asked for addresses and for Message-IDs.
 */
export function automaticReason(mail: IncomingMail, isOurs: (address: string) => boolean = () => false): string | null {
  const submitted = bare(mail.header('Auto-Submitted'));
  if (submitted && submitted !== 'no') return `Automatic mail (Auto-Submitted: ${submitted})`;
  const precedence = bare(mail.header('Precedence'));
  if (/^(?:bulk|junk|list|auto_reply)$/.test(precedence)) return `Automatic mail (Precedence: ${precedence})`;
  if (/\b(?:all|oof|autoreply)\b/i.test(mail.header('X-Auto-Response-Suppress'))) return 'Automatic mail (X-Auto-Response-Suppress)';
  const machine = MACHINE_HEADERS.find((name) => mail.header(name).trim());
  if (machine) return `Automatic mail (${machine})`;
  if (/^multipart\/report\b/i.test(mail.header('Content-Type').trim())) return 'Bounce or report (multipart/report)';
  if (mail.header('Return-Path').trim() === '<>') return 'Bounce (empty return path)';
  if (/^autoresponder$/i.test(mail.header('Delivered-To').trim()) || /autoresponder/i.test(mail.header('X-POST-MessageClass'))) return 'Automatic mail (autoresponder)';
  for (const address of [mail.from, mail.sender?.address ?? '']) {
    if (MACHINE_ADDRESS.test(address)) return `Automatic mail (from ${address})`;
    if (address && isOurs(address)) return `Our own mail (from ${address})`;
  }
  if (mail.messageId && isOurs(mail.messageId)) return `Our own mail (${mail.messageId})`;
  if (MACHINE_SUBJECT.test(mail.subject)) return `Automatic mail (subject: ${cutText(mail.subject, 60)})`;
  return null;
}

/** Without comments and parameters: `auto-replied (vacation); x=y`. */
const bare = (value: string) => value.slice(0, 200).replaceAll(/\([^()]*\)/g, '').split(';', 1)[0]!.trim().toLowerCase();
