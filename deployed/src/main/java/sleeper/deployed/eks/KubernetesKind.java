package sleeper.deployed.eks;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The kinds of objects that are asked for. */
enum KubernetesKind {
    JOB("batch", "Job", "jobs"),
    POD("", "Pod", "pods");

    private final String group;
    private final String word;
    private final String plural;

    KubernetesKind(String group, String word, String plural) {
        this.group = group;
        this.word = word;
        this.plural = plural;
    }

    /** @return as the API names the resource in its words, such as {@code jobs.batch} */
    String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** The client would else ask the API server for it. */
    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind(word)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
