export interface UploadedLogo {
  id: string;
  url: string;
}

/** Keeps the picture on the server; it is the business's logo once the settings are saved. Throws with the words to show. */
export async function uploadLogo(file: File): Promise<UploadedLogo> {
  const path = `/admin/files?purpose=logo&name=${encodeURIComponent(file.name)}`;
  const response = await fetch(path, { method: 'POST', body: file }).catch(() => null);
  if (!response) throw new Error('The server did not answer. Check your connection and try again.');
  const answer = (await response.json().catch(() => ({}))) as { id?: string; error?: { message: string } };
  if (!response.ok || !answer.id) throw new Error(wordsFor(response.status, answer.error?.message));
  return { id: answer.id, url: `/admin/files/logos/${answer.id}` };
}

function wordsFor(status: number, message: string | undefined): string {
  if (status === 413) return 'The picture is larger than 500 kB.';
  return message ?? 'The picture could not be stored. Please try again.';
}
