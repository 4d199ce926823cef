import { GraphQLError, getNamedType, parse, type ASTVisitor, type Source, type ValidationContext } from 'graphql';

/** Far above what our own webs ask; what is larger is refused before it costs anything. */
export const MAX_TOKENS = 2_000;
const MAX_ROOT_FIELDS = 20;
const MAX_DEPTH = 15;

export const parseWithinLimits = (source: string | Source) => parse(source, { maxTokens: MAX_TOKENS });

/** Holds the number of root fields, aliases included, and the depth of a document. */
export function withinLimits(context: ValidationContext): ASTVisitor {
  const roots = new Set([context.getSchema().getQueryType(), context.getSchema().getMutationType(), context.getSchema().getSubscriptionType()]);
  let rootFields = 0;
  let depth = 0;
  const refuse = (message: string) => context.reportError(new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } }));
  return {
    SelectionSet: {
      enter() {
        depth += 1;
        if (depth === MAX_DEPTH + 1) refuse(`The query is nested more than ${MAX_DEPTH} deep.`);
      },
      leave() {
        depth -= 1;
      },
    },
    Field() {
      const parent = context.getParentType();
      if (!parent || !roots.has(getNamedType(parent) as never)) return;
      rootFields += 1;
      if (rootFields === MAX_ROOT_FIELDS + 1) refuse(`The query asks for more than ${MAX_ROOT_FIELDS} things at once.`);
    },
  };
}
