package sleeper.cdk;

import sleeper.core.settings.DeploymentSettings;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** Log groups, which live as long as the operator says and go with the instance. */
final class Logs {
    private Logs() {}

    static ILogGroup group(Construct scope, String id, String name, InstanceSpec spec) {
        LogGroup group = LogGroup.Builder.create(scope, id)
                .logGroupName(name)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        ((CfnLogGroup) group.getNode().getDefaultChild())
                .setRetentionInDays(spec.get(DeploymentSettings.LOG_RETENTION));
        return group;
    }
}
