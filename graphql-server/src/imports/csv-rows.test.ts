import { describe, expect, it } from 'vitest';

import { readCsvRows } from './csv-rows.ts';

const fields = [{ name: 'name', label: 'Name', isRequired: true }, { name: 'city', label: 'City', isRequired: true }, { name: 'notes', label: 'Notes' }];

const read = (text: string) => {
  const { rows, errors, rowCount } = readCsvRows(text, fields);
  return { rows: rows.map(({ row, values }) => [row, ...values.values()]), errors: errors.list(), rowCount };
};

describe('a CSV file', () => {
  it.each([
    ['commas', 'name,city\nAda,Lund\nBo,Umeå\n'],
    ['semicolons', 'name;city\nAda;Lund\nBo;Umeå\n'],
    ['tabs', 'name\tcity\nAda\tLund\nBo\tUmeå\n'],
    ['Windows line ends', 'name,city\r\nAda,Lund\r\nBo,Umeå\r\n'],
    ['old Mac line ends', 'name,city\rAda,Lund\rBo,Umeå'],
    ['a byte order mark', '\uFEFFname,city\nAda,Lund\nBo,Umeå\n'],
    ['a quoted header after a byte order mark', '\uFEFF"name","city"\nAda,Lund\nBo,Umeå\n'],
    ['other spelling, order and columns', ' City , x , NAME \nLund,1,Ada\nUmeå,2, Bo \n'],
    ['the other delimiter in a quoted title', '"x;y;z",name,city\n,Ada,Lund\n,Bo,Umeå\n'],
  ])('is read with %s', (_, text) => {
    expect(read(text)).toEqual({ rows: [[2, 'Ada', 'Lund'], [3, 'Bo', 'Umeå']], errors: [], rowCount: 2 });
  });

  it('may have quoted delimiters, quotes and line breaks; a row is numbered by its first line', () => {
    const text = 'name,city,notes\r\n"Ada, ""the"" first",Lund,"one\r\ntwo\r\n\r\nfour"\r\n\r\n,,\r\nBo,Umeå,\r\n';
    expect(read(text)).toEqual({
      rows: [[2, 'Ada, "the" first', 'Lund', 'one\ntwo\n\nfour'], [8, 'Bo', 'Umeå', '']],
      errors: [],
      rowCount: 2,
    });
  });

  it('says which columns are missing, and reads no row then', () => {
    expect(read('first name,notes\nAda,x\n')).toEqual({
      rows: [],
      errors: [{ row: 1, column: 'name', message: 'Missing columns: name, city. Found: first_name, notes.' }],
      rowCount: 1,
    });
  });

  it('refuses a column that is there twice', () => {
    expect(read('name,city,Name\nAda,Lund,Bo\n').errors).toEqual([
      { row: 1, column: 'name', message: 'The column "name" is there twice.' },
    ]);
  });

  it('says which rows are ragged', () => {
    const { rows, errors } = readCsvRows('name,city\nAda\nBo,Umeå,x\nCy,Oslo\n', fields);
    expect(errors.list()).toEqual([
      { row: 2, column: null, message: 'The row has 1 field; expected 2 as in the header.' },
      { row: 3, column: null, message: 'The row has 3 fields; expected 2 as in the header.' },
    ]);
    expect(rows.map((row) => row.isRagged)).toEqual([true, true, false]);
  });

  it.each([
    ['name,city\nAda,Lund\n"Bo\nx,Umeå\nCy,Oslo\n', 3, 'never ends'],
    ['name,city\nAda,Lund\n"Bo"x,Umeå\n', 3, 'A quote stands inside a field'],
    ['name,city\nAda,Lund\nBo "the" second,"x"\nCy 5" pipe,Oslo\n', 3, 'A quote stands inside a field'],
    [`name,city\nAda,${'x'.repeat(130_000)}\n`, 2, 'longer than 128000 characters'],
  ])('says where quotes go wrong', (text, row, message) => {
    const { errors } = read(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ row, column: null, message: expect.stringContaining(message) as string });
  });

  it.each(['', '\uFEFF', '\n\n', ' ', ',,,\n'])('may not be empty: %j', (text) => {
    expect(read(text)).toEqual({
      rows: [],
      errors: [{ row: 1, column: null, message: 'The file is empty; expected a header row.' }],
      rowCount: 0,
    });
  });

  it('has limits', () => {
    expect(read(`name,city\n${'å'.repeat(10_000_000)}`).errors[0]?.message).toBe('The file is larger than 20 MB.');
    expect(read(`name,city\n${'a,b\n'.repeat(200_000)}`)).toMatchObject({ errors: [], rowCount: 200_000 });
    expect(read(`name,city\n${'a,b\n'.repeat(200_001)}`).errors).toEqual([
      { row: 200_002, column: null, message: expect.stringContaining('more than 200000 rows') as string },
    ]);
  });
});
