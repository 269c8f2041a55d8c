// What the tests use of npm's websmscom, which has no types of its own.
declare module 'websmscom' {
  export class TextMessage {
    constructor(recipients: readonly string[], text: string)
    setSenderAddress(sender: string): void
    setSenderAddressType(type: string): void
    setSendAsFlashSms(flash: boolean): void
    setClientMessageId(id: string): void
    setPriority(priority: number): void
    setNotificationCallbackUrl(url: string): void
  }
  export class Client {
    constructor(url: string, user: string, password: string)
    send(
      message: TextMessage,
      maxParts: number | undefined,
      isTest: boolean | undefined,
      done: (error: object | null, answer: { transferId: string; statusCode: number }) => void,
    ): void
  }
}
