package sleeper.cli.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.statemachine.permission.SourceAccess;
import sleeper.statestore.instance.CheckedSettings;

/** {@code iam}: prints policies, and asks nobody. */
@Command(
        name = "iam",
        description =
                "Prints what the owner of a bucket must grant so that the instance's jobs may read from it, once it is deployed.")
public final class IamCommand extends SleeperCommand {
    /** S3 user guide, "General purpose bucket naming rules". */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
    private static final Pattern PARTITION = Pattern.compile("aws(-[a-z]+)*");
    private static final String ANY_ACCOUNT = "ACCOUNT_ID";

    @Option(
            names = "--bucket",
            required = true,
            paramLabel = "BUCKET",
            description = "The bucket that jobs are to read from.")
    private String bucket;

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "Account that the instance is in; without it, ACCOUNT_ID stands in its place.")
    private String account;

    @Option(
            names = "--partition",
            paramLabel = "NAME",
            defaultValue = "aws",
            description = "Partition of the account: aws, aws-cn or aws-us-gov (default: aws).")
    private String partition;

    public IamCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        expect("--bucket", bucket, BUCKET, "the name of a bucket, without s3:// and without a key");
        if (account != null) {
            expect("--account", account, ACCOUNT_ID, "twelve digits");
        }
        expect("--partition", partition, PARTITION, "aws, aws-cn or aws-us-gov");
        if (stores().ownBuckets().contains(bucket)) {
            throw usage("--bucket is " + bucket
                    + ", which the instance keeps its own data in: no job may read from it. Name another bucket.");
        }
        Settings settings = new CheckedSettings(stores()).ofInstance();
        SourceAccess access = SourceAccess.of(
                bucket,
                settings.get(InstanceSettings.ID),
                platforms(settings.get(InstanceSettings.OPTIONAL_STACKS)),
                new SourceAccess.Account(partition, account == null ? ANY_ACCOUNT : account));
        print(() -> json(access), () -> words(access));
        return ExitCode.DONE;
    }

    private void expect(String option, String found, Pattern allowed, String words) {
        if (!allowed.matcher(found).matches()) {
            throw usage(option + " is '" + found + "', and is to be " + words + ".");
        }
    }

    private static Set<Platform> platforms(List<String> stacks) {
        return Arrays.stream(Platform.values())
                .filter(platform -> stacks.contains(platform.description().stack()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static ObjectNode json(SourceAccess access) {
        ObjectNode json = StoredJson.object().put("bucket", access.bucket());
        ArrayNode roles = json.putArray("roles");
        access.roles().forEach(roles::add);
        json.set("policy", access.policy());
        json.set("bucketPolicy", access.bucketPolicy());
        return json;
    }

    private static String words(SourceAccess access) {
        return "These roles read what jobs name:\n\n    "
                + String.join("\n    ", access.roles())
                + "\n\nEach needs this policy. The deployment gives it to them where sleeper.ingest.source.bucket is "
                + access.bucket() + ":\n\n" + access.policy().toPrettyString()
                + "\n\nIf the bucket is in another account, its owner must also add this to the bucket's policy, and the bucket"
                + " must not be encrypted with a key that the roles may not use:\n\n"
                + access.bucketPolicy().toPrettyString();
    }
}
