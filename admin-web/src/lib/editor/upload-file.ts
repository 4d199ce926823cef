import { resolve } from '$app/paths';

export interface UploadedFile {
  id: string;
  name: string;
}

/** `fetch` tells nothing of an upload on its way. Rejects with a sentence for the person who waits. */
export function uploadFile(
  file: File,
  onprogress: (share: number) => void,
  signal: AbortSignal,
  purpose: 'attachment' | 'message' = 'attachment',
): Promise<UploadedFile> {
  return new Promise((done, refuse) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${resolve('/(app)').replace(/\/$/, '')}/files?${new URLSearchParams({ purpose, name: file.name })}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onprogress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status === 201) done(request.response as UploadedFile);
      else refuse(new Error(sentence(request.status, request.response)));
    });
    request.addEventListener('error', () => refuse(new Error('The server did not answer. Check your connection and try again.')));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function sentence(status: number, answer: unknown): string {
  const message = (answer as { error?: { message?: unknown } } | null)?.error?.message;
  if (typeof message === 'string') return message;
  if (status === 413) return 'The file is too large.';
  if (status === 415) return 'Files of this kind are not taken.';
  return 'The file could not be stored.';
}
