/** One key for the same words: sent again after a lost answer, they are added once. */
export class SendKey {
  #content = '';
  #key = '';

  of(content: unknown): string {
    const text = JSON.stringify(content);
    // Not randomUUID, which is there in secure contexts alone.
    if (text !== this.#content) this.#key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    this.#content = text;
    return this.#key;
  }

  /** They have arrived: the same words are a new message. */
  forget(): void {
    this.#content = '';
  }
}
