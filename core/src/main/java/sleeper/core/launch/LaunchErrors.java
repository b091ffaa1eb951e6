package sleeper.core.launch;

import java.util.List;
import java.util.regex.Pattern;
import sleeper.core.platform.ResourceKind;

/**
 * What the errors of the platforms mean. EMR reports throttling, a full cluster and a bad request under one name, so that the text
 * decides there. The first rule that fits holds.
 */
public final class LaunchErrors {
    /**
     * A rule.
     *
     * @param service of AWS, as Step Functions names its errors, such as {@code EMR}
     * @param text    what error name and text hold, in any case, as a regular expression
     * @param meaning of it
     * @param source  where it is seen or written that it is so
     */
    public record Rule(String service, String text, LaunchMeaning meaning, String source) {
        private boolean fits(String error, String cause) {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE)
                    .matcher(error + " " + cause)
                    .find();
        }
    }

    private static final String EMR = "EMR";
    private static final String SERVERLESS = "EMRServerless";
    private static final String EKS = "EKS";

    private static final String EMR_ERRORS = "EMR API reference, common errors";
    private static final String EMR_GUIDE = "EMR management guide, insufficient capacity";
    private static final String STATE_CHANGE = "EMR API reference, ClusterStateChangeReason";
    private static final String SERVERLESS_ERRORS = "EMR Serverless API reference, StartJobRun";
    private static final String KUBERNETES = "Kubernetes API concepts, HTTP status codes";

    /** Of errors that Step Functions finds itself, before it asks any service. */
    private static final String STATES = "States";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    STATES,
                    "^States\\.(Permissions|IntrinsicFailure|ParameterPathFailure|Runtime) ",
                    LaunchMeaning.REFUSED,
                    "Step Functions developer guide, error names"),
            new Rule(
                    EMR,
                    "Throttling|Rate exceeded|RequestLimitExceeded|TooManyRequests",
                    LaunchMeaning.THROTTLED,
                    EMR_ERRORS + "; apache/airflow#34458"),
            new Rule(EMR, "Maximum number of active steps", LaunchMeaning.FULL, "gchq/sleeper#4434"),
            new Rule(
                    EMR,
                    "Insufficient.{0,20}Capacity|out of capacity|INSTANCE_FLEET_TIMEOUT|no spot capacity|capacity-not-available",
                    LaunchMeaning.NO_CAPACITY,
                    EMR_GUIDE),
            new Rule(
                    EMR,
                    "VcpuLimitExceeded|InstanceLimitExceeded|MaxSpotInstanceCountExceeded|service quota|instance quota|exceeds? the EC2",
                    LaunchMeaning.NO_CAPACITY,
                    "EC2 API reference, error codes"),
            new Rule(
                    EMR,
                    "not supported in the (requested|specified).{0,20}(availability )?zone|instance type .{0,60} not (supported|available)",
                    LaunchMeaning.NO_CAPACITY,
                    EMR_GUIDE),
            new Rule(
                    EMR,
                    "ValidationException|InvalidRequest|AccessDenied|UnrecognizedClient|InvalidParameter|VALIDATION_ERROR|not authorized|may not be modified|is not valid",
                    LaunchMeaning.REFUSED,
                    EMR_ERRORS),
            new Rule(EMR, "BOOTSTRAP_FAILURE|USER_REQUEST", LaunchMeaning.REFUSED, STATE_CHANGE),
            new Rule(
                    SERVERLESS, "Throttling|Rate exceeded|TooManyRequests", LaunchMeaning.THROTTLED, SERVERLESS_ERRORS),
            new Rule(
                    SERVERLESS,
                    "ServiceQuotaExceeded|maximum capacity|concurrent",
                    LaunchMeaning.FULL,
                    SERVERLESS_ERRORS),
            new Rule(
                    SERVERLESS,
                    "ValidationException|ResourceNotFound|ConflictException|AccessDenied",
                    LaunchMeaning.REFUSED,
                    SERVERLESS_ERRORS),
            new Rule(EKS, "EKS\\.429|TooManyRequests", LaunchMeaning.THROTTLED, KUBERNETES),
            new Rule(EKS, "exceeded quota", LaunchMeaning.FULL, "Kubernetes, resource quotas"),
            new Rule(
                    EKS,
                    "EKS\\.409|AlreadyExists",
                    LaunchMeaning.UNKNOWN,
                    "executions seen with this error where the Job was there"),
            new Rule(
                    EKS,
                    "EKS\\.404.*jobs\\.batch",
                    LaunchMeaning.TAKEN_AWAY,
                    KUBERNETES + "; a request for a Job names no other Job that could be missing"),
            new Rule(EKS, "EKS\\.4\\d\\d", LaunchMeaning.REFUSED, KUBERNETES));

    private LaunchErrors() {}

    /** @return all rules, in the order in which they are held against an error */
    public static List<Rule> rules() {
        return RULES;
    }

    /**
     * @param kind  of what was asked for, or what ended
     * @param error name of the error; empty of something that ended by itself
     * @param cause its text, or the reason that the service gives for an end
     * @return what it means; UNKNOWN of what no rule fits
     */
    public static LaunchMeaning meaning(ResourceKind kind, String error, String cause) {
        String service = service(kind);
        return RULES.stream()
                .filter(rule ->
                        (rule.service().equals(service) || rule.service().equals(STATES)) && rule.fits(error, cause))
                .findFirst()
                .map(Rule::meaning)
                .orElse(LaunchMeaning.UNKNOWN);
    }

    private static String service(ResourceKind kind) {
        return switch (kind) {
            case ECS_TASK -> "ECS";
            case EMR_CLUSTER, EMR_STEP -> EMR;
            case EMR_SERVERLESS_JOB_RUN -> SERVERLESS;
            case KUBERNETES_JOB -> EKS;
        };
    }
}
