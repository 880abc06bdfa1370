import * as React from 'react';
import { Row } from './rows';
import type { ITreeProps } from './tree';

/** The DOM id of a row, for `aria-activedescendant`. */
export function rowId(index: number): string {
  return `jp-mlsecops-row-${index}`;
}

/** Keys of a tree as the ARIA practices have them; true if one was meant. */
export function onTreeKey(
  event: React.KeyboardEvent,
  active: number,
  props: ITreeProps
): boolean {
  const { rows } = props;
  const row: Row | undefined = rows[active];
  const go = (index: number) => {
    const to = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (to) {
      props.onSelect(to.id);
    }
  };
  switch (event.key) {
    case 'ArrowDown':
      go(active + 1);
      return true;
    case 'ArrowUp':
      go(active - 1);
      return true;
    case 'PageDown':
      go(active + 10);
      return true;
    case 'PageUp':
      go(active - 10);
      return true;
    case 'Home':
      go(0);
      return true;
    case 'End':
      go(rows.length - 1);
      return true;
    case 'ArrowRight':
      if (row?.kind === 'group' && !row.open) {
        props.onToggle(row.id, true);
      } else if (row?.kind === 'group') {
        go(active + 1);
      }
      return true;
    case 'ArrowLeft':
      if (row?.kind === 'group') {
        props.onToggle(row.id, false);
      } else {
        let group = active;
        while (group > 0 && rows[group].kind !== 'group') {
          group--;
        }
        go(group);
      }
      return true;
    case 'Enter':
      if (row?.kind === 'group') {
        props.onToggle(row.id, !row.open);
      } else if (row) {
        props.onOpen(row.finding);
      }
      return true;
    case ' ':
      if (row?.kind === 'finding') {
        props.onJump(row.finding, false);
      }
      return true;
    case 'ContextMenu':
    case 'F10':
      if (row?.kind === 'finding' && (event.key !== 'F10' || event.shiftKey)) {
        const box = document
          .getElementById(rowId(active))
          ?.getBoundingClientRect();
        props.onMenu(row.finding, box?.left ?? 0, box?.bottom ?? 0);
        return true;
      }
      return false;
    default:
      return false;
  }
}
