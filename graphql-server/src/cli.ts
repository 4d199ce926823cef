import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MikroORM } from '@mikro-orm/postgresql';
import { checkDatabase } from './check-database.ts';
import { Business } from './businesses/business.entity.ts';
import { TeamMember } from './businesses/team-member.entity.ts';
import { Contact } from './clients/contact.entity.ts';
import { MagicLink } from './auth/magic-link.entity.ts';
import { TeamSignInLink } from './auth/team-sign-in-link.entity.ts';
import { ConfigError, secretKeys } from './config.ts';
import { readEnv, type Env } from './env.ts';
import { importClients } from './imports/import-clients.ts';
import { importInvoices } from './imports/import-invoices.ts';
import type { ImportReport } from './imports/import-report.ts';
import { newestInbound, replayInbound } from './mail/inbound-email.access.ts';
import { InboundEmail, inboundOutcomes, type InboundOutcome } from './mail/inbound-email.entity.ts';
import { migrate } from './migrate.ts';
import { openOrm } from './orm.ts';
import { rotateSecrets } from './payments/rotate-secrets.ts';
import { DomainError } from './shared/domain-error.ts';
import { isUuid } from './shared/uuid.ts';
import { ledgerDifferences } from './statements/ledger.ts';
import { emFor } from './tenancy.ts';

const USAGE = `Commands:
  create-business NAME OWNER_EMAIL          a business and its owner; prints a sign-in link
  sign-in-link EMAIL                        a link into the dashboard, for 15 minutes
  client-link EMAIL                         a link into a client's portal
  import --business NAME_OR_ID [--dry-run] clients.csv invoices.csv
  ledger verify                             every balance against the ledger
  mail list [--outcome OUTCOME]             the newest 50 mails that came in, and what became of them
  mail replay ID                            decides again what becomes of one, by the rules and contacts of now
  secrets rotate                            brings what is sealed under SECRET_KEY, opened by it or FORMER_SECRET_KEYS
  migrate                                   brings the database to the newest schema`;

/** Said to whoever typed the command; the exit code is 1. */
class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** `folder` is where the command was typed; npm runs it elsewhere. */
interface Setting { orm: MikroORM; portalUrl: string; adminUrl: string; folder: string; env: Env; print: (line: string) => void }

/** Runs one command. Answers with the exit code. */
export async function runCli(args: string[], env: Env, print: (line: string) => void = console.log): Promise<number> {
  const [command, ...rest] = args;
  const run = commands[command ?? ''];
  if (!run) {
    if (command && !/^(help|--help|-h)$/.test(command)) print(`There is no command "${command}".`);
    print(USAGE);
    return command === undefined || command === 'help' || command === '--help' ? 0 : 1;
  }
  const url = env['DATABASE_URL'];
  if (!url) {
    print('DATABASE_URL is missing. It must be a PostgreSQL address such as postgres://portal:…@db/portal.');
    return 1;
  }
  try {
    await checkDatabase(url);
  } catch (error) {
    print((error as Error).message);
    return 1;
  }
  await migrate(url);
  const orm = await openOrm(url, { poolSize: 2 });
  const portalUrl = env['PORTAL_URL'] ?? `http://localhost:${env['PORT'] ?? 4000}`;
  try {
    await run({ orm, portalUrl, adminUrl: env['ADMIN_URL'] ?? `${portalUrl}/admin`, folder: env['INIT_CWD'] ?? '.', env, print }, rest);
    return 0;
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof ConfigError)) throw error;
    print(error.message);
    return 1;
  } finally {
    await orm.close(true);
  }
}

const commands: Record<string, (setting: Setting, args: string[]) => Promise<void>> = {
  'create-business': createBusiness,
  'sign-in-link': signInLink,
  'client-link': clientLink,
  import: importFiles,
  ledger: ledger,
  mail,
  secrets: secrets,
  migrate: async ({ print }) => print('The database is at the newest schema.'),
};

