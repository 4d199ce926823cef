/** One download at a time, with its progress; the browser saves the file at the end. */
export class Download {
  state = $state<'idle' | 'running' | 'done' | 'failed'>('idle');
  bytes = $state(0);
  documents = $state(0);
  /** Told by the server before the first byte, when it knows. */
  totalDocuments = $state<number>();
  problem = $state('');
  #running?: AbortController;

  async start(path: string, fileName: string): Promise<void> {
    if (this.state === 'running') return;
    this.#running = new AbortController();
    Object.assign(this, { state: 'running', bytes: 0, documents: 0, totalDocuments: undefined, problem: '' });
    try {
      const response = await fetch(path, { signal: this.#running.signal });
      if (!response.ok || !response.body) throw new Refused(await reasonOf(response));
      const total = Number(response.headers.get('x-total-documents'));
      if (total > 0) this.totalDocuments = total;
      save(await this.#collect(response.body), fileName);
      this.state = 'done';
    } catch (reason) {
      if (this.#running.signal.aborted) {
        this.state = 'idle';
      } else {
        this.problem = reason instanceof Refused ? reason.message : 'The download was cut off. Please try again.';
        this.state = 'failed';
      }
    }
  }

  cancel(): void {
    this.#running?.abort();
  }

  async #collect(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const entries = new EntryCounter();
    for await (const chunk of readAll(body)) {
      chunks.push(chunk);
      this.bytes += chunk.length;
      this.documents = Math.min(entries.add(chunk), this.totalDocuments ?? Infinity);
    }
    return new Blob(chunks, { type: 'application/zip' });
  }
}

/** The server said why. */
class Refused extends Error {}

/** Counts the entries of a ZIP as it passes by: each begins with PK\x03\x04. */
class EntryCounter {
  #matched = 0;
  #count = 0;

  add(chunk: Uint8Array): number {
    for (const byte of chunk) {
      if (byte === signature[this.#matched]) this.#matched++;
      else this.#matched = byte === signature[0] ? 1 : 0;
      if (this.#matched === signature.length) {
        this.#count++;
        this.#matched = 0;
      }
    }
    return this.#count;
  }
}

const signature = [0x50, 0x4b, 0x03, 0x04];

/** Not every browser iterates a stream by itself. */
async function* readAll(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function reasonOf(response: Response): Promise<string> {
  if (response.status === 429) return 'Too many downloads are running. Please try again in a moment.';
  if (response.status === 401) return 'You are no longer signed in.';
  const body = await response.text().catch(() => '');
  return body && body.length < 200 && !body.startsWith('<') ? body : 'The download could not be made.';
}
