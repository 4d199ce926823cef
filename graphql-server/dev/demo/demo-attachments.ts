import { readFileSync } from 'node:fs';

export interface DemoFile {
  name: string;
  contentType: string;
  content: Buffer;
}

/** One page with a few lines of text. */
export function pdf(name: string, lines: string[]): DemoFile {
  const text = lines.map((line, index) => `${index === 0 ? '/F1 16 Tf' : '/F1 11 Tf'} (${line.replaceAll(/[\\()]/g, '\\$&')}) Tj T*`).join('\n');
  const stream = `BT 24 TL 56 780 Td\n${text}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let content = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = content.length;
    content += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  content += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${content.length}\n%%EOF\n`;
  return { name, contentType: 'application/pdf', content: Buffer.from(content, 'latin1') };
}

export const logo = (name: string): DemoFile => ({ name, contentType: 'image/png', content: readFileSync(new URL('northwind-logo.png', import.meta.url)) });

/** Of a kind that no mail brings in. */
export const program = (name: string): DemoFile => ({ name, contentType: 'application/octet-stream', content: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4_000)]) });
