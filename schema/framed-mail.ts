/** The sandboxed document of a mail's HTML, the same in both webs. */
export * from 'graphql-server/framed-mail';
