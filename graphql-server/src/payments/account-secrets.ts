/** What a secret of a business's payment account is bound to (see secret-box): moved to another business or column, it does not open. */
export const accountSecret = (businessId: string, secret: 'secret_key' | 'webhook_secret') => `payment_account:${businessId}:${secret}`;
