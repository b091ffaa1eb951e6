package sleeper.deploy.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.aws.client.AwsClients;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The clients of a deployment, each made when it is first asked for. They send each request once. Not for several threads.
 */
public final class DeployClients {
    private final AwsClients clients;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Map<String, Object> made = new HashMap<>();

    /** @param credentials in place of those of the process */
    public DeployClients(AwsClients clients, Region region, Optional<AwsCredentialsProvider> credentials) {
        this.clients = clients.in(region);
        this.region = region;
        this.credentials =
                credentials.orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    public Region region() {
        return region;
    }

    public AwsCredentialsProvider credentials() {
        return credentials;
    }

    public StsClient sts() {
        return once(
                "STS",
                () -> configured("STS", StsClient.serviceMetadata(), StsClient.builder())
                        .build());
    }

    public S3Client s3() {
        return once("S3", () -> clients.s3(builder -> builder.credentialsProvider(credentials)));
    }

    public Ec2Client ec2() {
        return once(
                "EC2",
                () -> configured("EC2", Ec2Client.serviceMetadata(), Ec2Client.builder())
                        .build());
    }

    public IamClient iam() {
        return once(
                "IAM",
                () -> configured("IAM", IamClient.serviceMetadata(), IamClient.builder())
                        .build());
    }

    public CloudFormationClient cloudFormation() {
        return once(
                "CLOUDFORMATION",
                () -> configured(
                                "CLOUDFORMATION",
                                CloudFormationClient.serviceMetadata(),
                                CloudFormationClient.builder())
                        .build());
    }

    public SnsClient sns() {
        return once(
                "SNS",
                () -> configured("SNS", SnsClient.serviceMetadata(), SnsClient.builder())
                        .build());
    }

    public SqsClient sqs() {
        return once(
                "SQS",
                () -> configured("SQS", SqsClient.serviceMetadata(), SqsClient.builder())
                        .build());
    }

    public SfnClient sfn() {
        return once(
                "SFN",
                () -> configured("SFN", SfnClient.serviceMetadata(), SfnClient.builder())
                        .build());
    }

    public EcrClient ecr() {
        return once(
                "ECR",
                () -> configured("ECR", EcrClient.serviceMetadata(), EcrClient.builder())
                        .build());
    }

    public EcsClient ecs() {
        return once(
                "ECS",
                () -> configured("ECS", EcsClient.serviceMetadata(), EcsClient.builder())
                        .build());
    }

    public EmrClient emr() {
        return once(
                "EMR",
                () -> configured("EMR", EmrClient.serviceMetadata(), EmrClient.builder())
                        .build());
    }

    public EmrServerlessClient emrServerless() {
        return once(
                "EMR_SERVERLESS",
                () -> configured("EMR_SERVERLESS", EmrServerlessClient.serviceMetadata(), EmrServerlessClient.builder())
                        .build());
    }

    public EksClient eks() {
        return once(
                "EKS",
                () -> configured("EKS", EksClient.serviceMetadata(), EksClient.builder())
                        .build());
    }

    public SchedulerClient scheduler() {
        return once(
                "SCHEDULER",
                () -> configured("SCHEDULER", SchedulerClient.serviceMetadata(), SchedulerClient.builder())
                        .build());
    }

    @SuppressWarnings("unchecked")
    private <T> T once(String service, Supplier<T> make) {
        return (T) made.computeIfAbsent(service, unused -> make.get());
    }

    private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
            String service, ServiceMetadata metadata, B builder) {
        builder.credentialsProvider(credentials);
        return clients.configured(service, metadata, builder);
    }
}