async function createBusiness(setting: Setting, [name, email]: string[]): Promise<void> {
  if (!name?.trim() || email === undefined) throw new CommandError('Usage: create-business NAME OWNER_EMAIL');
  if (!isAddress(email)) throw new CommandError(`"${email}" is not an e-mail address.`);
  const namesake = (await emFor(setting.orm, { kind: 'system' }).find(Business, { name: name.trim() }))[0];
  if (namesake) throw new CommandError(`There is a business "${namesake.name}" already (${namesake.id}). Its owner signs in by: sign-in-link EMAIL`);
  const business = Business.create(name.trim());
  business.email = email;
  const owner = Object.assign(new TeamMember(), { businessId: business.id, name: email.split('@')[0], email, role: 'OWNER' as const });
  const em = emFor(setting.orm, { kind: 'system' });
  await em.persist([business, owner]).flush();
  setting.print(`Created ${business.name} (${business.id}).`);
  await printSignInLink(setting, owner);
}

async function signInLink(setting: Setting, [email]: string[]): Promise<void> {
  if (!isAddress(email)) throw new CommandError('Usage: sign-in-link EMAIL');
  const members = await emFor(setting.orm, { kind: 'system' }).find(TeamMember, { email: email.toLowerCase(), archivedAt: null });
  if (members.length === 0) throw new CommandError(`No team member has the address ${email}.`);
  for (const member of members) await printSignInLink(setting, member);
}

async function printSignInLink({ orm, adminUrl, print }: Setting, member: TeamMember): Promise<void> {
  const { link, token } = TeamSignInLink.issue(member);
  await emFor(orm, { kind: 'system' }).persist(link).flush();
  const business = await emFor(orm, { kind: 'system' }).findOneOrFail(Business, { id: member.businessId });
  print(`Sign in to ${business.name}, once and within 15 minutes: ${adminUrl}/l/${token}`);
}

async function clientLink({ orm, portalUrl, print }: Setting, [email]: string[]): Promise<void> {
  if (!isAddress(email)) throw new CommandError('Usage: client-link EMAIL');
  const em = emFor(orm, { kind: 'system' });
  const contacts = await em.find(Contact, { email: email.toLowerCase(), archivedAt: null });
  if (contacts.length === 0) throw new CommandError(`No contact has the address ${email}.`);
  for (const contact of contacts) {
    const business = await em.findOneOrFail(Business, { id: contact.businessId });
    const { link, token } = MagicLink.issue(contact, '/', business.linkDays);
    await em.persist(link).flush();
    print(`${contact.name}, portal of ${business.name}: ${portalUrl}/l/${token}`);
  }
}

/** Both files in one transaction: an error in the second leaves nothing of the first. */
async function importFiles({ orm, folder, print }: Setting, args: string[]): Promise<void> {
  const dryRun = args.includes('--dry-run');
  const at = args.indexOf('--business');
  const wanted = at >= 0 ? args[at + 1] : undefined;
  const [clientsFile, invoicesFile, ...more] = args.filter((arg, index) => arg !== '--dry-run' && (at < 0 || (index !== at && index !== at + 1)));
  if (!wanted || !clientsFile || more.length > 0) {
    throw new CommandError('Usage: import --business NAME_OR_ID [--dry-run] clients.csv [invoices.csv]');
  }
  const business = await findBusiness(orm, wanted);
  const clientsCsv = await read(folder, clientsFile);
  const invoicesCsv = invoicesFile ? await read(folder, invoicesFile) : null;

  const undo = new Error('a dry run keeps nothing');
  const done: string[] = [];
  await emFor(orm, { kind: 'business', businessId: business.id })
    .transactional(async (em) => {
      done.push(outcome(await importClients(em, business.id, { csv: clientsCsv, fileName: basename(clientsFile) }), clientsFile, 'clients', print));
      if (invoicesCsv !== null) done.push(outcome(await importInvoices(em, business.id, { csv: invoicesCsv, fileName: basename(invoicesFile ?? '') }, new Date()), invoicesFile ?? '', 'invoices', print));
      if (dryRun) throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
      done.push('Dry run: nothing was kept.');
    });
  // Said only now: until the end an error would have taken all of it back.
  for (const line of done) print(line);
}

