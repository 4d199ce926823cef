import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { mustBeSignedIn } from '../auth/viewer.ts';
import { clientMeant } from '../clients/client.access.ts';
import type { Context } from '../context.ts';
import { connectionOf, decodeCursor, pageSize, toConnection } from '../paging.ts';
import { CalendarDate } from '../shared/scalars.ts';
import { countPeriodLines, periodFigures, periodLines, type LineKey, type Period } from './period-statement.access.ts';
import { PeriodStatement, StatementLine } from './period-statement.type.ts';
import { periodMeant } from './period-meant.ts';
import { statementOf } from './statement.access.ts';
import { Statement } from './statement.type.ts';

const StatementLineConnection = connectionOf('StatementLine', () => StatementLine);

@Resolver()
export class StatementResolver {
  @Query(() => Statement, { description: "A contact sees its own client's; a team member names the client." })
  async statement(
    @Ctx() context: Context,
    @Arg('clientId', () => ID, { nullable: true }) clientId?: string,
  ): Promise<Statement> {
    const viewer = mustBeSignedIn(context);
    return statementOf(context, viewer.businessId, await clientMeant(context.em, viewer, clientId));
  }

  @Query(() => PeriodStatement, { description: 'Until today where no last day is named, or until the first day where that is still to come.' })
  async periodStatement(
    @Ctx() context: Context,
    @Arg('currency', () => String) currency: string,
    @Arg('from', () => CalendarDate, { nullable: true }) from?: string | null,
    @Arg('to', () => CalendarDate, { nullable: true }) to?: string | null,
    @Arg('clientId', () => ID, { nullable: true }) clientId?: string,
  ): Promise<Period & PeriodStatement> {
    const period = await periodMeant(context, { clientId, currency, from, to });
    const { opening, added, taken, closing } = await periodFigures(context.em, period);
    const money = (minorUnits: number) => ({ minorUnits, currency: period.currency });
    return { ...period, opening: money(opening), added: money(added), taken: money(taken), closing: money(closing) };
  }
}

@Resolver(() => PeriodStatement)
export class PeriodStatementResolver {
  @FieldResolver(() => StatementLineConnection, { description: 'Oldest first.' })
  async lines(
    @Root() period: Period, @Ctx() { em }: Context, @Arg('first', () => Int, { defaultValue: 50 }) first: number, @Arg('after', () => String, { nullable: true }) after?: string,
  ) {
    const size = pageSize(first);
    const rows = await periodLines(em, period, { after: decodeCursor(after, ['date', 'id']) as LineKey | null, limit: size + 1 });
    const money = (minorUnits: number) => ({ minorUnits, currency: period.currency });
    const lines = rows.map((row) => ({ ...row, change: money(row.change), balance: money(row.balance) }));
    return toConnection(lines, size, ({ occurredOn, id }) => [occurredOn, id], () => countPeriodLines(em, period), after);
  }
}
