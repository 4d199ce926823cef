import { FileRefused, sendFile, type UploadedFile } from './send-file.ts';

export const MOST_FILES = 10;
export const MOST_BYTES = 20_000_000;

/** One file on its way, or there. */
export class Upload {
  progress = $state(0);
  problem = $state('');
  uploaded = $state.raw<UploadedFile>();
  /** Ends when it is there or has failed. */
  ended: Promise<void> = Promise.resolve();
  private isRefused = $state(false);
  private readonly stop = new AbortController();

  constructor(
    readonly name: string,
    readonly size: number,
    private readonly file?: File,
  ) {}

  static restored(uploaded: UploadedFile): Upload {
    const upload = new Upload(uploaded.name, uploaded.size);
    upload.uploaded = uploaded;
    return upload;
  }

  get isOnItsWay(): boolean {
    return !this.uploaded && !this.problem;
  }

  /** Another try would change nothing for what is too large, empty, or a program. */
  get canRetry(): boolean {
    return Boolean(this.problem && this.file && !this.isRefused);
  }

  start(): void {
    this.ended = this.send();
  }

  cancel(): void {
    this.stop.abort();
  }

  private async send(): Promise<void> {
    if (!this.file) return;
    this.problem = this.size === 0 ? 'It is empty.' : this.size > MOST_BYTES ? 'It is larger than 20 MB.' : '';
    this.isRefused = this.problem !== '';
    if (this.isRefused) return;
    this.progress = 0;
    try {
      this.uploaded = await sendFile(this.file, (sent) => (this.progress = sent), this.stop.signal);
    } catch (reason) {
      this.isRefused = reason instanceof FileRefused;
      this.problem = (reason as Error).message;
    }
  }
}

/** The files of a message that is being written. */
export class Uploads {
  all = $state<Upload[]>([]);
  /** Said once for all that came together. */
  problem = $state('');

  readonly there = $derived(this.all.flatMap(({ uploaded }) => uploaded ?? []));
  readonly isWaiting = $derived(this.all.some(({ isOnItsWay }) => isOnItsWay));
  readonly hasFailed = $derived(this.all.some(({ problem }) => problem));

  add(files: Iterable<File>): void {
    const chosen = [...files];
    const taken = chosen.slice(0, MOST_FILES - this.all.length);
    this.problem = taken.length < chosen.length ? `A message takes ${MOST_FILES} files at most; write another one for the rest.` : '';
    for (const file of taken) {
      const upload = new Upload(file.name, file.size, file);
      this.all.push(upload);
      upload.start();
    }
  }

  remove(upload: Upload): void {
    upload.cancel();
    this.problem = '';
    this.all = this.all.filter((other) => other !== upload);
  }

  restore(files: UploadedFile[]): void {
    this.all = files.map((file) => Upload.restored(file));
  }

  /** What is there already stays. */
  cancel(): void {
    for (const upload of this.all) upload.cancel();
  }

  clear(): void {
    this.cancel();
    this.all = [];
    this.problem = '';
  }

  /** Until none is on its way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.all.map(({ ended }) => ended));
  }
}