function outcome({ rows, imported, errors }: ImportReport, file: string, what: string, print: (line: string) => void): string {
  if (errors.length === 0) return `${file}: ${imported} ${what} from ${rows} rows`;
  for (const { row, column, message } of errors) print(`${file}:${row}${column ? ` (${column})` : ''}: ${message}`);
  throw new CommandError(`${errors.length} ${errors.length === 1 ? 'error' : 'errors'} in ${file}; nothing was imported.`);
}

async function findBusiness(orm: MikroORM, wanted: string): Promise<Business> {
  const found = (await emFor(orm, { kind: 'system' }).find(Business, {})).filter(({ id, name }) => id === wanted || name === wanted);
  const [only] = found;
  if (found.length > 1) throw new CommandError(`${found.length} businesses are called "${wanted}"; give the id: ${found.map(({ id }) => id).join(', ')}`);
  if (!only) throw new CommandError(`There is no business "${wanted}".`);
  return only;
}

async function ledger({ orm, print }: Setting, [action]: string[]): Promise<void> {
  if (action !== 'verify') throw new CommandError('Usage: ledger verify');
  const differences = await ledgerDifferences(emFor(orm, { kind: 'system' }));
  for (const { clientId, currency, what } of differences) print(`client ${clientId} ${currency}: ${what}`);
  if (differences.length > 0) throw new CommandError(`${differences.length} balances differ from the ledger.`);
  print('Every balance agrees with the ledger.');
}

/** Also of no business, which no dashboard shows. */
async function mail(setting: Setting, [action, ...args]: string[]): Promise<void> {
  const [id] = args;
  if (action === 'replay' && args.length === 1 && isUuid(id ?? '')) return replayMail(setting, id!);
  const outcome = args[0] === '--outcome' && args.length === 2 ? inboundOutcomes[args[1]!.toUpperCase() as InboundOutcome] : args.length === 0 ? null : undefined;
  if (action !== 'list' || outcome === undefined) {
    throw new CommandError(`Usage: mail list [--outcome ${Object.keys(inboundOutcomes).join('|')}], mail replay ID`);
  }
  const found = await newestInbound(emFor(setting.orm, { kind: 'system' }), outcome);
  for (const { id, createdAt, outcome, fromAddress, subject, reason } of found) {
    setting.print([id, createdAt.toISOString(), outcome, fromAddress || '(nobody)', subject || '(no subject)', reason].filter(Boolean).join('  '));
  }
  if (found.length === 0) setting.print('There is none.');
}

const REPLAY_MS = 10_000;

async function replayMail({ orm, print }: Setting, id: string): Promise<void> {
  const em = emFor(orm, { kind: 'system' });
  await em.transactional((tx) => replayInbound(tx, id)).catch((error: unknown) => {
    throw error instanceof DomainError ? new CommandError(error.message) : error;
  });
  for (const until = Date.now() + REPLAY_MS; Date.now() < until; await setTimeout(100)) {
    const { outcome, reason } = await em.findOneOrFail(InboundEmail, { id }, { refresh: true });
    if (outcome !== 'RECEIVED') return print([outcome, reason].filter(Boolean).join(': '));
  }
  print('It waits for a server that runs jobs.');
}

async function secrets({ orm, env, print }: Setting, [action]: string[]): Promise<void> {
  if (action !== 'rotate') throw new CommandError('Usage: secrets rotate');
  const ring = secretKeys(env);
  const { rewrapped, already, unopened } = await rotateSecrets(emFor(orm, { kind: 'system' }), ring);
  for (const { businessId, secret, why } of unopened) print(`business ${businessId}, ${secret}: ${why}`);
  print(`${rewrapped} re-wrapped, ${already} already under the key ${ring.current.id}.`);
  if (unopened.length > 0) throw new CommandError(`${unopened.length} ${unopened.length === 1 ? 'secret' : 'secrets'} could not be opened; keep the former keys.`);
}

const isAddress = (text: string | undefined): text is string => /^[^@\s]+@[^@\s]+$/.test(text ?? '');

const read = (folder: string, file: string) =>
  readFile(resolve(folder, file), 'utf8').catch((error: Error) => {
    throw new CommandError(`${file} cannot be read: ${error.message}`);
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCli(process.argv.slice(2), readEnv());
}
