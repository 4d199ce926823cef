import { uploadFile } from '#lib/editor/upload-file.ts';
import type { KeptFile } from './reply-draft.ts';

interface Upload {
  key: number;
  name: string;
  share: number;
  problem: string;
  stop: AbortController;
}

/** As the server takes them. */
const LARGEST = 20_000_000;
const MOST = 10;

/** The files of one reply: those that are there, and those on their way. */
export class ReplyFiles {
  done: KeptFile[] = $state([]);
  uploads: Upload[] = $state([]);
  /** For a screen reader. */
  said = $state('');
  #next = 0;

  get isBusy(): boolean {
    return this.uploads.some(({ problem }) => problem === '');
  }

  get hasProblem(): boolean {
    return this.uploads.some(({ problem }) => problem !== '');
  }

  async take(files: Iterable<File>): Promise<void> {
    await Promise.all([...files].map((file) => this.#send(file)));
  }

  remove(id: string): void {
    const name = this.done.find((file) => file.id === id)?.name;
    this.done = this.done.filter((file) => file.id !== id);
    this.said = `${name} is removed.`;
  }

  drop({ key, stop }: Upload): void {
    stop.abort();
    this.uploads = this.uploads.filter((upload) => upload.key !== key);
  }

  clear(): void {
    for (const { stop } of this.uploads) stop.abort();
    this.uploads = [];
    this.done = [];
  }

  async #send(file: File): Promise<void> {
    this.uploads.push({ key: this.#next++, name: file.name, share: 0, problem: '', stop: new AbortController() });
    const upload = this.uploads.at(-1)!;
    try {
      if (file.size > LARGEST) throw new Error('Files of up to 20 MB can be sent.');
      if (this.done.length + this.uploads.filter(({ problem }) => !problem).length > MOST) throw new Error(`Up to ${MOST} files can be sent at once.`);
      const { id, name } = await uploadFile(file, (share) => (upload.share = share), upload.stop.signal, 'message');
      this.done.push({ id, name, size: file.size });
      this.said = `${name} is attached.`;
      this.drop(upload);
    } catch (reason) {
      upload.problem = (reason as Error).message;
    }
  }
}
