/**
 * Asking a server that may be without an answer for a moment.
 */
import { ApiError } from './api';

/**
 * Milliseconds before each further attempt. Together they stay below the half
 * minute after which the server ends a scan that nobody asks about.
 */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => window.setTimeout(resolve, milliseconds));
}

/**
 * Ask until there is an answer, waiting longer after each failure.
 *
 * Rejects with the last error when it is given up, when the server refuses the
 * question, or when the answer is no longer `wanted`.
 */
export async function persistently<T>(
  ask: () => Promise<T>,
  wanted: () => boolean
): Promise<T> {
  for (const milliseconds of PAUSES) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) {
        throw error;
      }
      await pause(milliseconds);
      if (!wanted()) {
        throw error;
      }
    }
  }
  return ask();
}
