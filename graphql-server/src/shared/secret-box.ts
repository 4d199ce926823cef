import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** `current` seals; every key in `byId`, the current one among them, opens. */
export interface KeyRing { current: MasterKey; byId: ReadonlyMap<string, MasterKey> }
export interface MasterKey { id: string; key: Buffer }

export type SealFault = 'NOT_SEALED' | 'UNKNOWN_KEY' | 'DAMAGED';

/** Says what is wrong with a sealed text, and nothing of what is in it. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly fault: SealFault;

  constructor(fault: SealFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** `former` keys only open: what they sealed before SECRET_KEY was changed. */
export function keyRing(current: Buffer, former: readonly Buffer[] = []): KeyRing {
  const keys = [...former, current].map((key) => ({ id: idOf(key), key }));
  return { current: keys.at(-1)!, byId: new Map(keys.map((key) => [key.id, key])) };
}

/**
 * An envelope: AES-256-GCM (NIST SP 800-38D) under a data key made for this text, which is sealed under the master key.
 * `boundTo` names the place that the text belongs to; it opens nowhere else.
 * `v2.MASTER_KEY_ID.DATA_KEY.TEXT`, the last two each nonce, tag and ciphertext in base64url.
 */
export function seal(ring: KeyRing, text: string, boundTo: string): string {
  const dataKey = randomBytes(32);
  return write(ring.current, dataKey, encrypt(dataKey, Buffer.from(text), textLabel(boundTo)), boundTo);
}

/** Opens what `seal` made, and what was sealed before there were envelopes (`v1.`). Throws a SealError. */
export function unseal(ring: KeyRing, sealed: string, boundTo: string): string {
  if (sealed.startsWith('v1.')) return openUnbound(ring, sealed);
  const { dataKey, text } = openEnvelope(ring, sealed, boundTo);
  return decrypt(dataKey, text, textLabel(boundTo)).toString();
}

/** The same secret under the current master key; the same text when it is so already. Throws a SealError. */
export function rewrap(ring: KeyRing, sealed: string, boundTo: string): string {
  const secret = unseal(ring, sealed, boundTo);
  if (sealed.startsWith('v1.')) return seal(ring, secret, boundTo);
  const { master, dataKey, text } = openEnvelope(ring, sealed, boundTo);
  return master.id === ring.current.id ? sealed : write(ring.current, dataKey, text, boundTo);
}

function write(master: MasterKey, dataKey: Buffer, text: Buffer, boundTo: string): string {
  const wrapped = encrypt(master.key, dataKey, keyLabel(master.id, boundTo));
  return ['v2', master.id, wrapped.toString('base64url'), text.toString('base64url')].join('.');
}

function openEnvelope(ring: KeyRing, sealed: string, boundTo: string): { master: MasterKey; dataKey: Buffer; text: Buffer } {
  const [version, id, wrapped, text, ...more] = sealed.split('.');
  if (version !== 'v2' || !id || !wrapped || !text || more.length > 0) throw notSealed();
  const master = ring.byId.get(id);
  if (!master) {
    const printable = /^[0-9a-f]{8}$/.test(id) ? id : 'of no known form';
    throw new SealError('UNKNOWN_KEY', `The key that sealed this text is missing: its id is ${printable}. Put it into SECRET_KEY or FORMER_SECRET_KEYS.`);
  }
  return { master, dataKey: decrypt(master.key, bytes(wrapped), keyLabel(id, boundTo)), text: bytes(text) };
}

/** `v1.nonce.tag.text`, straight under a master key, bound to no place. It does not say which key. */
function openUnbound(ring: KeyRing, sealed: string): string {
  const parts = sealed.split('.').slice(1);
  if (parts.length !== 3 || !parts[0] || !parts[1]) throw notSealed();
  const box = Buffer.concat(parts.map(bytes));
  for (const { key } of ring.byId.values()) {
    try {
      return decrypt(key, box, '').toString();
    } catch {
      continue;
    }
  }
  throw new SealError('DAMAGED', 'No key in SECRET_KEY or FORMER_SECRET_KEYS opens this text: it was sealed with another key, or it was changed.');
}

const textLabel = (boundTo: string) => `portal secret v2 text ${boundTo}`;
const keyLabel = (id: string, boundTo: string) => `portal secret v2 key ${id} ${boundTo}`;

/** Tells keys apart and tells nothing about them. */
const idOf = (key: Buffer) => createHash('sha256').update('portal master key id v1\0').update(key).digest('hex').slice(0, 8);

const NONCE = 12;
const TAG = 16;

function encrypt(key: Buffer, text: Buffer, label: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function decrypt(key: Buffer, box: Buffer, label: string): Buffer {
  if (box.length < NONCE + TAG) throw damaged();
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(label));
  decipher.setAuthTag(box.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(box.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    throw damaged();
  }
}

/** Strict: Node would skip what is no base64url, and a changed text would open. */
function bytes(part: string): Buffer {
  const decoded = Buffer.from(part, 'base64url');
  if (decoded.toString('base64url') !== part) throw damaged();
  return decoded;
}

const notSealed = () => new SealError('NOT_SEALED', 'This is no sealed text, or only a part of one.');
const damaged = () => new SealError('DAMAGED', 'This sealed text does not open here: it was changed, or it was moved from another place.');
