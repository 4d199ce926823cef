import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fetchPicture, type Outside } from './fetch-picture.ts';
import { isPublicAddress } from './public-address.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAAAq0gP9v2nYsQAAAABJRU5ErkJggg==', 'base64');
const PUBLIC = '93.184.216.34';
const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }))));

/** An internet in which every public address is one local server. Remembers whom it was asked to reach. */
async function anInternet(answer: RequestListener, names: Record<string, string[] | (() => string[])> = {}): Promise<Outside & { dialled: string[]; asked: { url: string; headers: NodeJS.Dict<string | string[]> }[] }> {
  const asked: { url: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const server = createServer((req, res) => {
    asked.push({ url: `http://${req.headers.host}${req.url}`, headers: req.headers });
    answer(req, res);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dialled: string[] = [];
  return {
    dialled,
    asked,
    async resolve(host) {
      const known = names[host] ?? [PUBLIC];
      return typeof known === 'function' ? known() : known;
    },
    dial(address) {
      dialled.push(address);
      return connect((server.address() as AddressInfo).port, '127.0.0.1');
    },
  };
}

test('a picture is fetched as by nobody', async () => {
  const outside = await anInternet((_req, res) => res.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'a=b' }).end(PNG));
  expect(await fetchPicture('http://pictures.example/a.png?x=1', outside)).toEqual({ contentType: 'image/png', content: PNG });
  expect(outside.asked).toEqual([{ url: 'http://pictures.example/a.png?x=1', headers: { host: 'pictures.example', accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': expect.any(String), connection: 'close' } }]);
  expect(outside.dialled).toEqual([PUBLIC]);
});

test.each([
  'http://127.0.0.1/', 'http://localhost.example/', 'http://10.0.0.1/', 'http://169.254.169.254/latest/meta-data', 'http://[::1]/', 'http://[::ffff:169.254.169.254]/', 'http://[::ffff:7f00:1]/', 'http://2130706433/', 'http://0x7f.1/', 'http://0/',
  'http://[fe80::1]/', 'http://[fd00::1]/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://100.64.0.1/', 'http://trap.example/', 'http://192.168.0.1/', 'http://none.example/',
])('%s is not asked', async (address) => {
  const outside = await anInternet((_req, res) => res.end(PNG), { 'localhost.example': ['127.0.0.1'], 'trap.example': [PUBLIC, '10.0.0.1'], 'none.example': [] });
  await expect(fetchPicture(address, outside)).rejects.toThrow(/public internet|does not exist/);
  expect(outside.dialled).toEqual([]);
});

test.each(['ftp://pictures.example/a.png', 'file:///etc/passwd', 'javascript:alert(1)', 'data:image/png;base64,AAAA', '', 'http://pictures.example:22/', 'https://pictures.example:8443/'])('%j is no address for a picture', async (address) => {
  const outside = await anInternet((_req, res) => res.end(PNG));
  await expect(fetchPicture(address, outside)).rejects.toThrow('Its address');
  expect(outside.dialled).toEqual([]);
});

test('a name that becomes another after it was looked at is reached where it was looked at', async () => {
  let times = 0;
  const outside = await anInternet((_req, res) => res.end(PNG), { 'rebind.example': () => (times++ === 0 ? [PUBLIC] : ['127.0.0.1']) });
  await fetchPicture('http://rebind.example/a.png', outside);
  expect([outside.dialled, times]).toEqual([[PUBLIC], 1]);
  await expect(fetchPicture('http://rebind.example/a.png', outside)).rejects.toThrow('public internet');
  expect(outside.dialled).toEqual([PUBLIC]);
});

test.each(['http://127.0.0.1/x', 'http://inside.example/x', '//169.254.169.254/', 'file:///etc/passwd'])('a redirect to %s is not followed', async (location) => {
  const outside = await anInternet((_req, res) => res.writeHead(302, { location }).end(), { 'inside.example': ['10.1.2.3'] });
  await expect(fetchPicture('http://pictures.example/a.png', outside)).rejects.toThrow(/public internet|none of the web/);
  expect(outside.dialled).toEqual([PUBLIC]);
});

test('three redirects are followed, and no fourth', async () => {
  const after = (times: number): RequestListener => (req, res) => {
    const step = Number(req.url!.slice(1));
    if (step < times) res.writeHead(301, { location: `/${step + 1}` }).end();
    else res.end(PNG);
  };
  expect((await fetchPicture('http://pictures.example/0', await anInternet(after(3)))).contentType).toBe('image/png');
  const outside = await anInternet(after(4));
  await expect(fetchPicture('http://pictures.example/0', outside)).rejects.toThrow('moved too often');
  expect(outside.dialled).toHaveLength(4);
});

test.each([
  ['a page', '<html><script>alert(1)</script>'], ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'], ['a document', '%PDF-1.7\n'], ['nothing', ''],
])('%s is no picture, whatever it calls itself', async (_what, body) => {
  const outside = await anInternet((_req, res) => res.writeHead(200, { 'content-type': 'image/png' }).end(body));
  await expect(fetchPicture('http://pictures.example/a.png', outside)).rejects.toThrow('It is no picture.');
});

test('what is too large, too slow or not there is given up', async () => {
  const large = await anInternet((_req, res) => {
    res.write(PNG);
    const more = () => { while (res.writable && res.write(Buffer.alloc(100_000))); };
    res.on('drain', more).on('error', () => undefined);
    more();
  });
  await expect(fetchPicture('http://pictures.example/a.png', large)).rejects.toThrow('It is too large.');
  const slow = await anInternet((_req, res) => void res.write(PNG));
  await expect(fetchPicture('http://pictures.example/a.png', slow, 200)).rejects.toThrow('It took too long.');
  const deaf = { ...slow, resolve: () => new Promise<string[]>(() => undefined) };
  await expect(fetchPicture('http://pictures.example/a.png', deaf, 200)).rejects.toThrow('It took too long.');
  const gone = await anInternet((_req, res) => res.writeHead(404).end());
  await expect(fetchPicture('http://pictures.example/a.png', gone)).rejects.toThrow('answered 404');
  const broken = await anInternet((req) => req.socket.destroy());
  await expect(fetchPicture('http://pictures.example/a.png', broken)).rejects.toThrow('could not be reached');
});

test.each(['8.8.8.8', '93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));
test.each(['172.31.255.255', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', 'fec0::1', 'ff02::1', '2001:db8::1', '2001:0:1::', '::ffff:8.8.8.8', 'fe80::1%eth0', 'localhost', ''])('%j is not', (address) => expect(isPublicAddress(address)).toBe(false));
