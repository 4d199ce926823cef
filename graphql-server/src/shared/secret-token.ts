import { createHash, randomBytes } from 'node:crypto';

/** 256 bits from the system's generator, base64url: goes to one person and is never stored. */
export const newSecretToken = () => randomBytes(32).toString('base64url');

/** What is stored in its place. A hash without salt is enough for a value nobody can guess. */
export const hashSecretToken = (token: string) => createHash('sha256').update(token).digest();
