// A certificate for 127.0.0.1 made when the test begins, so that no key lies in the repository: X.509 v3 in DER (RFC 5280),
// signed by itself, with an elliptic key.
import { createSign, generateKeyPairSync } from 'node:crypto';

export interface Certificate {
  readonly key: Buffer;
  readonly certificate: Buffer;
}

const ECDSA_WITH_SHA256 = oid('1.2.840.10045.4.3.2');
const COMMON_NAME = oid('2.5.4.3');
const ALTERNATIVE_NAMES = oid('2.5.29.17');
const CONSTRAINTS = oid('2.5.29.19');

/** A fresh key and certificate in PEM; valid from yesterday to tomorrow. */
export function createCertificate(now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 86_400_000;
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from('localhost')))));
  const algorithm = der(0x30, ECDSA_WITH_SHA256);
  const alternatives = der(0x30, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = der(
    0xa3,
    der(
      0x30,
      der(0x30, ALTERNATIVE_NAMES, der(0x04, alternatives)),
      der(
        0x30,
        CONSTRAINTS,
        der(0x01, Buffer.from([0xff])),
        der(0x04, der(0x30, der(0x01, Buffer.from([0xff])))),
      ),
    ),
  );
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(0x30, time(now - day), time(now + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signature = createSign('SHA256').update(body).sign(privateKey);
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificate: Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [40 * first + second];
  for (const arc of rest) {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return der(0x06, Buffer.from(bytes));
}

function time(at: number): Buffer {
  const text = `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`;
  return der(0x17, Buffer.from(text));
}
