package sleeper.stepfunctions.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the integration for a Resource. Immutable. */
public final class TaskIntegrations {
    private final Map<String, TaskIntegration> byPattern;

    private TaskIntegrations(Map<String, TaskIntegration> byPattern) {
        this.byPattern = Map.copyOf(byPattern);
    }

    /** No integrations: state machines with Task states are refused. */
    public static TaskIntegrations none() {
        return builder().build();
    }

    /** A builder without integrations. */
    public static Builder builder() {
        return new Builder();
    }

    /** The integration registered for this ARN, or else for the longest prefix of it that ends in {@code *}. */
    public Optional<TaskIntegration> find(String resourceArn) {
        TaskIntegration exact = byPattern.get(resourceArn);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int length = resourceArn.length(); length >= 0; length--) {
            TaskIntegration prefixed = byPattern.get(resourceArn.substring(0, length) + "*");
            if (prefixed != null) {
                return Optional.of(prefixed);
            }
        }
        return Optional.empty();
    }

    /** Gathers integrations. */
    public static final class Builder {
        private final Map<String, TaskIntegration> byPattern = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Registers an integration.
         *
         * @param resourceArn a Resource such as {@code arn:aws:states:::lambda:invoke}, or a prefix of such that ends in {@code *}
         * @throws IllegalArgumentException if one is registered under it already
         */
        public Builder with(String resourceArn, TaskIntegration integration) {
            if (byPattern.put(resourceArn, integration) != null) {
                throw new IllegalArgumentException("Two integrations for " + resourceArn);
            }
            return this;
        }

        /** The integrations gathered. */
        public TaskIntegrations build() {
            return new TaskIntegrations(byPattern);
        }
    }
}
