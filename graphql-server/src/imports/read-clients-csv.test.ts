import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { readClientsCsv } from './read-clients-csv.ts';

const read = async (...file: Parameters<typeof readClientsCsv>) => {
  const { errors, ...rest } = await readClientsCsv(...file);
  return { ...rest, errors: errors.list() };
};

const HEADER = 'external_id,company,contact_name,email,phone,address,city,state,postal_code,country,locale';
const fileOf = (...rows: string[]) => [HEADER, ...rows].join('\n');

describe('a file of clients', () => {
  it('is read', async () => {
    const text = fileOf('7,Lindqvist & Daughters AB,Ada Lindqvist,Ada@Lindqvist.example,+46 8 1,"Storgatan 1\nc/o Bo",Lund,,222 22,Sweden,sv_se');
    expect(await read(text)).toEqual({
      rows: [
        {
          row: 2,
          externalId: '7',
          company: 'Lindqvist & Daughters AB',
          contactName: 'Ada Lindqvist',
          email: 'ada@lindqvist.example',
          phone: '+46 8 1',
          addressLines: ['Storgatan 1', 'c/o Bo'],
          city: 'Lund',
          state: null,
          postalCode: '222 22',
          country: 'Sweden',
          countryCode: 'SE',
          locale: 'sv-SE',
          taxId: null,
        },
      ],
      errors: [],
      rowCount: 1,
    });
  });

  it('needs no more than a name and an e-mail address', async () => {
    const { rows, errors } = await read('email,company\nada@lindqvist.example,Lindqvist\n');
    expect(errors).toEqual([]);
    expect(rows).toMatchObject([{ externalId: null, company: 'Lindqvist', contactName: null, addressLines: [], countryCode: null }]);
  });

  it('may give one address to two clients, and an unknown country', async () => {
    const { rows, errors } = await read(fileOf('1,A,,ada@x.example,,,,,,Atlantis,', '2,B,,ada@x.example,,,,,,,'));
    expect(errors).toEqual([]);
    expect(rows.map((row) => [row.country, row.countryCode])).toEqual([['Atlantis', null], [null, null]]);
  });

  it.each([
    ['1,A,,,,,,,,,', 'email', 'Is empty; expected an e-mail address.'],
    ['1,A,,ada@,,,,,,,', 'email', '"ada@" is not an e-mail address; expected one such as name@company.example.'],
    ['1,A,,"ada@x.example\nBcc: eve@x.example",,,,,,,', 'email', '"ada@x.example\uFFFDBcc: eve@x.example" is not an e-mail address; expected one such as name@company.example.'],
    ['1,,,ada@x.example,,,,,,,', 'company', 'Has no name; expected a company, the name of a contact or both.'],
    [`1,${'A'.repeat(201)},,ada@x.example,,,,,,,`, 'company', 'Has 201 characters; expected at most 200.'],
    ['1,"A\nB",,ada@x.example,,,,,,,', 'company', 'A line break is not allowed here.'],
    ['1,A\0,,ada@x.example,,,,,,,', 'company', '"A\uFFFD" has control characters; expected text.'],
    ['1,A,Ad\u001ba,ada@x.example,,,,,,,', 'contact_name', '"Ad\uFFFDa" has control characters; expected text.'],
    ['1,K\uFFFDhler,,ada@x.example,,,,,,,', 'company', '"K\uFFFDhler" has characters that could not be read; expected a file saved as UTF-8.'],
    ['1,A,,ada@x.example,,,,,,,klingon!', 'locale', '"klingon!" is not a locale; expected one such as en-GB.'],
  ])('has an error in %j', async (row, column, message) => {
    const result = await read(fileOf('0,Fine,,fine@x.example,,,,,,,', row));
    expect(result.errors).toEqual([{ row: 3, column, message }]);
    expect(result.rows.map((client) => client.row)).toEqual([2]);
  });

  it('has all its errors reported at once, in the order of the rows', async () => {
    const { rows, errors, rowCount } = await read(fileOf('1,A,,a@x.example,,,,,,,', '1,,,b,,,,,,,', '2,C'));
    expect(errors).toEqual([
      { row: 3, column: 'email', message: expect.any(String) as string },
      { row: 3, column: 'company', message: expect.any(String) as string },
      { row: 3, column: 'external_id', message: '"1" is also in row 2; expected each id once.' },
      { row: 4, column: null, message: 'The row has 2 fields; expected 11 as in the header.' },
    ]);
    expect([rows.length, rowCount]).toEqual([1, 3]);
  });
});

const chinook = new URL('../../../../shared/data/chinook/clients.csv', import.meta.url);

describe('the Chinook clients', () => {
  it.skipIf(!existsSync(chinook))(`are 59 in 24 countries${existsSync(chinook) ? '' : ' (skipped: data not here)'}`, async () => {
    const { rows, errors, rowCount } = await read(readFileSync(chinook, 'utf8'));
    expect(errors).toEqual([]);
    expect([rowCount, rows.length, new Set(rows.map((client) => client.countryCode)).size]).toEqual([59, 59, 24]);
    expect(rows.every((client) => client.countryCode !== null)).toBe(true);
  });
});
