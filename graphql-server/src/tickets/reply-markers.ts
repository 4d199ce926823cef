/**
 * The lines by which mail programs mark what a person did not write just now, in the languages that
 * they speak. Every expression is meant for a short text (see `MAX_MARKER_LENGTH`), so that none can
 * take long.
 */

export const MAX_MARKER_LENGTH = 600;

export const QUOTED_LINE = /^\s{0,4}>/;

const WROTE = [
  'wrote', 'writes', 'sent', 'écrit', 'escribió', 'scritto', 'escreveu', 'schrieb', 'geschrieben', 'schreef', 'geschreven',
  'skrev', 'kirjoitti', 'pisze', 'napisał(?:\\(a\\)|a)?', 'napsal(?:\\(a\\)|a)?', 'napísal(?:\\(a\\)|a)?', 'написала?', 'написав', 'пишет',
  'писала?', 'viết', 'yazdı', 'şunu yazdı', 'έγραψε', 'írta', 'a scris', 'napisao', 'napisala', 'rašė', 'menulis', 'пише', 'написа', 'כתב', 'כתבה', 'كتب', 'كتبت', 'نوشت', 'লিখেছেন', 'लिखा', 'va escriure',
].join('|');
const WROTE_CJK = '写道|寫道|작성|님이 작성|のメッセージ|書きました|เขียนว่า';
const VERB = `(?:(?<!\\p{L})(?:${WROTE})(?!\\p{L})|${WROTE_CJK})`;

/** "… wrote:", "… wrote ----" */
export const ENDS_WITH_WROTE = new RegExp(`${VERB}\\s*(?:[:：][\\s-]*|-{2,}\\s*)$`, 'iu');
/** "… <ada@x.example> wrote" */
export const ENDS_WITH_BARE_WROTE = new RegExp(`${VERB}\\s*$`, 'iu');
/** "… schreef Ada <ada@x.example>:" */
export const ENDS_WITH_WROTE_BY = new RegExp(`${VERB}\\s.{1,200}[:：]\\s*$`, 'iu');
/** "2026-03-31 11:28 GMT+03:00 Ada <ada@x.example>:" */
export const ENDS_WITH_ADDRESS_AND_COLON = /[<(]\s*[^\s<>()]+@[^\s<>()]+\s*[>)]\s*[:：]\s*$/u;
/** "2026/3/31 Ada <ada@x.example>" */
export const ENDS_WITH_ADDRESS = /<\s*[^\s<>]+@[^\s<>]+\s*>\s*$/u;

/** How a line begins that says when somebody wrote: a preposition, a weekday with a day, a date, a time. */
export const BEGINS_WITH_WHEN = new RegExp(
  '^[\\s*_–—-]*(?:' +
    '(?:On|Le|El|En|Il|Em|Am|Op|În|Pe|Dana|W dniu|Dnia|Den|På|Vào|In data|Dne|Dňa|Na|Pada|Στις|Την|בתאריך|في|در)\\s' +
    '|ใน' +
    '|[在于於]\\s?' +
    '|\\p{L}{2,12}[.,]{0,2}\\s\\d' +
    '|\\d{1,4}\\s?[./:年년-]\\s?\\d' +
    ')',
  'u',
);
/** "Ada Lindqvist <ada@x.example> …" without a number before it */
export const BEGINS_WITH_NAME_AND_ADDRESS = /^[^\d<]{0,60}<[^\s<>]+@[^\s<>]+>/u;

