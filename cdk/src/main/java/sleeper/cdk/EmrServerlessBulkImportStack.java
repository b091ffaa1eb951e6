package sleeper.cdk;

import java.util.Map;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.settings.EmrServerlessSettings;
import sleeper.core.settings.Settings;
import sleeper.deployed.FunctionVariable;
import software.amazon.awscdk.services.emrserverless.CfnApplication;
import software.amazon.awscdk.services.emrserverless.CfnApplication.AutoStartConfigurationProperty;
import software.amazon.awscdk.services.emrserverless.CfnApplication.AutoStopConfigurationProperty;
import software.amazon.awscdk.services.emrserverless.CfnApplication.MaximumAllowedResourcesProperty;
import software.amazon.awscdk.services.iam.IRole;
import software.constructs.Construct;

/** Bulk import on EMR Serverless. Runs reach S3 and DynamoDB of the region without a network of ours. */
final class EmrServerlessBulkImportStack implements PlatformPart {
    private static final int IDLE_MINUTES = 15;

    private final CfnApplication application;
    private final IRole role;
    private final String logUri;

    EmrServerlessBulkImportStack(Construct parent, InstanceSpec spec, Roles roles) {
        Construct scope = new Construct(parent, "EmrServerlessBulkImportStack");
        InstanceNames names = spec.names();
        Settings settings = spec.settings();
        application = CfnApplication.Builder.create(scope, "Application")
                .name(names.stack())
                .type("SPARK")
                .releaseLabel(settings.get(EmrServerlessSettings.RELEASE_LABEL))
                .architecture("X86_64")
                .autoStartConfiguration(
                        AutoStartConfigurationProperty.builder().enabled(true).build())
                .autoStopConfiguration(AutoStopConfigurationProperty.builder()
                        .enabled(true)
                        .idleTimeoutMinutes(IDLE_MINUTES)
                        .build())
                .maximumCapacity(MaximumAllowedResourcesProperty.builder()
                        .cpu(settings.get(EmrServerlessSettings.MAX_VCPUS) + " vCPU")
                        .memory(settings.get(EmrServerlessSettings.MAX_MEMORY_GIB) + " GB")
                        .build())
                .build();
        role = roles.of("emr-serverless-job", "emr-serverless.amazonaws.com");
        logUri = "s3://" + names.bucket("logs") + "/emr-serverless/";
    }

    @Override
    public Map<String, String> substitutions() {
        return Map.of(
                "EmrServerlessApplicationId",
                application.getRef(),
                "EmrServerlessJobRoleArn",
                role.getRoleArn(),
                "EmrServerlessLogUri",
                logUri);
    }

    @Override
    public Map<FunctionVariable, String> variables() {
        return Map.of(FunctionVariable.EMR_SERVERLESS_APPLICATION_ID, application.getRef());
    }
}
