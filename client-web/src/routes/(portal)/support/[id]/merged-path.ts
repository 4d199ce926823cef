/** Where a ticket goes on that was merged into another; the page says so. */
export const mergedPath = (from: string, into: string) => `/support/${into}?merged=${from}`;
