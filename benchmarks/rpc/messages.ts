import { NotificationType, RequestType } from 'vscode-jsonrpc';

export interface Order {
  readonly tokens: number;
  readonly perMessage: number;
}
/** Answer: CPU time of the sending process, in microseconds. */
export const Send = new RequestType<Order, number, void>('benchmark/send');
export const Ready = new NotificationType<null>('benchmark/ready');
