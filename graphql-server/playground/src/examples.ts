export const PORTAL_EXAMPLES = [
  `# Who am I, what do I owe, and my latest invoices.
# Amounts are integers of minor units: 1999 EUR is 19.99.
query Overview {
  viewer {
    name
    email
    client { name }
  }
  statement {
    balances {
      currency
      currentlyOwed { minorUnits }
      overdue { minorUnits }
      lifetimePaid { minorUnits }
    }
  }
  invoices(first: 5, sort: { field: ISSUE_DATE, direction: DESC }) {
    totalCount
    edges {
      node {
        number
        status
        dueDate
        total { minorUnits currency }
        availableActions
      }
    }
  }
}
`,
  `# Live: run it, then pay an invoice in the portal.
subscription WatchInvoices {
  invoiceUpdated {
    number
    status
    balance { minorUnits currency }
  }
}
`,
];

export const ADMIN_EXAMPLES = [
  `# Who am I, and the clients with what they owe.
# Amounts are integers of minor units: 1999 EUR is 19.99.
query Overview {
  viewer {
    name
    role
    business { name currency timeZone }
  }
  clients(first: 5) {
    totalCount
    edges {
      node {
        name
        country
        contacts { name email }
        statement {
          balances {
            currency
            currentlyOwed { minorUnits }
            overdue { minorUnits }
          }
        }
      }
    }
  }
}
`,
  `# Live: run it, then open a ticket in the portal.
subscription WatchTickets {
  ticketBadge {
    awaitingTeam
  }
}
`,
];
