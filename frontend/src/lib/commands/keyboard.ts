import { allCommands } from './registry';
import { singleKeysOn } from './single-keys';

/** How long the second key of a pair may take. */
const patience = 1500;

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The name of what was pressed, as commands write it; null for what no command uses. */
export function nameOfKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): string | null {
  if (altKey || ['Control', 'Meta', 'Shift', 'Alt', 'Dead', 'Process'].includes(key)) return null;
  if (ctrlKey || metaKey) return shiftKey || key.length > 1 ? null : `Ctrl+${key.toUpperCase()}`;
  if (key.length === 1) return key.toLowerCase();
  return shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key;
}

const plainInputs = ['button', 'checkbox', 'radio', 'submit', 'reset', 'file'];

/** Whether keys pressed here write something. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !plainInputs.includes(target.type);
  return target.isContentEditable || target.matches('textarea,select,[role=combobox]');
}

/** Whether a dialog is open: it has the keyboard to itself, but no longer while it fades away. */
function isAsked(): boolean {
  return document.querySelector('[data-shortcuts=off]:not([data-closed])') !== null;
}

/** Makes the handler of `keydown` that turns keys into commands. */
export function makeKeyHandler(now: () => number = Date.now): (event: KeyboardEvent) => void {
  let started: { key: string; at: number } | null = null;
  return (event) => {
    const name = nameOfKey(event);
    if (name === null || event.defaultPrevented || event.isComposing || isAsked()) return;
    const chord = name.startsWith('Ctrl+');
    const inField = isField(event.target);
    // In a field, keys write, and Ctrl+Z takes back what was written.
    if (inField && name !== 'Ctrl+K') return;
    if (!chord && name.length === 1 && !singleKeysOn()) return;
    const commands = allCommands();
    const first = started && now() - started.at < patience ? started.key : null;
    started = null;
    const pressed = first === null ? [name] : [`${first} ${name}`, name];
    const command = pressed
      .map((keys) => commands.find((one) => one.keys.includes(keys)))
      .find(Boolean);
    if (command) {
      event.preventDefault();
      if (!event.repeat || command.id.startsWith('row-')) command.run();
      return;
    }
    if (commands.some(({ keys }) => keys.some((one) => one.startsWith(`${name} `)))) {
      started = { key: name, at: now() };
    }
  };
}
