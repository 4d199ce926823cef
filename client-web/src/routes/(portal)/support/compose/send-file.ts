export interface UploadedFile { id: string; name: string; contentType: string; size: number }

/** For what the file is: another try would change nothing. */
export class FileRefused extends Error {}

/** As a fraction of one. */
type Progress = (sent: number) => void;

/** By XMLHttpRequest, since `fetch` does not tell how far an upload is. */
export function sendFile(file: File, onprogress: Progress, signal: AbortSignal): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = 'json';
    request.open('POST', `/files?purpose=message&name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onprogress(total ? loaded / total : 0);
    request.onerror = () => reject(new Error('It did not arrive. Check your connection and try again.'));
    request.onabort = () => reject(new Error('It was taken away.'));
    request.onload = () => {
      if (request.status === 201) resolve(request.response as UploadedFile);
      else reject(new (REFUSALS.includes(request.status) ? FileRefused : Error)(wordsFor(request)));
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

const REFUSALS = [400, 413, 415, 422];

function wordsFor({ status, response }: XMLHttpRequest): string {
  if (status === 401) return 'You are not signed in any more. Sign in in another tab, then try again.';
  if (status === 413) return 'It is too large.';
  const message = (response as { error?: { message?: string } } | null)?.error?.message;
  return message ?? 'The server could not take it. Try again.';
}
