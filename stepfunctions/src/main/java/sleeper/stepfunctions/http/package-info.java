/**
 * HTTP endpoints for the programs of this machine, and for nobody else: start reading at {@link sleeper.stepfunctions.http.HttpEndpoint},
 * then {@link sleeper.stepfunctions.http.Guard}, which decides what an endpoint takes.
 */
package sleeper.stepfunctions.http;
