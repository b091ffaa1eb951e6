package sleeper.core.deployment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;

/**
 * Deploys instances to an account, and destroys them. What it finds wrong is thrown as {@link InvalidRequestException}, with all faults at
 * once; what the account may not do, or somebody did not answer, as {@link TransientFailureException}, or as what means that there is
 * nobody to talk to.
 */
public interface Deployer {
    /** Is found by {@link java.util.ServiceLoader} where the libraries for it are on the class path. */
    @FunctionalInterface
    interface Provider {
        /** @param region where the instance lies or is to lie; empty for that of the environment */
        Deployer open(Optional<String> region, Dialogue dialogue);
    }

    /** How a deployment speaks with whoever started it. */
    interface Dialogue {
        /** Says what is going on. */
        void say(String text);

        /** @return whether the answer is yes */
        boolean confirm(String question);

        /** Gives the result, as one JSON object and in words. */
        void result(String json, String words);
    }

    /** What is done with jobs that run. */
    enum RunningJobs {
        /** Nothing, and the instance is not destroyed. */
        REFUSE,
        /** They are waited for. */
        DRAIN,
        /** They are ended, and messages that wait are thrown away. */
        ABORT
    }

    /** Says what a deployment would make, change and replace, and what it costs. Nothing is changed. */
    void preview(Path home, DeploymentParts parts);

    /**
     * Deploys what lies in a folder, or changes what is deployed to be like it.
     *
     * @param home read as by {@link DeploymentFolder}
     */
    void deploy(Path home, DeploymentParts parts);

    /**
     * Removes an instance.
     *
     * @param id        of the instance
     * @param limit     how long jobs are waited for
     * @param confirmed whether nobody is asked
     * @return whether the instance is gone, which it is not where the answer was no
     */
    boolean destroy(String id, RunningJobs jobs, Duration limit, boolean confirmed);
}
