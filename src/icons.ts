import { LabIcon } from '@jupyterlab/ui-components';
import shield from '../style/icons/shield.svg';
import shieldOff from '../style/icons/shield-off.svg';

export const shieldIcon = new LabIcon({
  name: 'mlsecops:shield',
  svgstr: shield
});

/** The server part is missing. */
export const shieldOffIcon = new LabIcon({
  name: 'mlsecops:shield-off',
  svgstr: shieldOff
});
