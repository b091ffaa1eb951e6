package sleeper.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sleeper.aws.dynamodb.TableKeys;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.settings.DeploymentSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.amazon.awscdk.services.dynamodb.CfnTable.AttributeDefinitionProperty;
import software.amazon.awscdk.services.dynamodb.CfnTable.KeySchemaProperty;
import software.amazon.awscdk.services.dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty;
import software.amazon.awscdk.services.dynamodb.CfnTable.SSESpecificationProperty;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.constructs.Construct;

/**
 * Buckets and tables of an instance, as {@link sleeper.aws.AwsInstance} lays it out. No rule of S3 deletes anything of a table: what may
 * go is for its log to say.
 */
final class Stores {
    private static final int DAYS_OF_OLD_VERSIONS = 90;
    private static final int DAYS_OF_UPLOADS = 7;

    private final Construct scope;
    private final InstanceSpec spec;
    private final InstanceNames names;
    private final Bucket logs;
    private final Map<String, Bucket> buckets = new TreeMap<>();

    Stores(Construct parent, InstanceSpec spec) {
        this.scope = new Construct(parent, "Stores");
        this.spec = spec;
        this.names = spec.names();
        this.logs = bucket("logs")
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .id("retention")
                        .expiration(Duration.days(spec.get(DeploymentSettings.LOG_RETENTION)))
                        .abortIncompleteMultipartUploadAfter(Duration.days(DAYS_OF_UPLOADS))
                        .build()))
                .build();
        buckets.put("logs", logs);
        buckets.put(
                "config",
                logged("config")
                        .versioned(true)
                        .lifecycleRules(List.of(LifecycleRule.builder()
                                .id("old-versions")
                                .noncurrentVersionExpiration(Duration.days(DAYS_OF_OLD_VERSIONS))
                                .abortIncompleteMultipartUploadAfter(Duration.days(DAYS_OF_UPLOADS))
                                .build()))
                        .build());
        for (String data : List.of("data", "input", "jobs")) {
            buckets.put(data, logged(data).build());
        }
        if (spec.makesUploadBucket()) {
            // What of it may go is for the sweep to say, but for parts of what was never whole.
            buckets.put(
                    "uploads",
                    logged("uploads")
                            .lifecycleRules(List.of(LifecycleRule.builder()
                                    .id("unfinished")
                                    .abortIncompleteMultipartUploadAfter(Duration.days(DAYS_OF_UPLOADS))
                                    .build()))
                            .build());
        }
        if (spec.onDynamoDb()) {
            table("log", TableKeys.OF_LOGS);
            table("state", TableKeys.OF_OBJECTS);
        }
    }

    /** @param what as of {@link InstanceNames#bucket} */
    Bucket get(String what) {
        return buckets.get(what);
    }

    private Bucket.Builder logged(String what) {
        return bucket(what).serverAccessLogsBucket(logs).serverAccessLogsPrefix("s3/" + what + "/");
    }

    private Bucket.Builder bucket(String what) {
        return Bucket.Builder.create(scope, what)
                .bucketName(names.bucket(what))
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .removalPolicy(removal());
    }

    /** The same request that makes a table on a server of one's own says which keys it has. */
    private void table(String what, TableKeys keys) {
        CreateTableRequest request = keys.request(names.table(what));
        CfnTable table = CfnTable.Builder.create(scope, what + "-table")
                .tableName(request.tableName())
                .billingMode(request.billingModeAsString())
                .keySchema(request.keySchema().stream()
                        .map(key -> KeySchemaProperty.builder()
                                .attributeName(key.attributeName())
                                .keyType(key.keyTypeAsString())
                                .build())
                        .toList())
                .attributeDefinitions(request.attributeDefinitions().stream()
                        .map(attribute -> AttributeDefinitionProperty.builder()
                                .attributeName(attribute.attributeName())
                                .attributeType(attribute.attributeTypeAsString())
                                .build())
                        .toList())
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecificationProperty.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .sseSpecification(
                        SSESpecificationProperty.builder().sseEnabled(false).build())
                .deletionProtectionEnabled(spec.retainsData())
                .build();
        table.applyRemovalPolicy(removal());
    }

    private RemovalPolicy removal() {
        return spec.retainsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    }
}
