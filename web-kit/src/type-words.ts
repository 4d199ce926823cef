/** What kind of file it is, for who does not read media types. */
export function typeWords(contentType: string | null, name: string): string {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const known = words[type];
  if (known) return known;
  const group = groups[type.split('/')[0] ?? ''];
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase();
  if (group) return ending ? `${ending} ${group}` : group[0]!.toUpperCase() + group.slice(1);
  return ending ? `${ending} file` : 'File';
}

const words: Record<string, string> = {
  'application/pdf': 'PDF',
  'text/plain': 'Text',
  'text/csv': 'CSV',
  'text/calendar': 'Calendar entry',
  'message/rfc822': 'E-mail',
  'application/zip': 'ZIP archive',
  'application/msword': 'Word document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word document',
  'application/vnd.ms-excel': 'Excel sheet',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel sheet',
};

const groups: Record<string, string> = { image: 'image', video: 'video', audio: 'audio' };
