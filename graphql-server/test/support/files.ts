import type { Firm } from './people.ts';

type Who = Pick<Firm, 'owner'>;

/** The id of a file that was uploaded to be attached, or as a logo. */
export async function anUpload({ owner }: Who, content: RequestInit['body'] = 'content', purpose: 'attachment' | 'logo' | 'message' = 'attachment'): Promise<string> {
  const response = await owner.fetch(`/admin/files?purpose=${purpose}&name=file`, { method: 'POST', body: content, headers: { 'content-type': 'text/plain' } });
  return ((await response.json()) as { id: string }).id;
}

export const aLogo = (firm: Who) => anUpload(firm, PNG, 'logo');

/** 3 × 2 pixels. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAAAq0gP9v2nYsQAAAABJRU5ErkJggg==', 'base64');

/** On a draft. */
export async function anAttachment(firm: Who, invoiceId: string): Promise<string> {
  const { attachFile } = await firm.owner.get<{ attachFile: { id: string } }>(
    'mutation ($fileId: ID!, $invoiceId: ID!) { attachFile(fileId: $fileId, name: "file.txt", invoiceId: $invoiceId) { id } }',
    { fileId: await anUpload(firm), invoiceId },
  );
  return attachFile.id;
}
