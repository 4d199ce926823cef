/** PostgreSQL refuses anything else where it expects an id; to a caller it is simply unknown. */
export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
