import type { TestProject } from 'vitest/node';
import { startProduct } from './start-product.ts';

export interface RunningProduct {
  url: string;
  dataDir: string;
  port: number;
  adminLink: string;
  clientLink: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    product: RunningProduct;
  }
}

/** One product for all files that use it as it is; whoever stops and starts it brings their own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, dataDir, port, adminLink, clientLink, remove } = await startProduct();
  project.provide('product', { url, dataDir, port, adminLink, clientLink });
  return remove;
}
