import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { Context } from './context.ts';

/**
 * Puts each mutation into one transaction: it commits with all its rows, jobs and announcements,
 * or leaves nothing. Done once on the built schema, so that queries pay nothing for it. A mutation
 * that talks to somebody outside between its steps says `@Extensions({ ownTransactions: true })`.
 */
export function inTransactions(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (field.extensions['ownTransactions'] || !field.resolve) continue;
    field.resolve = inTransaction(field.resolve as GraphQLFieldResolver<unknown, Context>) as typeof field.resolve;
  }
  return schema;
}

function inTransaction(resolve: GraphQLFieldResolver<unknown, Context>): GraphQLFieldResolver<unknown, Context> {
  return async (root, args, context, info) => {
    await context.em.begin();
    try {
      const result: unknown = await resolve(root, args, context, info);
      await context.em.commit();
      context.loaders.clearAll();
      return result;
    } catch (error) {
      await context.em.rollback();
      throw error;
    }
  };
}
