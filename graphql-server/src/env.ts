/** The only place that reads the environment. What it means is decided in config.ts. */
export type Env = Readonly<Record<string, string | undefined>>;

export const readEnv = (): Env => process.env;

/** The webs' servers read their settings when they are imported into this process. */
export const writeEnv = (values: Record<string, string>): void => void Object.assign(process.env, values);
