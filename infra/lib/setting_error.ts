/** A setting that cannot be used; the message is for the user, who needs no stack. */
export class SettingError extends Error {}
