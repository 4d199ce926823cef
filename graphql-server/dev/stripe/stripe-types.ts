import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Answer } from './every-answer.ts';

const TYPES: Record<string, string> = {
  account: 'Stripe.Account',
  balance: 'Stripe.Balance',
  balance_transaction: 'Stripe.BalanceTransaction',
  charge: 'Stripe.Charge',
  customer: 'Stripe.Customer',
  dispute: 'Stripe.Dispute',
  event: 'Stripe.Event',
  payment_intent: 'Stripe.PaymentIntent',
  payment_method: 'Stripe.PaymentMethod',
  payment_method_configuration: 'Stripe.PaymentMethodConfiguration',
  payout: 'Stripe.Payout',
  'radar.early_fraud_warning': 'Stripe.Radar.EarlyFraudWarning',
  refund: 'Stripe.Refund',
  webhook_endpoint: 'Stripe.WebhookEndpoint',
};

/**
 * What TypeScript says when answers are written down as values of the types of Stripe's library, which are made from
 * the description of the API version that the simulator speaks: fields that are missing, unknown, or of another kind.
 */
export function typeErrorsOf(answers: Answer[]): { answer: Answer; error: string }[] {
  const file = fileURLToPath(new URL('answers-of-the-simulator.ts', import.meta.url));
  const lines = ["import type Stripe from 'stripe';", ...answers.map((answer, index) => `export const answer${index}: ${TYPES[answer.object]!} = ${JSON.stringify(answer)};`)];
  const options: ts.CompilerOptions = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ESNext, types: ['node'] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ESNext) : getSourceFile(name, ...rest));
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file)!;
  return program.getSemanticDiagnostics(source).map(({ messageText, start }) => {
    const line = source.getLineAndCharacterOfPosition(start ?? 0).line;
    const error = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (line === 0) throw new Error(error);
    return { answer: answers[line - 1]!, error };
  });
}
