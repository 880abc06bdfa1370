/**
 * CRC-32 (the one of zip and PNG) of a text's UTF-8 bytes.
 *
 * It only notices that a cell changed since it was scanned; it protects
 * nothing.
 */
export function crc32(text: string): number {
  let crc = -1;
  for (const byte of ENCODER.encode(text)) {
    crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff];
  }
  return (crc ^ -1) >>> 0;
}

/** CRC-32 of a cell's source, computed again only when the source changed. */
export function sourceCrc(cell: { getSource(): string }): number {
  const source = cell.getSource();
  const known = cache.get(cell);
  if (known?.source === source) {
    return known.crc;
  }
  const crc = crc32(source);
  cache.set(cell, { source, crc });
  return crc;
}

const ENCODER = new TextEncoder();

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) {
    n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  }
  return n;
});

const cache = new WeakMap<object, { source: string; crc: number }>();
