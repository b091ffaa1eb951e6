/**
 * Where the interpreter's transitions run and what time it is there: start reading at {@link sleeper.local.asl.time.EventLoop}, then
 * {@link sleeper.local.asl.time.RealEventLoop} (people wait) or {@link sleeper.local.asl.time.VirtualEventLoop} (tests do not).
 */
package sleeper.local.asl.time;
