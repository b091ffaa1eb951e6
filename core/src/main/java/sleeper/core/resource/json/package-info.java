/**
 * What the objects of the Kubernetes API say of an attempt, whoever read them; start with
 * {@link sleeper.core.resource.json.KubernetesJob}.
 */
package sleeper.core.resource.json;
