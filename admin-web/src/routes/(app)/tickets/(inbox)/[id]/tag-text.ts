/** One spelling for each tag, whoever types it: "#Urgent " is "urgent". */
export function tagFrom(typed: string): string {
  return typed.normalize('NFC').trim().replace(/^#+/, '').replaceAll(/\s+/g, ' ').trim().toLocaleLowerCase('en').slice(0, 40);
}
