import { createClient, type Client as WsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Business } from '../../src/businesses/business.entity.ts';
import { TeamMember, type Role } from '../../src/businesses/team-member.entity.ts';
import { TeamSignInLink } from '../../src/auth/team-sign-in-link.entity.ts';
import { MagicLink } from '../../src/auth/magic-link.entity.ts';
import { Client } from '../../src/clients/client.entity.ts';
import { Contact } from '../../src/clients/contact.entity.ts';
import { connectStripe } from '../../src/payments/connect-stripe.ts';
import { emFor } from '../../src/tenancy.ts';
import type { Portal } from './portal.ts';

export interface GraphqlAnswer<T> {
  data: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; field?: string; id?: string } }[];
}

/** Somebody with a browser of their own: a cookie, and the side that they are on. */
export class Person {
  cookie = '';
  private socket: WsClient | null = null;

  constructor(
    readonly portal: Portal,
    readonly side: 'portal' | 'admin',
  ) {}

  get endpoint(): string {
    return `${this.portal.url}${this.side === 'admin' ? '/admin' : ''}/graphql`;
  }

  /** Opens a link as a browser does: GET shows the page, whose form posts itself. */
  async open(link: string): Promise<Response> {
    const page = await fetch(link);
    if (page.status !== 200) throw new Error(`the link's page answered ${page.status}`);
    const response = await fetch(link, { method: 'POST', redirect: 'manual' });
    const cookie = response.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
    return response;
  }

  async ask<T = Record<string, never>>(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer<T>> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlAnswer<T>;
  }

  /** The data, or the test ends with what the server said. */
  async get<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await this.ask<T>(query, variables);
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** The code of the error that the answer is expected to be. */
  async refusal(query: string, variables: Record<string, unknown> = {}): Promise<string> {
    const { errors } = await this.ask(query, variables);
    return errors?.[0]?.extensions.code ?? 'no error';
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.portal.url}${path}`, { ...init, headers: { ...init.headers, cookie: this.cookie } });
  }

  /** What a subscription sends, one after another. */
  watch<T>(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<T> {
    const { cookie } = this;
    this.socket ??= createClient({
      url: this.endpoint.replace('http', 'ws'),
      retryAttempts: 0,
      webSocketImpl: class extends WebSocket {
        constructor(address: string, protocols: string[]) {
          super(address, protocols, { headers: { cookie } });
        }
      },
    });
    const results = this.socket.iterate<T>({ query, variables });
    return (async function* () {
      for await (const { data, errors } of results) {
        if (errors) throw new Error(JSON.stringify(errors));
        if (data) yield data;
      }
    })();
  }

  /** The errors that a subscription is refused with instead of beginning. */
  async watchRefusal(query: string, variables: Record<string, unknown> = {}): Promise<NonNullable<GraphqlAnswer<unknown>['errors']>> {
    try {
      await this.watch(query, variables).next();
    } catch (error) {
      return error instanceof Error ? JSON.parse(error.message) : (error as []);
    }
    throw new Error('the subscription was not refused');
  }

  async leave(): Promise<void> {
    await this.socket?.dispose();
  }
}

export interface Firm {
  business: Business;
  owner: Person;
}

/** A business with its owner signed in by a real link. */
export async function aBusiness(portal: Portal, name: string, settings: Partial<Business> = {}, role: Role = 'OWNER'): Promise<Firm> {
  // What is said goes at once: taking it back has its own tests.
  const business = Object.assign(Business.create(name), { undoSendSeconds: 0, email: `billing@${slug(name)}.example`, ...settings });
  const member = Object.assign(new TeamMember(), { businessId: business.id, name: `${name} owner`, email: `owner@${slug(name)}.example`, role });
  const { link, token } = TeamSignInLink.issue(member);
  await emFor(portal.app.services.orm, { kind: 'system' }).persist([business, member, link]).flush();
  const owner = new Person(portal, 'admin');
  await owner.open(`${portal.url}/admin/l/${token}`);
  return { business, owner };
}

export interface Customer {
  client: Client;
  contact: Contact;
  person: Person;
}

/** A client with one contact, signed in by a real link. */
export async function aClient(portal: Portal, { business }: Firm, name: string): Promise<Customer> {
  const client = Object.assign(new Client(), { businessId: business.id, name });
  const contact = Object.assign(new Contact(), { businessId: business.id, clientId: client.id, name: `${name} contact`, email: `pay@${slug(name)}.example` });
  await emFor(portal.app.services.orm, { kind: 'system' }).persist([client, contact]).flush();
  const person = new Person(portal, 'portal');
  await person.open(await aLink(portal, contact));
  return { client, contact, person };
}

/** The address in a mail to the contact. */
export async function aLink(portal: Portal, contact: Contact, target = '/', days = 90): Promise<string> {
  const { link, token } = MagicLink.issue(contact, target, days);
  await emFor(portal.app.services.orm, { kind: 'system' }).persist(link).flush();
  return `${portal.url}/l/${token}`;
}

/** Another team member of the business, signed in by a real link. */
export async function aColleague(portal: Portal, { business }: Firm, name: string, role: Role): Promise<Person> {
  const email = `team-${slug(name)}@${slug(business.name)}.example`;
  const member = Object.assign(new TeamMember(), { businessId: business.id, name, email, role });
  await emFor(portal.app.services.orm, { kind: 'system' }).persist(member).flush();
  const person = new Person(portal, 'admin');
  await person.open(await aTeamLink(portal, member));
  return person;
}

/** The address in a sign-in mail to the team member. */
export async function aTeamLink(portal: Portal, member: TeamMember): Promise<string> {
  const { link, token } = TeamSignInLink.issue(member);
  await emFor(portal.app.services.orm, { kind: 'system' }).persist(link).flush();
  return `${portal.url}/admin/l/${token}`;
}

export const takesPayments = (portal: Portal, { business }: Firm) =>
  connectStripe(portal.app.services, business.id, { secretKey: `sk_test_${slug(business.name)}`, publishableKey: `pk_test_${slug(business.name)}` });

const slug = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
