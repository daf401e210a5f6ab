// Saying something in passing. What draws it comes later than the page; words said before wait.

export type Message = { text: string; tone?: 'plain' | 'error'; undo?: () => void };
/** Shows a message and gives back the way to remove it. */
type Show = (message: Message) => () => void;

let show: Show | null = null;
let waiting: Message[] = [];
let last: (() => void) | null = null;
/** Steps that the server has not answered yet; whether one failed, and whether Undo was asked for, meanwhile. */
let underWay = 0;
let failed = false;
let asked = false;

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

/** A step begins that may offer Undo when it is done. */
export function stepBegins(): void {
  underWay += 1;
}

/** A step is done, or failed and so is undone already. */
export function stepEnds(well: boolean): void {
  underWay -= 1;
  failed ||= !well;
  if (underWay > 0) return;
  const wanted = asked && !failed;
  asked = failed = false;
  if (wanted) undoLast();
}

/** Takes back the last step that offered Undo; one that is under way when it is done. False when there is none. */
export function undoLast(): boolean {
  if (underWay > 0) {
    asked = true;
    return true;
  }
  if (!last) return false;
  last();
  return true;
}

/** Called by what draws the messages, once it can. Gives back the way to end that; messages wait again then. */
export function connectToasts(by: Show): () => void {
  show = by;
  for (const message of waiting) put(message, by);
  waiting = [];
  return () => {
    show = null;
  };
}
