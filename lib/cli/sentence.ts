// What goes wrong at the command line and is the person's to mend: shown as it is, without a stack.

export class Sentence extends Error {}
