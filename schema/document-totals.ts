/** What a document comes to while it is written, by the very code that the server computes it with. */
export * from 'graphql-server/document-totals';
