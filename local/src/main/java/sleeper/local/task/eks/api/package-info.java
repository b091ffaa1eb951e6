/**
 * The API server of the one Kubernetes cluster there is: what its requests mean ({@link sleeper.local.task.eks.api.Api}), who may make
 * them, and how they come in over HTTP ({@link sleeper.local.task.eks.api.ApiEndpoint}).
 */
package sleeper.local.task.eks.api;
