package sleeper.core.platform;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.util.Require;

/**
 * What is known of a platform. It has no optional parts with a default, so that whoever adds a part, or a platform, decides it for
 * each.
 *
 * @param word             stands for it in commands, plans and state machines
 * @param stack            what deploys it, by its name in {@code sleeper.optional.stacks}
 * @param queueName        name of its queue behind the instance's id, without the {@code Q} that ends it
 * @param queueUrlProperty name of the instance property that holds the URL of its queue
 * @param sizing           what decides how large a run is
 * @param jobSettings      the settings that a job may set in its {@code platformSpec} there
 * @param creates          kinds of what an attempt creates there, in the order in which it asks for them; one or more
 * @param releaseProperty  name of the setting that says which EMR release runs there; empty where it is not EMR that runs
 * @param branch           its part of {@code ingest-job}; empty while it has none, and then it cannot be deployed
 */
public record PlatformDescription(
        String word,
        String stack,
        String queueName,
        String queueUrlProperty,
        Sizing sizing,
        Set<JobSettings> jobSettings,
        List<ResourceKind> creates,
        Optional<String> releaseProperty,
        Optional<PlatformBranch> branch) {
    public PlatformDescription {
        Require.notBlank("word", word);
        Require.notBlank("stack", stack);
        Require.notBlank("queueName", queueName);
        Require.notBlank("queueUrlProperty", queueUrlProperty);
        Require.notNull("sizing", sizing);
        jobSettings = Set.copyOf(jobSettings);
        creates = Require.notEmpty("creates", creates);
        Require.notNull("releaseProperty", releaseProperty);
        Require.notNull("branch", branch);
    }
}
