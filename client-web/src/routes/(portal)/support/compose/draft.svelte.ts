import { untrack } from 'svelte';
import { readDraft, writeDraft } from './draft-store.ts';
import { Uploads } from './uploads.svelte.ts';

/** A message that is being written. It is kept in this browser until it is sent; make it while a component initialises. */
export class Draft {
  subject = $state('');
  text = $state('');
  readonly uploads = new Uploads();
  /** It was found here, as it was left. */
  wasRestored = $state(false);
  /** Before, a form would be sent by the browser alone, with the message in the address. */
  isAwake = $state(false);

  constructor(
    private readonly key: string,
    private readonly subjectAtFirst = '',
  ) {
    this.subject = subjectAtFirst;
    $effect(() => () => untrack(() => this.uploads.cancel()));
    $effect(() => {
      void [this.subject, this.text, this.uploads.there];
      untrack(() => {
        if (!this.isAwake) this.restore();
        writeDraft(localStorage, this.key, this.isEmpty ? null : { subject: this.subject, text: this.text, files: this.uploads.there, at: Date.now() });
      });
    });
  }

  get isEmpty(): boolean {
    return !this.text.trim() && this.uploads.there.length === 0 && this.subject === this.subjectAtFirst;
  }

  clear(): void {
    this.subject = this.subjectAtFirst;
    this.text = '';
    this.uploads.clear();
    this.wasRestored = false;
    writeDraft(localStorage, this.key, null);
  }

  private restore(): void {
    this.isAwake = true;
    const kept = readDraft(localStorage, this.key);
    // What was typed before the page was ready is newer.
    if (!kept || this.text) return;
    this.subject = kept.subject || this.subjectAtFirst;
    this.text = kept.text;
    this.uploads.restore(kept.files);
    this.wasRestored = !this.isEmpty;
  }
}
