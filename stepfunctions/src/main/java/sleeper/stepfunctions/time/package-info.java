/**
 * Where the interpreter's transitions run and what time it is there: start reading at {@link sleeper.stepfunctions.time.EventLoop}, then
 * {@link sleeper.stepfunctions.time.RealEventLoop} (people wait) or {@link sleeper.stepfunctions.time.VirtualEventLoop} (tests do not).
 */
package sleeper.stepfunctions.time;
