/**
 * Runs a zip of functions as AWS Lambda's runtime for Java 17 does: in a process of its own, with nothing but the zip and what Lambda
 * itself brings on the class path, called over the runtime API. Start at {@link sleeper.lambdaruntime.ZippedFunction}.
 */
package sleeper.lambdaruntime;
