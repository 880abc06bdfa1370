/**
 * Pickles put together from opcodes: harmful in shape, harmless in what they
 * would do. No journey loads one.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

const text = (value: string) =>
  Buffer.concat([Buffer.from([0x8c, value.length]), Buffer.from(value)]);

/** A file that calls something with a harmless text when it is loaded. */
export function calling(module: string, name: string, filler = 0): Buffer {
  return Buffer.concat([
    Buffer.from([0x80, 4]),
    // Numbers that are dropped again: they take time to be read.
    Buffer.alloc(3 * filler, Buffer.from([0x4b, 1, 0x30])),
    text(module),
    text(name),
    Buffer.from([0x93]),
    text('echo harmless'),
    Buffer.from([0x85, 0x52, 0x2e])
  ]);
}

/** What honest files hold. */
export const HONEST = calling('collections', 'OrderedDict');

/** Put a file into the folder that the server serves, whatever its size. */
export async function put(
  page: IJupyterLabPageFixture,
  path: string,
  bytes: Buffer
): Promise<void> {
  const root = await page.evaluate(() => {
    const config = document.getElementById('jupyter-config-data');
    return JSON.parse(config?.textContent ?? '{}').serverRoot as string;
  });
  const home = process.env.HOME ?? '';
  const file = join(root.replace(/^~/, home), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
