export const importKinds = { CLIENTS: 'CLIENTS', INVOICES: 'INVOICES' } as const;
export type ImportKind = keyof typeof importKinds;

/** What the import knows how to read, and the titles that other programs' exports give it. */
export interface ImportedField {
  /** The title in our own files. */
  name: string;
  label: string;
  isRequired?: boolean;
  /** In lower case without spaces and signs, most telling first. */
  synonyms: string[];
}

const clientFields: ImportedField[] = [
  { name: 'external_id', label: 'Your number of the client', synonyms: ['clientid', 'customerid', 'clientnumber', 'customernumber', 'accountnumber', 'clientidnumber', 'idnumber', 'customercode', 'id', 'number'] },
  { name: 'company', label: 'Company', synonyms: ['companyname', 'organization', 'organisation', 'clientname', 'customername', 'displayname', 'customer', 'client', 'name'] },
  { name: 'contact_name', label: 'Name of the contact', synonyms: ['contact', 'primarycontact', 'fullname', 'person'] },
  { name: 'contact_first_name', label: 'First name of the contact', synonyms: ['firstname', 'givenname', 'first'] },
  { name: 'contact_last_name', label: 'Last name of the contact', synonyms: ['lastname', 'familyname', 'surname', 'last'] },
  { name: 'email', label: 'E-mail address', isRequired: true, synonyms: ['emailaddress', 'contactemail', 'mail', 'mainemail', 'billingemail', 'primaryemail', 'clientemail', 'customeremail'] },
  { name: 'phone', label: 'Phone', synonyms: ['phonenumber', 'clientphone', 'contactphone', 'businessphone', 'mainphone', 'telephone', 'mobile'] },
  { name: 'address', label: 'Address', synonyms: ['addressline1', 'address1', 'street', 'streetaddress', 'clientaddressline1', 'poaddressline1', 'billingaddressline1', 'billingstreet', 'billingaddress', 'billaddressline1'] },
  { name: 'address_2', label: 'Address, second line', synonyms: ['addressline2', 'clientaddressline2', 'poaddressline2', 'billingaddressline2', 'billaddressline2', 'apartment', 'aptsuite', 'clientapartment'] },
  { name: 'city', label: 'City', synonyms: ['town', 'clientcity', 'pocity', 'billingcity', 'billaddresscity'] },
  { name: 'state', label: 'State or region', synonyms: ['provincestate', 'stateprovince', 'province', 'region', 'clientstate', 'poregion', 'billingstate', 'billaddressstate'] },
  { name: 'postal_code', label: 'Postal code', synonyms: ['zip', 'zipcode', 'postcode', 'clientpostalcode', 'popostalcode', 'billingzip', 'billingpostalcode', 'billaddresspostalcode'] },
  { name: 'country', label: 'Country', synonyms: ['countrycode', 'clientcountry', 'pocountry', 'billingcountry', 'billaddresscountry'] },
  { name: 'locale', label: 'Language and region', synonyms: ['language', 'languagecode'] },
  { name: 'tax_id', label: 'Tax number', synonyms: ['vatnumber', 'vatid', 'vat', 'taxnumber', 'clientvatnumber', 'gstnumber', 'abn'] },
];

