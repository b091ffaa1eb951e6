package sleeper.lambda.lives;

import sleeper.core.platform.ResourceKind;

/**
 * What Step Functions hears of a request, in the words of the services.
 *
 * @param id    of what was created; empty if nobody says
 * @param error its name; empty if it went well
 * @param cause what the error says
 */
record LifeAnswer(String id, String error, String cause) {
    /** The connection broke, or waited for too long. */
    static LifeAnswer lost(ResourceKind kind, String cause) {
        return failed(kind, "SdkClientException", cause);
    }

    static LifeAnswer throttled(ResourceKind kind) {
        return failed(
                kind,
                error(kind, "ThrottlingException", "429"),
                "Rate exceeded (Status Code: 400; Error Code: ThrottlingException)");
    }

    /** No capacity, all the steps that a cluster takes, or a quota that is used up. */
    static LifeAnswer noRoom(ResourceKind kind) {
        String error = error(kind, "ServiceQuotaExceededException", "403");
        return switch (kind) {
            case EMR_CLUSTER -> failed(kind, error, "Insufficient capacity for the instances");
            case EMR_STEP -> failed(kind, error, "Maximum number of active steps exceeded");
            case EMR_SERVERLESS_JOB_RUN -> failed(kind, error, "the application is at its maximum capacity");
            default -> failed(kind, error, "pods \"a\" is forbidden: exceeded quota");
        };
    }

    static LifeAnswer refused(ResourceKind kind, String cause) {
        return failed(kind, error(kind, "ValidationException", "422"), cause);
    }

    /** EMR has one name for all its errors, and Kubernetes a number. */
    private static String error(ResourceKind kind, String serverless, String status) {
        return switch (kind) {
            case EMR_CLUSTER, EMR_STEP -> "AmazonElasticMapReduceException";
            case EMR_SERVERLESS_JOB_RUN -> serverless;
            default -> status;
        };
    }

    private static LifeAnswer failed(ResourceKind kind, String error, String cause) {
        String service = switch (kind) {
            case EMR_CLUSTER, EMR_STEP -> "EMR.";
            case EMR_SERVERLESS_JOB_RUN -> "EMRServerless.";
            default -> "EKS.";
        };
        return new LifeAnswer("", service + error, cause);
    }
}
