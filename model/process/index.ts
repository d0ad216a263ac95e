export { START, adminRoleOf, defineProcess } from './definition.ts'
export type {
  ApprovalNode,
  Assignee,
  FillNode,
  Mode as ApprovalMode,
  Node as ProcessNode,
  NodeId,
  Outcome as ProcessOutcome,
  Process,
} from './definition.ts'
export { runsAlone, startOf } from './start.ts'
export type {
  ButtonStart,
  DateStart,
  IncomingMail,
  MailStart,
  RecordKey,
  Schedule,
  ScheduleStart,
  Span as DateSpan,
  Trigger as ProcessTrigger,
  WebhookStart,
  Weekday,
} from './start.ts'
export type { Effect as ProcessEffect, Env as ProcessEnv } from './effect.ts'
export type { ProcessEvent } from './event.ts'
export { newInstance } from './instance.ts'
export type {
  Entry as ProcessEntry,
  Instance as ProcessInstance,
  Task as ProcessTask,
  TaskKind,
  TaskOutcome,
  Token as ProcessToken,
} from './instance.ts'
export { advance } from './advance.ts'
export { checkProcess, findFaults } from './check.ts'
export type { Fault as ProcessFault } from './fault.ts'
export type { Surroundings } from './checkStart.ts'
export { addDuration } from './duration.ts'
export { listReturns } from './return.ts'
export { simulate } from './simulate.ts'
export type { Answer as RehearsalAnswer, Answers as RehearsalAnswers, Rehearsal } from './simulate.ts'
