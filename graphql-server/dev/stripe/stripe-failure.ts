/** An answer of Stripe's that is an error: https://docs.stripe.com/api/errors */
export class StripeFailure extends Error {
  readonly status: number;
  readonly error: StripeErrorBody;

  constructor(status: number, error: StripeErrorBody) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}

export interface StripeErrorBody {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  charge?: string;
  doc_url?: string;
  payment_intent?: object;
  payment_method?: object;
  payment_method_type?: string;
  request_log_url?: string;
}

export function invalidRequest(message: string, details: Partial<StripeErrorBody> = {}): StripeFailure {
  return new StripeFailure(400, withDocumentation({ type: 'invalid_request_error', message, ...details }));
}

export function missingParameter(param: string): StripeFailure {
  return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

export function noSuch(object: string, id: string, param: string = object): StripeFailure {
  return new StripeFailure(404, withDocumentation({ type: 'invalid_request_error', code: 'resource_missing', message: `No such ${object}: '${id}'`, param }));
}

export function refusedKey(message: string, code?: string): StripeFailure {
  return new StripeFailure(401, { type: 'invalid_request_error', message, ...(code && { code }) });
}

export function withDocumentation<T extends StripeErrorBody>(error: T): T {
  return error.code ? { ...error, doc_url: `https://stripe.com/docs/error-codes/${error.code.replaceAll('_', '-')}` } : error;
}
