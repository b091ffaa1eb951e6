package sleeper.deploy.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.s3.S3ObjectStore;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.settings.DeploymentSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.util.SuiteVersion;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.deploy.aws.StackOwner;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Asks AWS whether a deployment can be made as it is wanted. Nothing is changed; all that is found is told at once. */
public final class AccountChecks {
    /** What {@code cdk bootstrap} makes, once in an account and region. */
    public static final String BOOTSTRAP_STACK = "CDKToolkit";

    /** The version of npm's aws-cdk that deploys: one that reads what this project's version of the library writes. */
    public static final String CDK_VERSION = "2.1134.0";

    private static final List<String> BUCKETS = List.of("config", "data", "input", "jobs", "logs", "uploads");
    private static final String NOT_ASKED = "Whether the instance can be deployed was not found out.";
    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;
    /** A stack that was never whole, or not wholly deleted, can only be deleted (CloudFormation user guide, "Stack status codes"). */
    private static final Set<String> ENDED_BADLY =
            Set.of("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED");
    /** One whose change could be neither made nor taken back is whole once that is gone on with; nothing of it need be lost. */
    private static final Set<String> STUCK = Set.of("UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_FAILED");

    private final DeployClients clients;
    private final AwsCalls calls;
    private final Surroundings surroundings;

    public AccountChecks(DeployClients clients, Surroundings surroundings) {
        this.clients = clients;
        this.calls = new AwsCalls(surroundings);
        this.surroundings = surroundings;
    }

    /**
     * @param account of the caller
     * @return all that stands in the way; errors as of {@link AwsCalls}
     */
    public List<Fault> faults(DeploymentFolder folder, Account account) {
        List<Fault> faults = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (String bucket : BUCKETS) {
            ofBucket(folder.names().bucket(bucket), kept).ifPresent(faults::add);
        }
        if (faults.isEmpty()) {
            faults.addAll(ofFormerDeployment(folder));
        }
        Optional<Stack> stack = find(folder.names().stack());
        stack.flatMap(found -> ofStack(found, folder.names())).ifPresent(faults::add);
        if (stack.isEmpty()) {
            ofKept(folder, kept).ifPresent(faults::add);
        }
        ofBootstrap(account).ifPresent(faults::add);
        faults.addAll(new NetworkChecks(clients, calls).faults(folder.settings()));
        return faults;
    }

