/** What people write in tickets, read the same way in both webs and in mail. */
export * from 'graphql-server/message-text';
