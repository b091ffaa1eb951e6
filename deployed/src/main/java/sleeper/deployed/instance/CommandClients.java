package sleeper.deployed.instance;

import java.util.Map;
import java.util.Optional;
import sleeper.aws.client.AwsClients;
import sleeper.aws.client.AwsService;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of a command, each made when it is first asked for, since most commands need one or none. Safe for use by many threads. */
final class CommandClients {
    private static final String STS = "STS";

    private final AwsClients clients;
    private final Map<String, String> environment;
    private final Optional<AwsCredentialsProvider> credentials;
    private SqsClient sqs;
    private SfnClient sfn;
    private GlueClient glue;

    /**
     * @param environment the variables, those that name servers among them
     * @param credentials in place of those of the process
     */
    CommandClients(AwsClients clients, Map<String, String> environment, Optional<AwsCredentialsProvider> credentials) {
        this.clients = clients;
        this.environment = Map.copyOf(environment);
        this.credentials = credentials;
    }

    synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = configured("SQS", SqsClient.serviceMetadata(), SqsClient.builder())
                    .build();
        }
        return sqs;
    }

    synchronized SfnClient sfn() {
        if (sfn == null) {
            sfn = configured("SFN", SfnClient.serviceMetadata(), SfnClient.builder())
                    .build();
        }
        return sfn;
    }

    synchronized GlueClient glue() {
        if (glue == null) {
            glue = configured("GLUE", GlueClient.serviceMetadata(), GlueClient.builder())
                    .build();
        }
        return glue;
    }

    /** @return a new client, which the caller closes */
    SnsClient sns() {
        return configured("SNS", SnsClient.serviceMetadata(), SnsClient.builder())
                .build();
    }

    /** @return a new client, which the caller closes */
    StsClient sts() {
        return configured(STS, StsClient.serviceMetadata(), StsClient.builder()).build();
    }

    /** @return whether variables name a server of STS */
    boolean hasServerOfSts() {
        return isSet(AwsService.ENDPOINT_OF_ALL) || isSet(AwsService.ENDPOINT_OF_ALL + "_" + STS);
    }

    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
            String service, ServiceMetadata metadata, B builder) {
        credentials.ifPresent(builder::credentialsProvider);
        return clients.configured(service, metadata, builder);
    }
}