const invoiceFields: ImportedField[] = [
  { name: 'number', label: 'Invoice number', isRequired: true, synonyms: ['invoicenumber', 'invoiceno', 'invoice', 'invoiceid', 'docnumber', 'num', 'no'] },
  { name: 'client_external_id', label: 'Your number of the client', synonyms: ['externalid', 'clientid', 'customerid', 'clientnumber', 'customernumber', 'accountnumber', 'clientidnumber'] },
  { name: 'client_email', label: 'E-mail address of the client', synonyms: ['email', 'emailaddress', 'contactemail', 'customeremail', 'billemail'] },
  { name: 'client_name', label: 'Name of the client', synonyms: ['clientname', 'customername', 'contactname', 'companyname', 'company', 'organization', 'organisation', 'customer', 'client'] },
  { name: 'issue_date', label: 'Issue date', isRequired: true, synonyms: ['dateissued', 'invoicedate', 'dateofissue', 'txndate', 'date', 'invoiceissued', 'created'] },
  { name: 'due_date', label: 'Due date', synonyms: ['datedue', 'due', 'duedateinvoice', 'invoiceduedate', 'paymentdue'] },
  { name: 'currency', label: 'Currency', synonyms: ['currencycode', 'invoicecurrency', 'clientcurrency'] },
  { name: 'line_description', label: 'What is billed', isRequired: true, synonyms: ['description', 'itemdescription', 'lineitemdescription', 'itemname', 'itemnotes', 'productservice', 'productserviceitem', 'item', 'itemproduct', 'product', 'service', 'notesitem'] },
  { name: 'quantity', label: 'Quantity', synonyms: ['qty', 'itemquantity', 'lineitemquantity', 'hours', 'units'] },
  { name: 'unit_price', label: 'Unit price', isRequired: true, synonyms: ['unitamount', 'rate', 'itemrate', 'itemcost', 'unitcost', 'lineitemunitcost', 'price', 'itemprice', 'itemamount', 'amount'] },
  { name: 'discount_percent', label: 'Discount of the line, %', synonyms: ['discountpercentage', 'linediscountpercent', 'discountrate'] },
  { name: 'tax_name', label: 'Name of the tax', synonyms: ['tax1type', 'taxtype', 'itemtaxcode', 'tax1name', 'itemtaxname1', 'taxcode'] },
  { name: 'tax_rate', label: 'Tax rate, %', synonyms: ['taxpercent', 'taxpercentage', 'vatrate', 'vatpercent', 'itemtaxrate', 'itemtaxrate1', 'tax1rate'] },
  { name: 'total', label: 'Total of the invoice, with tax', synonyms: ['invoicetotal', 'totalamount', 'invoiceamount', 'grandtotal'] },
  { name: 'status', label: 'Status', synonyms: ['invoicestatus', 'state', 'paymentstatus'] },
  { name: 'paid_on', label: 'Paid on', synonyms: ['datepaid', 'paiddate', 'paymentdate', 'dateofpayment', 'fullypaidondate'] },
  { name: 'reference', label: 'Reference of the client', synonyms: ['ponumber', 'purchaseorder', 'purchaseordernumber', 'invoiceponumber', 'ponum', 'ref'] },
  { name: 'terms', label: 'Terms', synonyms: ['paymentterms', 'invoiceterms'] },
  { name: 'notes', label: 'Notes', synonyms: ['note', 'memo', 'invoicenotes', 'publicnotes', 'invoicepublicnotes', 'customermessage'] },
];

export const importedFields: Record<ImportKind, ImportedField[]> = { CLIENTS: clientFields, INVOICES: invoiceFields };

/** The column of the file that seems to be meant, each for one field at most. */
export function suggestedColumns(fields: ImportedField[], titles: string[]): Map<string, string> {
  const free = new Map(titles.map((title) => [plain(title), title] as const).toReversed());
  const suggested = new Map<string, string>();
  const take = (field: ImportedField, name: string) => {
    const title = free.get(name);
    if (title === undefined || suggested.has(field.name)) return;
    suggested.set(field.name, title);
    free.delete(name);
  };
  // A field's own name before anybody's synonym, and the most telling synonyms of all before the next.
  for (const field of fields) take(field, plain(field.name));
  const most = Math.max(...fields.map(({ synonyms }) => synonyms.length));
  for (let rank = 0; rank < most; rank += 1) {
    for (const field of fields) take(field, field.synonyms[rank] ?? '');
  }
  return suggested;
}

/** "*Invoice Number", "invoice_number" and "Invoice number" are one; so are "É" and "E". A bare "Tax" is an amount more often than a rate. */
const plain = (title: string) => title.normalize('NFKD').toLowerCase().replaceAll('%', 'percent').replaceAll(/[^\p{L}\p{N}]/gu, '');