    /** Names of buckets are shared by all accounts of the world (S3 user guide, "Bucket naming rules"). */
    private Optional<Fault> ofBucket(String bucket, List<String> there) {
        try {
            var unused = clients.s3().headBucket(request -> request.bucket(bucket));
            there.add(bucket);
            return Optional.empty();
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case MISSING -> Optional.empty();
                case FORBIDDEN ->
                    Optional.of(bucketFault(
                            bucket,
                            "a bucket that is another account's, or that these credentials may not see",
                            "Choose another id, or permit s3:ListBucket on it."));
                case MOVED ->
                    Optional.of(bucketFault(
                            bucket,
                            "a bucket in another region",
                            "Deploy to its region by --region, or choose another id."));
                default -> throw unreachable(bucket, e);
            };
        } catch (SdkException e) {
            throw unreachable(bucket, e);
        }
    }

    /** A bucket that is there without the stack is taken into it, and would be emptied with it. */
    private Optional<Fault> ofKept(DeploymentFolder folder, List<String> kept) {
        if (kept.isEmpty() || folder.settings().get(DeploymentSettings.RETAIN_DATA)) {
            return Optional.empty();
        }
        return Optional.of(
                new Fault(
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        where(DeploymentSettings.RETAIN_DATA.name()),
                        "'false', and " + String.join(", ", kept) + " from before",
                        "true, where buckets or tables of the id are there already",
                        "Leave it out, so that the next 'sleeper destroy' keeps them; or choose another id, or delete them first."));
    }

    private static UnreachableException unreachable(String bucket, SdkException failure) {
        return new UnreachableException(
                "s3://" + bucket,
                NOT_ASKED + " " + AwsFailures.words("s3:ListBucket", failure),
                "Look at the credentials, the network and the region, and try again.",
                failure);
    }

    private static Fault bucketFault(String bucket, String found, String action) {
        return new Fault(
                ErrorCode.VALUE_OUT_OF_RANGE,
                where(InstanceSettings.ID.name()),
                "s3://" + bucket + ": " + found,
                "names of buckets that nobody has, or that this account has here",
                action);
    }

    /** What was kept of an instance of the id is used again, so that it must fit. */
    private List<Fault> ofFormerDeployment(DeploymentFolder folder) {
        S3ObjectStore config = new S3ObjectStore(clients.s3(), folder.names().bucket("config"), "", surroundings);
        List<Fault> faults = new ArrayList<>();
        String driver = folder.settings().get(InstanceSettings.COMMIT_LOG_DRIVER);
        read(config, "commit-log-driver")
                .filter(former -> !former.equals(driver))
                .ifPresent(former -> faults.add(new Fault(
                        ErrorCode.VALUE_OUT_OF_RANGE,
                        where(InstanceSettings.COMMIT_LOG_DRIVER.name()),
                        "'" + driver + "'",
                        "'" + former + "', by which the logs of the instance's tables were written",
                        "Set it to that, or choose another id.")));
        read(config, "version")
                .flatMap(SuiteVersion::parse)
                .filter(former -> former.compareTo(
                                SuiteVersion.parse(SuiteVersion.CURRENT).orElseThrow())
                        > 0)
                .ifPresent(former -> faults.add(new Fault(
                        ErrorCode.VERSION_TOO_OLD,
                        "the instance " + folder.names().id(),
                        "a command of version " + SuiteVersion.CURRENT,
                        "one of the version that the instance has, which is newer, or of a later one",
                        "Deploy it with the command of that version.")));
        return faults;
    }

    private static Optional<String> read(S3ObjectStore config, String key) {
        try {
            return config.get(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (TransientFailureException e) {
            if (e.getCause() instanceof S3Exception s3 && s3.statusCode() == MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Fault> ofStack(Stack stack, InstanceNames names) {
        String status = stack.stackStatusAsString();
        if (!new StackOwner(clients, calls).isInstance(stack, names)) {
            return Optional.of(stackFault(names, "a stack that is no instance", "Choose another id."));
        }
        if (ENDED_BADLY.contains(status)) {
            return Optional.of(stackFault(
                    names,
                    status,
                    "Remove what is left of it with 'sleeper destroy --instance " + names.id()
                            + "', and deploy again."));
        }
        if (STUCK.contains(status)) {
            return Optional.of(stackFault(
                    names,
                    status,
                    "Look at its events for what is in the way, mend it, run 'aws cloudformation continue-update-rollback"
                            + " --stack-name " + names.stack() + "', and deploy again."));
        }
        return status.endsWith("_IN_PROGRESS") && !status.equals("REVIEW_IN_PROGRESS")
                ? Optional.of(stackFault(names, status, "Wait until that has ended, and deploy again."))
                : Optional.empty();
    }

    private static Fault stackFault(InstanceNames names, String status, String action) {
        return new Fault(
                ErrorCode.WRONG_STATUS,
                "the stack " + names.stack(),
                status,
                "no stack, or one that is whole and at rest",
                action);
    }

    private Optional<Fault> ofBootstrap(Account account) {
        return find(BOOTSTRAP_STACK).isPresent()
                ? Optional.empty()
                : Optional.of(new Fault(
                        ErrorCode.WRONG_STATUS,
                        "account " + account.id() + " in " + account.region(),
                        "no stack " + BOOTSTRAP_STACK,
                        "an account and region that CDK may deploy to",
                        "Run 'npx aws-cdk@" + CDK_VERSION + " bootstrap aws://" + account.id() + "/" + account.region()
                                + "' once, and deploy again."));
    }

    private Optional<Stack> find(String name) {
        return calls.askAboutStack(
                        NOT_ASKED,
                        "cloudformation:DescribeStacks",
                        name,
                        () -> clients.cloudFormation().describeStacks(request -> request.stackName(name)))
                .map(DescribeStacksResponse::stacks)
                .flatMap(stacks -> stacks.stream().findFirst());
    }

    static String where(String property) {
        return "instance.properties (" + property + ")";
    }
}
