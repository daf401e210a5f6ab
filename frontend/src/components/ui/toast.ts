// Saying something in passing. What draws it comes later than the page; words said before wait.

export type Message = { text: string; tone?: 'plain' | 'error'; undo?: () => void };
/** Shows a message and gives back the way to remove it. */
type Show = (message: Message) => () => void;

let show: Show | null = null;
let waiting: Message[] = [];
let last: (() => void) | null = null;

function put(message: Message, by: Show): void {
  const { undo } = message;
  if (!undo) {
    by(message);
    return;
  }
  let taken = false;
  const once = () => {
    if (taken) return;
    taken = true;
    if (last === once) last = null;
    close();
    undo();
  };
  const close = by({ ...message, undo: once });
  last = once;
}

/** Says something in passing. With `undo`, offers to take the step back for ten seconds. */
export function toast(message: Message): void {
  if (show) put(message, show);
  else waiting.push(message);
}

/** Takes back the last step that offered Undo; false when there is none. */
export function undoLast(): boolean {
  if (!last) return false;
  last();
  return true;
}

/** Called once by what draws the messages. */
export function connectToasts(by: Show): void {
  show = by;
  for (const message of waiting) put(message, by);
  waiting = [];
}
