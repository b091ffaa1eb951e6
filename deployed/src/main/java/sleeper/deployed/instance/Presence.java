package sleeper.deployed.instance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsInstanceProvider;
import sleeper.aws.AwsPlace;
import sleeper.aws.request.Answer;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.instance.UnreachableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether a deployed instance is there, which its first file says. Safe for use by many threads. */
final class Presence {
    private static final String REGION_VARIABLE = "AWS_REGION";
    private static final Set<String> NO_BUCKET =
            Set.of("NoSuchBucket", "PermanentRedirect", "AuthorizationHeaderMalformed");

    private final AwsPlace place;
    private final AwsInstance stores;
    private final CommandRequests requests;
    private Optional<String> version;

    Presence(AwsPlace place, AwsInstance stores, CommandRequests requests) {
        this.place = place;
        this.stores = stores;
        this.requests = requests;
    }

    /**
     * @return the place that the variables name
     * @throws InvalidRequestException if the id can be none, or a server's address is none
     * @throws UnreachableException    if no region is named
     */
    static AwsPlace place(Map<String, String> environment) {
        try {
            return AwsPlace.of(environment).orElseThrow();
        } catch (InvalidRequestException e) {
            if (e.faults().get(0).where().equals(REGION_VARIABLE)) {
                throw new UnreachableException(
                        "the instance " + environment.get(AwsInstanceProvider.ID_VARIABLE),
                        e.faults().get(0).found(),
                        "Give its region by --region, such as --region eu-west-2, or set " + REGION_VARIABLE + ".",
                        e);
            }
            throw e;
        }
    }

    String place() {
        return "the instance " + place.id() + " in " + place.region();
    }

    String configBucket() {
        return new InstanceNames(place.id()).bucket("config");
    }

    /** @throws UnreachableException if the instance is not there, or nobody answers */
    void expect() {
        var unused = version();
    }

    /**
     * Looks once.
     *
     * @return the version that was deployed last; empty if it does not say
     * @throws UnreachableException as of {@link #expect}
     */
    synchronized Optional<String> version() {
        if (version == null) {
            version = read();
        }
        return version;
    }

    private Optional<String> read() {
        try {
            return stores.version();
        } catch (TransientFailureException e) {
            if (!(e.getCause() instanceof SdkException failure)) {
                throw e;
            }
            if (failure instanceof AwsServiceException service && NO_BUCKET.contains(Answer.codeOf(service))) {
                throw new UnreachableException(
                        place(),
                        "no bucket " + configBucket() + " there",
                        "Correct the id or the region; or deploy it first.",
                        e);
            }
            throw requests.failed(
                    "The instance " + place.id() + " was not found.",
                    "s3:GetObject",
                    DeployedArns.object(place.region(), configBucket(), "version"),
                    failure);
        }
    }

    /** @return what is missing of buckets, tables and the files that a deployment writes, for people */
    List<String> missingStores() {
        return stores.missing();
    }

    /** @throws UnreachableException if no queue says whose the instance is */
    DeployedArns arns(DeployedQueues queues) {
        return new DeployedArns(
                place.id(),
                place.region(),
                queues.account()
                        .orElseThrow(() -> new UnreachableException(
                                place(),
                                "no URL of a queue in s3://" + configBucket() + "/instance.properties",
                                CommandRequests.partly(place.id()),
                                null)));
    }
}