export const EMAIL_ADDRESS = /[^\s<>()@]@[^\s<>()@]/u;
export const YEAR = /(?<!\d)(?:19|20)\d\d(?!\d)/u;
export const TIME = /(?<!\d)\d{1,2}[:.h]\d\d(?!\d)/u;
export const DATE_OR_TIME = /(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[:.h]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|[٠-٩۰-۹]{4}|[٠-٩۰-۹]{1,2}:[٠-٩۰-۹]{2}/u;

/** "---- Ada Lindqvist wrote ----" */
export const DASHED_WROTE = new RegExp(`^\\s*-{2,40}[^-].{0,200}${VERB}\\s*-{2,40}\\s*$`, 'iu');

/** "See you then. On Monday, Ada wrote:" by programs that lose the line break */
export const SHARES_LINE_WITH_REPLY = /^(.*\S)\s*(?:-{2,40}|\s)\s*(On\s.*)$/u;

const ORIGINAL_MESSAGE = [
  'original message', 'original appointment', 'reply message', 'oprindelig (?:besked|meddelelse)', "message d['’]origine", 'message original',
  'ursprüngliche (?:nachricht|mail)', 'originalnachricht', 'mensaje original', 'mensagem original', 'messaggio originale',
  'oorspronkelijk bericht', 'ursprungligt meddelande', 'originalmeddelande', 'opprinnelig melding', 'alkuperäinen viesti',
  'oryginalna wiadomość', 'wiadomość oryginalna', 'исходное сообщение', 'původní (?:zpráva|e-mail)', 'eredeti üzenet', 'orijinal (?:mesaj|ileti)',
  'αρχικό μήνυμα', '原始邮件', '原始郵件', '元のメッセージ', '원본 메시지', 'ההודעה המקורית', 'الرسالة الأصلية', 'thư gốc',
].join('|');
export const ORIGINAL_MESSAGE_LINE = new RegExp(`^[\\s>]*[-_=*]{1,40}\\s?(?:${ORIGINAL_MESSAGE})\\s?[-_=*:]{0,40}\\s*$`, 'iu');

const FORWARDED_MESSAGE = [
  'forwarded message', 'begin forwarded message', 'weitergeleitete nachricht', 'message transféré', 'début du message transféré', 'mensaje reenviado',
  'messaggio inoltrato', 'mensagem encaminhada', 'doorgestuurd bericht', 'vidarebefordrat (?:meddelande|brev)', 'videresendt (?:besked|melding)',
  'välitetty viesti', 'przekazana wiadomość', 'wiadomość przekazana', 'пересылаемое сообщение', 'přeposlaná zpráva', 'iletilen ileti', '转发的?邮件', '轉寄郵件', '転送メッセージ', '전달된 메시지',
].join('|');
/** What somebody forwards is what they want to show. */
export const FORWARDED_MESSAGE_LINE = new RegExp(`^\\s*(?:-{2,40}\\s?)?(?:${FORWARDED_MESSAGE})\\s?(?:-{2,40}|:)\\s*$`, 'iu');

/** The header that Outlook and others put above a quoted message, by kind. */
const HEADER_TITLES = {
  from: 'From|Von|De|Da|Van|Fra|Från|Od|От|От кого|Від|Kimden|Gönderen|Lähettäjä|Feladó|De la|Από|发件人|寄件者|寄件人|差出人|보낸 사람|보낸사람|Từ|מאת|من',
  date: "Sent|Date|Gesendet|Datum|Envoyé|Envoyé le|Message du|Enviado|Enviado el|Enviada em|Fecha|Data|Inviato|Verzonden|Sendt|Dato|Skickat|Wysłano|Отправлено|Дата|Надіслано|Gönderildi|Tarih|Lähetetty|Päiväys|Odesláno|Elküldve|Dátum|Trimis|Ημερομηνία|发送时间|日期|寄件日期|送信日時|日時|보낸 날짜|날짜|Đã gửi|Ngày|תאריך|נשלח|نشرت|تم الإرسال|أُرسلت|تاريخ الإرسال|التاريخ",
  to: 'To|An|À|A|Para|Aan|Til|Till|Do|Кому|Kime|Alıcı|Vastaanottaja|Komu|Címzett|Către|Προς|收件人|收件者|宛先|받는 사람|Đến|אל|إلى',
  subject: 'Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Emne|Ämne|Temat|Тема|Konu|Aihe|Předmět|Tárgy|Subiect|Θέμα|主题|主旨|主題|件名|제목|Chủ đề|נושא|الموضوع',
};
export type HeaderKind = keyof typeof HEADER_TITLES;

const HEADER_LINES = (Object.entries(HEADER_TITLES) as [HeaderKind, string][]).map(
  ([kind, titles]) => [kind, new RegExp(`^\\s*\\*?(?:${titles})\\s?\\*?\\s?[:：]\\*?(?:\\s|\\S)`, 'iu')] as const,
);

export function headerKind(line: string): HeaderKind | null {
  return HEADER_LINES.find(([, pattern]) => pattern.test(line))?.[0] ?? null;
}

/** RFC 3676 §4.3. */
export const SIGNATURE_SEPARATOR = '-- ';

const DEVICE = '(?:my\\s|meinem\\s|mon\\s|mi\\s|il mio\\s|mijn\\s|min\\s|meu\\s)?.{1,60}';
export const DEVICE_SIGNATURE = new RegExp(
  '^\\s*(?:' +
    [
      `sent from (?:my|the|an?)\\s${DEVICE}`, 'sent from (?:mail|outlook|yahoo|aol|gmail|proton|typeapp|samsung|bluemail|spark|acompli|mailbox)\\b.{0,80}',
      'sent (?:via|with) \\[?(?:my|the|outlook|proton|sparrow|spark|superhuman|mailbutler|canary|bluemail|mailspring|yahoo).{0,80}', 'get outlook for .{1,80}',
      'von meinem .{1,60} gesendet', 'diese nachricht wurde .{1,20}meinem .{1,80} gesendet', 'von (?:mail|outlook)\\b.{0,40} gesendet', `gesendet (?:von|mit) (?:meinem|outlook|mail|der|yahoo|\\[?proton|gmx|web\\.de).{0,80}`, 'outlook für .{1,60} (?:beziehen|herunterladen).{0,60}',
      'envoyé (?:avec (?:la messagerie sécurisée )?\\[?proton|de mon|depuis mon|depuis outlook|depuis yahoo|à partir de).{1,80}', 'télécharger outlook pour .{1,80}', 'obtenir outlook pour .{1,80}',
      'enviado (?:con(?: el correo electrónico seguro de)? \\[?proton|desde correo|do yahoo|desde mi|desde outlook|desde yahoo|do meu|de mi|a partir do|via).{1,80}', 'obtener outlook para .{1,80}', 'obter o outlook para .{1,80}',
      'inviato (?:da|dal mio|dall[ao]?).{1,60}', 'scarica outlook per .{1,80}', '(?:verzonden|verstuurd|gestuurd) vanaf .{1,80}', 'outlook voor .{1,80} downloaden.{0,60}',
      'skickat från .{1,80}', 'sendt fra .{1,80}', 'lähetetty .{1,60}', 'wysłane? z .{1,80}', 'отправлено (?:с|из) .{1,80}', 'надіслано з .{1,80}',
      'odesláno z .{1,80}', '.{1,40}[ıiuü]mden gönderildi', 'στάλθηκε από .{1,80}', '.{1,40}から送信', '从我的.{1,40}发送', '发自我的.{1,40}', '發自我的.{1,40}', '发自 ?(?:outlook|网易|foxmail).{0,40}', 'odoslané z .{1,60}', 'trimis de pe .{1,60}', 'poslano (?:s|z) .{1,60}', '.{1,40}(?:omról|ról|ről) küldve', 'küldve .{1,60}', 'gửi từ .{1,60}', 'dikirim dari .{1,60}', '내 .{1,40}에서 보냄', 'ส่งจาก .{1,60}', 'изпратено от .{1,60}', 'enviat des .{1,60}', 'ارسال شده از .{1,60}', '나의 .{1,40}에서 보냄',
      'נשלח מה.{1,40}', 'أرسلت من .{1,40}', 'أُرسلت من .{1,40}',
    ].join('|') +
    ')[.!]?\\s*$',
  'iu',
);

/** What a company's server puts below every mail. */
export const LEGAL_FOOTER = new RegExp(
  '^[\\s*_]*(?:' +
    [
      '(?:confidentiality|legal|privacy) (?:notice|note|disclaimer)\\b', 'disclaimer\\s?[:：]', 'vertraulichkeitshinweis\\b', 'avis de confidentialité\\b', 'aviso (?:legal|de confidencialidad(?:e)?)\\b',
      'this (?:e-?mail|message|communication|transmission)\\b.{0,120}\\b(?:confidential|privileged|intended (?:solely|only|for))\\b', 'the (?:information|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message)\\b.{0,120}\\b(?:confidential|privileged|intended)\\b',
      'diese (?:e-?mail|nachricht)\\b.{0,120}\\b(?:vertraulich|ausschließlich|rechtlich geschützt)', 'ce (?:message|courriel|mail|courrier)\\b.{0,160}\\b(?:confidentiel|destiné|usage exclusif)', 'est[ea] (?:mensaje|correo|comunicación|mensagem|e-?mail)\\b.{0,160}\\b(?:confidencia|exclusiv|destinatari)',
      '(?:questo|il presente|la presente) (?:messaggio|e-?mail|comunicazione)\\b.{0,160}\\b(?:riservat|confidenzial|destinatari)', '(?:dit|deze) (?:e-?mail(?:bericht)?|bericht)\\b.{0,160}\\b(?:vertrouwelijk|uitsluitend)', 'please consider the environment before printing',
    ].join('|') +
    ')',
  'iu',
);

/** A rule above a quoted message belongs to it. */
export const RULE = /^\s*[-_=*]{3,}\s*$/;
