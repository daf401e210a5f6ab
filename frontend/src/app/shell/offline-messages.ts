import { catalogue } from '@/lib/i18n/catalogue';

export const t = catalogue({
  'offline.now':
    'You are offline. You see what was loaded last; new expenses wait on this device and are sent when you are back.',
  'offline.unreachable':
    'The server can’t be reached. You see what was loaded last; new expenses wait on this device and are sent later.',
  'offline.version': 'A new version is ready.',
  'offline.version.load': 'Load it',
  'offline.version.later': 'Later',
  'offline.leave': 'Sign out with expenses that were not sent?',
  'offline.leave.why': {
    one: '{count} expense is only on this device, could not be sent and would be lost.',
    other: '{count} expenses are only on this device, could not be sent and would be lost.',
  },
  'offline.leave.stay': 'Stay signed in',
  'offline.leave.go': 'Sign out and lose them',
});
